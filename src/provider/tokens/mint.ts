/** The one place where a grant becomes a token response (RFC 6749 §5.1, OpenID Connect Core 1.0 §3.1.3.3). */
import type { LifespanGrant, ResolvedClient } from '../../config/resolved.ts'
import { GRANT_TYPE } from '../../spec/grant-types.ts'
import { OFFLINE_SCOPES } from '../../spec/scopes.ts'
import type { Exchange } from '../context.ts'
import { lifespanChosen } from '../decisions.ts'
import type { Grant } from '../grants/grant.ts'
import type { IssuedTokens } from '../storage/storage.ts'
import { mintAccessToken } from './access-token.ts'
import { mintIdToken } from './id-token.ts'
import { lifespan } from './lifespans.ts'

export interface TokenResponse {
  access_token: string
  token_type: 'bearer'
  /** Seconds. */
  expires_in: number
  scope: string
  refresh_token?: string
  id_token?: string
}

export interface MintRequest {
  client: ResolvedClient
  grant: Grant
  lifespanGrant: LifespanGrant
  /** Narrower than the grant's where a refresh asked for less. */
  scopes: readonly string[]
  audience: readonly string[]
  withNonce: boolean
}

export interface Minted {
  response: TokenResponse
  /** The caller saves them, together with what the tokens were given for. */
  rows: IssuedTokens
}

/** A refresh token is for an offline scope and a client that may use one. */
export function mayRefresh(client: ResolvedClient, grant: Grant): boolean {
  return (
    grant.scopes.some((scope) => OFFLINE_SCOPES.includes(scope)) && client.grant_types.includes(GRANT_TYPE.refreshToken)
  )
}

function mintRefreshToken(exchange: Exchange, { client, grant, lifespanGrant, audience }: MintRequest) {
  const { context, now } = exchange
  const { token, signature } = context.opaque.issue('rt')
  const expires_at = now + lifespan(context.config.provider, client, lifespanGrant, 'refresh_token')
  exchange.witness?.decided?.(lifespanChosen(exchange, client, lifespanGrant, 'refresh_token', expires_at - now))
  return { token, row: { signature, grant, audience, expires_at, active: true } }
}

/** Mints everything that a token response holds. */
export async function mintTokens(exchange: Exchange, request: MintRequest): Promise<Minted> {
  const { client, grant, scopes } = request
  const access = await mintAccessToken(exchange, request)
  const refresh = mayRefresh(client, grant) ? mintRefreshToken(exchange, request) : undefined
  const id_token = scopes.includes('openid')
    ? await mintIdToken(exchange, { ...request, access_token: access.token })
    : undefined
  return {
    response: {
      access_token: access.token,
      token_type: 'bearer',
      expires_in: access.row.expires_at - exchange.now,
      scope: scopes.join(' '),
      ...(refresh === undefined ? {} : { refresh_token: refresh.token }),
      ...(id_token === undefined ? {} : { id_token }),
    },
    rows: { access: access.row, refresh: refresh?.row },
  }
}
