/** Setting up a second factor: the enrolment code of `oidc users totp NAME` first, then a code of the new generator. */
import { matchingTotpStep } from '../../secrets/totp.ts'
import { type EnrolmentProgress, enrolmentPage, mayEnrol, newGenerator } from '../authorization/enrolment-page.ts'
import { demandFlow, moveFlow } from '../authorization/flow.ts'
import { demandClient, resume } from '../authorization/proceed.ts'
import type { SecondFactorWaiting } from '../authorization/waiting.ts'
import type { Exchange } from '../context.ts'
import type { Parameters } from '../http/parameters.ts'
import { type Reply, redirect } from '../http/reply.ts'
import { detourUrl, returnUrl, withCookie } from '../interaction/show.ts'
import type { PendingEnrolment } from '../second-factor/enrolments.ts'
import { useCode } from '../second-factor/used-codes.ts'
import { addSecondFactor, type Browser, type Login, readBrowser } from '../session/browser.ts'
import { slowly } from '../session/guessing.ts'
import { readOwnForm } from '../session/own-form.ts'
import type { FlowRow } from '../storage/storage.ts'
import { cancel } from './login.ts'

function waitingOf(exchange: Exchange, browser: Browser, flow: FlowRow | undefined): SecondFactorWaiting {
  if (flow === undefined) return { browser }
  return { request: flow.request, client: demandClient(exchange, flow.request.client_id), browser, flow }
}

/** The first step: a right code opens the second. */
async function receiveCode(exchange: Exchange, { user }: Login, typed: string): Promise<EnrolmentProgress> {
  const { secondFactors, config, random } = exchange.context
  const guess = { secret: 'enrolment_code', username: user.username } as const
  const outcome = await slowly(exchange, guess, async () => secondFactors?.isEnrolmentCode?.(user.username, typed))
  if (outcome === 'slow_down') return { failed: 'slow_down' }
  if (outcome !== true) return { failed: 'enrolment_code' }
  return { pending: { secret: random(config.totp.secret_size), enrolment_code: typed } }
}

/** The second step: a code of the new generator proves that it was set up; only now anything is stored. */
async function receiveTotp(
  exchange: Exchange,
  { user: { username } }: Login,
  pending: PendingEnrolment,
  typed: string,
): Promise<EnrolmentProgress | undefined> {
  const { secondFactors, config } = exchange.context
  const generator = newGenerator(exchange, pending.secret)
  const step = matchingTotpStep(generator, typed, exchange.now, config.totp.skew)
  if (step === undefined) return { failed: 'code', pending }
  if ((await secondFactors?.enrol?.(username, generator, pending.enrolment_code)) !== true) {
    return { failed: 'enrolment_code' }
  }
  await useCode(exchange, username, step, generator.period)
  return undefined
}

async function progress(
  exchange: Exchange,
  browser: Browser,
  login: Login,
  form: Parameters,
): Promise<EnrolmentProgress | undefined> {
  const sealed = form.get('setup')
  if (sealed === undefined) return receiveCode(exchange, login, form.get('enrolment_code') ?? '')
  const owner = { username: login.user.username, session_key: browser.key }
  const pending = await exchange.context.enrolments.open(sealed, owner, exchange.now)
  if (pending === undefined) return { failed: 'enrolment_code' }
  return receiveTotp(exchange, login, pending, form.get('totp') ?? '')
}

async function receive(exchange: Exchange, browser: Browser, login: Login, flow: FlowRow | undefined): Promise<Reply> {
  const purpose = { session_key: browser.key, form: 'second-factor-enrol', subject: flow?.id ?? '' } as const
  const form = await readOwnForm(exchange, purpose)
  if (form.has('cancel') && flow !== undefined) return cancel(exchange, flow)
  const waiting = waitingOf(exchange, browser, flow)
  if (!(await mayEnrol(exchange, login.user.username))) return enrolmentPage(exchange, waiting)
  const next = await progress(exchange, browser, login, form)
  if (next !== undefined) return enrolmentPage(exchange, waiting, next)
  exchange.context.log({
    level: 'info',
    event: 'second_factor_enrolled',
    request_id: exchange.id,
    username: login.user.username,
    address: exchange.address,
  })
  const risen = await addSecondFactor(exchange, browser, login)
  if (flow === undefined) return withCookie(redirect(returnUrl(exchange)), risen)
  return resume(exchange, risen, await moveFlow(exchange, flow, risen, { authenticated: true }))
}

export async function secondFactorEnrolEndpoint(exchange: Exchange): Promise<Reply> {
  const browser = await readBrowser(exchange)
  const flow = exchange.url.searchParams.has('flow') ? await demandFlow(exchange, browser) : undefined
  if (browser.login === undefined) {
    return withCookie(redirect(detourUrl(exchange, 'login', 'second-factor-enrol')), browser)
  }
  if (exchange.request.method === 'POST') return receive(exchange, browser, browser.login, flow)
  return enrolmentPage(exchange, waitingOf(exchange, browser, flow))
}
