import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../src/primitives/random.ts'
import { newUserCode, normalizeUserCode } from '../../src/provider/device/user-code.ts'
import type { TotpSecret } from '../../src/provider/user-store.ts'
import { totpCode, totpStep } from '../../src/secrets/totp.ts'
import { Browser, type Page, pageName } from './support/browser.ts'
import { answerPages, postJson } from './support/flows.ts'
import { client, ISSUER, type TestProvider, testProvider } from './support/provider.ts'

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
const TV = client({
  client_id: 'tv',
  public: true,
  scopes: ['openid', 'profile'],
  grant_types: [DEVICE_GRANT],
  authorization_policy: 'one_factor',
  token_endpoint_auth_methods: ['none'],
})
const TOTP: TotpSecret = { secret: Buffer.from('12345678901234567890'), algorithm: 'SHA1', digits: 6, period: 30 }

async function start(test: TestProvider): Promise<Record<string, string>> {
  const form = { client_id: 'tv', scope: 'openid profile' }
  return (await postJson(test, '/api/oidc/device-authorization', form, {})).body
}

function poll(test: TestProvider, device_code = ''): ReturnType<typeof postJson> {
  return postJson(test, '/api/oidc/token', { grant_type: DEVICE_GRANT, device_code, client_id: 'tv' }, {})
}

async function atCode(test: TestProvider, url: string): Promise<{ browser: Browser; page: Page }> {
  const browser = new Browser(test.provider)
  return { browser, page: await answerPages(browser, await browser.open(url)) }
}

