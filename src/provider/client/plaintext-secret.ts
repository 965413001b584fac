/** Client secrets that are kept in plain text: the only ones that can key an HMAC or a symmetric encryption. */
import { createHash } from 'node:crypto'
import type { ResolvedClient } from '../../config/resolved.ts'
import type { AsReleased } from '../compat.ts'

const PLAINTEXT = '$plaintext$'

/** The secret itself, or `undefined` when only a digest is known. */
export function plaintextSecret(client: Pick<ResolvedClient, 'client_secret'>): string | undefined {
  const stored = client.client_secret
  if (stored === undefined || stored === '') return undefined
  if (stored.startsWith(PLAINTEXT)) return stored.slice(PLAINTEXT.length)
  return stored.startsWith('$') ? undefined : stored
}

/** The key of HS256, HS384, HS512: the octets of the secret (OpenID Connect Core 1.0 §10.1). */
export function hmacKey(secret: string, alg: string, asReleased: AsReleased): Uint8Array {
  return asReleased('hmac_signing_key')
    ? createHash(`sha${alg.slice(2)}`)
        .update(secret)
        .digest()
    : Buffer.from(secret)
}
