/** The token endpoint (RFC 6749 §3.2): parsing, authentication and writing are done here, the rest is the grant's. */
import type { ResolvedClient } from '../../config/resolved.ts'
import { GRANT_TYPE, type GrantType } from '../../spec/grant-types.ts'
import { isResourceUri } from '../checks/target.ts'
import { authenticateClient } from '../client/authentication.ts'
import type { Exchange } from '../context.ts'
import { authorizationCodeGrant } from '../grants/authorization-code.ts'
import { clientCredentialsGrant } from '../grants/client-credentials.ts'
import { deviceCodeGrant } from '../grants/device-code.ts'
import { refreshTokenGrant } from '../grants/refresh-token.ts'
import { type GrantHandler, tokenRequest } from '../grants/token-request.ts'
import { readRequiredForm } from '../http/form.ts'
import { type Parameters, refuseRepeated } from '../http/parameters.ts'
import { json, type Reply } from '../http/reply.ts'
import { OAuthError } from '../oauth-error.ts'

const GRANTS: ReadonlyMap<string, GrantHandler> = new Map<GrantType, GrantHandler>([
  [GRANT_TYPE.authorizationCode, authorizationCodeGrant],
  [GRANT_TYPE.refreshToken, refreshTokenGrant],
  [GRANT_TYPE.clientCredentials, clientCredentialsGrant],
  [GRANT_TYPE.deviceCode, deviceCodeGrant],
])

function demandResources(parameters: Parameters): void {
  const bad = parameters.all('resource').find((resource) => !isResourceUri(resource))
  if (bad === undefined) return
  throw new OAuthError('invalid_target', {
    hint: 'A resource must be an absolute URI without a fragment.',
    detail: { rule: 'RFC 8707 §2: a resource is an absolute URI', sent: bad },
  })
}

function unsupported(exchange: Exchange, grant_type: string): OAuthError {
  return new OAuthError(
    exchange.context.asReleased('unsupported_grant_type') ? 'invalid_request' : 'unsupported_grant_type',
    {
      hint: `The grant type '${grant_type}' is not supported.`,
      detail: { rule: 'RFC 6749 §5.2: the grant type is supported', sent: grant_type, expected: [...GRANTS.keys()] },
    },
  )
}

function logIssued(exchange: Exchange, client: ResolvedClient, grant_type: string): void {
  exchange.context.log({
    level: 'info',
    event: 'token_issued',
    request_id: exchange.id,
    client_id: client.client_id,
    grant_type,
    address: exchange.address,
  })
}

export async function tokenEndpoint(exchange: Exchange): Promise<Reply> {
  const parameters = await readRequiredForm(exchange.request)
  refuseRepeated(parameters)
  demandResources(parameters)
  const grant_type = parameters.get('grant_type')
  if (grant_type === undefined) {
    throw new OAuthError('invalid_request', {
      hint: 'The grant_type is missing.',
      detail: { rule: 'RFC 6749 §4: grant_type is required', expected: [...GRANTS.keys()] },
    })
  }
  const handler = GRANTS.get(grant_type)
  if (handler === undefined) throw unsupported(exchange, grant_type)
  const client = await authenticateClient(exchange, parameters, 'token')
  const response = await handler(tokenRequest(exchange, client, parameters))
  logIssued(exchange, client, grant_type)
  return json(200, response)
}
