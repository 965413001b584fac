/** How a new password comes in, and the digest that is kept of it. */
import { Flags } from '@oclif/core'
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
    default: 'argon2' as const,
    summary: 'How the password is hashed',
  })(),
}

interface PasswordFlags {
  stdin: boolean
  file?: string | undefined
  random: boolean
  algorithm: HashAlgorithm
}

export interface NewPassword {
  digest: string
  /** Only a drawn one: it must be shown. */
  drawn?: string
}

/** Reads or draws a password and hashes it. */
export async function newPassword({ random, algorithm, ...source }: PasswordFlags): Promise<NewPassword> {
  const { hashSecret } = await import('../../secrets/hash.ts')
  const drawn = random
    ? generateSecret({ length: RANDOM_LENGTH, characters: CHARSETS.alphanumeric }, systemRandom)
    : undefined
  const password = drawn ?? (await readSecret(source, { message: 'Password:', confirm: true }))
  const digest = await hashSecret({ algorithm }, password, { random: systemRandom })
  return drawn === undefined ? { digest } : { digest, drawn }
}
