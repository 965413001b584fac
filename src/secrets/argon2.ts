/** Argon2 digests (RFC 9106): `$argon2id$v=19$m=M,t=T,p=P$SALT$KEY`, salt and key in standard base64. */
import {
  assertFieldCount,
  DigestInvalid,
  decodeStandard,
  encodeStandard,
  NotComputable,
  parseCount,
  parseParameters,
} from './fields.ts'
import { loadArgon2 } from './installed.ts'

export const ARGON2_VARIANTS = ['argon2id', 'argon2i', 'argon2d'] as const
export type Argon2Variant = (typeof ARGON2_VARIANTS)[number]

export interface Argon2Digest {
  algorithm: 'argon2'
  variant: Argon2Variant
  /** `memory` in KiB. */
  parameters: {
    memory: number
    iterations: number
    parallelism: number
    salt_bytes: number
    key_bytes: number
    version: 19
  }
  salt: Uint8Array
  key: Uint8Array
}

/** The limits of the reference implementation, in bytes. */
const LEAST_SALT = 8
const LEAST_KEY = 4

/** A parameter that is missing or zero has this value. */
const WHEN_MISSING = { m: 32_768, t: 1, p: 4 }

/** Reads the fields behind the identifier. @throws {@link DigestInvalid} */
export function parseArgon2(variant: Argon2Variant, fields: readonly string[]): Argon2Digest {
  assertFieldCount(fields, [4], variant)
  const [version = '', parameterText = '', saltText = '', keyText = ''] = fields
  if (version !== 'v=19') {
    throw new DigestInvalid(variant, `the ${variant} digest is not of version 19 (v=19)`, {
      hint: 'digests of version 16 and those without a version cannot be read; make a new one',
    })
  }
  const given = parseParameters(parameterText, ['m', 't', 'p', 'k'], variant)
  const count = (key: 'm' | 't' | 'p') =>
    parseCount(given.get(key) ?? '0', { variant, field: `parameter ${key}` }, 0) || WHEN_MISSING[key]
  const { salt, key } = decodeStandard(saltText, keyText, variant)
  const costs = { memory: count('m'), iterations: count('t'), parallelism: count('p') }
  const parameters = { ...costs, salt_bytes: salt.length, key_bytes: key.length, version: 19 as const }
  return { algorithm: 'argon2', variant, parameters, salt, key }
}

/** Derives the key of `digest` from a secret, off the event loop. @throws {@link NotComputable} */
export async function deriveArgon2(
  { variant, parameters, salt }: Omit<Argon2Digest, 'key'>,
  secret: Uint8Array,
): Promise<Uint8Array> {
  const { memory, iterations, parallelism, key_bytes } = parameters
  if (memory < 8 * parallelism || salt.length < LEAST_SALT || key_bytes < LEAST_KEY) {
    throw new NotComputable(`an ${variant} digest with these parameters is below what RFC 9106 §3.1 allows`, {
      hint: 'it needs at least 8 KiB of memory for each lane, 8 bytes of salt and 4 bytes of key',
    })
  }
  const argon2 = loadArgon2()
  return argon2.hash(Buffer.from(secret), {
    raw: true,
    type: argon2[variant],
    version: 19,
    memoryCost: memory,
    timeCost: iterations,
    parallelism,
    hashLength: key_bytes,
    salt: Buffer.from(salt),
  })
}

export function formatArgon2({ variant, parameters, salt, key }: Argon2Digest): string {
  const { memory, iterations, parallelism } = parameters
  return `$${variant}$v=19$m=${memory},t=${iterations},p=${parallelism}$${encodeStandard(salt)}$${encodeStandard(key)}`
}
