/** The second factor: a time-based one-time code (RFC 6238), each counted once. */

import { matchingTotpStep } from '../../secrets/totp.ts'
import { demandFlow, flowIsGone, moveFlow } from '../authorization/flow.ts'
import { type SecondFactorFailure, secondFactorPage } from '../authorization/pages.ts'
import { demandClient, resume } from '../authorization/proceed.ts'
import type { Exchange } from '../context.ts'
import { type Reply, redirect } from '../http/reply.ts'
import { pageUrl, returnUrl, withCookie } from '../interaction/show.ts'
import { useCode } from '../second-factor/used-codes.ts'
import { addSecondFactor, type Browser, type Login, readBrowser } from '../session/browser.ts'
import { slowly } from '../session/guessing.ts'
import { readOwnForm } from '../session/own-form.ts'
import type { FlowRow } from '../storage/storage.ts'
import { cancel } from './login.ts'

/** Whether a code is the user's, of now, and new. */
async function isRightCode(exchange: Exchange, username: string, typed: string): Promise<boolean> {
  const { secondFactors, config } = exchange.context
  const totp = config.totp.disable ? undefined : await secondFactors?.findTotp(username)
  const step = totp && matchingTotpStep(totp, typed, exchange.now, config.totp.skew)
  return totp !== undefined && step !== undefined && useCode(exchange, username, step, totp.period)
}

async function check(exchange: Exchange, { user }: Login, typed: string): Promise<SecondFactorFailure | undefined> {
  const guess = { secret: 'totp', username: user.username } as const
  const outcome = await slowly(exchange, guess, () => isRightCode(exchange, user.username, typed))
  if (outcome === 'slow_down') return outcome
  return outcome ? undefined : 'code'
}

async function receive(exchange: Exchange, browser: Browser, login: Login, flow: FlowRow | undefined): Promise<Reply> {
  const purpose = { session_key: browser.key, form: 'second-factor', subject: flow?.id ?? '' } as const
  const form = await readOwnForm(exchange, purpose)
  if (form.has('cancel') && flow !== undefined) return cancel(exchange, flow)
  const failed = await check(exchange, login, form.get('totp') ?? '')
  if (failed !== undefined) return show(exchange, browser, flow, failed)
  exchange.witness?.decided?.({ decision: 'one-time code: right', rule: 'RFC 6238', user: login.user.username })
  const risen = await addSecondFactor(exchange, browser, login)
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

/** The session has ended meanwhile: a page of ours is come back to after the next login, a flow is over. */
function backToLogin(exchange: Exchange, browser: Browser, flow: FlowRow | undefined): Reply {
  const { search, searchParams } = exchange.url
  if (flow !== undefined || !searchParams.has('return')) throw flowIsGone()
  return withCookie(redirect(pageUrl(exchange, 'login') + search), browser)
}

export async function secondFactorEndpoint(exchange: Exchange): Promise<Reply> {
  const browser = await readBrowser(exchange)
  const flow = exchange.url.searchParams.has('flow') ? await demandFlow(exchange, browser) : undefined
  if (browser.login === undefined) return backToLogin(exchange, browser, flow)
  if (exchange.request.method === 'POST') return receive(exchange, browser, browser.login, flow)
  return show(exchange, browser, flow)
}
