/**
 * A browser without script, style or network of its own: it keeps cookies, follows redirects, and sends forms as they stand on
 * the page. It talks to anything with a `fetch`: a server on a port, or the provider in this process.
 */
import { type HTMLElement, parse } from 'node-html-parser'
import { CookieJar } from 'tough-cookie'

export type Send = (request: Request) => Promise<Response>

export interface Page {
  url: URL
  status: number
  headers: Headers
  html: string
  document: HTMLElement
  /** `data-page` of the body. */
  name: string | undefined
}

export interface BrowserOptions {
  send?: Send
}

const MOST_REDIRECTS = 10

export class Browser {
  readonly jar = new CookieJar(undefined, { rejectPublicSuffixes: false })
  readonly #send: Send

  constructor({ send = (request) => fetch(request) }: BrowserOptions = {}) {
    this.#send = send
  }

  /** Opens a page. Redirects within its origin are followed; one that leaves it is the answer. */
  async open(url: string | URL): Promise<Page> {
    return this.#request(new URL(url), { method: 'GET' })
  }

  /**
   * Sends a form of `page` (the first one unless `selector` names another) with `values` over what stands in it. `submitter`
   * is the pressed button's name and value.
   */
  async submit(
    page: Page,
    values: Record<string, string | readonly string[]> = {},
    { selector = 'form', submitter }: { selector?: string; submitter?: readonly [string, string] } = {},
  ): Promise<Page> {
    const form = page.document.querySelector(selector)
    if (!form) throw new Error(`no ${selector} on the page ${page.name} (${page.status}):\n${page.html}`)
    const body = new URLSearchParams()
    for (const [name, value] of fieldsOf(form)) if (!(name in values)) body.append(name, value)
    for (const [name, value] of Object.entries(values)) for (const one of [value].flat()) body.append(name, String(one))
    if (submitter) body.append(...(submitter as [string, string]))
    const action = new URL(form.getAttribute('action') ?? '', page.url)
    return this.#request(action, { method: 'POST', body, origin: page.url.origin })
  }

  async #request(
    url: URL,
    init: { method: string; body?: URLSearchParams; origin?: string },
    depth = 0,
  ): Promise<Page> {
    const headers = new Headers({ Accept: 'text/html' })
    const cookies = await this.jar.getCookieString(url.href)
    if (cookies) headers.set('Cookie', cookies)
    if (init.origin) headers.set('Origin', init.origin)
    const response = await this.#send(
      new Request(url, { method: init.method, headers, redirect: 'manual', ...(init.body && { body: init.body }) }),
    )
    for (const cookie of response.headers.getSetCookie()) await this.jar.setCookie(cookie, url.href)
    const location = response.headers.get('Location')
    if (response.status >= 300 && response.status < 400 && location !== null) {
      const next = new URL(location, url)
      if (next.origin === url.origin && depth < MOST_REDIRECTS) return this.#request(next, { method: 'GET' }, depth + 1)
      return pageOf(next, response, '')
    }
    return pageOf(url, response, await response.text())
  }
}

function pageOf(url: URL, response: Response, html: string): Page {
  const document = parse(html)
  const name = document.querySelector('body')?.getAttribute('data-page')
  return { url, status: response.status, headers: response.headers, html, document, name }
}

/** The fields that a browser would send: no buttons, no unticked boxes. */
function fieldsOf(form: HTMLElement): [string, string][] {
  return form.querySelectorAll('input[name], textarea[name]').flatMap((input) => {
    if (input.rawTagName === 'textarea') return [[input.getAttribute('name') ?? '', input.text]]
    const type = input.getAttribute('type') ?? 'text'
    if (['submit', 'button', 'image', 'reset'].includes(type) || input.hasAttribute('disabled')) return []
    if (['checkbox', 'radio'].includes(type) && !input.hasAttribute('checked')) return []
    return [[input.getAttribute('name') ?? '', input.getAttribute('value') ?? (type === 'checkbox' ? 'on' : '')]]
  })
}

/** Signs in and accepts whatever is asked, until the browser is sent away; the URL it is sent to. */
export async function signIn(
  browser: Browser,
  authorizationUrl: string | URL,
  { username, password }: { username: string; password: string },
): Promise<URL> {
  const start = new URL(authorizationUrl)
  let page = await browser.open(start)
  for (let step = 0; step < 5 && page.url.origin === start.origin; step++) {
    if (page.name === 'login')
      page = await browser.submit(page, { username, password }, { selector: 'form:has(#login-submit)' })
    else if (page.name === 'consent') {
      page = await browser.submit(
        page,
        {},
        { selector: 'form:has(#consent-accept)', submitter: ['decision', 'accept'] },
      )
    } else break
  }
  if (page.url.origin === start.origin)
    throw new Error(`the sign-in ended at ${page.name} (${page.status}):\n${page.html}`)
  return page.url
}
