/** Whether a secret belongs to a digest: in constant time, and off the event loop. */
import { equalInConstantTime } from '../primitives/sha256.ts'
import { deriveArgon2 } from './argon2.ts'
import { deriveBcrypt } from './bcrypt.ts'
import { assertAffordable, COST_LIMIT, type Cost } from './cost.ts'
import { type Digest, NotComputable } from './digest.ts'
import { derivePbkdf2 } from './pbkdf2.ts'
import { deriveScrypt } from './scrypt.ts'
import { deriveSha2Crypt } from './sha2crypt.ts'

async function derive(
  digest: Digest,
  secret: Uint8Array,
): Promise<{ derived: Uint8Array | string; key: Uint8Array | string }> {
  switch (digest.algorithm) {
    case 'pbkdf2':
      return { derived: await derivePbkdf2(digest, secret), key: digest.key }
    case 'argon2':
      return { derived: await deriveArgon2(digest, secret), key: digest.key }
    case 'scrypt':
      return { derived: await deriveScrypt(digest, secret), key: digest.key }
    case 'bcrypt':
      return { derived: await deriveBcrypt(digest, secret), key: digest.key }
    case 'sha2crypt':
      return { derived: await deriveSha2Crypt(digest, secret), key: digest.key }
    case 'plaintext':
      return { derived: secret, key: digest.secret }
    case 'yescrypt':
      throw new NotComputable('yescrypt digests cannot be computed here', {
        hint: 'the provider reads them; to check one elsewhere, use crypt(3) of libxcrypt, or make a new digest with: oidc secret hash',
      })
  }
}

/**
 * Tells whether `secret` (text counts as its UTF-8 bytes, without normalisation) is the one behind `digest`.
 *
 * @throws {@link NotComputable} for yescrypt, and for what goes beyond `limit` or the algorithm's own range
 */
export async function verifySecret(
  digest: Digest,
  secret: string | Uint8Array,
  limit: Cost = COST_LIMIT,
): Promise<boolean> {
  assertAffordable(digest, limit)
  const { derived, key } = await derive(digest, Buffer.from(secret))
  return equalInConstantTime(derived, key)
}
