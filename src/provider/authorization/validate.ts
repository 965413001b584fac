/** Runs the pipeline of checks over the parameters of a request and gives the authorization request they make. */

import type { ResolvedClient } from '../../config/resolved.ts'
import type { ResponseMode } from '../../spec/response-types.ts'
import {
  ARRIVAL_STEPS,
  LOCAL_STEPS,
  PUSH_CHECKS,
  PUSH_STEPS,
  REGISTRATION_CHECKS,
  REQUEST_CHECKS,
} from '../checks/authorization.ts'
import { type Check, type Identified, isObjection, type Received, refusal, type Step } from '../checks/check.ts'
import { defaultResponseMode, isResponseMode } from '../checks/response.ts'
import { requestedAudience } from '../checks/target.ts'
import { parseClaimsParameter } from '../claims/claims-parameter.ts'
import type { Exchange } from '../context.ts'
import { requestChecked } from '../decisions.ts'
import type { Parameters } from '../http/parameters.ts'
import { AuthorizationRefused } from './refused.ts'
import { type AuthorizationRequest, PROMPTS, type ResponseDestination, splitList } from './request.ts'

async function runSteps(steps: readonly Step[], received: Received, exchange: Exchange): Promise<Received> {
  let current = received
  for (const { rule, step } of steps) {
    const outcome = await step(current, exchange)
    if (isObjection(outcome)) throw refusal(outcome, rule)
    current = outcome
    if (current.pushed !== undefined) return current
  }
  return current
}

function identified({ client, redirect_uri, parameters }: Received): Identified {
  if (client === undefined || redirect_uri === undefined) throw new Error('the local steps left the client unknown')
  const mode = parameters.get('response_mode')
  return {
    parameters,
    client,
    redirect_uri,
    response_mode: mode !== undefined && isResponseMode(mode) ? mode : undefined,
  }
}

/** JARM §2.3.4: `jwt` is the JWT form of the response type's default mode. */
function effectiveMode(mode: ResponseMode | undefined, response_type: string | undefined): ResponseMode {
  const usual = defaultResponseMode(response_type)
  if (mode === undefined) return usual
  if (mode !== 'jwt') return mode
  return usual === 'query' ? 'query.jwt' : 'fragment.jwt'
}

function errorDestination(
  { parameters, client, redirect_uri, response_mode }: Identified,
  exchange: Exchange,
): ResponseDestination {
  return {
    client_id: client.client_id,
    issuer: exchange.issuer,
    redirect_uri,
    response_mode: effectiveMode(response_mode, parameters.get('response_type')),
    state: parameters.get('state') ?? null,
  }
}

/** The released reference chooses the default mode after these checks, and the query before. */
function earlyDestination(request: Identified, exchange: Exchange): ResponseDestination {
  const destination = errorDestination(request, exchange)
  const isEarly = request.response_mode === undefined && exchange.context.asReleased('early_errors_in_fragment')
  return isEarly ? { ...destination, response_mode: 'query' } : destination
}

function runChecks(
  checks: readonly Check[],
  request: Identified,
  exchange: Exchange,
  destinationOf: typeof errorDestination,
): void {
  for (const { rule, check } of checks) {
    const objection = check(request, exchange)
    if (objection === undefined) continue
    throw new AuthorizationRefused(refusal(objection, rule), destinationOf(request, exchange))
  }
}

/** An audience that was not asked for is empty, or the client's whole list where its mode says so. */
function audienceOf({ parameters, client }: Identified): readonly string[] {
  const audience = requestedAudience(parameters)
  if (audience.length > 0 || parameters.has('resource')) return audience
  return client.requested_audience_mode === 'implicit' ? client.audience : []
}

function maxAge(parameters: Parameters): number | null {
  const text = parameters.get('max_age')
  if (text === undefined) return null
  // A number that is none asks for a login, as 0 does; it gets so far only where the released reference is followed.
  return /^\d+$/.test(text) ? Number(text) : 0
}

function complete(identified: Identified, exchange: Exchange): AuthorizationRequest {
  const { parameters, client, redirect_uri, response_mode } = identified
  const response_type = parameters.get('response_type')
  const scopes = [...new Set(splitList(parameters.get('scope')))]
  const claims = parameters.get('claims')
  const challenge = parameters.get('code_challenge') ?? null
  return {
    client_id: client.client_id,
    issuer: exchange.issuer,
    redirect_uri,
    redirect_uri_sent: parameters.has('redirect_uri'),
    response_type: (['code', 'token', 'id_token'] as const).filter((part) => splitList(response_type).includes(part)),
    response_mode: effectiveMode(response_mode, response_type),
    state: parameters.get('state') ?? null,
    scopes,
    audience: audienceOf(identified),
    resource: parameters.all('resource'),
    nonce: parameters.get('nonce') ?? null,
    prompt: PROMPTS.filter((prompt) => splitList(parameters.get('prompt')).includes(prompt)),
    max_age: maxAge(parameters),
    claims: claims === undefined || !scopes.includes('openid') ? null : (parseClaimsParameter(claims) ?? null),
    id_token_hint: parameters.get('id_token_hint') ?? null,
    login_hint: parameters.get('login_hint') ?? null,
    ui_locales: parameters.get('ui_locales') ?? null,
    acr_values: parameters.get('acr_values') ?? null,
    code_challenge: challenge,
    code_challenge_method:
      challenge === null ? null : parameters.get('code_challenge_method') === 'S256' ? 'S256' : 'plain',
    requested_at: exchange.milliseconds,
    request_uri: null,
  }
}

/** The request, once who follows it was told what it is worth. */
function told(exchange: Exchange, client: ResolvedClient, request: AuthorizationRequest): AuthorizationRequest {
  const { witness } = exchange
  if (witness?.decided !== undefined) {
    for (const decision of requestChecked(exchange, client, request)) witness.decided(decision)
  }
  return request
}

/**
 * A request that a client pushes: the same checks, but every error is the caller's own (RFC 9126 §2.3).
 *
 * @throws {@link OAuthError}
 */
export async function validatePushedRequest(parameters: Parameters, exchange: Exchange): Promise<AuthorizationRequest> {
  const pushed: Received = { parameters, client: undefined, redirect_uri: undefined, pushed: undefined }
  const request = identified(await runSteps(PUSH_STEPS, pushed, exchange))
  for (const { rule, check } of [...REGISTRATION_CHECKS, ...REQUEST_CHECKS, ...PUSH_CHECKS]) {
    const objection = check(request, exchange)
    if (objection !== undefined) throw refusal(objection, rule)
  }
  return told(exchange, request.client, complete(request, exchange))
}

/**
 * The request that comes to the authorization endpoint.
 *
 * @throws {@link OAuthError} to be shown here
 * @throws {@link AuthorizationRefused} to be sent to the client
 */
export async function validateAuthorizationRequest(
  parameters: Parameters,
  exchange: Exchange,
): Promise<AuthorizationRequest> {
  const arrived: Received = { parameters, client: undefined, redirect_uri: undefined, pushed: undefined }
  const received = await runSteps([...ARRIVAL_STEPS, ...LOCAL_STEPS], arrived, exchange)
  if (received.pushed !== undefined) return received.pushed
  const request = identified(received)
  runChecks(REGISTRATION_CHECKS, request, exchange, earlyDestination)
  runChecks(REQUEST_CHECKS, request, exchange, errorDestination)
  return told(exchange, request.client, complete(request, exchange))
}
