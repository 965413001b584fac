/** The device authorization endpoint (RFC 8628 §3.1, §3.2). */
import { GRANT_TYPE } from '../../spec/grant-types.ts'
import { foreignTarget, requestedAudience } from '../checks/target.ts'
import { authenticateClient } from '../client/authentication.ts'
import type { Exchange } from '../context.ts'
import { newUserCode } from '../device/user-code.ts'
import { pathOf } from '../endpoints.ts'
import { type TokenRequest, tokenRequest } from '../grants/token-request.ts'
import { readRequiredForm } from '../http/form.ts'
import { refuseRepeated } from '../http/parameters.ts'
import { json, type Reply } from '../http/reply.ts'
import { OAuthError } from '../oauth-error.ts'

/** Seconds between polls. */
const INTERVAL = 10

function demandDeviceGrant({ client, exchange }: TokenRequest): void {
  if (client.grant_types.includes(GRANT_TYPE.deviceCode)) return
  throw new OAuthError(exchange.context.asReleased('device_grant_missing') ? 'invalid_grant' : 'unauthorized_client', {
    hint: 'The client is not registered for the device grant.',
    detail: {
      rule: 'RFC 8628 §3.1: the client is authorized to use this grant type',
      option: exchange.context.clients.optionPath(client, 'grant_types'),
      expected: [GRANT_TYPE.deviceCode],
    },
  })
}

/** RFC 6749 §3.3: a device is given registered scopes alone. @throws {@link OAuthError} `invalid_scope` */
export function demandScopes({ client, scopes = [], exchange }: TokenRequest): void {
  const foreign = scopes.find((scope) => !client.scopes.includes(scope))
  if (foreign === undefined) return
  throw new OAuthError('invalid_scope', {
    hint: `The client is not registered for scope '${foreign}'.`,
    detail: {
      rule: 'RFC 6749 §3.3: the scopes are registered',
      option: exchange.context.clients.optionPath(client, 'scopes'),
      sent: foreign,
      expected: client.scopes,
    },
  })
}

function audienceOf({ client, parameters, targets }: TokenRequest): readonly string[] {
  const foreign = foreignTarget(client, requestedAudience(parameters), parameters.all('resource'))
  if (foreign !== undefined) {
    throw new OAuthError('invalid_target', {
      hint: `The client is not registered for audience '${foreign}'.`,
      detail: { rule: 'RFC 8707 §2: audiences and resources are registered', sent: foreign, expected: client.audience },
    })
  }
  return targets.length === 0 && client.requested_audience_mode === 'implicit' ? client.audience : targets
}

export async function deviceAuthorizationEndpoint(exchange: Exchange): Promise<Reply> {
  const { context, now, issuer } = exchange
  const form = await readRequiredForm(exchange.request)
  refuseRepeated(form)
  const client = await authenticateClient(exchange, form, 'device-authorization')
  const request = tokenRequest(exchange, client, form)
  demandDeviceGrant(request)
  demandScopes(request)
  const audience = audienceOf(request)
  const expires_in = context.config.provider.lifespans.device_code
  const { token, signature } = context.opaque.issue('dc')
  const user_code = newUserCode(context.random)
  exchange.witness?.decided?.({
    decision: `device: waits ${expires_in} s for its user`,
    rule: 'RFC 8628 §3.2',
    option: 'identity_providers.oidc.lifespans.device_code',
    device: signature,
    client_id: client.client_id,
  })
  await context.storage.saveDevice({
    signature,
    user_code_signature: context.opaque.userCodeSignature(user_code),
    client_id: client.client_id,
    issuer,
    scopes: request.scopes ?? [],
    audience,
    requested_at: now,
    expires_at: now + expires_in,
    status: 'pending',
    active: true,
    polled_at: null,
    interval: INTERVAL,
    grant: null,
  })
  const verification_uri = issuer + pathOf('device')
  return json(200, {
    device_code: token,
    user_code,
    verification_uri,
    verification_uri_complete: `${verification_uri}?user_code=${user_code}`,
    expires_in,
    interval: INTERVAL,
  })
}
