/** Pushed authorization requests (RFC 9126 §2). */
import { encodeBase64url } from '../../primitives/base64url.ts'
import { validatePushedRequest } from '../authorization/validate.ts'
import { PUSHED_PREFIX } from '../checks/pushed-request.ts'
import { authenticateClient } from '../client/authentication.ts'
import type { Exchange } from '../context.ts'
import { LARGE_BODY_LIMIT, readRequiredForm } from '../http/form.ts'
import { refuseRepeated } from '../http/parameters.ts'
import { json, type Reply } from '../http/reply.ts'
import { OAuthError } from '../oauth-error.ts'

export async function pushedAuthorizationRequestEndpoint(exchange: Exchange): Promise<Reply> {
  const { context, now } = exchange
  const form = await readRequiredForm(exchange.request, LARGE_BODY_LIMIT)
  refuseRepeated(form)
  const client = await authenticateClient(exchange, form, 'pushed-authorization-request')
  if (form.has('request_uri')) {
    throw new OAuthError('invalid_request', {
      hint: 'A request_uri cannot be pushed.',
      detail: { rule: 'RFC 9126 §2.1: request_uri must not be provided' },
    })
  }
  const request = await validatePushedRequest(form.with({ client_id: client.client_id }), exchange)
  const request_uri = PUSHED_PREFIX + encodeBase64url(context.random(32))
  const expires_in = context.config.provider.lifespans.pushed_authorization_request
  await context.storage.savePushedRequest({
    request_uri,
    request: { ...request, request_uri },
    expires_at: now + expires_in,
    used: false,
  })
  return json(201, { request_uri, expires_in })
}
