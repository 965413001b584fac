/** Names of what new digests are made with. Kept apart from the computing, so that help and flags load nothing else. */

export const HASH_ALGORITHMS = ['pbkdf2', 'argon2', 'scrypt', 'bcrypt', 'sha2crypt'] as const
export type HashAlgorithm = (typeof HASH_ALGORITHMS)[number]

/** What a variant may be called on the command line → its name in a digest's description. */
export const VARIANT_NAMES = {
  pbkdf2: {
    sha1: 'pbkdf2',
    sha224: 'pbkdf2-sha224',
    sha256: 'pbkdf2-sha256',
    sha384: 'pbkdf2-sha384',
    sha512: 'pbkdf2-sha512',
  },
  argon2: { argon2id: 'argon2id', argon2i: 'argon2i', argon2d: 'argon2d', id: 'argon2id', i: 'argon2i', d: 'argon2d' },
  scrypt: { scrypt: 'scrypt' },
  bcrypt: { standard: 'bcrypt', bcrypt: 'bcrypt', sha256: 'bcrypt-sha256', 'bcrypt-sha256': 'bcrypt-sha256' },
  sha2crypt: { sha256: 'sha2crypt-sha256', sha512: 'sha2crypt-sha512' },
} as const satisfies Record<HashAlgorithm, Record<string, string>>
