/** Checks of single parameters whose errors may be redirected. */

import { PROMPTS, splitList } from '../authorization/request.ts'
import { parseClaimsParameter } from '../claims/claims-parameter.ts'
import type { Exchange } from '../context.ts'
import type { Identified, Objection } from './check.ts'
import { isInsecureUri } from './redirect-uri.ts'
import { setOption } from './remedy.ts'
import { foreignTarget, isResourceUri, requestedAudience } from './target.ts'

/** Bytes that `state` and `nonce` need; 0 where the check is off. */
function neededBytes({ context }: Exchange): number {
  const configured = context.config.provider.minimum_parameter_entropy
  if (configured === -1) return 0
  return configured === 0 ? 8 : configured
}

export function checkScopes({ parameters, client }: Identified, { context }: Exchange): Objection | undefined {
  const foreign = splitList(parameters.get('scope')).find((scope) => !client.scopes.includes(scope))
  if (foreign === undefined) return undefined
  return {
    error: 'invalid_scope',
    hint: `The client is not registered for scope '${foreign}'.`,
    option: context.clients.optionPath(client, 'scopes'),
    sent: foreign,
    expected: client.scopes,
    command: setOption(client, 'scopes', '+=', foreign),
  }
}

export function checkResourceSyntax({ parameters }: Identified): Objection | undefined {
  const bad = parameters.all('resource').find((resource) => !isResourceUri(resource))
  if (bad === undefined) return undefined
  return {
    error: 'invalid_target',
    hint: 'A resource must be an absolute URI without a fragment.',
    sent: bad,
    change: 'in the application: name the resource by its full URI',
  }
}

export function checkTargets({ parameters, client }: Identified, { context }: Exchange): Objection | undefined {
  const foreign = foreignTarget(client, requestedAudience(parameters), parameters.all('resource'))
  if (foreign === undefined) return undefined
  return {
    error: 'invalid_target',
    hint: `The client is not registered for audience '${foreign}'.`,
    option: context.clients.optionPath(client, 'audience'),
    sent: foreign,
    expected: client.audience,
    command: setOption(client, 'audience', '+=', foreign),
  }
}

export function checkRegistration({ parameters }: Identified): Objection | undefined {
  if (!parameters.has('registration')) return undefined
  return {
    error: 'registration_not_supported',
    hint: 'Clients are registered in the configuration.',
    change: 'in the application: leave the registration parameter out',
  }
}

export function checkState({ parameters }: Identified, exchange: Exchange): Objection | undefined {
  const needed = neededBytes(exchange)
  const state = parameters.get('state') ?? ''
  if (Buffer.byteLength(state) >= needed) return undefined
  return {
    error: 'invalid_state',
    hint: `The state must have at least ${needed} characters.`,
    option: ['identity_providers', 'oidc', 'minimum_parameter_entropy'],
    sent: `${state.length} characters`,
    expected: [`${needed} characters`],
    change: 'in the application: draw the state at random; or set minimum_parameter_entropy lower',
  }
}

/** OpenID Connect Core 1.0 §3.2.2.1, §3.3.2.11: a nonce binds an ID token that comes through the browser. */
export function checkNonce({ parameters }: Identified, exchange: Exchange): Objection | undefined {
  const nonce = parameters.get('nonce')
  if (nonce === undefined) {
    if (!splitList(parameters.get('response_type')).includes('id_token')) return undefined
    return {
      error: 'invalid_request',
      hint: 'An ID token from the authorization endpoint needs a nonce.',
      sent: '',
      expected: ['a nonce'],
      change: 'in the application: send a random nonce with each request',
    }
  }
  if (Buffer.byteLength(nonce) >= neededBytes(exchange)) return undefined
  return {
    error: 'insufficient_entropy',
    hint: `The nonce must have at least ${neededBytes(exchange)} characters.`,
    option: ['identity_providers', 'oidc', 'minimum_parameter_entropy'],
    sent: `${nonce.length} characters`,
    expected: [`${neededBytes(exchange)} characters`],
    change: 'in the application: draw the nonce at random; or set minimum_parameter_entropy lower',
  }
}

export function checkPrompt({ parameters }: Identified): Objection | undefined {
  const prompts = splitList(parameters.get('prompt'))
  const unknown = prompts.find((prompt) => !(PROMPTS as readonly string[]).includes(prompt))
  if (unknown !== undefined)
    return {
      error: 'invalid_request',
      hint: 'The prompt is unknown.',
      sent: unknown,
      expected: PROMPTS,
      change: 'in the application: send one of these prompts, or none',
    }
  if (!prompts.includes('none') || prompts.length === 1) return undefined
  return {
    error: 'invalid_request',
    hint: "The prompt 'none' does not go with another.",
    sent: prompts.join(' '),
    expected: ['none'],
    change: 'in the application: send prompt=none alone',
  }
}

export function checkMaxAge({ parameters }: Identified, { context }: Exchange): Objection | undefined {
  const max_age = parameters.get('max_age')
  if (max_age === undefined || /^\d{1,15}$/.test(max_age) || context.asReleased('max_age')) return undefined
  return {
    error: 'invalid_request',
    hint: 'The max_age is not a number of seconds.',
    sent: max_age,
    expected: ['a number of seconds, 0 or more'],
    change: 'in the application: send max_age as whole seconds',
  }
}

export function checkClaimsParameter({ parameters }: Identified): Objection | undefined {
  const claims = parameters.get('claims')
  if (claims === undefined || parseClaimsParameter(claims) !== undefined) return undefined
  return {
    error: 'invalid_request',
    hint: 'The claims parameter is not JSON of the form of Core §5.5.',
    expected: ['{"id_token":{"NAME":null},"userinfo":{"NAME":{"essential":true}}}'],
    change: 'in the application: write the claims parameter like this',
  }
}

/** A public client's code over plain http is anybody's on the way. */
export function checkSecureRedirect({ parameters, client, redirect_uri }: Identified): Objection | undefined {
  if (!client.public || !isInsecureUri(redirect_uri)) return undefined
  if (splitList(parameters.get('response_type')).includes('code')) {
    return {
      error: 'invalid_request',
      hint: 'Public clients need an https or loopback redirect_uri.',
      sent: redirect_uri,
      expected: [redirect_uri.replace(/^http:/, 'https:')],
      change: 'register and use an https redirect URI',
    }
  }
  if (!splitList(parameters.get('prompt')).includes('none')) return undefined
  return {
    error: 'consent_required',
    hint: 'Nothing is granted silently to a public client over plain http.',
    sent: redirect_uri,
    expected: [redirect_uri.replace(/^http:/, 'https:')],
    change: 'register and use an https redirect URI',
  }
}

/** Whoever can push can have a certificate. */
export function checkSecurePush({ redirect_uri }: Identified): Objection | undefined {
  if (!isInsecureUri(redirect_uri)) return undefined
  return {
    error: 'invalid_request',
    hint: 'A pushed request needs an https or loopback redirect_uri.',
    sent: redirect_uri,
    expected: [redirect_uri.replace(/^http:/, 'https:')],
    change: 'register and use an https redirect URI',
  }
}
