// A browser with cookies and forms and nothing else.
import { send, sendForm } from './http-client.mjs'

const MOST_REDIRECTS = 10

const unescapeHtml = (text) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'")

function attribute(tag, name) {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  return value === undefined ? undefined : unescapeHtml(value)
}

/** The form of a page that has the field or the button `marker`: where it goes and what stands in its hidden fields. */
function findForm({ url, body }, marker) {
  for (const [, head, inner] of body.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)) {
    if (!marker.test(inner)) continue
    const hidden = [...inner.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
      attribute(tag, 'name'),
      attribute(tag, 'value') ?? '',
    ])
    return { action: new URL(attribute(head, 'action') ?? '', url), fields: Object.fromEntries(hidden) }
  }
  throw new Error(`no form with ${marker} at ${url}:\n${body.slice(0, 1000)}`)
}

export class Browser {
  /** Name → value and path; the providers of this benchmark tell cookies apart by path. */
  #cookies = new Map()
  #origin

  constructor(issuer) {
    this.#origin = new URL(issuer).origin
  }

  async open(url) {
    return this.#follow(new URL(url), (at) => send(at, { headers: this.#headers(at) }))
  }

  /** Sends the form that has `marker`, with `values` over its hidden fields. */
  async submit(page, marker, values) {
    const { action, fields } = findForm(page, marker)
    const headers = { ...this.#headers(action), origin: this.#origin }
    return this.#follow(action, (at) => sendForm(at, { ...fields, ...values }, { headers }))
  }

  #headers(url) {
    const sent = [...this.#cookies.values()].filter(({ path }) => url.pathname.startsWith(path))
    const cookie = sent.map(({ name, value }) => `${name}=${value}`).join('; ')
    return { accept: 'text/html', 'accept-language': 'en', ...(cookie === '' ? {} : { cookie }) }
  }

  #keep({ headers }) {
    for (const text of headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(text)
      const path = /;\s*path=([^;]*)/i.exec(text)?.[1] ?? '/'
      if (value === '') this.#cookies.delete(name + path)
      else this.#cookies.set(name + path, { name, value, path })
    }
  }

  /** Follows redirects of this origin; one that leaves it is the answer, in `url`. */
  async #follow(url, first) {
    let at = url
    let answer = await first(at)
    for (let count = 0; count < MOST_REDIRECTS; count++) {
      this.#keep(answer)
      const { location } = answer.headers
      if (location === undefined) return { url: at, status: answer.status, body: answer.body }
      at = new URL(location, at)
      if (at.origin !== this.#origin) return { url: at, status: answer.status, body: '' }
      answer = await send(at, { headers: this.#headers(at) })
    }
    throw new Error(`too many redirects at ${at}`)
  }
}
