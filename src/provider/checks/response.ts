/** What may be asked for as an answer: response types and modes (OAuth 2.0 Multiple Response Types). */

import { GRANT_TYPE } from '../../spec/grant-types.ts'
import { RESPONSE_MODES, type ResponseMode } from '../../spec/response-types.ts'
import { splitList } from '../authorization/request.ts'
import type { Exchange } from '../context.ts'
import type { Identified, Objection, Received } from './check.ts'
import { setOption } from './remedy.ts'

export function isResponseMode(text: string): text is ResponseMode {
  return (RESPONSE_MODES as readonly string[]).includes(text)
}

/** §5: tokens never travel in a query, so their default is the fragment. */
export function defaultResponseMode(response_type: string | undefined): ResponseMode {
  const parts = splitList(response_type)
  return parts.includes('token') || parts.includes('id_token') ? 'fragment' : 'query'
}

/** An unknown mode cannot carry its own error. */
export function knowResponseMode(received: Received): Received | Objection {
  const mode = received.parameters.get('response_mode')
  if (mode === undefined || isResponseMode(mode)) return received
  return {
    error: 'unsupported_response_mode',
    hint: 'The response_mode is unknown.',
    sent: mode,
    expected: RESPONSE_MODES,
    change: 'in the application: leave response_mode out, or send one of these',
  }
}

/** A form is posted over http(s); the scheme of a native application hands over an address, and no body. */
export function checkFormTarget(received: Received, { context }: Exchange): Received | Objection {
  const { client, redirect_uri = '', parameters } = received
  const mode = parameters.get('response_mode')
  if (client === undefined || mode?.startsWith('form_post') !== true) return received
  if (/^https?:/i.test(redirect_uri)) return received
  return {
    error: 'unsupported_response_mode',
    strict: true,
    hint: `With response_mode '${mode}' the redirect_uri must be http or https: a browser posts no form to another scheme.`,
    option: context.clients.optionPath(client, 'redirect_uris'),
    sent: `response_mode=${mode} to ${redirect_uri}`,
    expected: ['an http or https redirect_uri', 'response_mode=query', 'response_mode=fragment'],
    change:
      'in the application: leave response_mode out, so that the answer stands in the redirect URI (RFC 8252 §7.1)',
  }
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((part) => right.includes(part))
}

export function checkResponseType({ parameters, client }: Identified, { context }: Exchange): Objection | undefined {
  const sent = parameters.get('response_type')
  if (sent === undefined) {
    return {
      error: context.asReleased('missing_response_type') ? 'unsupported_response_type' : 'invalid_request',
      hint: 'The response_type is missing.',
      option: context.clients.optionPath(client, 'response_types'),
      sent: '',
      expected: client.response_types,
      change: 'in the application: send the response_type',
    }
  }
  const parts = [...new Set(splitList(sent))]
  if (client.response_types.some((registered) => isSameSet(parts, splitList(registered)))) return undefined
  return {
    error: 'unsupported_response_type',
    hint: `The client is not registered for response_type '${sent}'.`,
    option: context.clients.optionPath(client, 'response_types'),
    sent,
    expected: client.response_types,
    command: setOption(client, 'response_types', '+=', sent),
  }
}

export function checkResponseMode({ response_mode, client }: Identified, { context }: Exchange): Objection | undefined {
  if (response_mode === undefined || client.response_modes.includes(response_mode)) return undefined
  return {
    error: 'unsupported_response_mode',
    hint: `The client is not registered for response_mode '${response_mode}'.`,
    option: context.clients.optionPath(client, 'response_modes'),
    sent: response_mode,
    expected: client.response_modes,
    command: setOption(client, 'response_modes', '+=', response_mode),
  }
}

/** §5, RFC 9700 §4.3.1: a token in a query ends up in logs and histories. */
export function checkTokenMode({ parameters, response_mode }: Identified): Objection | undefined {
  if (defaultResponseMode(parameters.get('response_type')) !== 'fragment') return undefined
  if (response_mode !== 'query' && response_mode !== 'query.jwt') return undefined
  return {
    error: 'unsupported_response_mode',
    hint: 'Tokens are not sent in a query.',
    sent: response_mode,
    expected: ['fragment', 'form_post'],
    change: 'in the application: leave response_mode out, or use response_type=code',
  }
}

/** An ID token is an answer to scope openid alone (OpenID Connect Core 1.0 §3.2.2.1). */
export function checkOpenidScope({ parameters }: Identified): Objection | undefined {
  const asksIdToken = splitList(parameters.get('response_type')).includes('id_token')
  if (!asksIdToken || splitList(parameters.get('scope')).includes('openid')) return undefined
  return {
    error: 'unsupported_response_type',
    hint: "An ID token needs scope 'openid'.",
    sent: parameters.get('scope') ?? '',
    expected: ['openid'],
    change: "in the application: ask for scope 'openid'",
  }
}

export function checkFlowGrants({ parameters, client }: Identified, { context }: Exchange): Objection | undefined {
  const parts = splitList(parameters.get('response_type'))
  const isHybrid = parts.includes('code') && parts.length > 1
  const needed = [
    ...(isHybrid ? [GRANT_TYPE.authorizationCode] : []),
    ...(parts.includes('token') || (parts.includes('id_token') && !isHybrid) ? [GRANT_TYPE.implicit] : []),
  ]
  const missing = needed.find((grant) => !client.grant_types.includes(grant))
  if (missing === undefined) return undefined
  return {
    error: 'invalid_grant',
    hint: `The client is not registered for grant type '${missing}'.`,
    option: context.clients.optionPath(client, 'grant_types'),
    sent: parameters.get('response_type') ?? '',
    expected: [`grant_types with ${missing}`],
    command: setOption(client, 'grant_types', '+=', missing),
  }
}
