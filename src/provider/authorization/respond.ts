/** The answer to a granted authorization request: a code, tokens, or both (RFC 6749 §4.1.2, §4.2.2; Core §3.3.2.5). */
import type { ResolvedClient } from '../../config/resolved.ts'
import { uuid } from '../../primitives/random.ts'
import { idTokenClaims } from '../claims/granted-claims.ts'
import type { Exchange } from '../context.ts'
import { lifespanChosen, ofGrant } from '../decisions.ts'
import type { Grant } from '../grants/grant.ts'
import type { Login } from '../session/browser.ts'
import { amrOf, authenticatedAt, editedUserOf } from '../session/browser.ts'
import { mintAccessToken } from '../tokens/access-token.ts'
import { mintIdToken } from '../tokens/id-token.ts'
import { codeLifespan } from '../tokens/lifespans.ts'
import type { Approval } from './consent.ts'
import { type AuthorizationRequest, has } from './request.ts'

export interface Authorized {
  client: ResolvedClient
  request: AuthorizationRequest
  login: Login
  subject: string
  approval: Approval
  flow_id: string | null
}

/** A granted authorization as the one value that every token descends from. */
export function grantOf(exchange: Exchange, authorized: Authorized): Grant {
  const { context, now } = exchange
  const { client, request, login, subject, approval, flow_id } = authorized
  const { scopes, granted_claims } = approval
  const requested_at = Math.floor(request.requested_at / 1000)
  const source = {
    context,
    client,
    user: login.user,
    scopes,
    claims: request.claims,
    granted_claims,
    requested_at,
    now,
  }
  const isIdTokenAlone = request.response_type.length === 1 && has(request, 'id_token')
  return {
    request_id: uuid(context.random),
    flow_id,
    issuer: exchange.issuer,
    client_id: client.client_id,
    subject,
    username: login.user.username,
    requested_at,
    scopes,
    audience: context.asReleased('granted_resource')
      ? request.audience
      : [...new Set([...request.audience, ...request.resource])],
    authentication: { auth_time: Math.floor(authenticatedAt(login) / 1000), amr: amrOf(login, exchange) },
    nonce: request.nonce,
    acr: request.acr_values !== null,
    claims: request.claims,
    granted_claims,
    id_token_claims: scopes.includes('openid') ? idTokenClaims(source, { withoutAccessToken: isIdTokenAlone }) : {},
    hashed_code: null,
    session_key: login.session.key,
    ...editedUserOf(login),
  }
}

async function issueCode(exchange: Exchange, { client, request }: Authorized, grant: Grant): Promise<string> {
  const { context, now } = exchange
  const { token, signature } = context.opaque.issue('ac')
  const isHybrid = request.response_type.length > 1
  const lifespan = codeLifespan(context.config.provider, client, context.asReleased)
  exchange.witness?.decided?.(lifespanChosen(exchange, client, 'authorize_code', 'authorize_code', lifespan))
  await context.storage.saveCode({
    signature,
    grant: { ...grant, hashed_code: isHybrid ? token : null },
    expires_at: now + lifespan,
    active: true,
    redirect_uri: request.redirect_uri_sent ? request.redirect_uri : null,
    code_challenge: request.code_challenge,
    code_challenge_method: request.code_challenge_method,
  })
  return token
}

async function issueAccessToken(exchange: Exchange, { client }: Authorized, grant: Grant) {
  const { scopes, audience } = grant
  const minted = await mintAccessToken(exchange, { client, grant, lifespanGrant: 'implicit', scopes, audience })
  await exchange.context.storage.saveTokens({ access: minted.row })
  return {
    access_token: minted.token,
    token_type: 'bearer',
    expires_in: String(minted.row.expires_at - exchange.now),
    scope: scopes.join(' '),
  }
}

/** Core §3.3.2.11: the hashes bind what travels beside the ID token. */
async function issueIdToken(
  exchange: Exchange,
  { client, request }: Authorized,
  grant: Grant,
  { code, access_token }: { code: string | undefined; access_token: string | undefined },
): Promise<string> {
  const isCodeIdToken = code !== undefined && access_token === undefined
  return mintIdToken(exchange, {
    client,
    grant,
    lifespanGrant: 'implicit',
    access_token,
    code,
    state: isCodeIdToken ? (request.state ?? undefined) : undefined,
    withNonce: true,
  })
}

/** The parameters of the answer; `state` and `iss` are added where it is written. */
export async function respond(exchange: Exchange, authorized: Authorized): Promise<Record<string, string>> {
  const { request } = authorized
  const grant = grantOf(exchange, authorized)
  exchange.witness?.decided?.(ofGrant('authorization granted', grant, 'RFC 6749 §4.1.2, Core §3.1.2.5'))
  const code = has(request, 'code') ? await issueCode(exchange, authorized, grant) : undefined
  const tokens = has(request, 'token') ? await issueAccessToken(exchange, authorized, grant) : undefined
  const access_token = tokens?.access_token
  const id_token = has(request, 'id_token')
    ? await issueIdToken(exchange, authorized, grant, { code, access_token })
    : undefined
  exchange.context.log({
    level: 'info',
    event: 'authorization_granted',
    request_id: exchange.id,
    grant_id: grant.request_id,
    client_id: grant.client_id,
    subject: authorized.subject,
    scope: grant.scopes.join(' '),
  })
  const isCodeAlone = request.response_type.length === 1 && code !== undefined
  return {
    ...(code === undefined ? {} : { code }),
    ...(isCodeAlone ? { scope: grant.scopes.join(' ') } : {}),
    ...tokens,
    ...(id_token === undefined ? {} : { id_token }),
  }
}
