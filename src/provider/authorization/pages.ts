/** The interactions of an authorization, filled with what its pages show. */
import type { ResolvedClient } from '../../config/resolved.ts'
import { totpCode, totpStep } from '../../secrets/totp.ts'
import { requestedClaims } from '../claims/claims-parameter.ts'
import { requestableClaims } from '../claims/granted-claims.ts'
import type { Exchange } from '../context.ts'
import { developerOf } from '../dev/developer.ts'
import type { Reply } from '../http/reply.ts'
import { type Disclosed, disclosed, SAID_BY_SCOPE, shownValue } from '../interaction/disclosed.ts'
import type {
  ConsentClaim,
  ConsentScope,
  LoginInteraction,
  ScopeDescription,
  SecondFactorInteraction,
} from '../interaction/interaction.ts'
import { formFor, interactionClient, pageUrl, showPage, slowedDown } from '../interaction/show.ts'
import { mayRemember } from './consent.ts'
import { enrolmentPage, mayEnrol } from './enrolment-page.ts'
import type { AuthorizationRequest } from './request.ts'
import type { SecondFactorWaiting, Waiting } from './waiting.ts'

const DESCRIPTIONS: Readonly<Record<string, ScopeDescription>> = {
  openid: 'openid',
  offline_access: 'offline_access',
  offline: 'offline_access',
  profile: 'profile',
  groups: 'groups',
  email: 'email',
  phone: 'phone',
  address: 'address',
  'authelia.bearer.authz': 'authelia.bearer.authz',
}

function describeScope(name: string, values: Disclosed): ConsentScope {
  const description = DESCRIPTIONS[name]
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...shownValue(values, SAID_BY_SCOPE[name] ?? []),
  }
}

/** Scopes in words, with what the application would read by them. */
export function describeScopes(scopes: readonly string[], values: Disclosed): ConsentScope[] {
  return scopes.map((scope) => describeScope(scope, values))
}

/** Cards for the developer, and the way to edit the claims of this login. */
export function cardsFor(exchange: Exchange, flow_id?: string): Pick<LoginInteraction, 'dev_users' | 'edit_claims'> {
  const users = developerOf(exchange)?.users ?? []
  if (users.length === 0) return {}
  const search = flow_id === undefined ? exchange.url.search : ''
  return { dev_users: users, edit_claims: pageUrl(exchange, 'edit-claims', flow_id) + search }
}

export type LoginFailure = NonNullable<LoginInteraction['failed']>

export async function loginPage(
  exchange: Exchange,
  { request, client, browser, flow }: Waiting,
  failed?: { why: LoginFailure; username: string },
): Promise<Reply> {
  const username = failed?.username ?? browser.login?.user.username ?? request.login_hint ?? undefined
  const interaction: LoginInteraction = {
    page: 'login',
    client: interactionClient(client, request.redirect_uri),
    ...formFor(exchange, browser, 'login', flow.id),
    ...(username === undefined ? {} : { username }),
    ...(failed === undefined ? {} : { failed: failed.why }),
    ...cardsFor(exchange, flow.id),
    cancel: true,
  }
  return slowedDown(failed?.why, showPage(exchange, interaction, { browser, ui_locales: request.ui_locales }))
}

export type SecondFactorFailure = NonNullable<SecondFactorInteraction['failed']>

/** Without a generator there is no way on: outside `--dev` nobody enrols with the password alone. */
export async function secondFactorPage(
  exchange: Exchange,
  { request, client, browser, flow }: SecondFactorWaiting,
  failed?: SecondFactorFailure,
): Promise<Reply> {
  const { login } = browser
  if (login === undefined) throw new Error('a second factor comes after the first')
  const { username, display_name } = login.user
  const { context, now } = exchange
  const totp = context.config.totp.disable ? undefined : await context.secondFactors?.findTotp(username)
  if (totp === undefined) return enrolmentPage(exchange, { browser, ...(flow && { request, client, flow }) })
  const search = flow === undefined ? exchange.url.search : ''
  const interaction: SecondFactorInteraction = {
    page: 'second-factor',
    ...(client === undefined ? {} : { client: interactionClient(client, request?.redirect_uri) }),
    user: { username, display_name },
    ...formFor(exchange, browser, 'second-factor', flow?.id),
    ...(flow === undefined ? { action: pageUrl(exchange, 'second-factor') + search } : {}),
    ...((await mayEnrol(exchange, username)) && {
      enrol: pageUrl(exchange, 'second-factor-enrol', flow?.id) + search,
    }),
    ...(failed === undefined ? {} : { failed }),
    ...(developerOf(exchange) && { dev_code: totpCode(totp, totpStep(totp, now)) }),
    cancel: flow !== undefined,
  }
  return slowedDown(failed, showPage(exchange, interaction, { browser, ui_locales: request?.ui_locales ?? null }))
}

/** Claims that the client cannot have are not asked for; an essential one that a scope gives as well is said with the scope. */
function shownClaims(
  { context }: Exchange,
  client: ResolvedClient,
  { claims, scopes }: AuthorizationRequest,
  values: Disclosed,
): ConsentClaim[] {
  if (claims === null) return []
  const requestable = requestableClaims({ context, client })
  const said = scopes.flatMap((scope) => SAID_BY_SCOPE[scope] ?? [])
  return requestedClaims(claims)
    .filter(({ name, essential }) => requestable.has(name) && !(essential && said.includes(name)))
    .map((claim) => ({ ...claim, ...shownValue(values, [claim.name]) }))
}

export async function consentPage(exchange: Exchange, { request, client, browser, flow }: Waiting): Promise<Reply> {
  const { login } = browser
  if (login === undefined) throw new Error('consent comes after the login')
  const { username, display_name } = login.user
  const values = disclosed(exchange, client, login.user, request)
  const interaction = {
    page: 'consent',
    client: interactionClient(client, request.redirect_uri),
    user: { username, display_name },
    ...formFor(exchange, browser, 'consent', flow.id),
    scopes: describeScopes(request.scopes, values),
    claims: shownClaims(exchange, client, request, values),
    audience: [...new Set([...request.audience, ...request.resource])],
    remember_allowed: mayRemember(client, request),
    remember_for: client.pre_configured_consent_duration,
    switch_account: true,
  } as const
  return showPage(exchange, interaction, { browser, ui_locales: request.ui_locales })
}
