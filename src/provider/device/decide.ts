/** The user's answer to a device authorization (RFC 8628 §3.3). */
import type { ResolvedClient } from '../../config/resolved.ts'
import { uuid } from '../../primitives/random.ts'
import { idTokenClaims } from '../claims/granted-claims.ts'
import { subjectOf } from '../claims/subject.ts'
import type { Exchange } from '../context.ts'
import type { Grant } from '../grants/grant.ts'
import { OAuthError } from '../oauth-error.ts'
import { amrOf, authenticatedAt, editedUserOf, type Login } from '../session/browser.ts'
import type { DeviceRow } from '../storage/storage.ts'

async function grantOf(exchange: Exchange, client: ResolvedClient, row: DeviceRow, login: Login): Promise<Grant> {
  const { context, now } = exchange
  const { scopes, audience, requested_at, issuer } = row
  const source = { context, client, user: login.user, scopes, claims: null, granted_claims: [], requested_at, now }
  return {
    request_id: uuid(context.random),
    flow_id: null,
    issuer,
    client_id: client.client_id,
    subject: await subjectOf(context, client, login.user.username),
    username: login.user.username,
    requested_at,
    scopes,
    audience,
    authentication: { auth_time: Math.floor(authenticatedAt(login) / 1000), amr: amrOf(login, exchange) },
    nonce: null,
    acr: false,
    claims: null,
    granted_claims: [],
    id_token_claims: scopes.includes('openid') ? idTokenClaims(source, { withoutAccessToken: false }) : {},
    hashed_code: null,
    session_key: login.session.key,
    ...editedUserOf(login),
  }
}

function answeredBefore(): OAuthError {
  return new OAuthError('invalid_request', {
    hint: 'The code was answered before.',
    detail: { rule: 'RFC 8628 §3.3: a user code is answered once' },
  })
}

/** @throws {@link OAuthError} when it was answered before */
export async function approveDevice(
  exchange: Exchange,
  client: ResolvedClient,
  row: DeviceRow,
  login: Login,
): Promise<void> {
  const grant = await grantOf(exchange, client, row, login)
  if (await exchange.context.storage.decideDevice(row.signature, { status: 'approved', grant })) return
  throw answeredBefore()
}

/** @throws {@link OAuthError} when it was answered before */
export async function denyDevice(exchange: Exchange, row: DeviceRow): Promise<void> {
  if (!(await exchange.context.storage.decideDevice(row.signature, { status: 'denied' }))) throw answeredBefore()
}
