/**
 * Predicts what the provider does with a request by rehearsing it: checks, consent, grants and tokens are those of the
 * endpoints, over a storage that ends with the prediction.
 */
import type { LifespanGrant, ResolvedClient, ResolvedConfiguration } from '../../config/resolved.ts'
import { GRANT_TYPE } from '../../spec/grant-types.ts'
import { consentMode } from '../authorization/consent.ts'
import { AuthorizationRefused } from '../authorization/refused.ts'
import { type AuthorizationRequest, PROMPTS } from '../authorization/request.ts'
import { isObjection } from '../checks/check.ts'
import { demandClientPushedRequests, demandPushedRequests } from '../checks/client.ts'
import { isPermittedMethod, pkceDemand } from '../checks/pkce.ts'
import { Parameters } from '../http/parameters.ts'
import { formatOptionPath, OAuthError } from '../oauth-error.ts'
import { neededLevel } from '../policy/level.ts'
import { lifespan } from '../tokens/lifespans.ts'
import type { User } from '../user-store.ts'
import { anybody } from './anybody.ts'
import { type Asked, type Outcome, rehearseAuthorization, rehearseDevice, rehearseService } from './flows.ts'
import type { PredictedRefusal, Prediction, PredictionRequest } from './prediction.ts'
import { createRehearsal, justLoggedIn, type PredictionOptions, type Rehearsal } from './rehearsal.ts'
import { lifeOf, readJwt, readUserinfo } from './tokens.ts'

type Flow = Prediction['flow']

/** The flow that the client is for: the one with the most to say about users. */
function flowOf({ grant_types }: ResolvedClient): Flow {
  if (grant_types.includes(GRANT_TYPE.authorizationCode) || grant_types.includes(GRANT_TYPE.implicit))
    return 'authorization'
  if (grant_types.includes(GRANT_TYPE.deviceCode)) return 'device'
  return grant_types.includes(GRANT_TYPE.clientCredentials) ? 'client_credentials' : 'authorization'
}

function policyOf(
  { provider }: ResolvedConfiguration,
  { client, user, address = '' }: PredictionRequest,
): Prediction['policy'] {
  const name = client.authorization_policy
  const dependsOnUser = user === undefined && name in provider.authorization_policies
  const level = dependsOnUser ? null : neededLevel(provider, client, user ?? NOBODY, address)
  return { name, level }
}

const NOBODY: User = { username: '', display_name: '', groups: [] }

function pkceOf({ context, client }: Rehearsal, flow: Flow): Prediction['pkce'] {
  const { provider } = context.config
  const methods = ['S256', 'plain'].filter((method) => isPermittedMethod(provider, client, method))
  const demand = flow === 'authorization' ? pkceDemand(provider, client) : undefined
  if (demand === undefined) return { required: false, option: null, methods }
  const isGlobal = demand === 'enforce_pkce'
  const path = isGlobal ? ['identity_providers', 'oidc', demand] : context.clients.optionPath(client, demand)
  return { required: true, option: formatOptionPath(path), methods }
}

function parOf(rehearsal: Rehearsal, flow: Flow): Prediction['par'] {
  const { client } = rehearsal
  const received = { parameters: Parameters.from([]), client, redirect_uri: undefined, pushed: undefined }
  const exchange = rehearsal.exchange('authorization')
  const outcomes = [demandPushedRequests(received, exchange), demandClientPushedRequests(received, exchange)]
  const objection = flow === 'authorization' ? outcomes.find((outcome) => isObjection(outcome)) : undefined
  if (objection === undefined || !isObjection(objection)) return { required: false, option: null }
  return { required: true, option: formatOptionPath(objection.option ?? []) }
}

function consentModeOf(client: ResolvedClient, { scopes, prompt, response_type }: Asked) {
  const request: Pick<AuthorizationRequest, 'scopes' | 'prompt' | 'response_type'> = {
    scopes,
    prompt: PROMPTS.filter((one) => prompt.includes(one)),
    response_type: (['code', 'token', 'id_token'] as const).filter((part) => response_type.split(' ').includes(part)),
  }
  return consentMode(client, request)
}

function refusalOf(error: unknown): PredictedRefusal {
  const refusal = error instanceof AuthorizationRefused ? error.refusal : error
  if (!(refusal instanceof OAuthError)) throw error
  const { rule, option } = refusal.detail ?? {}
  return {
    error: refusal.error,
    reason: refusal.message,
    ...(rule === undefined ? {} : { rule }),
    ...(option === undefined ? {} : { option: formatOptionPath(option) }),
  }
}

