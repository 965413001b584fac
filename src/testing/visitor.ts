/** A browser without script or network: it keeps the provider's cookies, follows its redirects and sends its forms. */
import type { PageForm } from './page-form.ts'

/** A cookie as Playwright's `storageState` has it. */
export interface StoredCookie {
  name: string
  value: string
  domain: string
  path: string
  /** Seconds since 1970; -1: gone with the browser. */
  expires: number
  httpOnly: boolean
  secure: boolean
  sameSite: 'Strict' | 'Lax' | 'None'
}

export interface Page {
  url: URL
  status: number
  html: string
}

export interface Visitor {
  /** Redirects within the issuer's origin are followed; where one leads elsewhere, that URL is the page. */
  open(url: URL): Promise<Page>
  submit(from: Page, form: PageForm): Promise<Page>
  cookies(): StoredCookie[]
}

const MOST_REDIRECTS = 20

function readCookie(header: string, { hostname }: URL): StoredCookie {
  const [pair = '', ...attributes] = header.split(/;\s*/)
  const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
  const has = (attribute: string) => attributes.some((one) => one.toLowerCase() === attribute)
  return {
    ...{ name, value, domain: hostname, path: '/', expires: -1 },
    ...{ httpOnly: has('httponly'), secure: has('secure'), sameSite: 'Lax' },
  }
}

/** A browser that nobody is signed in with yet; `fetch` answers for the issuer. */
export function createVisitor(fetch: (request: Request) => Promise<Response>): Visitor {
  const jar = new Map<string, StoredCookie>()
  const send = async (url: URL, init: RequestInit, depth = 0): Promise<Page> => {
    const headers = new Headers({ Accept: 'text/html', ...init.headers })
    if (jar.size > 0) headers.set('Cookie', [...jar.values()].map(({ name, value }) => `${name}=${value}`).join('; '))
    const response = await fetch(new Request(url, { ...init, headers, redirect: 'manual' }))
    for (const header of response.headers.getSetCookie()) {
      const cookie = readCookie(header, url)
      jar.set(cookie.name, cookie)
    }
    const location = response.headers.get('Location')
    const { status } = response
    if (location === null) return { url, status, html: await response.text() }
    const next = new URL(location, url)
    if (next.origin !== url.origin || depth === MOST_REDIRECTS) return { url: next, status, html: '' }
    return send(next, {}, depth + 1)
  }
  return {
    open: (url) => send(url, {}),
    submit: ({ url }, { action, fields }) =>
      send(new URL(action, url), { method: 'POST', body: fields, headers: { Origin: url.origin } }),
    cookies: () => [...jar.values()],
  }
}
