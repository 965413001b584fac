/** Putting pages together: the document, its policy, its cookie. */
import type { ResolvedClient } from '../../config/resolved.ts'
import type { Exchange } from '../context.ts'
import { developerOf } from '../dev/developer.ts'
import { type EndpointName, pathOf } from '../endpoints.ts'
import { html, type Reply, withHeaders } from '../http/reply.ts'
import { encodeQr } from '../pages/encode-qr.ts'
import { renderInteraction } from '../pages/render.tsx'
import type { Browser } from '../session/browser.ts'
import type { FormPurpose } from '../session/form-token.ts'
import type { Interaction, InteractionClient, InteractionForm } from './interaction.ts'

/**
 * Nothing but our own stylesheet and pictures. There is no `form-action`: browsers apply it to the redirect that follows
 * a form, which leads to the client.
 */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"

/** Languages in the order that the user prefers them (RFC 9110 §12.5.4), those of `ui_locales` first. */
export function languagesOf({ request }: Pick<Exchange, 'request'>, ui_locales: string | null = null): string[] {
  const accepted = (request.headers.get('accept-language') ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const quality = parameters.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find((one) => one !== undefined)
      return { tag, quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((left, right) => right.quality - left.quality)
    .map(({ tag }) => tag)
  return [...(ui_locales ?? '').split(' ').filter((tag) => tag !== ''), ...accepted]
}

/** Gives a browser that has none its cookie. */
export function withCookie(reply: Reply, browser: Browser): Reply {
  return browser.cookie === undefined ? reply : withHeaders(reply, { 'Set-Cookie': browser.cookie })
}

/** The first wait; how long the next ones are is nobody's business. */
const RETRY_AFTER_SECONDS = '15'

export interface Showing {
  status?: number
  browser?: Browser
  ui_locales?: string | null
}

export function showPage(exchange: Exchange, interaction: Interaction, showing: Showing = {}): Reply {
  const { context, issuer } = exchange
  const page = {
    nonce: '',
    languages: languagesOf(exchange, showing.ui_locales),
    base_path: context.issuers.basePath,
    issuer,
    dev: context.dev !== undefined,
    open: developerOf(exchange) !== undefined,
  }
  const document = renderInteraction(interaction, page, encodeQr)
  const reply = html(showing.status ?? 200, document, PAGE_POLICY)
  return showing.browser === undefined ? reply : withCookie(reply, showing.browser)
}

/** RFC 6585 §4: a page that tells people to wait tells programs too. */
export function slowedDown(failed: string | undefined, page: Reply): Reply {
  return failed === 'slow_down' ? { ...withHeaders(page, { 'Retry-After': RETRY_AFTER_SECONDS }), status: 429 } : page
}

/** URL of one of our pages, for a flow where there is one. */
export function pageUrl({ context }: Exchange, endpoint: EndpointName, flow_id?: string): string {
  const url = context.issuers.basePath + pathOf(endpoint)
  return flow_id === undefined ? url : `${url}?flow=${encodeURIComponent(flow_id)}`
}

const RETURN_PAGES = ['device', 'second-factor-enrol'] as const

/** Pages that send visitors here and want them back: a name among ours, never a URL. */
export function returnUrl(exchange: Exchange): string {
  const wanted = exchange.url.searchParams.get('return') ?? ''
  const [path, query = ''] = wanted.split('?', 2)
  const page = RETURN_PAGES.find((name) => pathOf(name) === path)
  if (page === undefined) return pageUrl(exchange, 'home')
  return `${pageUrl(exchange, page)}${query === '' ? '' : `?${new URLSearchParams(query)}`}`
}

/** The way to a page that sends the user back to this one, with this query. */
export function detourUrl(
  exchange: Exchange,
  endpoint: 'login' | 'second-factor',
  back: (typeof RETURN_PAGES)[number],
  search = exchange.url.search,
): string {
  const here = pathOf(back) + search
  return `${pageUrl(exchange, endpoint)}?return=${encodeURIComponent(here)}`
}

/** Where a form goes, and the token that it goes with. */
export function formFor(
  exchange: Exchange,
  browser: Browser,
  form: Exclude<FormPurpose['form'], 'try'>,
  flow_id?: string,
): InteractionForm {
  const purpose = { session_key: browser.key, form, subject: flow_id ?? '' }
  return {
    action: pageUrl(exchange, form, flow_id),
    form_token: exchange.context.formTokens.issue(purpose, exchange.now),
  }
}

/** Where an answer goes, in words that people can compare: a host as browsers show it, or the scheme of an app. */
function placeOf(redirect_uri: string): string {
  const { protocol, host } = new URL(redirect_uri)
  return protocol === 'https:' || protocol === 'http:' ? host : protocol
}

/** The application; `redirect_uri` is the checked one of its request. */
export function interactionClient(
  { client_id, client_name }: ResolvedClient,
  redirect_uri?: string,
): InteractionClient {
  return {
    client_id,
    name: client_name === '' ? client_id : client_name,
    ...(redirect_uri === undefined ? {} : { returns_to: placeOf(redirect_uri) }),
  }
}
