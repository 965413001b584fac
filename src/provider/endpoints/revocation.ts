/** Token revocation (RFC 7009). */
import { authenticateClient } from '../client/authentication.ts'
import type { Exchange } from '../context.ts'
import { ofGrant } from '../decisions.ts'
import { demandIssuer } from '../grants/token-request.ts'
import { readRequiredForm } from '../http/form.ts'
import { refuseRepeated } from '../http/parameters.ts'
import { empty, type Reply } from '../http/reply.ts'
import { OAuthError } from '../oauth-error.ts'
import { findToken } from '../tokens/lookup.ts'

/** RFC 7009 §2.2: what is unknown or over is as good as revoked; one token takes its family with it (§2.1). */
export async function revocationEndpoint(exchange: Exchange): Promise<Reply> {
  const parameters = await readRequiredForm(exchange.request)
  refuseRepeated(parameters)
  const client = await authenticateClient(exchange, parameters, 'revocation')
  const token = parameters.get('token')
  if (token === undefined) {
    throw new OAuthError('invalid_request', {
      hint: 'The token is missing.',
      detail: { rule: 'RFC 7009 §2.1: token is required' },
    })
  }
  const found = await findToken(exchange, token)
  if (found === undefined) {
    exchange.witness?.decided?.({ decision: 'nothing to revoke: the token is unknown or over', rule: 'RFC 7009 §2.2' })
    return empty(200)
  }
  const { grant } = found.row
  if (grant.client_id !== client.client_id) {
    throw new OAuthError('unauthorized_client', {
      hint: 'The token was issued to another client.',
      detail: { rule: 'RFC 7009 §2.1: a client revokes its own tokens' },
    })
  }
  demandIssuer(exchange, grant.issuer)
  await revoke(exchange, grant.request_id)
  exchange.witness?.decided?.(ofGrant('revoked, with every token of the grant', grant, 'RFC 7009 §2.1'))
  exchange.context.log({
    level: 'info',
    event: 'token_revoked',
    request_id: exchange.id,
    grant_id: grant.request_id,
    client_id: client.client_id,
  })
  return empty(200)
}

/** RFC 7009 §2.2.1: 503 lets the client try again. */
async function revoke({ context }: Exchange, request_id: string): Promise<void> {
  try {
    await context.storage.revokeFamily(request_id)
  } catch (cause) {
    throw context.asReleased('revocation_failure')
      ? new OAuthError('server_error', { bodiless: true, cause })
      : new OAuthError('temporarily_unavailable', { cause })
  }
}
