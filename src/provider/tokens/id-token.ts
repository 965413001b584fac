/** ID tokens (OpenID Connect Core 1.0 §2). */
import type { JWTPayload } from 'jose'
import type { LifespanGrant, ResolvedClient } from '../../config/resolved.ts'
import { uuid } from '../../primitives/random.ts'
import { claimsPolicyOf } from '../claims/scope-claims.ts'
import type { Exchange, ProviderContext } from '../context.ts'
import { claimsChosen, lifespanChosen } from '../decisions.ts'
import type { Grant } from '../grants/grant.ts'
import type { Signer } from '../keys.ts'
import { OAuthError } from '../oauth-error.ts'
import { encryptForClient } from './encryption.ts'
import { hashClaim } from './hash-claims.ts'
import { signJwt } from './jwt.ts'
import { lifespan } from './lifespans.ts'

export interface IdTokenRequest {
  client: ResolvedClient
  grant: Grant
  /** Whose lifespans count. */
  lifespanGrant: LifespanGrant
  /** What came along with it, to be bound by hashes. */
  access_token?: string | undefined
  code?: string | undefined
  state?: string | undefined
  withNonce: boolean
}

/** The signer of a client's ID tokens. */
export function idTokenSigner({ keys }: ProviderContext, client: ResolvedClient): Signer {
  const signer = keys.signerFor(client, client.id_token_signed_response_alg, client.id_token_signed_response_key_id)
  if (signer !== undefined) return signer
  throw new OAuthError('server_error', {
    detail: {
      rule: 'Core §2: ID tokens are signed',
      sent: client.id_token_signed_response_alg,
      expected: keys.signingAlgorithms,
    },
  })
}

function audienceOf({ config }: ProviderContext, client: ResolvedClient, grant: Grant): string[] {
  const merged = claimsPolicyOf(config.provider, client)?.id_token_audience_mode === 'experimental-merged'
  return merged ? [...new Set([client.client_id, ...grant.audience])] : [client.client_id]
}

function hashes(
  context: ProviderContext,
  alg: string,
  { access_token, code, state, grant }: IdTokenRequest,
): JWTPayload {
  const bound = { at_hash: access_token, c_hash: code ?? grant.hashed_code ?? undefined, s_hash: state }
  return Object.fromEntries(
    Object.entries(bound).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, hashClaim(value, alg, context.asReleased)]],
    ),
  )
}

/** Mints an ID token from a grant. */
export async function mintIdToken(exchange: Exchange, request: IdTokenRequest): Promise<string> {
  const { context, now } = exchange
  const { client, grant } = request
  const signer = idTokenSigner(context, client)
  const { authentication, nonce } = grant
  const seconds = lifespan(context.config.provider, client, request.lifespanGrant, 'id_token')
  exchange.witness?.decided?.(lifespanChosen(exchange, client, request.lifespanGrant, 'id_token', seconds))
  exchange.witness?.decided?.(claimsChosen(exchange, client, grant, 'id_token'))
  const claims: JWTPayload = {
    ...grant.id_token_claims,
    iss: grant.issuer,
    sub: grant.subject ?? grant.client_id,
    aud: audienceOf(context, client, grant),
    exp: now + seconds,
    iat: now,
    jti: uuid(context.random),
    auth_time: authentication?.auth_time,
    azp: client.client_id,
    ...(authentication === null || authentication.amr.length === 0 ? {} : { amr: [...authentication.amr] }),
    ...(grant.acr ? { acr: '0' } : {}),
    ...(nonce === null || !request.withNonce ? {} : { nonce }),
    ...hashes(context, signer.alg, request),
  }
  return encryptForClient(context, client, 'id_token', await signJwt(exchange, 'id_token', claims, signer), 'JWT')
}
