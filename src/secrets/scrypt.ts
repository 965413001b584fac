/** scrypt digests (RFC 7914): `$scrypt$ln=L,r=R,p=P$SALT$KEY` with N = 2^L, salt and key in standard base64. */
import { type BinaryLike, type ScryptOptions, scrypt } from 'node:crypto'
import {
  assertFieldCount,
  DigestInvalid,
  decodeStandard,
  encodeStandard,
  parseCount,
  parseParameters,
} from './fields.ts'

export interface ScryptDigest {
  algorithm: 'scrypt'
  variant: 'scrypt'
  /** `ln` is the binary logarithm of N. */
  parameters: { ln: number; block_size: number; parallelism: number; salt_bytes: number; key_bytes: number }
  salt: Uint8Array
  key: Uint8Array
}

const WHEN_MISSING = { ln: '16', r: '8', p: '1' }
const MIB = 1024 * 1024

/** Reads the fields behind the identifier. @throws {@link DigestInvalid} */
export function parseScrypt(fields: readonly string[]): ScryptDigest {
  const variant = 'scrypt'
  assertFieldCount(fields, [3], variant)
  const [parameterText = '', saltText = '', keyText = ''] = fields
  const given = parseParameters(parameterText, ['ln', 'r', 'p'], variant)
  const count = (key: 'ln' | 'r' | 'p') =>
    parseCount(given.get(key) ?? WHEN_MISSING[key], { variant, field: `parameter ${key}` })
  const costs = { ln: count('ln'), block_size: count('r'), parallelism: count('p') }
  if (costs.ln > 58 || costs.block_size * costs.parallelism >= 2 ** 30) {
    throw new DigestInvalid(variant, 'the parameters of the scrypt digest are beyond ln=58 or r·p < 2^30 (RFC 7914 §6)')
  }
  const { salt, key } = decodeStandard(saltText, keyText, variant)
  return {
    algorithm: 'scrypt',
    variant,
    parameters: { ...costs, salt_bytes: salt.length, key_bytes: key.length },
    salt,
    key,
  }
}

/** Memory that scrypt needs, in bytes. */
export function scryptMemory({ ln, block_size, parallelism }: ScryptDigest['parameters']): number {
  return 128 * 2 ** ln * block_size + 128 * block_size * parallelism
}

function run(secret: BinaryLike, salt: BinaryLike, length: number, options: ScryptOptions): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

/** Derives the key of `digest` from a secret, in the thread pool. */
export function deriveScrypt({ parameters, salt }: Omit<ScryptDigest, 'key'>, secret: Uint8Array): Promise<Uint8Array> {
  const { ln, block_size, parallelism, key_bytes } = parameters
  // OpenSSL refuses more than 32 MiB unless it is told how much may be used.
  const maxmem = scryptMemory(parameters) + MIB
  return run(secret, salt, key_bytes, { N: 2 ** ln, r: block_size, p: parallelism, maxmem })
}

export function formatScrypt({ parameters, salt, key }: ScryptDigest): string {
  const { ln, block_size, parallelism } = parameters
  return `$scrypt$ln=${ln},r=${block_size},p=${parallelism}$${encodeStandard(salt)}$${encodeStandard(key)}`
}
