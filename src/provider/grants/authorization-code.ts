/** The authorization code grant (RFC 6749 §4.1.3, OpenID Connect Core 1.0 §3.1.3). */
import { GRANT_TYPE } from '../../spec/grant-types.ts'
import { ofGrant } from '../decisions.ts'
import { OAuthError } from '../oauth-error.ts'
import type { CodeRow } from '../storage/storage.ts'
import { mintTokens, type TokenResponse } from '../tokens/mint.ts'
import { verifyPkce } from './pkce.ts'
import { demandGrantType, demandIssuer, invalidGrant, type TokenRequest } from './token-request.ts'

const UNKNOWN = 'The authorization code is unknown, expired, or was issued to another client.'

/** Finds the code, and believes nothing of what is stored under it before its own signature is verified. */
async function findCode({ exchange, parameters }: TokenRequest): Promise<CodeRow> {
  const { opaque, storage } = exchange.context
  const presented = opaque.read('ac', parameters.get('code') ?? '')
  const row = presented?.genuine === true ? await storage.findCode(presented.signature) : undefined
  if (row === undefined) throw invalidGrant('RFC 6749 §4.1.3: the code is known', UNKNOWN)
  return row
}

/** RFC 6749 §4.1.2: a code that comes twice takes with it what it gave. */
async function refuseReplay({ exchange }: TokenRequest, { grant }: CodeRow): Promise<never> {
  await exchange.context.storage.revokeFamily(grant.request_id)
  exchange.witness?.decided?.({
    decision: 'code used again: every token of the grant is revoked',
    rule: 'RFC 6749 §4.1.2',
  })
  exchange.context.log({
    level: 'warn',
    event: 'code_replayed',
    request_id: exchange.id,
    grant_id: grant.request_id,
    client_id: grant.client_id,
    address: exchange.address,
  })
  throw invalidGrant('RFC 6749 §4.1.2: a code is used once', 'The authorization code was used before.')
}

/** The audiences of the tokens: those granted, or a part of them (RFC 8707 §2.2). */
function narrowTargets({ targets }: TokenRequest, granted: readonly string[]): readonly string[] {
  if (targets.length === 0) return granted
  const foreign = targets.find((target) => !granted.includes(target))
  if (foreign === undefined) return targets
  throw new OAuthError('invalid_target', {
    hint: `The audience '${foreign}' was not granted.`,
    detail: { rule: 'RFC 8707 §2.2: a resource was granted before', sent: foreign, expected: granted },
  })
}

function checkRedirectUri({ parameters }: TokenRequest, { redirect_uri }: CodeRow): void {
  const sent = parameters.get('redirect_uri') ?? null
  if (redirect_uri === null ? sent === null : sent === redirect_uri) return
  throw invalidGrant(
    'RFC 6749 §4.1.3: the redirect_uri is the one of the authorization request',
    'The redirect_uri is not the one of the authorization request.',
  )
}

/** Exchanges a code; what is refused before the end does not use it up. */
export async function authorizationCodeGrant(request: TokenRequest): Promise<TokenResponse> {
  const { exchange, client } = request
  demandGrantType(request, GRANT_TYPE.authorizationCode)
  const row = await findCode(request)
  exchange.witness?.decided?.(ofGrant('code: known', row.grant, 'RFC 6749 §4.1.3'))
  if (!row.active) return refuseReplay(request, row)
  if (row.expires_at <= exchange.now) throw invalidGrant('RFC 6749 §4.1.2: a code expires', UNKNOWN)
  const audience = narrowTargets(request, row.grant.audience)
  if (row.grant.client_id !== client.client_id)
    throw invalidGrant('RFC 6749 §4.1.3: the code is of this client', UNKNOWN)
  checkRedirectUri(request, row)
  verifyPkce(request, row)
  exchange.witness?.decided?.({ decision: 'redirect_uri: as in the authorization request', rule: 'RFC 6749 §4.1.3' })
  demandIssuer(exchange, row.grant.issuer)
  const { response, rows } = await mintTokens(exchange, {
    client,
    grant: row.grant,
    lifespanGrant: 'authorize_code',
    scopes: row.grant.scopes,
    audience,
    withNonce: true,
  })
  if (!(await exchange.context.storage.redeemCode(row.signature, rows))) return refuseReplay(request, row)
  return response
}
