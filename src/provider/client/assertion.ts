/** Client authentication by a signed assertion: private_key_jwt and client_secret_jwt (RFC 7523, OpenID Connect Core 1.0 §9). */

import { compactVerify, decodeProtectedHeader, type JWTPayload } from 'jose'
import type { ResolvedClient } from '../../config/resolved.ts'
import { sha256Text } from '../../primitives/sha256.ts'
import type { ClientAuthenticationMethod } from '../../spec/client-authentication.ts'
import type { Exchange } from '../context.ts'
import { pathOf } from '../endpoints.ts'
import { hmacKey, plaintextSecret } from './plaintext-secret.ts'

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const TYPES: readonly (string | undefined)[] = [undefined, 'jwt', 'client-authentication+jwt']
/** Seconds; nobody needs an assertion that lives longer, and each is remembered until it ends. */
const LONGEST_LIFE = 24 * 60 * 60

export interface AssertionRules {
  accepted: readonly ClientAuthenticationMethod[]
  /** `''`: RS256, or HS256 for client_secret_jwt. */
  alg: string
}

type Verification = { claims: JWTPayload } | { reason: string }

function expectedAlg({ accepted, alg }: AssertionRules): string {
  if (alg !== '') return alg
  return accepted.includes('private_key_jwt') ? 'RS256' : 'HS256'
}

async function keyFor(exchange: Exchange, client: ResolvedClient, alg: string, kid: string | undefined) {
  if (!alg.startsWith('HS')) return exchange.context.clientKeys.find(client, { kid, alg, use: 'sig' })
  const secret = plaintextSecret(client)
  return secret === undefined || kid !== undefined ? undefined : hmacKey(secret, alg, exchange.context.asReleased)
}

async function verifySignature(
  exchange: Exchange,
  client: ResolvedClient,
  text: string,
  rules: AssertionRules,
): Promise<Verification> {
  const { alg = '', kid, typ } = decodeProtectedHeader(text)
  if (alg !== expectedAlg(rules)) return { reason: 'the alg of the assertion is not the one of the client' }
  if (!rules.accepted.includes(alg.startsWith('HS') ? 'client_secret_jwt' : 'private_key_jwt')) {
    return { reason: 'the authentication method is not the one of the client' }
  }
  if (!TYPES.includes(typ?.toLowerCase())) return { reason: 'the typ of the assertion is of something else' }
  if (kid === undefined && !alg.startsWith('HS')) return { reason: 'the assertion names no key' }
  const key = await keyFor(exchange, client, alg, kid)
  if (key === undefined) return { reason: 'the client has no key for this assertion' }
  const { payload } = await compactVerify(text, key, { algorithms: [alg] })
  const claims: JWTPayload | null = JSON.parse(Buffer.from(payload).toString('utf8'))
  return claims === null ? { reason: 'the assertion has no claims' } : { claims }
}

function audiences(exchange: Exchange): string[] {
  const { issuer } = exchange
  return [issuer, issuer + pathOf('token'), issuer + pathOf('pushed-authorization-request')]
}

/** The rules of RFC 7523 §3 for the claims; the reason of the first that is broken. */
function objectToClaims(exchange: Exchange, client_id: string, claims: JWTPayload): string | undefined {
  const { iss, sub, aud, exp, iat, nbf, jti } = claims
  const { now } = exchange
  if (iss !== client_id || sub !== client_id) return 'iss and sub of the assertion are not the client'
  const named = Array.isArray(aud) ? aud : [aud]
  if (!named.some((name) => name !== undefined && audiences(exchange).includes(name)))
    return 'the assertion is for somebody else'
  if (typeof exp !== 'number' || exp <= now) return 'the assertion has no exp, or has expired'
  if (exp > now + LONGEST_LIFE) return 'the assertion lives too long'
  if ((iat !== undefined && iat > now) || (nbf !== undefined && nbf > now)) return 'the assertion is not valid yet'
  if (typeof jti !== 'string' || jti === '') return 'the assertion has no jti'
  return undefined
}

/** Why an assertion does not prove the client; `undefined` when it does, and then it is used up. */
export async function verifyAssertion(
  exchange: Exchange,
  client: ResolvedClient,
  assertion: { type: string; text: string },
  rules: AssertionRules,
): Promise<string | undefined> {
  if (assertion.type !== ASSERTION_TYPE) return 'the client_assertion_type is unknown'
  const verified = await verifySignature(exchange, client, assertion.text, rules).catch(() => ({
    reason: 'the signature of the assertion does not verify',
  }))
  if ('reason' in verified) return verified.reason
  const reason = objectToClaims(exchange, client.client_id, verified.claims)
  if (reason !== undefined) return reason
  const { jti = '', exp = 0 } = verified.claims
  const hash = sha256Text(jti)
  const isFirst = await exchange.context.storage.useOnce('jti', hash, exp, exchange.now)
  return isFirst ? undefined : 'the jti of the assertion was used before'
}
