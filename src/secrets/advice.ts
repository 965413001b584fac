/** Advice on a digest that can be read: what is weak, outdated or about to surprise somebody. */
import { BCRYPT_BYTES, type BcryptDigest } from './bcrypt.ts'
import type { Digest } from './digest.ts'
import { PBKDF2_HASHES, type Pbkdf2Digest, type Pbkdf2Variant } from './pbkdf2.ts'
import { SHA2CRYPT_KEY_LENGTH, type Sha2CryptDigest } from './sha2crypt.ts'

/** What OWASP's password storage sheet asks for at least; SHA-224 and SHA-384 by the nearest entry. */
const LEAST_ITERATIONS: Readonly<Record<Pbkdf2Variant, number>> = {
  pbkdf2: 1_300_000,
  'pbkdf2-sha224': 600_000,
  'pbkdf2-sha256': 600_000,
  'pbkdf2-sha384': 210_000,
  'pbkdf2-sha512': 210_000,
}

/** KiB × passes: m=19456 t=2 and its equals, taken a little lower so that m=7168 t=5 counts. */
const LEAST_ARGON2_WORK = 35_840
/** N · r · p of ln=16, r=8, p=1. */
const LEAST_SCRYPT_WORK = 2 ** 19
const LEAST_BCRYPT_COST = 10
const LEAST_ROUNDS = 5000
const SALT_BYTES = 16
const KEY_BYTES = 16

type Rule = readonly [applies: boolean, advice: string]

function saltAndKey({ salt_bytes, key_bytes }: { salt_bytes: number; key_bytes: number }): Rule[] {
  return [
    [salt_bytes < SALT_BYTES, `weak: the salt has ${salt_bytes} bytes, fewer than ${SALT_BYTES}`],
    [key_bytes < KEY_BYTES, `weak: the key has ${key_bytes} bytes, fewer than ${KEY_BYTES}`],
  ]
}

function adviseOnPbkdf2({ variant, parameters }: Pbkdf2Digest): Rule[] {
  const { iterations, key_bytes } = parameters
  const { bytes } = PBKDF2_HASHES[variant]
  return [
    [iterations < LEAST_ITERATIONS[variant], `weak: ${iterations} iterations, fewer than ${LEAST_ITERATIONS[variant]}`],
    [key_bytes < bytes, `weak: the key has ${key_bytes} bytes of the ${bytes} that the hash gives; it was cut`],
    ...saltAndKey({ ...parameters, key_bytes: KEY_BYTES }),
    [variant === 'pbkdf2', 'outdated: SHA-1; take pbkdf2-sha512'],
  ]
}

function adviseOnBcrypt({ variant, parameters: { cost } }: BcryptDigest, secretBytes: number): Rule[] {
  return [
    [cost < 4, `weak: the cost ${cost} is below the lowest, 4, and counts as 10`],
    [cost >= 4 && cost < LEAST_BCRYPT_COST, `weak: the cost ${cost} is below ${LEAST_BCRYPT_COST}`],
    [
      variant === 'bcrypt' && secretBytes > BCRYPT_BYTES,
      `the secret has ${secretBytes} bytes and bcrypt looks at the first ${BCRYPT_BYTES} only: other endings match too`,
    ],
  ]
}

function adviseOnSha2Crypt({ variant, parameters: { rounds }, salt, key }: Sha2CryptDigest): Rule[] {
  const wanted = SHA2CRYPT_KEY_LENGTH[variant]
  return [
    [
      key.length !== wanted,
      `damaged: the key has ${key.length} characters where ${wanted} are needed; nothing can match`,
    ],
    [rounds < LEAST_ROUNDS, `weak: ${rounds} rounds, fewer than ${LEAST_ROUNDS}`],
    [
      rounds < 1000 || salt.length > 16,
      'crypt(3) clamps rounds below 1000 and salts over 16 characters: it computes another key',
    ],
  ]
}

function rules(digest: Digest, secretBytes: number): Rule[] {
  switch (digest.algorithm) {
    case 'pbkdf2':
      return adviseOnPbkdf2(digest)
    case 'argon2': {
      const { memory, iterations } = digest.parameters
      return [
        [memory * iterations < LEAST_ARGON2_WORK, `weak: ${memory} KiB × ${iterations} is less than 19456 KiB × 2`],
        [digest.variant !== 'argon2id', `outdated: ${digest.variant}; take argon2id`],
        ...saltAndKey(digest.parameters),
      ]
    }
    case 'scrypt': {
      const { ln, block_size, parallelism } = digest.parameters
      const isWeak = 2 ** ln * block_size * parallelism < LEAST_SCRYPT_WORK
      return [
        [isWeak, `weak: ln=${ln},r=${block_size},p=${parallelism} is less work than ln=16,r=8,p=1`],
        ...saltAndKey(digest.parameters),
      ]
    }
    case 'bcrypt':
      return adviseOnBcrypt(digest, secretBytes)
    case 'sha2crypt':
      return adviseOnSha2Crypt(digest)
    case 'yescrypt':
      return [[true, 'yescrypt cannot be computed here: make a new digest, or check it with crypt(3) of libxcrypt']]
    case 'plaintext':
      return [
        [
          true,
          'weak: the provider holds the secret itself; keep a digest instead, unless the client signs with it (client_secret_jwt, HS256)',
        ],
      ]
  }
}

/** Forms that the provider takes and the JSON schema for editors does not. */
const BEYOND_SCHEMA = /^\$(?:pbkdf2-sha1\$|2x\$|y\$|[56]\$(?!rounds=)|argon2(?:id|i|d)\$v=19\$(?!m=\d+,t=\d+,p=\d+\$))/

/** Everything worth saying about a stored digest; `secretBytes` is the length of the secret that it is compared with. */
export function adviseOn(digest: Digest, { text, secretBytes }: { text: string; secretBytes: number }): string[] {
  const all: Rule[] = [
    ...rules(digest, secretBytes),
    [/[\r\n]/.test(text), 'the value holds a line break; the provider skips it in some forms only: remove it'],
    [BEYOND_SCHEMA.test(text), 'the provider accepts this form, but the JSON schema for editors will complain'],
  ]
  return all.filter(([applies]) => applies).map(([, advice]) => advice)
}