function rehearse(rehearsal: Rehearsal, flow: Flow, asked: Asked, user: User, level: Prediction['policy']['level']) {
  const login = justLoggedIn(rehearsal.exchange('authorization'), user, level)
  switch (flow) {
    case 'authorization':
      return rehearseAuthorization(rehearsal, asked, login)
    case 'device':
      return rehearseDevice(rehearsal, asked, login)
    case 'client_credentials':
      return rehearseService(rehearsal, asked)
  }
}

const LIFESPAN_GRANT = { device: 'device_code', client_credentials: 'client_credentials' } as const

function lifetimesOf(
  { context, client }: Rehearsal,
  flow: Flow,
  asked: Asked,
  { tokens }: Outcome,
): Prediction['lifetimes'] {
  const isCode = asked.response_type.split(' ').includes('code')
  const grant: LifespanGrant =
    flow === 'authorization' ? (isCode ? 'authorize_code' : 'implicit') : LIFESPAN_GRANT[flow]
  const seconds = (token: 'access_token' | 'refresh_token') => lifespan(context.config.provider, client, grant, token)
  const id_token = lifeOf(tokens.id_token)
  return {
    ...(tokens.access_token === undefined ? {} : { access_token: seconds('access_token') }),
    ...(id_token === undefined ? {} : { id_token }),
    ...(tokens.refresh_token === undefined ? {} : { refresh_token: seconds('refresh_token') }),
  }
}

const NOTHING: Pick<Prediction, 'signing' | 'claims' | 'scope' | 'refresh_token' | 'lifetimes'> = {
  signing: { id_token: null, userinfo: null, access_token: null },
  claims: { id_token: null, userinfo: null, access_token: null },
  scope: null,
  refresh_token: false,
  lifetimes: {},
}

async function given(rehearsal: Rehearsal, flow: Flow, asked: Asked, outcome: Outcome, isKnown: boolean) {
  const { tokens, scope } = outcome
  const id_token = readJwt(tokens.id_token, isKnown)
  const access_token = readJwt(tokens.access_token, isKnown)
  const userinfo = await readUserinfo(rehearsal, tokens.access_token, isKnown)
  return {
    signing: { id_token: id_token.signer, userinfo: userinfo.signer, access_token: access_token.signer },
    claims: { id_token: id_token.claims, userinfo: userinfo.claims, access_token: access_token.claims },
    scope,
    refresh_token: tokens.refresh_token !== undefined,
    lifetimes: lifetimesOf(rehearsal, flow, asked, outcome),
  }
}

/** What happens to a request of a client, when its user logs in as the policy asks and accepts what is asked. */
export async function predict(options: PredictionOptions, request: PredictionRequest): Promise<Prediction> {
  const { user, scopes, prompt, address = '' } = request
  const flow = flowOf(request.client)
  const policy = policyOf(options.config, request)
  // Who nobody is named for is not singled out by a policy either.
  const client = policy.level === null ? { ...request.client, authorization_policy: 'one_factor' } : request.client
  const computed = user === undefined ? { ...options, computedAttributes: undefined } : options
  const rehearsal = createRehearsal(computed, client, user ?? anybody(options.config), address)
  const response_type = request.response_type ?? client.response_types[0] ?? 'code'
  const par = parOf(rehearsal, flow)
  const asked: Asked = { scopes, prompt, response_type, pushed: par.required }
  const known = {
    client_id: client.client_id,
    user: user?.username ?? null,
    flow,
    request: {
      response_type: flow === 'authorization' ? response_type : null,
      scope: scopes.join(' '),
      prompt: prompt.join(' '),
    },
    policy,
    pkce: pkceOf(rehearsal, flow),
    par,
  }
  const mode = flow === 'authorization' ? consentModeOf(client, asked) : null
  try {
    const outcome = await rehearse(rehearsal, flow, asked, user ?? anybody(options.config), policy.level)
    const consent = { required: outcome.consented, mode }
    return { ...known, consent, ...(await given(rehearsal, flow, asked, outcome, user !== undefined)) }
  } catch (error) {
    return { ...known, refused: refusalOf(error), consent: { required: null, mode }, ...NOTHING }
  }
}
