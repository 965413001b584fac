import { describe, expect, it } from 'vitest'
import { Browser, formOf, type Page, pageName } from './support/browser.ts'
import { answerOf, answerPages, authorizationUrl } from './support/flows.ts'
import { ISSUER, testProvider } from './support/provider.ts'

const PASSWORD = { username: 'alice', password: 'alice' }

async function atLogin() {
  const test = testProvider()
  const browser = new Browser(test.provider)
  return { test, browser, page: await browser.open(authorizationUrl()) }
}

async function atConsent() {
  const { test, browser, page } = await atLogin()
  return { test, browser, page: await browser.submit(page, PASSWORD) }
}

function send(
  browser: Browser,
  page: Page,
  values: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Page> {
  const { action, fields } = formOf(page.body)
  const body = new URLSearchParams([...fields.filter(([name]) => !(name in values)), ...Object.entries(values)])
  return browser.send(new URL(action, page.url).href, { method: 'POST', body, headers })
}

function expectRefused(page: Page): void {
  expect(page.response.status).toBe(400)
  expect(pageName(page.body)).toBe('error')
  expect(page.body).toContain('<code id="error">invalid_request</code>')
}

describe('forms are ours: cross-site requests are refused', () => {
  it('a login form without its token is refused', async () => {
    const { browser, page } = await atLogin()
    expectRefused(await send(browser, page, { ...PASSWORD, form_token: '' }))
  })

  it('a consent form without its token is refused, and the consent still waits', async () => {
    const { browser, page } = await atConsent()
    expectRefused(await send(browser, page, { decision: 'accept', form_token: 'x.y.z' }))
    expect(answerOf(await browser.submit(page, { decision: 'accept' })).has('code')).toBe(true)
  })

  it('a token of another browser session is refused', async () => {
    const { test, browser, page } = await atLogin()
    const other = new Browser(test.provider)
    const stolen = formOf((await other.open(authorizationUrl())).body).fields.find(([name]) => name === 'form_token')
    expectRefused(await send(browser, page, { ...PASSWORD, form_token: stolen?.[1] ?? '' }))
  })

  it('a token of another form is refused', async () => {
    const { browser, page } = await atLogin()
    const home = formOf((await browser.open(`${ISSUER}/login`)).body).fields.find(([name]) => name === 'form_token')
    expectRefused(await send(browser, page, { ...PASSWORD, form_token: home?.[1] ?? '' }))
  })

  it('a form from another origin is refused', async () => {
    const { browser, page } = await atLogin()
    expectRefused(await send(browser, page, PASSWORD, { Origin: 'https://evil.example' }))
    expectRefused(await send(browser, page, PASSWORD, { Origin: 'null' }))
    expectRefused(await send(browser, page, PASSWORD, { 'Sec-Fetch-Site': 'cross-site' }))
    expectRefused(await send(browser, page, PASSWORD, { 'Sec-Fetch-Site': 'same-site' }))
  })

  it('a form from our own origin is taken', async () => {
    const { browser, page } = await atLogin()
    const headers = { Origin: ISSUER, 'Sec-Fetch-Site': 'same-origin' }
    expect((await send(browser, page, PASSWORD, headers)).response.status).toBe(303)
  })

  it('a form counts once', async () => {
    const { browser, page } = await atLogin()
    await send(browser, page, { ...PASSWORD, password: 'wrong' })
    expectRefused(await send(browser, page, PASSWORD))
  })

  it('a form waits an hour and no longer', async () => {
    const { test, browser } = await atLogin()
    const page = await browser.open(`${ISSUER}/login`)
    test.wait(3601)
    expectRefused(await send(browser, page, PASSWORD))
  })

  it('signing out takes a form with its token', async () => {
    const test = testProvider()
    const browser = new Browser(test.provider)
    await answerPages(browser, await browser.open(`${ISSUER}/login`))
    expectRefused(await browser.send(`${ISSUER}/sign-out`, { method: 'POST', body: new URLSearchParams() }))
    const home = await browser.submit(await browser.open(`${ISSUER}/`))
    expect(home.body).not.toContain('Alice Adams')
  })
})

describe('RFC 9700 §4.12: no form is sent on to a client', () => {
  it('a post of ours ends in 303, which a browser follows by GET', async () => {
    const { browser, page } = await atConsent()
    const answer = await send(browser, page, { decision: 'accept' })
    expect(answer.response.status).toBe(303)
  })
})

describe('RFC 6749 §10.13: pages cannot be framed', () => {
  it('login and consent forbid it twice', async () => {
    for (const { page } of [await atLogin(), await atConsent()]) {
      expect(page.response.headers.get('X-Frame-Options')).toBe('DENY')
      expect(page.response.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'")
      expect(page.response.headers.get('Content-Security-Policy')).not.toContain('unsafe-inline')
      expect(page.response.headers.get('Content-Security-Policy')).not.toContain('form-action')
      expect(page.response.headers.get('Cache-Control')).toBe('no-store')
    }
  })
})
