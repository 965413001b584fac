import { describe, expect, it } from 'vitest'
import type { ResolvedConfiguration } from '../../src/config/resolved.ts'
import { CONFIGURATION_DEFAULTS } from '../../src/provider/dev/configuration.ts'
import type { TotpSecret } from '../../src/provider/user-store.ts'
import { totpCode, totpStep } from '../../src/secrets/totp.ts'
import { Browser, type Page, pageName } from './support/browser.ts'
import { answerOf, authorizationUrl } from './support/flows.ts'
import { client, testProvider, WEB } from './support/provider.ts'

const TOTP: TotpSecret = { secret: Buffer.from('12345678901234567890'), algorithm: 'SHA1', digits: 6, period: 30 }
const TWO_FACTOR = client({ ...WEB, authorization_policy: 'two_factor', consent_mode: 'implicit' })
const REQUEST = {
  client_id: 'web',
  response_type: 'code',
  redirect_uri: 'https://rp.example.com/cb',
  scope: 'openid',
  state: 'state-0123456789',
}

function twoFactorProvider(findTotp: () => Promise<TotpSecret | undefined> = async () => TOTP) {
  return testProvider({ clients: [TWO_FACTOR], secondFactors: { findTotp } })
}

async function afterPassword(test: ReturnType<typeof twoFactorProvider>): Promise<{ browser: Browser; page: Page }> {
  const browser = new Browser(test.provider)
  const page = await browser.submit(await browser.open(authorizationUrl(REQUEST)), {
    username: 'alice',
    password: 'alice',
  })
  return { browser, page }
}

describe('the second factor', () => {
  it('is asked for after the password, and then the client is answered', async () => {
    const test = twoFactorProvider()
    const { browser, page } = await afterPassword(test)
    expect(pageName(page.body)).toBe('second-factor')
    const answer = await browser.submit(page, { totp: totpCode(TOTP, totpStep(TOTP, test.now())) })
    expect(answerOf(answer).has('code')).toBe(true)
  })

  it('RFC 6238 §5.2: a code counts once, for whoever sends it again', async () => {
    const test = twoFactorProvider()
    const totp = totpCode(TOTP, totpStep(TOTP, test.now()))
    const first = await afterPassword(test)
    const second = await afterPassword(test)
    await first.browser.submit(first.page, { totp })
    expect(pageName((await second.browser.submit(second.page, { totp })).body)).toBe('second-factor')
  })

  it('RFC 6238 §5.2: six digits are not guessed through', async () => {
    const test = twoFactorProvider()
    const { browser, page } = await afterPassword(test)
    let shown = page
    for (let guess = 0; guess < 5; guess += 1) shown = await browser.submit(shown, { totp: '000000' })
    const right = await browser.submit(shown, { totp: totpCode(TOTP, totpStep(TOTP, test.now())) })
    expect(pageName(right.body)).toBe('second-factor')
  })

  const withOptions = (totp: Partial<ResolvedConfiguration['totp']>) =>
    testProvider({
      clients: [TWO_FACTOR],
      secondFactors: { findTotp: async () => TOTP },
      configuration: { totp: { ...CONFIGURATION_DEFAULTS.totp, ...totp } },
    })

  it.each([
    [0, 1, false],
    [1, 1, true],
    [1, 2, false],
    [2, 2, true],
  ])('totp.skew %d: a code that is %d periods old is taken: %s', async (skew, age, taken) => {
    const test = withOptions({ skew })
    const { browser, page } = await afterPassword(test)
    const answer = await browser.submit(page, { totp: totpCode(TOTP, totpStep(TOTP, test.now()) - age) })
    expect(answerOf(answer).has('code')).toBe(taken)
  })

  it('totp.disable_reuse_security_policy: a code counts as often as it is sent', async () => {
    const test = withOptions({ disable_reuse_security_policy: true })
    const totp = totpCode(TOTP, totpStep(TOTP, test.now()))
    for (const { browser, page } of [await afterPassword(test), await afterPassword(test)]) {
      expect(answerOf(await browser.submit(page, { totp })).has('code')).toBe(true)
    }
  })

  it('a login gives the session a new cookie again', async () => {
    const test = twoFactorProvider()
    const { browser, page } = await afterPassword(test)
    const before = [...browser.cookies.values()]
    await browser.submit(page, { totp: totpCode(TOTP, totpStep(TOTP, test.now())) })
    expect([...browser.cookies.values()]).not.toEqual(before)
  })

  it('nobody gets by without one: the page says which command makes it', async () => {
    const test = twoFactorProvider(async () => undefined)
    const { page } = await afterPassword(test)
    expect(pageName(page.body)).toBe('error')
    expect(page.response.status).toBe(403)
    expect(test.log.find(({ event }) => event === 'refused')).toMatchObject({ command: 'oidc users totp alice' })
  })
})
