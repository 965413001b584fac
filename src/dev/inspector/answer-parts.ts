/** What is kept of an answer: the members of its JSON, or the parameters that the browser carries to the client. */
import type { EndpointName } from '../../provider/endpoints.ts'
import type { Reply } from '../../provider/http/reply.ts'
import type { SeenRequest } from '../follow.ts'
import type { Shown } from './flow.ts'
import type { Tools } from './tools.ts'

/** An answer as it was read: with everything that can be used, and so never kept. */
export interface ReadAnswer {
  entries: readonly (readonly [name: string, value: unknown])[]
  /** Absolute; where the browser is sent. */
  location?: URL
  /** A JWT is the whole answer. */
  jwt?: string
  page?: string
}

const DOCUMENTS: ReadonlySet<EndpointName | undefined> = new Set<EndpointName | undefined>([
  'openid-configuration',
  'oauth-authorization-server',
  'jwks',
])

/** The hidden fields of `response_mode=form_post`, and of no other page. */
function formPostFields(body: string): [string, string][] {
  if (!body.includes('document.forms[0].submit()')) return []
  const fields = body.matchAll(/<input type="hidden" name="([\w.-]+)" value="([^"]*)"/g)
  return [...fields].map(([, name = '', value = '']) => [
    name,
    value.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  ])
}

function parse(location: string, base: URL): URL | undefined {
  try {
    return new URL(location, base)
  } catch {
    return undefined
  }
}

function fromRedirect(location: string, base: URL): ReadAnswer {
  const target = parse(location, base)
  if (target === undefined) return { entries: [] }
  const inFragment = target.hash === '' ? [] : new URLSearchParams(target.hash.slice(1))
  return { entries: [...target.searchParams, ...inFragment], location: target }
}

function fromJson(body: string): ReadAnswer {
  try {
    return { entries: Object.entries(JSON.parse(body)) }
  } catch {
    return { entries: [] }
  }
}

/** Where a document names its page. */
const HEAD_LENGTH = 2_000

export function readAnswer({ endpoint, url }: SeenRequest, { headers, body }: Reply): ReadAnswer {
  const location = headers['Location']
  if (location !== undefined) return fromRedirect(location, url)
  if (body === null || DOCUMENTS.has(endpoint)) return { entries: [] }
  if (body.startsWith('{')) return fromJson(body)
  if (body.startsWith('eyJ')) return { entries: [], jwt: body }
  const page = /<body[^>]* data-page="([\w-]+)"/.exec(body.slice(0, HEAD_LENGTH))?.[1]
  return page === undefined ? { entries: formPostFields(body) } : { entries: [], page }
}

function cookieOf(header: string, { masker }: Tools): Shown {
  const [name = '', ...value] = (header.split(';', 1)[0] ?? '').split('=')
  return { name: `set-cookie (${name})`, masked: masker.mask('cookie', value.join('=')) }
}

/** The answer as it is shown. */
export function shownAnswer({ entries, jwt }: ReadAnswer, { headers }: Reply, tools: Tools): Shown[] {
  const { masker, limits } = tools
  const shown = entries.slice(0, limits.values).map(([name, value]) => masker.member(name, value))
  const cookie = headers['Set-Cookie']
  if (jwt !== undefined) shown.push({ name: 'JWT', masked: masker.mask('token', jwt) })
  if (cookie !== undefined) shown.push(cookieOf(cookie, tools))
  return shown
}

/** Where the browser is sent, without what it carries there. */
export function shownPlace({ location }: ReadAnswer, { url }: SeenRequest, { masker }: Tools): string | undefined {
  if (location === undefined) return undefined
  const { origin, pathname } = location
  return masker.text('', (origin === url.origin ? '' : origin) + pathname).value
}
