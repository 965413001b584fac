/** Attacks on the browser's side of the provider, one after the other; each goes through `fetch` as a browser's request would. */
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../src/primitives/random.ts'
import type { DevOptions } from '../../src/provider/dev/options.ts'
import { cardOf, createMadeUpStore, MADE_UP_USERS, makeUpUsers } from '../../src/provider/dev/users.ts'
import { Browser, formOf, type Page, pageName } from './support/browser.ts'
import { AUTHORIZATION, answerOf, authorizationUrl, type Values } from './support/flows.ts'
import { CALLBACK, client, ISSUER, type TestOptions, testProvider, WEB } from './support/provider.ts'

const PASSWORD = { username: 'alice', password: 'alice' }
const MARKUP = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
const DEV: DevOptions = { users: MADE_UP_USERS.map(cardOf), madeUpClients: new Set() }
const FOREIGN = { ...AUTHORIZATION, redirect_uri: 'http://localhost:1234/cb' }

function devProvider(options: TestOptions = {}) {
  const users = createMadeUpStore(makeUpUsers(systemRandom, { randomPasswords: false }))
  return testProvider({ users, secondFactors: users, dev: DEV, ...options })
}

/** Every page that a person may see, as they come to it. */
async function everyPage(): Promise<{ pages: Readonly<Record<string, Page>>; browser: Browser }> {
  const twoFactor = client({ ...WEB, authorization_policy: 'two_factor' })
  const { provider } = devProvider({ clients: [twoFactor] })
  const browser = new Browser(provider)
  const login = await browser.open(authorizationUrl())
  const factor = await browser.submit(login, { user: 'alice' })
  const enrol = await browser.open(`${ISSUER}/second-factor/enrol`)
  const code = /id="dev-code">(\d+)</.exec(factor.body)?.[1] ?? ''
  const consent = await browser.submit(factor, { totp: code })
  const device = await browser.open(`${ISSUER}/consent/openid/device-authorization`)
  const home = await browser.open(`${ISSUER}/`)
  const error = await browser.open(authorizationUrl(FOREIGN))
  const formPost = await new Browser(provider).send(
    authorizationUrl({ ...AUTHORIZATION, response_mode: 'form_post', prompt: 'none' }),
  )
  const factors = { 'second-factor': factor, 'second-factor-enrol': enrol }
  return { pages: { login, ...factors, consent, device, home, error, 'form-post': formPost }, browser }
}

describe('clickjacking (RFC 6749 §10.13)', () => {
  it('no page can be framed, and none allows a script or style that is not its own', async () => {
    for (const [name, { response, body }] of Object.entries((await everyPage()).pages)) {
      expect(pageName(body)).toBe(name)
      const policy = response.headers.get('Content-Security-Policy') ?? ''
      expect(response.headers.get('X-Frame-Options'), name).toBe('DENY')
      expect(policy, name).toContain("default-src 'none'")
      expect(policy, name).not.toMatch(/unsafe-inline|unsafe-eval|\*/)
      expect(response.headers.get('Cache-Control'), name).toBe('no-store')
      expect(response.headers.get('X-Content-Type-Options'), name).toBe('nosniff')
      if (name !== 'form-post') expect(policy, name).toContain("frame-ancestors 'none'")
    }
  })
})

