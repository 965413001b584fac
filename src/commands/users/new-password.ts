/** How a new password comes in, and the digest that is kept of it. */
import { Flags } from '@oclif/core'
import type { PasswordOptions } from '../../config/rules/password.ts'
import { readSecret, secretInputFlags } from '../../output/secret-input.ts'
import { systemRandom } from '../../primitives/random.ts'
import { HASH_ALGORITHMS, type HashAlgorithm } from '../../secrets/algorithms.ts'
import { CHARSETS, generateSecret } from '../../secrets/generate.ts'

const RANDOM_LENGTH = 24

export const passwordFlags = {
  ...secretInputFlags,
  random: Flags.boolean({ summary: 'Draw a password and print it', exclusive: ['stdin', 'file'] }),
  algorithm: Flags.option({
    options: HASH_ALGORITHMS,
    summary: 'How the password is hashed (default: authentication_backend.file.password.algorithm, else argon2)',
  })(),
}

interface PasswordFlags {
  stdin: boolean
  file?: string | undefined
  random: boolean
  algorithm?: HashAlgorithm | undefined
}

export interface NewPassword {
  digest: string
  /** Only a drawn one: it must be shown. */
  drawn?: string
}

/** Reads or draws a password and hashes it as the configuration says. */
export async function newPassword(
  { random, algorithm, ...source }: PasswordFlags,
  options: PasswordOptions,
): Promise<NewPassword> {
  const { hashPassword } = await import('../../users/password-hash.ts')
  const drawn = random
    ? generateSecret({ length: RANDOM_LENGTH, characters: CHARSETS.alphanumeric }, systemRandom)
    : undefined
  const password = drawn ?? (await readSecret(source, { message: 'Password:', confirm: true }))
  const digest = await hashPassword(password, { options, algorithm, random: systemRandom })
  return drawn === undefined ? { digest } : { digest, drawn }
}
