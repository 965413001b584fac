/** Access tokens: opaque, or JWTs of the RFC 9068 profile where the client has an algorithm for them. */
import type { LifespanGrant, ResolvedClient } from '../../config/resolved.ts'
import { uuid } from '../../primitives/random.ts'
import { sha256Text } from '../../primitives/sha256.ts'
import { accessTokenClaims } from '../claims/granted-claims.ts'
import { userOfGrant } from '../claims/granted-user.ts'
import type { Exchange, ProviderContext } from '../context.ts'
import { claimsChosen, lifespanChosen } from '../decisions.ts'
import type { Grant } from '../grants/grant.ts'
import type { Signer } from '../keys.ts'
import type { AccessTokenRow } from '../storage/storage.ts'
import { encryptForClient } from './encryption.ts'
import { signJwt } from './jwt.ts'
import { lifespan } from './lifespans.ts'

export interface AccessTokenRequest {
  client: ResolvedClient
  grant: Grant
  lifespanGrant: LifespanGrant
  scopes: readonly string[]
  audience: readonly string[]
}

export interface MintedAccessToken {
  token: string
  row: AccessTokenRow
}

/** Where a JWT is stored: under its signature, or, when that is inside an encryption, under a hash of the whole. */
export function jwtSignature(token: string): string {
  const parts = token.split('.')
  return parts.length === 3 ? (parts[2] ?? '') : sha256Text(token)
}

/** HS* would let the client forge tokens for every resource server: such clients get opaque ones. */
function jwtSigner({ keys }: ProviderContext, client: ResolvedClient): Signer | undefined {
  const { access_token_signed_response_alg: alg, access_token_signed_response_key_id: key_id } = client
  if (key_id === '' && (alg === '' || alg === 'none' || alg.startsWith('HS'))) return undefined
  return keys.signerFor(client, alg, key_id)
}

async function policyClaims(
  exchange: Exchange,
  { client, grant, scopes }: AccessTokenRequest,
): Promise<Record<string, unknown>> {
  const { context, now } = exchange
  if (grant.username === null || client.claims_policy === '') return {}
  const user = await userOfGrant(context, grant)
  if (user === undefined) return {}
  const { claims, granted_claims, requested_at } = grant
  return accessTokenClaims({ context, client, user, scopes, claims, granted_claims, requested_at, now })
}

/** RFC 9068 §2.2: without a granted audience the issuer's, never the client's, which would look like an ID token. */
function audienceClaim({ context, issuer }: Exchange, audience: readonly string[]): string[] {
  return audience.length === 0 && !context.asReleased('jwt_access_token_claims') ? [issuer] : [...audience]
}

async function mintJwt(
  exchange: Exchange,
  request: AccessTokenRequest,
  signer: Signer,
  exp: number,
): Promise<MintedAccessToken['token']> {
  const { context, now } = exchange
  const { client, grant, scopes, audience } = request
  exchange.witness?.decided?.(claimsChosen(exchange, client, { scopes, claims: null }, 'access_token'))
  const claims = {
    ...(await policyClaims(exchange, request)),
    iss: grant.issuer,
    sub: grant.subject ?? grant.client_id,
    aud: audienceClaim(exchange, audience),
    exp,
    iat: now,
    nbf: now,
    jti: uuid(context.random),
    client_id: client.client_id,
    scp: [...scopes],
    ...(context.asReleased('jwt_access_token_claims') ? {} : { scope: scopes.join(' ') }),
  }
  return signJwt(exchange, 'access_token', claims, signer)
}

/** Mints an access token from a grant; the row is the caller's to save. */
export async function mintAccessToken(exchange: Exchange, request: AccessTokenRequest): Promise<MintedAccessToken> {
  const { context, now } = exchange
  const { client, grant, scopes, audience } = request
  const expires_at = now + lifespan(context.config.provider, client, request.lifespanGrant, 'access_token')
  exchange.witness?.decided?.(lifespanChosen(exchange, client, request.lifespanGrant, 'access_token', expires_at - now))
  const signer = jwtSigner(context, client)
  const row = { grant, scopes, audience, issued_at: now, expires_at }
  if (signer === undefined) {
    const { token, signature } = context.opaque.issue('at')
    return { token, row: { ...row, signature } }
  }
  const jwt = await mintJwt(exchange, request, signer, expires_at)
  const token = await encryptForClient(context, client, 'access_token', jwt, 'at+jwt')
  return { token, row: { ...row, signature: jwtSignature(token) } }
}
