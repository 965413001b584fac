/** PBKDF2 digests (RFC 8018 §5.2): `$pbkdf2[-shaN]$ITERATIONS$SALT$KEY`, salt and key in the adapted base64. */
import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { assertFieldCount, decodeAdapted, encodeAdapted, parseCount } from './fields.ts'

export type Pbkdf2Variant = 'pbkdf2' | 'pbkdf2-sha224' | 'pbkdf2-sha256' | 'pbkdf2-sha384' | 'pbkdf2-sha512'

export interface Pbkdf2Digest {
  algorithm: 'pbkdf2'
  variant: Pbkdf2Variant
  parameters: { iterations: number; salt_bytes: number; key_bytes: number }
  salt: Uint8Array
  key: Uint8Array
}

export interface Pbkdf2Hash {
  /** As `node:crypto` names it. */
  name: string
  /** Length of its output, in bytes. */
  bytes: number
  /** Iterations of a new digest when nothing else is asked for. */
  iterations: number
}

/** SHA-1 has the bare identifier. */
export const PBKDF2_HASHES: Readonly<Record<Pbkdf2Variant, Pbkdf2Hash>> = {
  pbkdf2: { name: 'sha1', bytes: 20, iterations: 1_600_000 },
  'pbkdf2-sha224': { name: 'sha224', bytes: 28, iterations: 900_000 },
  'pbkdf2-sha256': { name: 'sha256', bytes: 32, iterations: 700_000 },
  'pbkdf2-sha384': { name: 'sha384', bytes: 48, iterations: 280_000 },
  'pbkdf2-sha512': { name: 'sha512', bytes: 64, iterations: 310_000 },
}

const derive = promisify(pbkdf2)

/** Reads the fields behind the identifier. @throws {@link DigestInvalid} */
export function parsePbkdf2(variant: Pbkdf2Variant, fields: readonly string[]): Pbkdf2Digest {
  assertFieldCount(fields, [3], variant)
  const [count = '', saltText = '', keyText = ''] = fields
  const iterations = parseCount(count, { variant, field: 'iteration count' })
  const { salt, key } = decodeAdapted(saltText, keyText, variant)
  const parameters = { iterations, salt_bytes: salt.length, key_bytes: key.length }
  return { algorithm: 'pbkdf2', variant, parameters, salt, key }
}

/** Derives the key of `digest` from a secret, in the thread pool. */
export function derivePbkdf2(
  { variant, parameters, salt }: Omit<Pbkdf2Digest, 'key'>,
  secret: Uint8Array,
): Promise<Uint8Array> {
  return derive(secret, salt, parameters.iterations, parameters.key_bytes, PBKDF2_HASHES[variant].name)
}

export function formatPbkdf2({ variant, parameters, salt, key }: Pbkdf2Digest): string {
  return `$${variant}$${parameters.iterations}$${encodeAdapted(salt)}$${encodeAdapted(key)}`
}
