/** The userinfo endpoint (OpenID Connect Core 1.0 §5.3). */
import type { ResolvedClient } from '../../config/resolved.ts'
import { uuid } from '../../primitives/random.ts'
import type { ErrorCode } from '../../spec/error-codes.ts'
import { userinfoClaims } from '../claims/granted-claims.ts'
import { userOfGrant } from '../claims/granted-user.ts'
import type { ReleasedErrorCode } from '../compat.ts'
import type { Exchange } from '../context.ts'
import { claimsChosen, ofGrant } from '../decisions.ts'
import { demandIssuer } from '../grants/token-request.ts'
import { readForm } from '../http/form.ts'
import { json, jwt, type Reply } from '../http/reply.ts'
import { errorDescription, OAuthError } from '../oauth-error.ts'
import type { AccessTokenRow } from '../storage/storage.ts'
import { bearerToken } from '../tokens/bearer.ts'
import { encryptForClient } from '../tokens/encryption.ts'
import { signJwt } from '../tokens/jwt.ts'
import { findAccessToken } from '../tokens/lookup.ts'

/** RFC 6750 §3: an error with its challenge. */
function refuse(
  { context }: Exchange,
  error: ErrorCode | ReleasedErrorCode,
  rule: string,
  { hint, scope }: { hint?: string; scope?: string } = {},
): OAuthError {
  const options = { ...(hint === undefined ? {} : { hint }), detail: { rule } }
  const debug = context.config.provider.enable_client_debug_messages
  const description = errorDescription(new OAuthError(error, options), { debug })
  const members = [
    `error="${error}"`,
    `error_description="${description}"`,
    ...(scope === undefined ? [] : [`scope="${scope}"`]),
  ]
  return new OAuthError(error, { ...options, headers: { 'WWW-Authenticate': `Bearer ${members.join(',')}` } })
}

/** RFC 6750 §3.1: who sends nothing is told nothing but how. */
function demandCredentials(exchange: Exchange): OAuthError {
  const rule = 'RFC 6750 §2: an access token is sent in the header or the form, never in the query'
  // A token in the query is refused in every mode, and so not said to be wrong in any.
  if (exchange.context.asReleased('bearer_errors') && !exchange.url.searchParams.has('access_token'))
    return refuse(exchange, 'request_unauthorized', rule)
  return new OAuthError('invalid_token', {
    bodiless: true,
    headers: { 'WWW-Authenticate': 'Bearer' },
    detail: { rule },
  })
}

/** RFC 6750 §2.1, §2.2. */
async function presentedToken({ request }: Exchange): Promise<string | undefined> {
  const header = request.headers.get('authorization')
  if (header !== null || request.method !== 'POST') return bearerToken(header)
  return (await readForm(request)).get('access_token')
}

async function demandAccessToken(exchange: Exchange): Promise<AccessTokenRow> {
  const token = await presentedToken(exchange)
  if (token === undefined) throw demandCredentials(exchange)
  const row = await findAccessToken(exchange, token)
  if (row === undefined) {
    const error = exchange.context.asReleased('bearer_errors') ? 'request_unauthorized' : 'invalid_token'
    throw refuse(exchange, error, 'RFC 6750 §3.1: the access token is known and not revoked')
  }
  exchange.witness?.decided?.(ofGrant('access token: known', row.grant, 'RFC 6750 §3.1'))
  if (row.expires_at <= exchange.now)
    throw refuse(exchange, 'invalid_token', 'RFC 6750 §3.1: the access token has not expired')
  if (!row.scopes.includes('openid')) {
    throw refuse(exchange, 'insufficient_scope', 'Core §5.3.1: the access token has scope openid', { scope: 'openid' })
  }
  demandIssuer(exchange, row.grant.issuer)
  return row
}

async function claimsFor(
  exchange: Exchange,
  row: AccessTokenRow,
  client: ResolvedClient,
): Promise<Record<string, unknown>> {
  const { context, now } = exchange
  const { grant, scopes } = row
  const user = await userOfGrant(context, grant)
  const sub = grant.subject ?? grant.client_id
  if (user !== undefined) {
    exchange.witness?.decided?.(claimsChosen(exchange, client, { scopes, claims: grant.claims }, 'userinfo'))
    const { claims, granted_claims, requested_at } = grant
    return { ...userinfoClaims({ context, client, user, scopes, claims, granted_claims, requested_at, now }), sub }
  }
  if (context.asReleased('vanished_user')) return { sub, rat: grant.requested_at }
  throw refuse(exchange, 'invalid_token', 'Core §5.3.3: the user still exists')
}

async function write(exchange: Exchange, client: ResolvedClient, claims: Record<string, unknown>): Promise<Reply> {
  const { context, now, issuer } = exchange
  const { userinfo_signed_response_alg: alg, userinfo_signed_response_key_id: key_id } = client
  if (key_id === '' && (alg === '' || alg === 'none')) return json(200, claims)
  const signer = context.keys.signerFor(client, alg, key_id)
  if (signer === undefined) {
    throw new OAuthError('server_error', {
      detail: { rule: 'Core §5.3.2: the userinfo answer is signed as registered', sent: alg },
    })
  }
  const parties = context.asReleased('signed_userinfo_parties') ? {} : { iss: issuer, aud: [client.client_id] }
  const token = await signJwt(
    exchange,
    'userinfo',
    { ...claims, ...parties, iat: now, jti: uuid(context.random) },
    signer,
  )
  return jwt('application/jwt', await encryptForClient(context, client, 'userinfo', token, 'JWT'))
}

export async function userinfoEndpoint(exchange: Exchange): Promise<Reply> {
  const row = await demandAccessToken(exchange)
  const client = exchange.context.clients.find(row.grant.client_id)
  if (client === undefined)
    throw refuse(exchange, 'invalid_token', 'RFC 6750 §3.1: the client of the access token still exists')
  return write(exchange, client, await claimsFor(exchange, row, client))
}
