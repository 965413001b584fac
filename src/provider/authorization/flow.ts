/** Flows: authorizations that wait for their user. Each belongs to the browser session that began it and is answered once. */
import { uuid } from '../../primitives/random.ts'
import type { Exchange } from '../context.ts'
import { OAuthError } from '../oauth-error.ts'
import type { Browser } from '../session/browser.ts'
import type { FlowRow } from '../storage/storage.ts'
import type { AuthorizationRequest } from './request.ts'

/** Seconds that a user has. */
const LIFETIME = 10 * 60

export async function startFlow(
  { context, now, witness }: Exchange,
  browser: Browser,
  request: AuthorizationRequest,
): Promise<FlowRow> {
  const flow: FlowRow = {
    id: uuid(context.random),
    session_key: browser.key,
    request,
    expires_at: now + LIFETIME,
    authenticated: false,
    open: true,
  }
  await context.storage.saveFlow(flow)
  witness?.decided?.({ decision: 'the request waits for its user', rule: 'Core §3.1.2.3', flow: flow.id })
  // The browser may come back with the same request_uri while the user is busy; the answer uses it up.
  if (request.request_uri !== null) await context.storage.releasePushedRequest(request.request_uri)
  return flow
}

/** The flow of that id, if it is this browser's and still waits. */
export async function findFlow(
  { context, now }: Exchange,
  browser: Browser,
  id: string | undefined,
): Promise<FlowRow | undefined> {
  const flow = id === undefined ? undefined : await context.storage.findFlow(id)
  const isOurs = flow?.open === true && flow.expires_at > now && flow.session_key === browser.key
  return isOurs ? flow : undefined
}

/** A form or page of a flow that is over, late, or of another browser. */
export function flowIsGone(): OAuthError {
  return new OAuthError('invalid_request', {
    hint: 'The request was answered before, has waited too long, or belongs to another browser session.',
    detail: {
      rule: 'an interaction belongs to the browser session that began it, for ten minutes, and is answered once',
    },
  })
}

/** @throws {@link OAuthError} `invalid_request`, shown here */
export async function demandFlow(exchange: Exchange, browser: Browser): Promise<FlowRow> {
  const flow = await findFlow(exchange, browser, exchange.url.searchParams.get('flow') ?? undefined)
  if (flow === undefined) throw flowIsGone()
  return flow
}

/**
 * Hands a flow on to another browser session: that of a login, or of nobody when the user wants another account.
 *
 * @throws {@link OAuthError} `invalid_request`, shown here, when it was answered meanwhile
 */
export async function moveFlow(
  { context }: Exchange,
  flow: FlowRow,
  browser: Browser,
  { authenticated }: { authenticated: boolean },
): Promise<FlowRow> {
  const to = { session_key: browser.key, authenticated }
  if (!(await context.storage.moveFlow(flow.id, to))) throw flowIsGone()
  return { ...flow, ...to }
}

/**
 * Closes a flow, which only one caller can do, and uses up the pushed request that it came from.
 *
 * @throws {@link OAuthError} `invalid_request`, shown here
 */
export async function closeFlow({ context }: Exchange, flow: FlowRow): Promise<void> {
  if (!(await context.storage.closeFlow(flow.id))) throw flowIsGone()
  const { request_uri } = flow.request
  if (request_uri !== null && !(await context.storage.usePushedRequest(request_uri))) throw flowIsGone()
}
