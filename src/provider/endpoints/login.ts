/** The login page: password, or in `--dev` a card. */

import { closeFlow, demandFlow, moveFlow } from '../authorization/flow.ts'
import { type LoginFailure, loginPage } from '../authorization/pages.ts'
import { demandClient, resume } from '../authorization/proceed.ts'
import { AuthorizationRefused } from '../authorization/refused.ts'
import { destinationOf } from '../authorization/request.ts'
import type { Exchange } from '../context.ts'
import type { Parameters } from '../http/parameters.ts'
import { type Reply, redirect } from '../http/reply.ts'
import type { LoginInteraction } from '../interaction/interaction.ts'
import { formFor, pageUrl, returnUrl, showPage, slowedDown, withCookie } from '../interaction/show.ts'
import { OAuthError } from '../oauth-error.ts'
import { type Browser, logIn, readBrowser } from '../session/browser.ts'
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
  const { dev } = exchange.context
  const interaction: LoginInteraction = {
    page: 'login',
    ...formFor(exchange, browser, 'login'),
    action: pageUrl(exchange, 'login') + exchange.url.search,
    ...(failed === undefined ? {} : { failed: failed.why, username: failed.username }),
    ...(dev === undefined ? {} : { dev_users: dev.users }),
  }
  return slowedDown(failed?.why, showPage(exchange, interaction, { browser }))
}

/** A card of `--dev` needs no password; the form it came in is ours, from our origin. */
async function chosenUser({ context }: Exchange, form: Parameters): Promise<User | undefined> {
  const username = form.get('user')
  const isCard = username !== undefined && context.dev?.users.some((user) => user.username === username) === true
  return isCard ? context.users.find(username) : undefined
}

async function identify(exchange: Exchange, form: Parameters): Promise<User | LoginFailure> {
  const card = await chosenUser(exchange, form)
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
  const loggedIn = await logIn(exchange, browser, outcome, { password_at: exchange.milliseconds, totp_at: null })
  if (flow === undefined) return withCookie(redirect(returnUrl(exchange)), loggedIn)
  return resume(exchange, loggedIn, await moveFlow(exchange, flow, loggedIn, { authenticated: true }))
}

export async function loginEndpoint(exchange: Exchange): Promise<Reply> {
  const browser = await readBrowser(exchange)
  const flow = exchange.url.searchParams.has('flow') ? await demandFlow(exchange, browser) : undefined
  return exchange.request.method === 'POST' ? receive(exchange, browser, flow) : show(exchange, browser, flow)
}