describe('RFC 8628: the device flow', () => {
  it('§3.3.1, §5.4: the code of a link is shown and asked for all the same', async () => {
    const test = testProvider({ clients: [TV] })
    const device = await start(test)
    const { page } = await atCode(test, device['verification_uri_complete'] ?? '')
    expect(pageName(page.body)).toBe('device')
    expect(page.body).toContain(device['user_code'])
    expect((await poll(test, device['device_code'])).body['error']).toBe('authorization_pending')
  })

  it('§5.1: right codes do not count against the limit of an address', async () => {
    const test = testProvider({ clients: [TV] })
    for (let person = 0; person < 8; person += 1) {
      const device = await start(test)
      const { browser, page } = await atCode(test, device['verification_uri'] ?? '')
      const consent = await browser.submit(page, { user_code: device['user_code'] ?? '' })
      expect(consent.body).toContain('id="consent-accept"')
    }
  })

  it('§3.5: a device code gives tokens once', async () => {
    const test = testProvider({ clients: [TV] })
    const device = await start(test)
    const { browser, page } = await atCode(test, device['verification_uri'] ?? '')
    await browser.submit(await browser.submit(page, { user_code: device['user_code'] ?? '' }), { decision: 'accept' })
    const answers = await Promise.all([1, 2, 3].map(() => poll(test, device['device_code'])))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    test.wait(60)
    expect((await poll(test, device['device_code'])).body['error']).toBe('invalid_grant')
  })

  it('§3.5: each poll that comes too early makes the wait five seconds longer', async () => {
    const test = testProvider({ clients: [TV] })
    const { device_code } = await start(test)
    const polls: string[] = []
    for (const seconds of [0, 5, 14, 20]) {
      test.wait(seconds)
      polls.push((await poll(test, device_code)).body['error'] ?? '')
    }
    expect(polls).toEqual(['authorization_pending', 'slow_down', 'slow_down', 'authorization_pending'])
  })

  it('§5.1: five wrong codes end the attempt', async () => {
    const test = testProvider({ clients: [TV] })
    const device = await start(test)
    const { browser, page } = await atCode(test, `${ISSUER}/consent/openid/device-authorization`)
    let shown = page
    for (let guess = 0; guess < 5; guess += 1) shown = await browser.submit(shown, { user_code: 'BBBBBBBB' })
    expect(pageName((await browser.submit(shown, { user_code: device['user_code'] ?? '' })).body)).toBe('device')
  })

  it('§3.3: a code is answered once', async () => {
    const test = testProvider({ clients: [TV] })
    const device = await start(test)
    const { browser, page } = await atCode(test, device['verification_uri'] ?? '')
    const consent = await browser.submit(page, { user_code: device['user_code'] ?? '' })
    expect((await browser.submit(consent, { decision: 'reject' })).body).toContain('You can return to your device')
    expect((await browser.submit(consent, { decision: 'accept' })).response.status).toBe(400)
    expect((await poll(test, device['device_code'])).body['error']).toBe('access_denied')
  })

  it('the policy of the client holds: a second factor is asked for before the code is taken', async () => {
    const clients = [client({ ...TV, authorization_policy: 'two_factor' })]
    const test = testProvider({ clients, secondFactors: { findTotp: async () => TOTP } })
    const device = await start(test)
    const { browser, page } = await atCode(test, device['verification_uri'] ?? '')
    const factor = await browser.submit(page, { user_code: device['user_code'] ?? '' })
    expect(pageName(factor.body)).toBe('second-factor')
    const again = await browser.submit(factor, { totp: totpCode(TOTP, totpStep(TOTP, test.now())) })
    expect(pageName(again.body)).toBe('device')
    expect(pageName((await browser.submit(again, { user_code: device['user_code'] ?? '' })).body)).toBe('consent')
  })

  it('§5.4: a typed code is there again after the second factor, and still has to be confirmed', async () => {
    const clients = [client({ ...TV, authorization_policy: 'two_factor' })]
    const test = testProvider({ clients, secondFactors: { findTotp: async () => TOTP } })
    const device = await start(test)
    const user_code = device['user_code'] ?? ''
    const { browser, page } = await atCode(test, device['verification_uri'] ?? '')
    const typed = `${user_code.slice(0, 4).toLowerCase()}-${user_code.slice(4)}`
    const factor = await browser.submit(page, { user_code: typed })
    const wrong = await browser.submit(factor, { totp: '000000' })
    const again = await browser.submit(wrong, { totp: totpCode(TOTP, totpStep(TOTP, test.now())) })
    expect(pageName(again.body)).toBe('device')
    expect(again.body).toContain(`value="${user_code}"`)
    expect((await poll(test, device['device_code'])).body['error']).toBe('authorization_pending')
    const consent = await browser.submit(again, { user_code })
    expect(consent.body).toContain('id="consent-accept"')
    expect((await browser.submit(consent, { decision: 'accept' })).body).toContain('You can return to your device')
    test.wait(60)
    expect((await poll(test, device['device_code'])).status).toBe(200)
  })

  it('§5.4: a code that was typed while the session ended is there again after the login', async () => {
    const test = testProvider({ clients: [TV] })
    const device = await start(test)
    const { browser, page } = await atCode(test, device['verification_uri'] ?? '')
    test.wait(301)
    const login = await browser.submit(page, { user_code: device['user_code'] ?? '' })
    expect(pageName(login.body)).toBe('login')
    const again = await browser.submit(login, { username: 'alice', password: 'alice' })
    expect(pageName(again.body)).toBe('device')
    expect(again.body).toContain(`value="${device['user_code']}"`)
  })

  it('§5.4: nor is it lost when the session ends at the second factor', async () => {
    const clients = [client({ ...TV, authorization_policy: 'two_factor' })]
    const test = testProvider({ clients, secondFactors: { findTotp: async () => TOTP } })
    const device = await start(test)
    const { browser, page } = await atCode(test, device['verification_uri'] ?? '')
    const factor = await browser.submit(page, { user_code: device['user_code'] ?? '' })
    test.wait(301)
    const login = await browser.submit(factor, { totp: '000000' })
    expect(pageName(login.body)).toBe('login')
    const again = await browser.submit(login, { username: 'alice', password: 'alice' })
    expect(again.body).toContain(`value="${device['user_code']}"`)
  })

  it('what cannot be a code does not come back', async () => {
    const test = testProvider({ clients: [TV] })
    const { browser, page } = await atCode(test, `${ISSUER}/consent/openid/device-authorization`)
    test.wait(301)
    const login = await browser.submit(page, { user_code: '"><script>alert(1)</script>' })
    expect(login.body).not.toContain('script')
    expect(login.url).not.toContain('user_code')
  })

  it('§6.1: user codes are eight consonants, taken in any case, with hyphens', () => {
    expect(newUserCode(systemRandom)).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/)
    expect(normalizeUserCode(' bcdf-ghjk ')).toBe('BCDFGHJK')
  })

  it('a page to return to is one of ours', async () => {
    const test = testProvider({ clients: [TV] })
    for (const target of [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example',
      '/consent/openid/device-authorization@evil',
    ]) {
      const browser = new Browser(test.provider)
      const page = await browser.open(`${ISSUER}/login?return=${encodeURIComponent(target)}`)
      const answer = await browser.submit(page, { username: 'alice', password: 'alice' })
      expect(pageName(answer.body), target).toBe('home')
    }
  })
})
