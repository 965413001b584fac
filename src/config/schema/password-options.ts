/** `authentication_backend.file.password`: how new passwords are hashed. */
import { defineOptions, type ScalarOption } from './option.ts'

function integer(description: string, preset: number): ScalarOption<'integer'> & { default: number } {
  return { type: 'integer', description, default: preset }
}

const KEY_LENGTH = integer('Bytes of the key.', 32)
const SALT_LENGTH = integer('Bytes of the salt.', 16)

/** The variants as this section names them. */
export const PASSWORD_VARIANTS = {
  argon2: ['argon2id', 'id', 'argon2i', 'i', 'argon2d', 'd'],
  scrypt: ['scrypt', 'yescrypt'],
  pbkdf2: ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'],
  sha2crypt: ['sha256', 'sha512'],
  bcrypt: ['standard', 'sha256'],
} as const

function variant(values: readonly string[], preset: string): ScalarOption<'string'> & { default: string } {
  return { type: 'string', description: 'The variant.', values, default: preset }
}

export const PASSWORD_OPTIONS = defineOptions({
  algorithm: {
    type: 'string',
    default: 'argon2',
    values: ['argon2', 'scrypt', 'pbkdf2', 'sha2crypt', 'bcrypt'],
    description: 'What new passwords are hashed with.',
  },
  argon2: {
    type: 'object',
    description: 'Parameters of Argon2.',
    options: {
      variant: variant(PASSWORD_VARIANTS.argon2, 'argon2id'),
      iterations: integer('Passes over the memory.', 3),
      memory: integer('KiB of memory.', 65_536),
      parallelism: integer('Lanes.', 4),
      key_length: KEY_LENGTH,
      salt_length: SALT_LENGTH,
    },
  },
  scrypt: {
    type: 'object',
    description: 'Parameters of scrypt.',
    options: {
      variant: variant(PASSWORD_VARIANTS.scrypt, 'scrypt'),
      iterations: integer('Binary logarithm of N.', 16),
      block_size: integer('Block size.', 8),
      parallelism: integer('Lanes.', 1),
      key_length: KEY_LENGTH,
      salt_length: SALT_LENGTH,
    },
  },
  pbkdf2: {
    type: 'object',
    description: 'Parameters of PBKDF2.',
    options: {
      variant: variant(PASSWORD_VARIANTS.pbkdf2, 'sha512'),
      iterations: { type: 'integer', description: 'Iterations.', derived: 'as the variant needs: 310000 for `sha512`' },
      salt_length: SALT_LENGTH,
    },
  },
  sha2crypt: {
    type: 'object',
    description: 'Parameters of SHA-crypt.',
    options: {
      variant: variant(PASSWORD_VARIANTS.sha2crypt, 'sha512'),
      iterations: integer('Rounds.', 50_000),
      salt_length: integer('Characters of the salt.', 16),
    },
  },
  bcrypt: {
    type: 'object',
    description: 'Parameters of bcrypt.',
    options: {
      variant: variant(PASSWORD_VARIANTS.bcrypt, 'standard'),
      cost: integer('Binary logarithm of the rounds.', 12),
    },
  },
})
