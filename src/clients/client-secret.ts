/** The secret of a client: drawn, and in the form in which the provider stores it. */
import type { Random } from '../primitives/random.ts'
import { CHARSETS, generateSecret } from '../secrets/generate.ts'
import type { SecretKind } from './client-entry.ts'

const LENGTH = 72

/** 72 unreserved characters (RFC 3986 §2.3), which need no escaping anywhere. */
export function drawSecret(random: Random): string {
  return generateSecret({ length: LENGTH, characters: CHARSETS.rfc3986 }, random)
}

/** How a secret becomes the value of `client_secret`. */
export type StoreSecret = (secret: string, kind: Exclude<SecretKind, 'none'>) => Promise<string>

/** The value of `client_secret`: a PBKDF2-SHA512 digest, or the text itself where something is computed with it. */
export async function storedSecret(secret: string, kind: Exclude<SecretKind, 'none'>, random: Random): Promise<string> {
  if (kind === 'plaintext') return `$plaintext$${secret}`
  const { CLIENT_SECRET_HASH, hashSecret } = await import('../secrets/hash.ts')
  return hashSecret(CLIENT_SECRET_HASH, secret, { random })
}
