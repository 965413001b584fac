/** What people are told before they answer: by whom they are asked, with which account, and what would be read. */
import { describe, expect, it } from 'vitest'
import type { SecondFactorStore } from '../../src/provider/user-store.ts'
import { Browser, type Page, pageName } from './support/browser.ts'
import { AUTHORIZATION, answerOf, answerPages, authorizationUrl, postJson } from './support/flows.ts'
import { CALLBACK, client, ISSUER, type TestProvider, testProvider, WEB } from './support/provider.ts'

const PASSWORD = { username: 'alice', password: 'alice' }
const RETURNED = 'You will be returned to'

const textOf = ({ body }: Page): string => body.replaceAll(/<[^>]*>/g, '')

async function atLogin(test: TestProvider, changes: Record<string, string> = {}) {
  const browser = new Browser(test.provider)
  return { browser, page: await browser.open(authorizationUrl({ ...AUTHORIZATION, ...changes })) }
}

async function atConsent(test: TestProvider, changes: Record<string, string> = {}) {
  const { browser, page } = await atLogin(test, changes)
  return { browser, page: await browser.submit(page, PASSWORD) }
}

describe('RFC 6819 §4.2.4: people see where they are sent, not only what an application calls itself', () => {
  it.each([
    ['https://rp.example.com/cb', 'rp.example.com'],
    ['https://rp.example.com:8443/cb', 'rp.example.com:8443'],
    ['https://bank.example.com@rp.example.com/cb', 'rp.example.com'],
    ['https://xn--bnk-qla.example/cb', 'xn--bnk-qla.example'],
    ['com.example.app:/callback', 'com.example.app:'],
  ])('%s is shown as %s', async (redirect_uri, shown) => {
    const test = testProvider({ clients: [client({ ...WEB, redirect_uris: [CALLBACK, redirect_uri] })] })
    const { browser, page } = await atLogin(test, { redirect_uri })
    expect(textOf(page)).toContain(`${RETURNED} ${shown}`)
    const consent = await browser.submit(page, PASSWORD)
    expect(pageName(consent.body)).toBe('consent')
    expect(textOf(consent)).toContain(`${RETURNED} ${shown}`)
  })

  it('it is never a URI that was refused', async () => {
    const { page } = await atLogin(testProvider(), { redirect_uri: 'https://evil.example/cb' })
    expect(pageName(page.body)).toBe('error')
    expect(page.body).not.toContain('evil.example')
  })
})

describe('OpenID Connect Core 1.0 §3.1.2.4: consent says what is disclosed', () => {
  it('values stand beside their scopes, for nobody before the login', async () => {
    const scope = 'openid profile email groups'
    const { browser, page } = await atLogin(testProvider(), { scope })
    expect(page.body).not.toContain('alice')
    const consent = await browser.submit(page, PASSWORD)
    expect(textOf(consent)).toMatch(/See your e-mail addresses email\s*alice@example\.com/)
  })

  it('§5.5: values of claims, and of no scope that was not asked for', async () => {
    const claims = JSON.stringify({ userinfo: { email: { essential: true } } })
    const { page } = await atConsent(testProvider(), { scope: 'openid', claims })
    expect(textOf(page)).toMatch(/E-mail address email\s*Required\s*alice@example\.com/)
    expect(textOf(page)).not.toContain('See the groups')
  })

  it('§5.5.1: an essential claim that a scope gives as well is said once', async () => {
    const claims = JSON.stringify({ userinfo: { email: { essential: true }, name: null } })
    const { page } = await atConsent(testProvider(), { scope: 'openid email', claims })
    expect(page.body.match(/alice@example\.com/g)).toHaveLength(1)
    expect(page.body).toContain('name="claims" value="name"')
  })
})

describe('RFC 8628 §5.4: whoever was sent a code can refuse', () => {
  const GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
  const TV = client({
    ...WEB,
    client_id: 'tv',
    public: true,
    grant_types: [GRANT],
    token_endpoint_auth_methods: ['none'],
  })

  async function atCode() {
    const test = testProvider({ clients: [TV] })
    const form = { client_id: 'tv', scope: 'openid' }
    const { body: device } = await postJson(test, '/api/oidc/device-authorization', form, {})
    const browser = new Browser(test.provider)
    const page = await answerPages(browser, await browser.open(device['verification_uri_complete'] ?? ''))
    return { test, device, browser, page }
  }

  it('the page names the account that would be used', async () => {
    const { page } = await atCode()
    expect(textOf(page)).toMatch(/It will use the account\s*Alice/)
  })

  it('refusing connects nothing, and tells nothing of a code', async () => {
    const { test, device, browser, page } = await atCode()
    const known = await browser.submit(page, { user_code: device['user_code'] ?? '', cancel: 'true' })
    expect([known.response.status, pageName(known.body)]).toEqual([200, 'device-done'])
    const poll = { grant_type: GRANT, device_code: device['device_code'] ?? '', client_id: 'tv' }
    expect((await postJson(test, '/api/oidc/token', poll, {})).body['error']).toBe('authorization_pending')
    const other = await browser.open(`${ISSUER}/consent/openid/device-authorization`)
    const unknown = await browser.submit(other, { user_code: 'BBBBBBBB', cancel: 'true' })
    expect(textOf(unknown)).toBe(textOf(known))
  })

  it('the end names the account', async () => {
    const { device, browser, page } = await atCode()
    const consent = await browser.submit(page, { user_code: device['user_code'] ?? '' })
    expect(textOf(await browser.submit(consent, { decision: 'accept' }))).toMatch(/Signed in as\s*Alice/)
  })
})

describe('RFC 6749 §4.1.2.1: a user may give up on each page', () => {
  it('on that of enrolment', async () => {
    const secondFactors: SecondFactorStore = {
      findTotp: async () => undefined,
      hasEnrolmentCode: async () => true,
      isEnrolmentCode: async () => false,
      enrol: async () => false,
    }
    const clients = [client({ ...WEB, authorization_policy: 'two_factor' })]
    const { browser, page } = await atConsent(testProvider({ clients, secondFactors }))
    expect(pageName(page.body)).toBe('second-factor-enrol')
    expect(textOf(page)).toContain(`${RETURNED} rp.example.com`)
    expect(answerOf(await browser.submit(page, { cancel: 'true' })).get('error')).toBe('access_denied')
  })
})

describe('an error says whose it is', () => {
  const NOT_YOURS = 'You did nothing wrong'

  it('that of a set-up', async () => {
    const { page } = await atLogin(testProvider(), { redirect_uri: 'https://rp.example.com/other' })
    expect(textOf(page)).toContain(NOT_YOURS)
    expect(textOf(page)).toContain('2026-03-01 12:00:00 UTC')
  })

  it('and not that of a form that was sent twice', async () => {
    const { browser, page } = await atConsent(testProvider())
    await browser.submit(page, { decision: 'reject' })
    const again = await browser.submit(page, { decision: 'reject' })
    expect(pageName(again.body)).toBe('error')
    expect(textOf(again)).not.toContain(NOT_YOURS)
  })
})
