/** Makes digests: the defaults of each algorithm, the limits for new digests, and the computation. */
import { UsageError } from '../errors.ts'
import type { Random } from '../primitives/random.ts'
import { type Argon2Variant, deriveArgon2, formatArgon2 } from './argon2.ts'
import { BCRYPT_BYTES, type BcryptDigest, deriveBcrypt, encodeBcryptSalt, formatBcrypt } from './bcrypt.ts'
import { assertAffordable } from './cost.ts'
import { CostOutOfRange } from './fields.ts'
import { generateSecret } from './generate.ts'
import { derivePbkdf2, formatPbkdf2, PBKDF2_HASHES, type Pbkdf2Variant } from './pbkdf2.ts'
import { deriveScrypt, formatScrypt } from './scrypt.ts'
import { CRYPT_ALPHABET, deriveSha2Crypt, formatSha2Crypt, type Sha2CryptVariant } from './sha2crypt.ts'

type Options<T> = { [K in keyof T]?: T[K] | undefined }

export interface Pbkdf2Options {
  variant: Pbkdf2Variant
  iterations: number
  salt_bytes: number
}

export interface Argon2Options {
  variant: Argon2Variant
  /** KiB. */
  memory: number
  /** Passes over the memory. */
  iterations: number
  parallelism: number
  salt_bytes: number
  key_bytes: number
}

export interface ScryptOptions {
  /** Binary logarithm of N. */
  ln: number
  block_size: number
  parallelism: number
  salt_bytes: number
  key_bytes: number
}

export interface BcryptOptions {
  variant: BcryptDigest['variant']
  cost: number
}

export interface Sha2CryptOptions {
  variant: Sha2CryptVariant
  rounds: number
  /** Characters of salt. */
  salt_bytes: number
}

/** What a new digest is to be; what is left out has the provider's default. */
export type HashRequest =
  | ({ algorithm: 'pbkdf2' } & Options<Pbkdf2Options>)
  | ({ algorithm: 'argon2' } & Options<Argon2Options>)
  | ({ algorithm: 'scrypt' } & Options<ScryptOptions>)
  | ({ algorithm: 'bcrypt' } & Options<BcryptOptions>)
  | ({ algorithm: 'sha2crypt' } & Options<Sha2CryptOptions>)

/** How client secrets are stored unless something else is asked for. */
export const CLIENT_SECRET_HASH: HashRequest = { algorithm: 'pbkdf2' }

/** How passwords of users are stored unless something else is asked for. */
export const PASSWORD_HASH: HashRequest = { algorithm: 'argon2' }

const INT32 = 2 ** 31 - 1

function assertRange(name: string, value: number, [least, greatest]: readonly [number, number]): void {
  if (Number.isInteger(value) && value >= least && value <= greatest) return
  throw new CostOutOfRange(`${name} ${value} is outside ${least} to ${greatest}`)
}

async function hashPbkdf2(options: Options<Pbkdf2Options>, secret: Uint8Array, random: Random): Promise<string> {
  const { variant = 'pbkdf2-sha512', salt_bytes = 16 } = options
  const { bytes, iterations: usual } = PBKDF2_HASHES[variant]
  const { iterations = usual } = options
  assertRange('the iteration count', iterations, [100_000, INT32])
  assertRange('the salt size', salt_bytes, [8, 1024])
  const draft = {
    algorithm: 'pbkdf2' as const,
    variant,
    parameters: { iterations, salt_bytes, key_bytes: bytes },
    salt: random(salt_bytes),
    key: new Uint8Array(),
  }
  assertAffordable(draft)
  return formatPbkdf2({ ...draft, key: await derivePbkdf2(draft, secret) })
}

