/** Carries a decision out: shows what the user must do, or answers the client. */
import type { ResolvedClient } from '../../config/resolved.ts'
import type { Exchange } from '../context.ts'
import { type Reply, redirect } from '../http/reply.ts'
import { pageUrl, withCookie } from '../interaction/show.ts'
import { OAuthError } from '../oauth-error.ts'
import type { Browser } from '../session/browser.ts'
import type { FlowRow } from '../storage/storage.ts'
import { autopilot } from './autopilot.ts'
import { rememberConsent } from './consent.ts'
import { type Decision, decide, type Situation } from './decide.ts'
import { closeFlow, startFlow } from './flow.ts'
import { consentPage, loginPage, secondFactorPage } from './pages.ts'
import { AuthorizationRefused } from './refused.ts'
import { destinationOf } from './request.ts'
import { respond } from './respond.ts'
import { writeResponse } from './write.ts'

export { type Decision, decide, type Situation }

/** A client that was there when the request was checked may have been taken out of the configuration since. */
export function demandClient({ context }: Exchange, client_id: string): ResolvedClient {
  const client = context.clients.find(client_id)
  if (client === undefined) throw new OAuthError('invalid_client', { hint: 'The client does not exist any more.' })
  return client
}

/** Decides, with what is refused on its way to the client. */
export async function decideForClient(situation: Situation, exchange: Exchange): Promise<Decision> {
  try {
    return await decide(situation, exchange)
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    if (situation.flow !== undefined) await closeFlow(exchange, situation.flow)
    throw new AuthorizationRefused(error, destinationOf(situation.request))
  }
}

/** Answers the client; a flow is closed first, so that nobody gets two answers out of one question. */
export async function grantRequest(
  exchange: Exchange,
  situation: Situation,
  { login, subject, approval }: Extract<Decision, { next: 'grant' }>,
): Promise<Reply> {
  const { request, client, browser, flow, answer } = situation
  if (flow !== undefined) await closeFlow(exchange, flow)
  if (answer?.remember === true) await rememberConsent(exchange, client, request, subject, approval)
  const parameters = await respond(exchange, { client, request, login, subject, approval, flow_id: flow?.id ?? null })
  return withCookie(await writeResponse(exchange, destinationOf(request), parameters), browser)
}

const PAGES = { login: loginPage, 'second-factor': secondFactorPage, consent: consentPage } as const

/** The page of a decision, at once. */
export async function showNext(
  exchange: Exchange,
  situation: Situation & { flow: FlowRow },
  decision: Exclude<Decision, { next: 'grant' }>,
): Promise<Reply> {
  return PAGES[decision.next](exchange, situation)
}

/** The first sight of a request: answers it, or begins a flow and shows its first page. */
export async function begin(exchange: Exchange, seen: Situation): Promise<Reply> {
  const situation = await autopilot(exchange, seen)
  const decision = await decideForClient(situation, exchange)
  if (decision.next === 'grant') return grantRequest(exchange, situation, decision)
  const flow = situation.flow ?? (await startFlow(exchange, situation.browser, situation.request))
  return showNext(exchange, { ...situation, flow }, decision)
}

/** After a form was sent: answers the client, or leads to the next page by a redirect, so that nothing is sent twice. */
export async function resume(exchange: Exchange, browser: Browser, flow: FlowRow): Promise<Reply> {
  const { request } = flow
  const situation = { request, client: demandClient(exchange, request.client_id), browser, flow }
  const decision = await decideForClient(situation, exchange)
  if (decision.next === 'grant') return grantRequest(exchange, situation, decision)
  return withCookie(redirect(pageUrl(exchange, decision.next, flow.id)), browser)
}
