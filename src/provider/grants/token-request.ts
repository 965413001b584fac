/** A token request after parsing and client authentication: what every grant is a function of. */
import type { ResolvedClient } from '../../config/resolved.ts'
import type { GrantType } from '../../spec/grant-types.ts'
import { splitList } from '../authorization/request.ts'
import { requestedAudience } from '../checks/target.ts'
import type { Exchange } from '../context.ts'
import type { Parameters } from '../http/parameters.ts'
import { OAuthError } from '../oauth-error.ts'
import type { TokenResponse } from '../tokens/mint.ts'

export interface TokenRequest {
  exchange: Exchange
  /** Authenticated. */
  client: ResolvedClient
  parameters: Parameters
  /** `undefined`: not sent. */
  scopes: readonly string[] | undefined
  /** `audience` and `resource` together (RFC 8707 §2.2). */
  targets: readonly string[]
}

export type GrantHandler = (request: TokenRequest) => Promise<TokenResponse>

export function tokenRequest(exchange: Exchange, client: ResolvedClient, parameters: Parameters): TokenRequest {
  const scope = parameters.get('scope')
  return {
    exchange,
    client,
    parameters,
    scopes: scope === undefined ? undefined : [...new Set(splitList(scope))],
    targets: [...new Set([...requestedAudience(parameters), ...parameters.all('resource')])],
  }
}

/** RFC 6749 §5.2: the client may use this grant. @throws {@link OAuthError} `unauthorized_client` */
export function demandGrantType({ client, exchange }: TokenRequest, grant: GrantType): void {
  if (client.grant_types.includes(grant)) return
  throw new OAuthError('unauthorized_client', {
    hint: `The client is not registered for grant type '${grant}'.`,
    detail: {
      rule: 'RFC 6749 §5.2: the client is authorized to use this grant type',
      option: exchange.context.clients.optionPath(client, 'grant_types'),
      sent: grant,
      expected: client.grant_types,
      command: `oidc client set ${client.client_id} grant_types+=${grant}`,
    },
  })
}

/** What was granted under one issuer is not exchanged under another. @throws {@link OAuthError} `invalid_request` */
export function demandIssuer({ issuer }: Exchange, granted: string): void {
  if (issuer === granted) return
  throw new OAuthError('invalid_request', {
    hint: 'The grant was made by another issuer.',
    detail: { rule: 'RFC 9207 §2.4: a grant is exchanged where it was made', sent: issuer, expected: [granted] },
  })
}

/** A grant that is unknown, over, or not this client's: one text for all (RFC 6749 §5.2). */
export function invalidGrant(rule: string, hint: string): OAuthError {
  return new OAuthError('invalid_grant', { hint, detail: { rule } })
}
