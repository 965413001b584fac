/** Damaged and doctored inputs, drawn from the vectors: what a reader must survive. */
import fc from 'fast-check'
import { keys, vectorBytes } from './vectors.ts'

const FILES = [...keys.map(({ file }) => file), 'rsa-2048-chain.p12', 'chain-rsa-2048-good.pem', 'csr-ec-p256.pem']

type Mutation =
  | { kind: 'truncate'; at: number }
  | { kind: 'flip'; at: number; bit: number }
  | { kind: 'concatenate'; other: number }
  | { kind: 'crlf' }
  | { kind: 'blank'; at: number }
  | { kind: 'duplicate'; from: number; length: number }
  | { kind: 'grow' }

const share = fc.double({ min: 0, max: 0.999, noNaN: true })

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('truncate' as const), at: share }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('flip' as const), at: share, bit: fc.nat(7) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('concatenate' as const), other: fc.nat(FILES.length - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crlf' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('blank' as const), at: share }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('duplicate' as const), from: share, length: fc.nat(200) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('grow' as const) }) },
)

function apply(bytes: Buffer, change: Mutation): Buffer {
  switch (change.kind) {
    case 'truncate':
      return bytes.subarray(0, Math.floor(bytes.length * change.at))
    case 'flip': {
      const copy = Buffer.from(bytes)
      const at = Math.floor(copy.length * change.at)
      if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << change.bit)
      return copy
    }
    case 'concatenate':
      return Buffer.concat([bytes, vectorBytes(FILES[change.other] ?? '')])
    case 'crlf':
      return Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
    case 'blank':
      return splice(bytes, change.at, Buffer.from('\n\n'))
    case 'duplicate': {
      const from = Math.floor(bytes.length * change.from)
      return splice(bytes, change.from, bytes.subarray(from, from + change.length))
    }
    case 'grow':
      return Buffer.concat([bytes, Buffer.alloc(1024 * 1024, 0x41)])
  }
}

function splice(bytes: Buffer, at: number, piece: Buffer): Buffer {
  const index = Math.floor(bytes.length * at)
  return Buffer.concat([bytes.subarray(0, index), piece, bytes.subarray(index)])
}

/** A vector with one to three mutations. */
export const mutant: fc.Arbitrary<Buffer> = fc
  .tuple(fc.constantFrom(...FILES), fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([file, mutations]) => mutations.reduce(apply, vectorBytes(file)))
