/** How the built-in application proves to be a client: with the methods that need no key of the application's own. */
import { SignJWT } from 'jose'
import type { ResolvedClient } from '../../config/resolved.ts'
import { type Random, uuid } from '../../primitives/random.ts'
import { plaintextSecret } from '../../provider/client/plaintext-secret.ts'

export type AuthenticationMethod = 'none' | 'client_secret_basic' | 'client_secret_post' | 'client_secret_jwt'

const USABLE: readonly AuthenticationMethod[] = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt']

const METHODS_OPTION = {
  token: 'token_endpoint_auth_methods',
  introspection: 'introspection_endpoint_auth_methods',
  push: 'pushed_authorization_request_endpoint_auth_methods',
} as const

/** The method for an endpoint; `undefined`: one whose key only the application has. */
export function methodFor(
  client: ResolvedClient,
  endpoint: keyof typeof METHODS_OPTION,
): AuthenticationMethod | undefined {
  if (client.public) return 'none'
  const own = client[METHODS_OPTION[endpoint]]
  const methods = own.length > 0 ? own : client.token_endpoint_auth_methods
  return USABLE.find((method) => (methods as readonly string[]).includes(method))
}

/** Whether somebody has to type the secret, since the configuration holds a digest alone. */
export function needsSecret(client: ResolvedClient, method: AuthenticationMethod | undefined): boolean {
  return method !== undefined && method !== 'none' && plaintextSecret(client) === undefined
}

export interface Proof {
  headers: Readonly<Record<string, string>>
  form: Readonly<Record<string, string>>
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** Seconds. */
const ASSERTION_LIFETIME = 60

interface Proving {
  client: ResolvedClient
  secret: string
  /** Whom an assertion is for. */
  audience: string
  /** Seconds. */
  now: number
  random: Random
}

async function assertion({ client, secret, audience, now, random }: Proving): Promise<string> {
  const alg = client.token_endpoint_auth_signing_alg || 'HS256'
  return new SignJWT({ iss: client.client_id, sub: client.client_id, aud: audience, jti: uuid(random) })
    .setProtectedHeader({ alg })
    .setIssuedAt(now)
    .setExpirationTime(now + ASSERTION_LIFETIME)
    .sign(Buffer.from(secret))
}

/** RFC 6749 §2.3.1: both halves are form-encoded first. */
function formEncode(text: string): string {
  return new URLSearchParams({ text }).toString().slice('text='.length)
}

/** What a request carries to prove the client (RFC 6749 §2.3.1, Core §9). */
export async function proofOf(method: AuthenticationMethod, proving: Proving): Promise<Proof> {
  const { client, secret } = proving
  const { client_id } = client
  switch (method) {
    case 'none':
      return { headers: {}, form: { client_id } }
    case 'client_secret_post':
      return { headers: {}, form: { client_id, client_secret: secret } }
    case 'client_secret_basic': {
      const encoded = Buffer.from(`${formEncode(client_id)}:${formEncode(secret)}`).toString('base64')
      return { headers: { authorization: `Basic ${encoded}` }, form: {} }
    }
    case 'client_secret_jwt':
      return {
        headers: {},
        form: { client_id, client_assertion_type: ASSERTION_TYPE, client_assertion: await assertion(proving) },
      }
  }
}
