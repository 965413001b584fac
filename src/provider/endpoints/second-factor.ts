/** The second factor: a time-based one-time code (RFC 6238), each counted once. */

import { demandFlow, flowIsGone, moveFlow } from '../authorization/flow.ts'
import { type SecondFactorFailure, secondFactorPage } from '../authorization/pages.ts'
import { demandClient, resume } from '../authorization/proceed.ts'
import type { Exchange } from '../context.ts'
import { type Reply, redirect } from '../http/reply.ts'
import { returnUrl, withCookie } from '../interaction/show.ts'
import { matchingStep } from '../second-factor/totp.ts'
import { type Browser, type Login, logIn, readBrowser } from '../session/browser.ts'
import { readOwnForm } from '../session/own-form.ts'
import type { FlowRow } from '../storage/storage.ts'
import { cancel } from './login.ts'

/** Codes that a session may try within one window, so that six digits cannot be guessed through. */
const ATTEMPTS = 5

/** RFC 6238 §5.2: a code counts once. */
async function isUnused({ context, now }: Exchange, username: string, step: number, period: number): Promise<boolean> {
  const { skew, disable_reuse_security_policy } = context.config.totp
  if (disable_reuse_security_policy) return true
  return context.storage.useOnce('totp', JSON.stringify([username, step]), now + (2 * skew + 1) * period, now)
}

/** Counts the attempts of a user in a window: the fifth wrong one is the last. */
async function mayTry({ context, now }: Exchange, username: string, period: number): Promise<boolean> {
  const window = Math.floor(now / period)
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const name = JSON.stringify(['attempt', username, window, attempt])
    if (await context.storage.useOnce('totp', name, now + 2 * period, now)) return true
  }
  return false
}

async function check(exchange: Exchange, { user }: Login, typed: string): Promise<SecondFactorFailure | undefined> {
  const { secondFactors, config } = exchange.context
  const totp = await secondFactors?.findTotp(user.username)
  if (totp === undefined) return 'code'
  if (!(await mayTry(exchange, user.username, totp.period))) return 'slow_down'
  const step = matchingStep(totp, typed, exchange.now, config.totp.skew)
  if (step === undefined || !(await isUnused(exchange, user.username, step, totp.period))) return 'code'
  return undefined
}

async function receive(exchange: Exchange, browser: Browser, login: Login, flow: FlowRow | undefined): Promise<Reply> {
  const purpose = { session_key: browser.key, form: 'second-factor', subject: flow?.id ?? '' } as const
  const form = await readOwnForm(exchange, purpose)
  if (form.has('cancel') && flow !== undefined) return cancel(exchange, flow)
  const failed = await check(exchange, login, form.get('totp') ?? '')
  if (failed !== undefined) return show(exchange, browser, flow, failed)
  const factors = { password_at: login.session.password_at, totp_at: exchange.milliseconds }
  const risen = await logIn(exchange, browser, login.user, factors)
  if (flow === undefined) return withCookie(redirect(returnUrl(exchange)), risen)
  return resume(exchange, risen, await moveFlow(exchange, flow, risen, { authenticated: true }))
}

function show(
  exchange: Exchange,
  browser: Browser,
  flow: FlowRow | undefined,
  failed?: SecondFactorFailure,
): Promise<Reply> {
  if (flow === undefined) return secondFactorPage(exchange, { browser }, failed)
  const { request } = flow
  return secondFactorPage(
    exchange,
    { request, client: demandClient(exchange, request.client_id), browser, flow },
    failed,
  )
}

export async function secondFactorEndpoint(exchange: Exchange): Promise<Reply> {
  const browser = await readBrowser(exchange)
  const flow = exchange.url.searchParams.has('flow') ? await demandFlow(exchange, browser) : undefined
  if (browser.login === undefined) throw flowIsGone()
  if (exchange.request.method === 'POST') return receive(exchange, browser, browser.login, flow)
  return show(exchange, browser, flow)
}
