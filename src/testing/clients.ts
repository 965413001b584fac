/** The clients of a test, with the secrets that it may know. */
import type { ResolvedClient } from '../config/resolved.ts'
import type { GivenClient } from '../dev/given-client.ts'
import { encodeBase64url } from '../primitives/base64url.ts'
import type { Random } from '../primitives/random.ts'

/** A client with the secret that its application needs; `undefined` for public ones and for those with keys or a digest. */
export interface TestClient {
  client_id: string
  client_secret: string | undefined
  redirect_uris: readonly string[]
}

/** Where made-up clients are sent back to unless a login names something else. */
export const USUAL_REDIRECT = 'http://localhost/callback'

const SECRET_BYTES = 32

export function drawSecret(random: Random): string {
  return encodeBase64url(random(SECRET_BYTES))
}

/** Plain text of a stored secret, where it is stored so. */
export function testClientOf({ client_id, client_secret = '', redirect_uris }: ResolvedClient): TestClient {
  const isPlain = client_secret.startsWith('$plaintext$')
  return { client_id, client_secret: isPlain ? client_secret.slice('$plaintext$'.length) : undefined, redirect_uris }
}

const KEY_METHODS: readonly unknown[] = ['private_key_jwt', 'none']

/** A confidential client without a secret or keys gets a secret. */
export function withSecret(client: GivenClient, random: Random): GivenClient {
  const needsNone = client.public === true || KEY_METHODS.includes(client.token_endpoint_auth_method)
  return needsNone || client.client_secret !== undefined ? client : { ...client, client_secret: drawSecret(random) }
}
