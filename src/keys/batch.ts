/** Several keys in one go: what is asked for, made side by side, with ids that differ. */
import { UsageError } from '../errors.ts'
import { GENERATED_ENCRYPTION_ALGORITHMS, type GeneratedAlgorithm, type KeyUse, kindFor } from './algorithms.ts'
import type { PemEncoding } from './export.ts'
import { assertKeyRequest, type GeneratedKey, generateKey, type KeyRequest } from './generate.ts'
import { computeKeyId, KEY_ID_DIGITS, KEY_ID_LIMIT, KEY_ID_PATTERN } from './key-id.ts'
import { publicJwkOf } from './kind.ts'

export interface BatchRequest {
  /** Default: RS256, or RSA-OAEP-256 for `enc`. */
  algs: readonly GeneratedAlgorithm[]
  use?: KeyUse | undefined
  bits?: number | undefined
  /** Only for a single key. */
  key_id?: string | undefined
  /** Keys of each algorithm. */
  count: number
  encoding: PemEncoding
}

/** A key that got more than the usual digits because another one has the same. */
export interface ExtendedId {
  from: string
  to: string
}

/**
 * Refuses what cannot be a key_id of the configuration.
 *
 * @throws {@link UsageError}
 */
export function assertKeyId(key_id: string): void {
  if (Buffer.byteLength(key_id) > KEY_ID_LIMIT) throw new UsageError(`a key id has at most ${KEY_ID_LIMIT} bytes`)
  if (!KEY_ID_PATTERN.test(key_id)) {
    throw new UsageError(`the key id '${key_id}' has characters that are not allowed`, {
      hint: 'use letters, digits, and - . _ ~ between them',
    })
  }
}

function defaultAlgorithm(use: KeyUse | undefined): GeneratedAlgorithm {
  return use === 'enc' ? GENERATED_ENCRYPTION_ALGORITHMS[0] : 'RS256'
}

const ENCODED_TYPE: Readonly<Record<PemEncoding, string | undefined>> = { pkcs8: undefined, pkcs1: 'RSA', sec1: 'EC' }

function assertEncodingFits(alg: GeneratedAlgorithm, encoding: PemEncoding): void {
  const type = ENCODED_TYPE[encoding]
  if (type === undefined || type === kindFor(alg).kty) return
  throw new UsageError(`${encoding} holds ${type} keys only, a key for ${alg} is none`, {
    hint: 'leave --encoding out',
  })
}

/**
 * The single keys that are to be made; `bits` goes to the RSA ones.
 *
 * @throws {@link UsageError} for anything that does not go together
 */
export function planKeys({ algs, use, bits, key_id, count, encoding }: BatchRequest): KeyRequest[] {
  const wanted = algs.length > 0 ? algs : [defaultAlgorithm(use)]
  const hasRsa = wanted.some((alg) => kindFor(alg).kty === 'RSA')
  const requests = wanted.flatMap((alg) => {
    const size = hasRsa && kindFor(alg).kty !== 'RSA' ? undefined : bits
    return Array.from({ length: count }, (): KeyRequest => ({ alg, use, bits: size, key_id }))
  })
  if (key_id !== undefined) {
    assertKeyId(key_id)
    if (requests.length > 1) throw new UsageError('one key id cannot name several keys', { hint: 'leave --kid out' })
  }
  for (const request of requests) {
    assertKeyRequest(request)
    assertEncodingFits(request.alg, encoding)
  }
  return requests
}

/** Makes the keys side by side in the thread pool; `onDone` is told how many are ready. */
export async function generateBatch(
  requests: readonly KeyRequest[],
  onDone: (done: number) => void = () => undefined,
): Promise<GeneratedKey[]> {
  let done = 0
  return Promise.all(
    requests.map(async (request) => {
      const key = await generateKey(request)
      done += 1
      onDone(done)
      return key
    }),
  )
}

function longerId(key: GeneratedKey, taken: ReadonlySet<string>): string {
  const jwk = publicJwkOf(key.publicKey) ?? {}
  const lengths = Array.from({ length: 28 }, (_, step) => KEY_ID_DIGITS + 1 + 2 * step)
  const candidates = lengths.map((digits) => computeKeyId(jwk, key.alg, digits))
  return candidates.find((id) => !taken.has(id)) ?? computeKeyId(jwk, key.alg, 64)
}

/**
 * Gives a longer id to every computed one that another key has already: 28 bits clash once in a while.
 *
 * @param taken ids that are in use elsewhere
 */
export function withDistinctIds(
  keys: readonly GeneratedKey[],
  taken: Iterable<string> = [],
): { keys: GeneratedKey[]; extended: ExtendedId[] } {
  const used = new Set(taken)
  const extended: ExtendedId[] = []
  const distinct = keys.map((key) => {
    const to = used.has(key.key_id) ? longerId(key, used) : key.key_id
    if (to !== key.key_id) extended.push({ from: key.key_id, to })
    used.add(to)
    return { ...key, key_id: to }
  })
  return { keys: distinct, extended }
}
