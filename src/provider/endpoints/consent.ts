/** The consent page and its decision. */
import { mayRemember } from '../authorization/consent.ts'
import type { ConsentAnswer } from '../authorization/decide.ts'
import { demandFlow, flowIsGone, moveFlow } from '../authorization/flow.ts'
import { consentPage, loginPage } from '../authorization/pages.ts'
import { decideForClient, demandClient, grantRequest, resume, type Situation } from '../authorization/proceed.ts'
import type { Exchange } from '../context.ts'
import type { Parameters } from '../http/parameters.ts'
import { type Reply, redirect } from '../http/reply.ts'
import { pageUrl, withCookie } from '../interaction/show.ts'
import { OAuthError } from '../oauth-error.ts'
import { type Browser, logOut, readBrowser } from '../session/browser.ts'
import { readOwnForm } from '../session/own-form.ts'
import type { FlowRow } from '../storage/storage.ts'

function situationOf(exchange: Exchange, browser: Browser, flow: FlowRow): Situation & { flow: FlowRow } {
  const { request } = flow
  return { request, client: demandClient(exchange, request.client_id), browser, flow }
}

/** 'Use another account': the session ends, the flow goes on with the login page. */
async function switchAccount(exchange: Exchange, browser: Browser, flow: FlowRow): Promise<Reply> {
  const visitor = await logOut(exchange, browser)
  await moveFlow(exchange, flow, visitor, { authenticated: false })
  return withCookie(redirect(pageUrl(exchange, 'login', flow.id)), visitor)
}

function readAnswer(form: Parameters, { client, request }: Situation): ConsentAnswer {
  const decision = form.get('decision')
  if (decision !== 'accept' && decision !== 'reject') {
    throw new OAuthError('invalid_request', { hint: "The decision is neither 'accept' nor 'reject'." })
  }
  return { decision, claims: form.all('claims'), remember: form.has('remember') && mayRemember(client, request) }
}

async function receive(exchange: Exchange, browser: Browser, flow: FlowRow): Promise<Reply> {
  const form = await readOwnForm(exchange, { session_key: browser.key, form: 'consent', subject: flow.id })
  if (form.get('decision') === 'switch_account') return switchAccount(exchange, browser, flow)
  const situation = situationOf(exchange, browser, flow)
  const decided = { ...situation, answer: readAnswer(form, situation) }
  const decision = await decideForClient(decided, exchange)
  switch (decision.next) {
    case 'grant':
      return grantRequest(exchange, decided, decision)
    case 'login':
      return loginPage(exchange, situation)
    default:
      // The user has fallen below the level that the policy demands since the page was shown.
      throw flowIsGone()
  }
}

export async function consentEndpoint(exchange: Exchange): Promise<Reply> {
  const browser = await readBrowser(exchange)
  const flow = await demandFlow(exchange, browser)
  if (exchange.request.method === 'POST') return receive(exchange, browser, flow)
  const situation = situationOf(exchange, browser, flow)
  const decision = await decideForClient(situation, exchange)
  return decision.next === 'consent' ? consentPage(exchange, situation) : resume(exchange, browser, flow)
}
