/** A person with a browser, a password and a one-time code generator. */
import { createHmac } from 'node:crypto'
import type { TotpSecret } from '../../../src/provider/user-store.ts'
import { Browser, type Page, type Send } from '../../support/browser.ts'

export interface Credentials {
  username: string
  password: string
  totp: TotpSecret
}

/** RFC 6238 with the values of almost every generator: SHA-1, six digits, 30 seconds. */
function currentCode({ secret }: TotpSecret): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0')
}

/** Password, second factor, consent, and a device's code before or behind them. */
const MOST_PAGES = 4

export class UserAtBrowser {
  readonly #browser: Browser
  readonly #credentials: Credentials

  constructor(send: Send, credentials: Credentials) {
    this.#browser = new Browser({ send })
    this.#credentials = credentials
  }

  async #answer(page: Page): Promise<Page | undefined> {
    const { username, password, totp } = this.#credentials
    switch (page.name) {
      case 'login':
        return this.#browser.submit(page, { username, password }, { selector: 'form:has(#login-submit)' })
      case 'second-factor':
        return this.#browser.submit(page, { totp: currentCode(totp) })
      case 'consent':
        return this.#browser.submit(
          page,
          {},
          { selector: 'form:has(#consent-accept)', submitter: ['decision', 'accept'] },
        )
      default:
        return undefined
    }
  }

  /** Answers the pages as they come, up to one that asks for something else or belongs to the application. */
  async #answerAll(page: Page, left = MOST_PAGES): Promise<Page> {
    if (left === 0) throw new Error(`asks again and again: ${page.document.text}`)
    const next = await this.#answer(page)
    return next === undefined ? page : this.#answerAll(next, left - 1)
  }

  /** Opens an authorization request and answers it; what the application is sent, by redirect or form. */
  async authorize(url: URL): Promise<URL | Request> {
    const page = await this.#answerAll(await this.#browser.open(url))
    if (page.name === 'form-post') return formPostOf(page)
    if (page.url.origin === url.origin) throw new Error(`ended at ${page.name} (${page.status}): ${page.document.text}`)
    return page.url
  }

  /** Types a user code in (RFC 8628 §3.3), again where a second factor came between. */
  async allowDevice(verificationUri: string, user_code: string): Promise<Page> {
    const typeCode = async (page: Page) => this.#answerAll(await this.#browser.submit(page, { user_code }))
    const answered = await typeCode(await this.#answerAll(await this.#browser.open(verificationUri)))
    return answered.name === 'device' ? typeCode(answered) : answered
  }
}

/** What a browser sends when the script, or the user, submits the page of the form_post response mode. */
function formPostOf({ document }: Page): Request {
  const form = document.querySelector('form')
  const fields = form?.querySelectorAll('input').map((input): [string, string] => {
    return [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']
  })
  return new Request(form?.getAttribute('action') ?? '', { method: 'POST', body: new URLSearchParams(fields) })
}
