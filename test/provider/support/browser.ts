/** A browser without scripts: cookies, redirects that stay on the provider, and the one form of a page. */
import type { Provider } from '../../../src/provider/app.ts'

export interface Form {
  action: string
  fields: [string, string][]
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

export function decodeEntities(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_all, name: string) => ENTITIES[name] ?? '')
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  return value === undefined ? undefined : decodeEntities(value)
}

/** The last form of a document, with its hidden and ticked fields. */
export function formOf(html: string): Form {
  const form = [...html.matchAll(/<form[^>]*>.*?<\/form>/gs)].at(-1)?.[0]
  if (form === undefined) throw new Error(`there is no form in ${html}`)
  const inputs = [...form.matchAll(/<input[^>]*>/g)].map(([tag]) => tag)
  const fields = inputs.flatMap((tag): [string, string][] => {
    const name = attribute(tag, 'name')
    const type = attribute(tag, 'type') ?? 'text'
    const isSent = type === 'hidden' || (type === 'checkbox' && /\schecked/.test(tag) && !/\sdisabled/.test(tag))
    return name !== undefined && isSent ? [[name, attribute(tag, 'value') ?? '']] : []
  })
  return { action: attribute(form, 'action') ?? '', fields }
}

/** The `data-page` of a document. */
export function pageName(html: string): string | undefined {
  return /<body[^>]*\sdata-page="([^"]*)"/.exec(html)?.[1]
}

export interface Page {
  response: Response
  body: string
  url: string
}

export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #provider: Provider
  readonly #address: string

  constructor(provider: Provider, address = '203.0.113.9') {
    this.#provider = provider
    this.#address = address
  }

  /** One request, with the cookies; nothing is followed. */
  async send(url: string, init: RequestInit = {}): Promise<Page> {
    const headers = new Headers(init.headers)
    if (this.cookies.size > 0) headers.set('Cookie', [...this.cookies].map((pair) => pair.join('=')).join('; '))
    const request = new Request(url, { ...init, headers, redirect: 'manual' })
    const response = await this.#provider.fetch(request, { address: this.#address })
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie)
    return { response, body: await response.text(), url }
  }

  #keep(cookie: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    this.cookies.set(name, value)
  }

  /** Follows redirects as long as they stay on the provider. */
  async follow(page: Page): Promise<Page> {
    const location = page.response.headers.get('Location')
    if (location === null) return page
    const next = new URL(location, page.url)
    return next.origin === new URL(page.url).origin ? this.follow(await this.send(next.href)) : page
  }

  async open(url: string): Promise<Page> {
    return this.follow(await this.send(url))
  }

  /** Fills in the form of a page and sends it. */
  async submit(page: Page, values: Readonly<Record<string, string | readonly string[]>> = {}): Promise<Page> {
    const { action, fields } = formOf(page.body)
    const body = new URLSearchParams(fields.filter(([name]) => !(name in values)))
    for (const [name, value] of Object.entries(values)) {
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one)
    }
    return this.follow(await this.send(new URL(action, page.url).href, { method: 'POST', body }))
  }
}
