/** The refresh token grant: each token is used once, and one that comes again ends its family (RFC 6749 §6, RFC 9700 §4.14.2). */
import { GRANT_TYPE } from '../../spec/grant-types.ts'
import { OFFLINE_SCOPES } from '../../spec/scopes.ts'
import { ofGrant } from '../decisions.ts'
import { OAuthError } from '../oauth-error.ts'
import type { RefreshTokenRow } from '../storage/storage.ts'
import { mintTokens, type TokenResponse } from '../tokens/mint.ts'
import { demandGrantType, demandIssuer, invalidGrant, type TokenRequest } from './token-request.ts'

const UNKNOWN = 'The refresh token is unknown, expired, or was issued to another client.'

async function findToken({ exchange, parameters }: TokenRequest): Promise<RefreshTokenRow> {
  const { opaque, storage } = exchange.context
  const presented = opaque.read('rt', parameters.get('refresh_token') ?? '')
  const row = presented?.genuine === true ? await storage.findRefreshToken(presented.signature) : undefined
  if (row === undefined) throw invalidGrant('RFC 6749 §6: the refresh token is known', UNKNOWN)
  return row
}

/** Somebody has a copy: whoever it is, the family is over. */
async function refuseReuse({ exchange }: TokenRequest, { grant }: RefreshTokenRow): Promise<never> {
  await exchange.context.storage.revokeFamily(grant.request_id)
  exchange.witness?.decided?.({ decision: 'refresh token used again: its family is revoked', rule: 'RFC 9700 §4.14.2' })
  exchange.context.log({
    level: 'warn',
    event: 'refresh_token_reused',
    request_id: exchange.id,
    grant_id: grant.request_id,
    client_id: grant.client_id,
    address: exchange.address,
  })
  throw invalidGrant('RFC 9700 §4.14.2: a refresh token is used once', 'The refresh token was used before.')
}

function demandOfflineScope({ exchange }: TokenRequest, { grant }: RefreshTokenRow): void {
  if (grant.scopes.some((scope) => OFFLINE_SCOPES.includes(scope))) return
  throw new OAuthError(exchange.context.asReleased('refresh_without_offline') ? 'scope_not_granted' : 'invalid_grant', {
    hint: 'The grant has no offline scope.',
    detail: { rule: 'Core §11: refresh tokens are for offline access', expected: OFFLINE_SCOPES },
  })
}

/** RFC 6749 §6: not more than was granted, nor than the client may still ask for. */
function narrowScopes({ scopes, client }: TokenRequest, { grant }: RefreshTokenRow): readonly string[] {
  if (scopes === undefined) return grant.scopes
  const foreign = scopes.find((scope) => !grant.scopes.includes(scope) || !client.scopes.includes(scope))
  if (foreign === undefined) return scopes
  throw new OAuthError('invalid_scope', {
    hint: `The scope '${foreign}' was not granted.`,
    detail: { rule: 'RFC 6749 §6: the scope was granted before', sent: foreign, expected: grant.scopes },
  })
}

function narrowAudience({ targets }: TokenRequest, { audience }: RefreshTokenRow): readonly string[] {
  if (targets.length === 0) return audience
  const foreign = targets.find((target) => !audience.includes(target))
  if (foreign === undefined) return targets
  throw new OAuthError('invalid_target', {
    hint: `The audience '${foreign}' was not granted.`,
    detail: { rule: 'RFC 8707 §2.2: a resource was granted before', sent: foreign, expected: audience },
  })
}

/**
 * Of two callers at once one may be a thief, and nothing tells which: the family ends as with any other reuse. The
 * released reference refuses the loser and lets the winner go on.
 */
function refuseLoser(request: TokenRequest, row: RefreshTokenRow): Promise<never> {
  if (!request.exchange.context.asReleased('concurrent_refresh')) return refuseReuse(request, row)
  throw new OAuthError('invalid_request', {
    hint: 'The refresh token is being used by another request.',
    detail: { rule: 'RFC 9700 §4.14.2: a refresh token is used once' },
  })
}

/** Exchanges a refresh token for a new pair; the old tokens of the family end with it. */
export async function refreshTokenGrant(request: TokenRequest): Promise<TokenResponse> {
  const { exchange, client } = request
  demandGrantType(request, GRANT_TYPE.refreshToken)
  const row = await findToken(request)
  exchange.witness?.decided?.(ofGrant('refresh token: known', row.grant, 'RFC 6749 §6'))
  if (!row.active) return refuseReuse(request, row)
  if (row.expires_at <= exchange.now) throw invalidGrant('RFC 6749 §1.5: a refresh token expires', UNKNOWN)
  demandOfflineScope(request, row)
  if (row.grant.client_id !== client.client_id) {
    throw invalidGrant('RFC 6749 §6: the refresh token is of this client', UNKNOWN)
  }
  demandIssuer(exchange, row.grant.issuer)
  const { response, rows } = await mintTokens(exchange, {
    client,
    grant: { ...row.grant, hashed_code: null },
    lifespanGrant: 'refresh_token',
    scopes: narrowScopes(request, row),
    audience: narrowAudience(request, row),
    withNonce: exchange.context.asReleased('refreshed_nonce'),
  })
  if (!(await exchange.context.storage.rotateRefreshToken(row.signature, rows))) return refuseLoser(request, row)
  exchange.witness?.decided?.({ decision: 'refresh token: rotated, the old tokens end', rule: 'RFC 9700 §4.14.2' })
  return response
}
