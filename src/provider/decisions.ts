/**
 * What was decided on the way to an answer, in the words of an inspector: each with its rule and the option that made it
 * so. Nothing in here decides anything, and none of it is called without a witness.
 */
import type { LifespanGrant, OptionPath, PolicyLevel, ResolvedClient } from '../config/resolved.ts'
import { consentMode } from './authorization/consent.ts'
import type { AuthorizationRequest } from './authorization/request.ts'
import { pkceDemand } from './checks/pkce.ts'
import { matchesRegistered } from './checks/redirect-uri.ts'
import type { ClaimRequest } from './claims/claims-parameter.ts'
import { claimsOfScopes, claimsPolicyOf } from './claims/scope-claims.ts'
import type { Exchange, ProviderContext } from './context.ts'
import type { Grant } from './grants/grant.ts'
import { formatOptionPath } from './oauth-error.ts'
import { levelOf } from './policy/level.ts'
import type { Login } from './session/browser.ts'
import type { Decision } from './witness.ts'

const PROVIDER: OptionPath = ['identity_providers', 'oidc']

/** An option of a client as people write it. */
export function clientOption({ context }: Exchange, client: ResolvedClient, option: keyof ResolvedClient): string {
  return formatOptionPath(context.clients.optionPath(client, option))
}

/** Why a redirect URI was accepted. */
export function redirectAccepted(exchange: Exchange, client: ResolvedClient, sent: string): Decision {
  const rule = 'RFC 6749 §3.1.2.3, RFC 9700 §4.1.3: the redirect URI is registered'
  const option = clientOption(exchange, client, 'redirect_uris')
  if (client.redirect_uris.includes(sent)) return { decision: 'redirect_uri: exactly as registered', rule, option }
  if (client.redirect_uris.some((registered) => matchesRegistered(sent, registered))) {
    const loopback = 'RFC 8252 §7.3: the port of a loopback address may differ'
    return { decision: 'redirect_uri: registered, with another port of this machine', rule: loopback, option }
  }
  return exchange.context.learnedRedirects.has(client.client_id, sent)
    ? { decision: 'redirect_uri: accepted for this run (learned)', rule: '--dev learns redirect URIs' }
    : { decision: 'redirect_uri: a made-up client may use any of this machine', rule: '--dev makes up clients' }
}

function pkceDecision(exchange: Exchange, client: ResolvedClient, { code_challenge_method }: AuthorizationRequest) {
  const demand = pkceDemand(exchange.context.config.provider, client)
  const option =
    demand === undefined || demand === 'enforce_pkce'
      ? formatOptionPath([...PROVIDER, 'enforce_pkce'])
      : clientOption(exchange, client, demand)
  const wanted = demand === undefined ? 'not demanded' : 'demanded'
  const used = code_challenge_method === null ? 'not used' : `used with ${code_challenge_method}`
  return { decision: `PKCE: ${wanted}, ${used}`, rule: 'RFC 7636 §4.4.1', option }
}

/** What an authorization request is worth once every check has let it pass. */
export function requestChecked(exchange: Exchange, client: ResolvedClient, request: AuthorizationRequest): Decision[] {
  const targets = [...request.audience, ...request.resource]
  return [
    redirectAccepted(exchange, client, request.redirect_uri),
    pkceDecision(exchange, client, request),
    {
      decision: `scope: all registered (${request.scopes.join(' ') || 'none'})`,
      rule: 'RFC 6749 §3.3',
      option: clientOption(exchange, client, 'scopes'),
    },
    ...(targets.length === 0
      ? []
      : [
          {
            decision: `audience: ${targets.join(' ')}`,
            rule: 'RFC 8707 §2',
            option: clientOption(exchange, client, 'audience'),
          },
        ]),
  ]
}

/** What the policy demands of the user, and what the session has. */
export function levelDecided(exchange: Exchange, client: ResolvedClient, login: Login, level: PolicyLevel): Decision {
  return {
    decision: `policy ${client.authorization_policy} demands ${level}; the session has ${levelOf(login.session)}`,
    rule: 'the authorization policy of the client',
    option: clientOption(exchange, client, 'authorization_policy'),
    user: login.user.username,
  }
}

/** Why a user who is signed in has to sign in again. */
export function loginDemanded({ prompt, max_age }: AuthorizationRequest): Decision {
  const why = prompt.includes('login') ? 'prompt=login' : `max_age=${max_age ?? 0} has passed`
  return { decision: `sign in again: ${why}`, rule: 'Core §3.1.2.1' }
}

