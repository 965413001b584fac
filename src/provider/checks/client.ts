/** The first local checks: how the request came, and for whom. */
import { quoteForShell } from '../../primitives/shell.ts'
import type { Exchange } from '../context.ts'
import type { Objection, Received } from './check.ts'
import { setOption } from './remedy.ts'

export function refuseRepeatedParameter(received: Received): Received | Objection {
  const [name] = received.parameters.repeated()
  if (name === undefined) return received
  return {
    error: 'invalid_request',
    hint: `The parameter '${name}' is repeated.`,
    strict: true,
    sent: name,
    change: `in the application: send '${name}' once`,
  }
}

export function demandPushedRequests(received: Received, { context }: Exchange): Received | Objection {
  if (!context.config.provider.require_pushed_authorization_requests) return received
  return {
    error: 'invalid_request',
    hint: 'Authorization requests must be pushed first (RFC 9126).',
    option: ['identity_providers', 'oidc', 'require_pushed_authorization_requests'],
    sent: 'parameters in the query',
    expected: ['client_id and the request_uri of a pushed request'],
    change: 'identity_providers:\n  oidc:\n    require_pushed_authorization_requests: false',
  }
}

export function findClient(received: Received, { context }: Exchange): Received | Objection {
  const client_id = received.parameters.get('client_id')
  const client = client_id === undefined ? undefined : context.clients.find(client_id)
  if (client !== undefined) return { ...received, client }
  return {
    error: 'invalid_client',
    hint: 'The client does not exist.',
    debug: client_id === undefined ? 'The client_id is missing.' : `No client has the id '${client_id}'.`,
    option: ['identity_providers', 'oidc', 'clients'],
    sent: client_id ?? '',
    expected: context.config.provider.clients.slice(0, 10).map((one) => one.client_id),
    change: 'in the application: use a client_id that is registered, or register this one',
    ...(client_id === undefined ? {} : { command: `oidc client add --id ${quoteForShell(client_id)}` }),
  }
}

export function demandClientPushedRequests(received: Received, { context }: Exchange): Received | Objection {
  const { client } = received
  if (client?.require_pushed_authorization_requests !== true) return received
  return {
    error: 'invalid_request',
    hint: 'This client must push its authorization requests first (RFC 9126).',
    option: context.clients.optionPath(client, 'require_pushed_authorization_requests'),
    sent: 'parameters in the query',
    expected: ['client_id and the request_uri of a pushed request'],
    command: setOption(client, 'require_pushed_authorization_requests', '=', 'false'),
  }
}