describe('cross-site request forgery', () => {
  it('no form of any page counts without its token, or from another origin', async () => {
    const { pages, browser } = await everyPage()
    for (const [name, { body }] of Object.entries(pages)) {
      if (name === 'form-post') continue
      const { action, fields } = formOf(body)
      const send = (values: Values, headers: Values) => {
        const form = new URLSearchParams({ ...Object.fromEntries(fields), ...values })
        return browser.send(new URL(action, ISSUER).href, { method: 'POST', body: form, headers })
      }
      expect((await send({ form_token: '' }, {})).response.status, name).toBe(400)
      expect((await send({}, { Origin: 'https://evil.example' })).response.status, name).toBe(400)
      expect((await send({}, { 'Sec-Fetch-Site': 'cross-site' })).response.status, name).toBe(400)
    }
  })

  it('the button that accepts a redirect URI works with the token of its page alone', async () => {
    const { provider } = devProvider()
    const browser = new Browser(provider)
    const { action, fields } = formOf((await browser.open(authorizationUrl(FOREIGN))).body)
    const press = (values: Values, headers: Values = {}) => {
      const body = new URLSearchParams({ ...Object.fromEntries(fields), ...values })
      return browser.send(new URL(action, ISSUER).href, { method: 'POST', body, headers })
    }
    const attempts = [
      await press({ form_token: '' }),
      await press({ redirect_uri: 'http://localhost:6666/steal' }),
      await press({ client_id: 'spa' }),
      await press({}, { Origin: 'http://localhost:1234', 'Sec-Fetch-Site': 'same-site' }),
    ]
    for (const { response } of attempts) expect(response.status).toBe(400)
    expect(pageName((await browser.open(authorizationUrl(FOREIGN))).body)).toBe('error')
    expect((await press({})).response.status).toBe(303)
    expect(pageName((await browser.open(authorizationUrl(FOREIGN))).body)).toBe('login')
    expect((await press({})).response.status).toBe(400)
  })

  it('outside --dev nothing is learned, and no page offers it', async () => {
    const { provider } = testProvider()
    const browser = new Browser(provider)
    expect((await browser.open(authorizationUrl(FOREIGN))).body).not.toContain('learn-redirect')
    const body = new URLSearchParams({ client_id: 'web', redirect_uri: FOREIGN.redirect_uri, form_token: 'x' })
    expect((await browser.send(`${ISSUER}/dev/learn`, { method: 'POST', body })).response.status).toBe(400)
    expect(pageName((await browser.open(authorizationUrl(FOREIGN))).body)).toBe('error')
  })

  it('what was learned holds after the configuration was taken over again', async () => {
    const test = devProvider()
    const browser = new Browser(test.provider)
    await browser.submit(await browser.open(authorizationUrl(FOREIGN)))
    test.provider.reconfigure({})
    expect(pageName((await browser.open(authorizationUrl(FOREIGN))).body)).toBe('login')
  })

  it('only URIs of this machine are offered', async () => {
    const { provider } = devProvider()
    for (const redirect_uri of [
      'https://evil.example/cb',
      'http://localhost:1/cb#x',
      'javascript:alert(1)//localhost',
    ]) {
      const { body } = await new Browser(provider).open(authorizationUrl({ ...AUTHORIZATION, redirect_uri }))
      expect(body, redirect_uri).not.toContain('id="learn-redirect"')
    }
  })
})

