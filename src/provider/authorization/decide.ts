/** What comes next for a valid authorization request: something for the user to do, or the answer. */
import type { ResolvedClient } from '../../config/resolved.ts'
import { subjectOf } from '../claims/subject.ts'
import type { Exchange } from '../context.ts'
import { consentDecided, levelDecided, loginDemanded } from '../decisions.ts'
import { OAuthError } from '../oauth-error.ts'
import { levelOf, neededLevel, satisfies } from '../policy/level.ts'
import { authenticatedAt, type Browser, type Login } from '../session/browser.ts'
import type { FlowRow } from '../storage/storage.ts'
import { type Approval, acceptedApproval, consentMode, findRemembered, implicitApproval } from './consent.ts'
import { needsLogin } from './reauthentication.ts'
import type { AuthorizationRequest } from './request.ts'
import { checkRequestedUser } from './requested-user.ts'

/** What the user said on the consent page. */
export interface ConsentAnswer {
  decision: 'accept' | 'reject'
  /** Voluntary claims left ticked. */
  claims: readonly string[]
  remember: boolean
}

export interface Situation {
  request: AuthorizationRequest
  client: ResolvedClient
  browser: Browser
  /** The flow that the user is in; undefined at the first sight of the request. */
  flow: FlowRow | undefined
  answer?: ConsentAnswer
}

export type Decision =
  | { next: 'login' }
  | { next: 'second-factor'; login: Login }
  | { next: 'consent'; login: Login }
  | { next: 'grant'; login: Login; subject: string; approval: Approval }

/** What even the released reference does not show a page for. */
function isAlwaysRefused({ client, request, browser }: Situation, { next }: Decision): boolean {
  if (next === 'consent') return consentMode(client, request) === 'pre-configured'
  return next === 'login' && browser.login === undefined
}

/** Core §3.1.2.1: with `prompt=none` nothing is shown, the client is told what would have been. */
function ask(situation: Situation, { context }: Exchange, decision: Exclude<Decision, { next: 'grant' }>): Decision {
  if (!situation.request.prompt.includes('none')) return decision
  if (context.asReleased('prompt_none') && !isAlwaysRefused(situation, decision)) return decision
  throw new OAuthError(decision.next === 'consent' ? 'consent_required' : 'login_required', {
    hint: "The prompt is 'none', and a page would have to be shown.",
    detail: {
      rule: 'Core §3.1.2.1: prompt=none shows no page',
      sent: 'prompt=none',
      expected: [`a page: ${decision.next}`],
    },
  })
}

async function decideConsent(
  situation: Situation,
  exchange: Exchange,
  login: Login,
  subject: string,
): Promise<Decision> {
  const { request, client, answer } = situation
  if (answer?.decision === 'reject') {
    throw new OAuthError('access_denied', {
      hint: 'The user denied the request.',
      detail: { rule: 'RFC 6749 §4.1.2.1' },
    })
  }
  if (answer?.decision === 'accept') {
    exchange.witness?.decided?.(consentDecided(exchange, situation, 'given'))
    return { next: 'grant', login, subject, approval: acceptedApproval(request, answer.claims) }
  }
  const mode = consentMode(client, request)
  if (mode === 'implicit') {
    exchange.witness?.decided?.(consentDecided(exchange, situation, 'implicit'))
    return { next: 'grant', login, subject, approval: implicitApproval(request) }
  }
  const remembered = mode === 'pre-configured' ? await findRemembered(exchange, request, subject) : undefined
  if (remembered !== undefined) {
    exchange.witness?.decided?.(consentDecided(exchange, situation, 'remembered'))
    return { next: 'grant', login, subject, approval: remembered }
  }
  exchange.witness?.decided?.(consentDecided(exchange, situation, 'to be asked'))
  return ask(situation, exchange, { next: 'consent', login })
}

function refuseByPolicy({ context }: Exchange, client: ResolvedClient): OAuthError {
  return new OAuthError('access_denied', {
    hint: 'The user may not use this client.',
    detail: {
      rule: 'the authorization policy of the client denies this user',
      option: context.clients.optionPath(client, 'authorization_policy'),
      sent: `${client.authorization_policy}: deny`,
      expected: ['one_factor', 'two_factor'],
      change: 'let a rule of the policy match this user or address, or choose another policy for the client',
    },
  })
}

/**
 * Decides by session, policy, age of the login and consent, in this order.
 *
 * @throws {@link OAuthError} for the client
 */
export async function decide(situation: Situation, exchange: Exchange): Promise<Decision> {
  const { request, client, browser, flow } = situation
  const { context } = exchange
  const { login } = browser
  if (login === undefined) {
    exchange.witness?.decided?.({ decision: 'sign in: nobody is signed in', rule: 'Core §3.1.2.3' })
    return ask(situation, exchange, { next: 'login' })
  }
  const level = neededLevel(context.config.provider, client, login.user, exchange.address)
  exchange.witness?.decided?.(levelDecided(exchange, client, login, level))
  if (level === 'deny') throw refuseByPolicy(exchange, client)
  if (!satisfies(levelOf(login.session), level)) return ask(situation, exchange, { next: 'second-factor', login })
  const last = { at: authenticatedAt(login), forThisRequest: flow?.authenticated === true }
  if (needsLogin(request, last, context.asReleased)) {
    exchange.witness?.decided?.(loginDemanded(request))
    return ask(situation, exchange, { next: 'login' })
  }
  const subject = await subjectOf(context, client, login.user.username)
  await checkRequestedUser(exchange, client, request, subject)
  return decideConsent(situation, exchange, login, subject)
}
