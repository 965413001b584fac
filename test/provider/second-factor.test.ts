import { describe, expect, it } from 'vitest'
import { matchingStep, stepAt, totpCode } from '../../src/provider/second-factor/totp.ts'
import type { TotpSecret } from '../../src/provider/user-store.ts'
import { Browser, type Page, pageName } from './support/browser.ts'
import { answerOf, authorizationUrl } from './support/flows.ts'
import { client, testProvider, WEB } from './support/provider.ts'

function rfc6238(algorithm: TotpSecret['algorithm'], length: number): TotpSecret {
  return { secret: Buffer.from('1234567890'.repeat(7).slice(0, length)), algorithm, digits: 8, period: 30 }
}

describe('RFC 6238 appendix B: test values', () => {
  it.each([
    [59, '94287082', '46119246', '90693936'],
    [1111111109, '07081804', '68084774', '25091201'],
    [1111111111, '14050471', '67062674', '99943326'],
    [1234567890, '89005924', '91819424', '93441116'],
    [2000000000, '69279037', '90698825', '38618901'],
    [20000000000, '65353130', '77737706', '47863826'],
  ])('at %d', (time, sha1, sha256, sha512) => {
    const codes = [rfc6238('SHA1', 20), rfc6238('SHA256', 32), rfc6238('SHA512', 64)].map((totp) =>
      totpCode(totp, stepAt(totp, time)),
    )
    expect(codes).toEqual([sha1, sha256, sha512])
  })

  it('§5.2: a code of the period before and after is taken, of others not', () => {
    const totp = rfc6238('SHA1', 20)
    const at = (step: number) => matchingStep(totp, totpCode(totp, step), 3000, 1)
    expect([98, 99, 100, 101, 102].map(at)).toEqual([undefined, 99, 100, 101, undefined])
  })
})

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
    const answer = await browser.submit(page, { totp: totpCode(TOTP, stepAt(TOTP, test.now())) })
    expect(answerOf(answer).has('code')).toBe(true)
  })

  it('RFC 6238 §5.2: a code counts once, for whoever sends it again', async () => {
    const test = twoFactorProvider()
    const totp = totpCode(TOTP, stepAt(TOTP, test.now()))
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
    const right = await browser.submit(shown, { totp: totpCode(TOTP, stepAt(TOTP, test.now())) })
    expect(pageName(right.body)).toBe('second-factor')
  })

  it('a login gives the session a new cookie again', async () => {
    const test = twoFactorProvider()
    const { browser, page } = await afterPassword(test)
    const before = [...browser.cookies.values()]
    await browser.submit(page, { totp: totpCode(TOTP, stepAt(TOTP, test.now())) })
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