describe('cross-site scripting', () => {
  const hostile = client({
    ...WEB,
    client_name: MARKUP,
    scopes: [...WEB.scopes, MARKUP],
    audience: [MARKUP],
    response_modes: ['query', 'form_post'],
  })

  async function pagesOf(provider: ReturnType<typeof testProvider>['provider'], parameters: Values): Promise<Page[]> {
    const browser = new Browser(provider)
    const login = await browser.open(authorizationUrl({ ...AUTHORIZATION, ...parameters }))
    if (pageName(login.body) !== 'login') return [login]
    const failed = await browser.submit(login, { username: MARKUP, password: 'x' })
    const consent = await browser.submit(failed, PASSWORD)
    return [login, failed, consent, await browser.submit(consent, { decision: 'accept' })]
  }

  it.each<[string, Values]>([
    ['client name, login_hint and user name', { login_hint: MARKUP }],
    ['scope', { scope: `openid ${MARKUP}` }],
    ['audience', { audience: MARKUP }],
    ['claims', { claims: JSON.stringify({ userinfo: { [MARKUP]: null, email: { value: MARKUP } } }) }],
    ['state and nonce in a form', { state: MARKUP, nonce: MARKUP, response_mode: 'form_post' }],
    ['ui_locales', { ui_locales: MARKUP }],
    ['state of an error in a form', { state: MARKUP, prompt: MARKUP, response_mode: 'form_post' }],
    ['client_id', { client_id: MARKUP }],
    ['redirect_uri', { redirect_uri: MARKUP }],
    ['redirect_uri of this machine', { redirect_uri: `http://localhost/${MARKUP}` }],
    ['response_mode', { response_mode: MARKUP }],
    ['request_uri', { request_uri: MARKUP }],
  ])('%s', async (_title, parameters) => {
    for (const { provider } of [testProvider({ clients: [hostile] }), devProvider({ clients: [hostile] })]) {
      for (const { body } of await pagesOf(provider, parameters)) {
        expect(body).not.toContain('<script>alert')
        expect(body).not.toContain('<img')
      }
    }
  })

  it('error texts from the query are nobody’s: our pages do not read them', async () => {
    const { provider } = testProvider()
    const query = new URLSearchParams({
      error: MARKUP,
      error_description: 'Call 555-0100 now',
      flow: MARKUP,
      return: MARKUP,
    })
    for (const path of [
      '/',
      '/login',
      '/consent/openid/decision',
      '/second-factor',
      '/second-factor/enrol',
      '/dev/learn',
    ]) {
      const { body } = await new Browser(provider).open(`${ISSUER}${path}?${query}`)
      expect(body, path).not.toContain('555-0100')
      expect(body, path).not.toContain('<script>alert')
    }
  })
})

describe('consent replay', () => {
  async function atConsent() {
    const test = testProvider({ clients: [WEB, client({ ...WEB, client_id: 'other' })] })
    const browser = new Browser(test.provider)
    const page = await browser.submit(await browser.open(authorizationUrl()), PASSWORD)
    return { test, browser, page }
  }

  function answer(browser: Browser, page: Page, decision: string): Promise<Page> {
    const { action, fields } = formOf(page.body)
    const body = new URLSearchParams([...fields, ['decision', decision]])
    return browser.send(new URL(action, page.url).href, { method: 'POST', body })
  }

  it.each(['accept', 'reject'])('%s counts once', async (decision) => {
    const { browser, page } = await atConsent()
    expect(answerOf(await answer(browser, page, decision)).get('state')).toBe(AUTHORIZATION['state'])
    const again = await answer(browser, page, 'accept')
    expect(again.response.status).toBe(400)
    expect(again.response.headers.get('Location')).toBeNull()
  })

  it('a consent of another flow, another browser or another user answers nothing', async () => {
    const { test, browser, page } = await atConsent()
    const second = await browser.open(authorizationUrl({ ...AUTHORIZATION, client_id: 'other' }))
    const { action } = formOf(second.body)
    const swapped = { ...page, body: page.body.replaceAll(formOf(page.body).action.replaceAll('&', '&amp;'), action) }
    expect((await answer(browser, swapped, 'accept')).response.status).toBe(400)
    const other = new Browser(test.provider)
    await other.submit(await other.open(`${ISSUER}/login`), { username: 'bob', password: 'bob' })
    expect((await answer(other, page, 'accept')).response.status).toBe(400)
    expect(answerOf(await answer(browser, page, 'accept')).has('code')).toBe(true)
  })

  it('waits ten minutes and no longer', async () => {
    const { test, browser, page } = await atConsent()
    test.wait(601)
    expect((await answer(browser, page, 'accept')).response.status).toBe(400)
  })

  it('the id alone decides nothing: consent_id without its browser is refused', async () => {
    const { test, page } = await atConsent()
    const consent_id = new URL(formOf(page.body).action, ISSUER).searchParams.get('flow') ?? ''
    const stranger = await new Browser(test.provider).open(authorizationUrl({ ...AUTHORIZATION, consent_id }))
    expect(answerOf(stranger).get('error')).toBe('server_error')
    expect(stranger.response.headers.get('Location')).toMatch(new RegExp(`^${CALLBACK}`))
  })
})