async function hashArgon2(options: Options<Argon2Options>, secret: Uint8Array, random: Random): Promise<string> {
  const { variant = 'argon2id', memory = 65_536, iterations = 3, parallelism = 4 } = options
  const { salt_bytes = 16, key_bytes = 32 } = options
  assertRange('the parallelism', parallelism, [1, 16_777_215])
  assertRange('the memory in KiB', memory, [8 * parallelism, 2 ** 32 - 1])
  assertRange('the iteration count', iterations, [1, INT32])
  assertRange('the salt size', salt_bytes, [8, 1024])
  assertRange('the key size', key_bytes, [16, 1024])
  const draft = {
    algorithm: 'argon2' as const,
    variant,
    parameters: { memory, iterations, parallelism, salt_bytes, key_bytes, version: 19 as const },
    salt: random(salt_bytes),
    key: new Uint8Array(),
  }
  assertAffordable(draft)
  return formatArgon2({ ...draft, key: await deriveArgon2(draft, secret) })
}

async function hashScrypt(options: Options<ScryptOptions>, secret: Uint8Array, random: Random): Promise<string> {
  const { ln = 16, block_size = 8, parallelism = 1, salt_bytes = 16, key_bytes = 32 } = options
  assertRange('the cost (binary logarithm of N)', ln, [1, 58])
  assertRange('the block size', block_size, [1, 2 ** 30 - 1])
  assertRange('the parallelism', parallelism, [1, Math.ceil(2 ** 30 / block_size) - 1])
  assertRange('the salt size', salt_bytes, [8, 1024])
  assertRange('the key size', key_bytes, [16, 1024])
  const draft = {
    algorithm: 'scrypt' as const,
    variant: 'scrypt' as const,
    parameters: { ln, block_size, parallelism, salt_bytes, key_bytes },
    salt: random(salt_bytes),
    key: new Uint8Array(),
  }
  assertAffordable(draft)
  return formatScrypt({ ...draft, key: await deriveScrypt(draft, secret) })
}

async function hashBcrypt(options: Options<BcryptOptions>, secret: Uint8Array, random: Random): Promise<string> {
  const { variant = 'bcrypt', cost = 12 } = options
  assertRange('the cost', cost, [10, 31])
  if (variant === 'bcrypt' && secret.length > BCRYPT_BYTES) {
    throw new UsageError(
      `the secret has ${secret.length} bytes and bcrypt would look at the first ${BCRYPT_BYTES} only`,
      {
        hint: 'take another algorithm, bcrypt-sha256 (--variant bcrypt-sha256), or a shorter secret',
      },
    )
  }
  const draft = {
    algorithm: 'bcrypt' as const,
    variant,
    parameters: { cost },
    salt: encodeBcryptSalt(random(16)),
    key: '',
  }
  assertAffordable(draft)
  return formatBcrypt({ ...draft, key: await deriveBcrypt(draft, secret) })
}

async function hashSha2Crypt(options: Options<Sha2CryptOptions>, secret: Uint8Array, random: Random): Promise<string> {
  const { variant = 'sha2crypt-sha512', rounds = 50_000, salt_bytes = 16 } = options
  assertRange('the rounds', rounds, [1000, 999_999_999])
  assertRange('the salt size', salt_bytes, [1, 16])
  const salt = generateSecret({ length: salt_bytes, characters: CRYPT_ALPHABET }, random)
  const draft = { algorithm: 'sha2crypt' as const, variant, parameters: { rounds }, salt, key: '' }
  assertAffordable(draft)
  return formatSha2Crypt({ ...draft, key: await deriveSha2Crypt(draft, secret) })
}

/**
 * Makes the digest of a secret (text counts as its UTF-8 bytes).
 *
 * @throws {@link UsageError} for an empty secret, or one that bcrypt cannot take whole; {@link CostOutOfRange}
 */
export async function hashSecret(
  request: HashRequest,
  secret: string | Uint8Array,
  { random }: { random: Random },
): Promise<string> {
  const bytes = Buffer.from(secret)
  if (bytes.length === 0) throw new UsageError('the secret is empty')
  switch (request.algorithm) {
    case 'pbkdf2':
      return hashPbkdf2(request, bytes, random)
    case 'argon2':
      return hashArgon2(request, bytes, random)
    case 'scrypt':
      return hashScrypt(request, bytes, random)
    case 'bcrypt':
      return hashBcrypt(request, bytes, random)
    case 'sha2crypt':
      return hashSha2Crypt(request, bytes, random)
  }
}
