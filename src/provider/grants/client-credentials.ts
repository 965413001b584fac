/** The client credentials grant (RFC 6749 §4.4): the client acts for itself. */
import { uuid } from '../../primitives/random.ts'
import { GRANT_TYPE } from '../../spec/grant-types.ts'
import { OFFLINE_SCOPES } from '../../spec/scopes.ts'
import { foreignTarget, requestedAudience } from '../checks/target.ts'
import { ofGrant } from '../decisions.ts'
import { OAuthError } from '../oauth-error.ts'
import { mintAccessToken } from '../tokens/access-token.ts'
import type { TokenResponse } from '../tokens/mint.ts'
import type { Grant } from './grant.ts'
import { demandGrantType, invalidGrant, type TokenRequest } from './token-request.ts'

const BEARER_AUTHZ = 'authelia.bearer.authz'

function demandScopes({ client, exchange }: TokenRequest, scopes: readonly string[]): void {
  const foreign = scopes.find((scope) => !client.scopes.includes(scope))
  const mixed =
    scopes.includes(BEARER_AUTHZ) && scopes.some((scope) => scope !== BEARER_AUTHZ && !OFFLINE_SCOPES.includes(scope))
  if (foreign === undefined && !mixed) return
  throw new OAuthError('invalid_scope', {
    hint:
      foreign === undefined
        ? `The scope '${BEARER_AUTHZ}' does not go with others.`
        : `The client is not registered for scope '${foreign}'.`,
    detail: {
      rule: 'RFC 6749 §3.3: the scopes are registered',
      option: exchange.context.clients.optionPath(client, 'scopes'),
      sent: scopes.join(' '),
      expected: client.scopes,
    },
  })
}

/** The audiences granted: those asked for, or the client's own where its mode says so. */
function grantedAudience({ client, parameters, targets, exchange }: TokenRequest): readonly string[] {
  const foreign = foreignTarget(client, requestedAudience(parameters), parameters.all('resource'))
  if (foreign !== undefined) {
    throw new OAuthError('invalid_target', {
      hint: `The client is not registered for audience '${foreign}'.`,
      detail: {
        rule: 'RFC 8707 §2: audiences and resources are registered',
        option: exchange.context.clients.optionPath(client, 'audience'),
        sent: foreign,
        expected: client.audience,
      },
    })
  }
  return targets.length === 0 && client.requested_audience_mode === 'implicit' ? client.audience : targets
}

function grantTo({ exchange, client }: TokenRequest, scopes: readonly string[], audience: readonly string[]): Grant {
  return {
    request_id: uuid(exchange.context.random),
    flow_id: null,
    issuer: exchange.issuer,
    client_id: client.client_id,
    subject: null,
    username: null,
    requested_at: exchange.now,
    scopes,
    audience,
    authentication: null,
    nonce: null,
    acr: false,
    claims: null,
    granted_claims: [],
    id_token_claims: {},
    hashed_code: null,
    session_key: null,
  }
}

/** Gives an access token alone; without `scope` it has none. */
export async function clientCredentialsGrant(request: TokenRequest): Promise<TokenResponse> {
  const { exchange, client } = request
  if (client.public) {
    throw invalidGrant('RFC 6749 §4.4: the grant is for confidential clients', 'Public clients have no credentials.')
  }
  demandGrantType(request, GRANT_TYPE.clientCredentials)
  const scopes = request.scopes ?? []
  demandScopes(request, scopes)
  const audience = grantedAudience(request)
  const grant = grantTo(request, scopes, audience)
  exchange.witness?.decided?.(ofGrant('the client acts for itself', grant, 'RFC 6749 §4.4'))
  const minted = await mintAccessToken(exchange, {
    client,
    grant,
    lifespanGrant: 'client_credentials',
    scopes,
    audience,
  })
  await exchange.context.storage.saveTokens({ access: minted.row })
  return {
    access_token: minted.token,
    token_type: 'bearer',
    expires_in: minted.row.expires_at - exchange.now,
    scope: scopes.join(' '),
  }
}
