/**
 * What digests cost: memory and time on a machine of our days, as estimates that need no measuring, and the limits
 * beyond which a foreign digest is not computed.
 */
import { assertBcryptCost, effectiveCost } from './bcrypt.ts'
import { type Digest, NotComputable } from './digest.ts'
import type { Pbkdf2Variant } from './pbkdf2.ts'
import { scryptMemory } from './scrypt.ts'

export interface Cost {
  /** Bytes. */
  memory: number
  milliseconds: number
}

/** A digest beyond these would stop the machine rather than answer. */
export const COST_LIMIT: Cost = { memory: 2 * 1024 ** 3, milliseconds: 60_000 }

/** Milliseconds for one unit of work, by order of magnitude, on one core of 2020 and later. */
const PBKDF2_ITERATION: Readonly<Record<Pbkdf2Variant, number>> = {
  pbkdf2: 0.00028,
  'pbkdf2-sha224': 0.00034,
  'pbkdf2-sha256': 0.00034,
  'pbkdf2-sha384': 0.0005,
  'pbkdf2-sha512': 0.0005,
}
const ARGON2_KIB_PASS = 0.0008
const SCRYPT_BLOCK = 0.0004
const BCRYPT_ROUND = 0.065
const SHA2CRYPT_ROUND = 0.0008

/** How much memory and time one computation of `digest` takes, roughly. */
export function estimateCost(digest: Digest): Cost {
  switch (digest.algorithm) {
    case 'pbkdf2': {
      const blocks = Math.ceil(digest.parameters.key_bytes / (digest.variant === 'pbkdf2-sha512' ? 64 : 20))
      return { memory: 0, milliseconds: digest.parameters.iterations * blocks * PBKDF2_ITERATION[digest.variant] }
    }
    case 'argon2': {
      const { memory, iterations } = digest.parameters
      return { memory: memory * 1024, milliseconds: memory * iterations * ARGON2_KIB_PASS }
    }
    case 'scrypt': {
      const { ln, block_size, parallelism } = digest.parameters
      return {
        memory: scryptMemory(digest.parameters),
        milliseconds: 2 ** ln * block_size * parallelism * SCRYPT_BLOCK,
      }
    }
    case 'bcrypt':
      return { memory: 0, milliseconds: 2 ** effectiveCost(digest.parameters) * BCRYPT_ROUND }
    case 'sha2crypt':
      return { memory: 0, milliseconds: digest.parameters.rounds * SHA2CRYPT_ROUND }
    case 'yescrypt':
    case 'plaintext':
      return { memory: 0, milliseconds: 0 }
  }
}

/** Refuses a digest that would take more memory or time than `limit`. @throws {@link NotComputable}, {@link DigestInvalid} */
export function assertAffordable(digest: Digest, limit: Cost = COST_LIMIT): void {
  if (digest.algorithm === 'bcrypt') assertBcryptCost(digest)
  const { memory, milliseconds } = estimateCost(digest)
  if (memory > limit.memory) {
    throw new NotComputable(
      `this ${digest.variant} digest needs ${Math.round(memory / 1024 ** 2)} MiB of memory, over the limit of ${limit.memory / 1024 ** 2} MiB`,
    )
  }
  if (milliseconds > limit.milliseconds) {
    throw new NotComputable(
      `this ${digest.variant} digest takes about ${Math.round(milliseconds / 1000)} s to compute, over the limit of ${limit.milliseconds / 1000} s`,
    )
  }
}
