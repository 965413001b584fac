/** The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core 1.0 §3.1.2). */

import { findFlow } from '../authorization/flow.ts'
import { loadParked, PARKED, park } from '../authorization/parked.ts'
import { begin, demandClient } from '../authorization/proceed.ts'
import { AuthorizationRefused } from '../authorization/refused.ts'
import { type AuthorizationRequest, destinationOf } from '../authorization/request.ts'
import { validateAuthorizationRequest } from '../authorization/validate.ts'
import type { Exchange } from '../context.ts'
import { pathOf } from '../endpoints.ts'
import { LARGE_BODY_LIMIT, readForm } from '../http/form.ts'
import { Parameters } from '../http/parameters.ts'
import { type Reply, redirect } from '../http/reply.ts'
import { OAuthError } from '../oauth-error.ts'
import { type Browser, readBrowser } from '../session/browser.ts'
import type { FlowRow } from '../storage/storage.ts'

/** Characters of a query that every server in between lets through. */
const QUERY_LIMIT = 8 * 1024

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * A POST comes from the client's site and so without our SameSite cookie: the browser is sent here again by GET
 * (Core §3.1.2.1 wants both methods).
 */
async function receivePost(exchange: Exchange): Promise<Reply> {
  const form = await readForm(exchange.request, LARGE_BODY_LIMIT)
  const merged = new URLSearchParams([...exchange.url.searchParams, ...form.entries()]).toString()
  const here = exchange.issuer + pathOf('authorization')
  if (merged.length <= QUERY_LIMIT) return redirect(`${here}?${merged}`, 302)
  return redirect(`${here}?${PARKED}=${await park(exchange, merged)}`, 302)
}

function unknownConsent(request: AuthorizationRequest): AuthorizationRefused {
  const refusal = new OAuthError('server_error', {
    hint: 'The consent session is malformed, unknown, over, or of another browser session.',
    detail: { rule: 'a consent_id names a consent session of this browser' },
  })
  return new AuthorizationRefused(refusal, destinationOf(request))
}

/** The flow that the browser comes back with, by `consent_id`. */
async function returningFlow(
  exchange: Exchange,
  browser: Browser,
  request: AuthorizationRequest,
  consent_id: string | undefined,
): Promise<FlowRow | undefined> {
  if (consent_id === undefined) return undefined
  const flow = UUID.test(consent_id) ? await findFlow(exchange, browser, consent_id) : undefined
  if (flow === undefined || flow.request.client_id !== request.client_id) throw unknownConsent(request)
  return flow
}

async function receiveQuery(exchange: Exchange): Promise<Parameters> {
  const parked = exchange.url.searchParams.get(PARKED)
  const query = parked === null ? exchange.url.searchParams : new URLSearchParams(await loadParked(exchange, parked))
  return Parameters.from(query)
}

export async function authorizationEndpoint(exchange: Exchange): Promise<Reply> {
  if (exchange.request.method === 'POST') return receivePost(exchange)
  const parameters = await receiveQuery(exchange)
  const request = await validateAuthorizationRequest(parameters, exchange)
  const browser = await readBrowser(exchange)
  const flow = await returningFlow(exchange, browser, request, parameters.get('consent_id'))
  const client = demandClient(exchange, request.client_id)
  return begin(exchange, { request: flow?.request ?? request, client, browser, flow })
}