/** Whether the user is asked for consent, and which option or parameter says so. */
export function consentDecided(
  exchange: Exchange,
  { client, request }: { client: ResolvedClient; request: AuthorizationRequest },
  outcome: string,
): Decision {
  const isForced = consentMode(client, request) !== client.consent_mode
  const asked = request.prompt.filter((prompt) => prompt === 'consent' || prompt === 'login')
  const because = asked.length > 0 ? `prompt=${asked.join(' ')}` : 'a scope that outlives the browser'
  return {
    decision: `consent: ${outcome}`,
    rule: isForced ? `consent is explicit because of ${because}` : 'the consent mode of the client',
    option: clientOption(exchange, client, 'consent_mode'),
  }
}

type Lifespan = 'access_token' | 'authorize_code' | 'id_token' | 'refresh_token'

/** The option that gave a lifespan: that of the grant, of the client's custom lifespan, or the general one. */
function lifespanOption({ config }: ProviderContext, client: ResolvedClient, grant: LifespanGrant, token: Lifespan) {
  const { custom } = config.provider.lifespans
  const own = client.lifespan === '' ? undefined : custom[client.lifespan]
  const path: OptionPath = [...PROVIDER, 'lifespans']
  if ((own?.grants[grant]?.[token] ?? 0) > 0) return [...path, 'custom', client.lifespan, 'grants', grant, token]
  return (own?.[token] ?? 0) > 0 ? [...path, 'custom', client.lifespan, token] : [...path, token]
}

const LIVING: Readonly<Record<Lifespan, string>> = {
  access_token: 'access token',
  authorize_code: 'authorization code',
  id_token: 'ID token',
  refresh_token: 'refresh token',
}

/** How long something lives, and which option says so. */
export function lifespanChosen(
  { context }: Exchange,
  client: ResolvedClient,
  grant: LifespanGrant,
  token: Lifespan,
  seconds: number,
): Decision {
  return {
    decision: `${LIVING[token]} lives ${seconds} s`,
    rule: `lifespans of grant ${grant}`,
    option: formatOptionPath(lifespanOption(context, client, grant, token)),
  }
}

type ClaimsPlace = 'id_token' | 'userinfo' | 'access_token'

const PLACES: Readonly<Record<ClaimsPlace, string>> = {
  id_token: 'ID token',
  userinfo: 'userinfo answer',
  access_token: 'access token',
}

/** Which scope a claim comes from, as far as the place takes claims of scopes at all. */
function scopeSources(
  { config }: ProviderContext,
  client: ResolvedClient,
  scopes: readonly string[],
  place: ClaimsPlace,
) {
  const policy = claimsPolicyOf(config.provider, client)
  const listed = place === 'userinfo' ? undefined : policy?.[place]
  return scopes.flatMap((scope) =>
    claimsOfScopes(config.provider, client, [scope]).flatMap(({ name, attribute }): [string, string][] => {
      const from = `scope ${scope}${attribute === undefined ? '' : `, user attribute ${attribute}`}`
      if (listed === undefined) return [[name, from]]
      return listed.includes(name)
        ? [[name, `${from}; listed in claims policy ${client.claims_policy}`]]
        : [[name, from]]
    }),
  )
}

function requestedSources(requests: Readonly<Record<string, ClaimRequest>>): [string, string][] {
  return Object.entries(requests).map(([name, request]) => [
    name,
    `claims parameter, ${request?.essential === true ? 'essential' : 'voluntary'}`,
  ])
}

/** Where each claim of a token or answer comes from. */
export function claimsChosen(
  { context }: Exchange,
  client: ResolvedClient,
  { scopes, claims }: Pick<Grant, 'scopes' | 'claims'>,
  place: ClaimsPlace,
): Decision {
  const requests = place === 'access_token' ? {} : (claims?.[place] ?? {})
  const because = Object.fromEntries([...scopeSources(context, client, scopes, place), ...requestedSources(requests)])
  return {
    decision: `claims of the ${PLACES[place]}: by scope, claims policy and claims parameter`,
    rule: 'Core §5.4, §5.5',
    ...(client.claims_policy === ''
      ? {}
      : { option: formatOptionPath([...PROVIDER, 'claims_policies', client.claims_policy]) }),
    place,
    because,
  }
}

/** That something belongs to a grant: code, token or device. */
export function ofGrant(
  decision: string,
  { request_id, client_id, username, flow_id, scopes, claims }: Grant,
  rule: string,
): Decision {
  return {
    decision,
    rule,
    grant: request_id,
    client_id,
    scopes,
    ...(claims === null ? {} : { claims }),
    ...(username === null ? {} : { user: username }),
    ...(flow_id === null ? {} : { flow: flow_id }),
  }
}
