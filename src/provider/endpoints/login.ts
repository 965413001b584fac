/** The login page: password, or in `--dev` a card. */

import { closeFlow, demandFlow, moveFlow } from '../authorization/flow.ts'
import { cardsFor, type LoginFailure, loginPage } from '../authorization/pages.ts'
import { demandClient, resume } from '../authorization/proceed.ts'
import { AuthorizationRefused } from '../authorization/refused.ts'
import { destinationOf } from '../authorization/request.ts'
import type { Exchange } from '../context.ts'
import { developerOf } from '../dev/developer.ts'
import type { Parameters } from '../http/parameters.ts'
import { type Reply, redirect } from '../http/reply.ts'
import type { LoginInteraction } from '../interaction/interaction.ts'
import { formFor, pageUrl, returnUrl, showPage, slowedDown, withCookie } from '../interaction/show.ts'
import { OAuthError } from '../oauth-error.ts'
import { type Browser, type LoginDetails, logIn, readBrowser } from '../session/browser.ts'
import { slowly } from '../session/guessing.ts'
import { readOwnForm } from '../session/own-form.ts'
import type { FlowRow } from '../storage/storage.ts'
import type { User } from '../user-store.ts'

/** RFC 6749 §4.1.2.1: the user gives up. */
export async function cancel(exchange: Exchange, flow: FlowRow): Promise<never> {
  await closeFlow(exchange, flow)
  const refusal = new OAuthError('access_denied', {
    hint: 'The user cancelled the login.',
    detail: { rule: 'RFC 6749 §4.1.2.1: the resource owner denied the request' },
  })
  throw new AuthorizationRefused(refusal, destinationOf(flow.request))
}

function show(
  exchange: Exchange,
  browser: Browser,
  flow: FlowRow | undefined,
  failed?: { why: LoginFailure; username: string },
) {
  if (flow !== undefined) {
    const { request } = flow
    return loginPage(exchange, { request, client: demandClient(exchange, request.client_id), browser, flow }, failed)
  }
  const interaction: LoginInteraction = {
    page: 'login',
    ...formFor(exchange, browser, 'login'),
    action: pageUrl(exchange, 'login') + exchange.url.search,
    ...(failed === undefined ? {} : { failed: failed.why, username: failed.username }),
    ...cardsFor(exchange),
  }
  return slowedDown(failed?.why, showPage(exchange, interaction, { browser }))
}

/** A card of `--dev` needs no password; the form it came in is ours, from our origin. */
export async function cardUser(exchange: Exchange, username: string | undefined): Promise<User | undefined> {
  const isCard = developerOf(exchange)?.users.some((user) => user.username === username) === true
  return username !== undefined && isCard ? exchange.context.users.find(username) : undefined
}

async function identify(exchange: Exchange, form: Parameters): Promise<User | LoginFailure> {
  const card = await cardUser(exchange, form.get('user'))
  if (card !== undefined) return card
  const { context, address, now } = exchange
  if (context.rateLimiter?.retryAfter('login', address, now) !== undefined) return 'slow_down'
  const username = form.get('username') ?? ''
  const check = () => context.users.verifyPassword(username, form.get('password') ?? '')
  return (await slowly(exchange, { secret: 'password', username }, check)) ?? 'credentials'
}

async function receive(exchange: Exchange, browser: Browser, flow: FlowRow | undefined): Promise<Reply> {
  const purpose = { session_key: browser.key, form: 'login', subject: flow?.id ?? '' } as const
  const form = await readOwnForm(exchange, purpose)
  if (form.has('cancel') && flow !== undefined) return cancel(exchange, flow)
  const outcome = await identify(exchange, form)
  if (typeof outcome === 'string') {
    exchange.witness?.decided?.({ decision: `sign-in failed: ${outcome}`, rule: 'Core §3.1.2.3' })
    exchange.context.rateLimiter?.countFailure('login', exchange.address, exchange.now)
    exchange.context.log({
      level: 'warn',
      event: 'login_failed',
      request_id: exchange.id,
      reason: outcome,
      address: exchange.address,
    })
    return show(exchange, browser, flow, { why: outcome, username: form.get('username') ?? '' })
  }
  exchange.witness?.decided?.({
    decision: form.has('user') ? 'signed in by a card' : 'signed in by password',
    rule: 'Core §3.1.2.3',
    user: outcome.username,
  })
  return enter(exchange, browser, flow, outcome)
}

/** Logs in and goes on with the flow, or with the page that the user came from. */
export async function enter(
  exchange: Exchange,
  browser: Browser,
  flow: FlowRow | undefined,
  user: User,
  edited: Pick<LoginDetails, 'edited_user'> = {},
): Promise<Reply> {
  const details = { password_at: exchange.milliseconds, totp_at: null, ...edited }
  const loggedIn = await logIn(exchange, browser, user, details)
  if (flow === undefined) return withCookie(redirect(returnUrl(exchange)), loggedIn)
  return resume(exchange, loggedIn, await moveFlow(exchange, flow, loggedIn, { authenticated: true }))
}

export async function loginEndpoint(exchange: Exchange): Promise<Reply> {
  const browser = await readBrowser(exchange)
  const flow = exchange.url.searchParams.has('flow') ? await demandFlow(exchange, browser) : undefined
  return exchange.request.method === 'POST' ? receive(exchange, browser, flow) : show(exchange, browser, flow)
}
