import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../src/primitives/random.ts'
import { CONFIGURATION_DEFAULTS } from '../../src/provider/dev/configuration.ts'
import { cardOf, createMadeUpStore, MADE_UP_USERS, makeUpUsers } from '../../src/provider/dev/users.ts'
import { createEnrolments } from '../../src/provider/second-factor/enrolments.ts'
import type { SecondFactorStore, TotpSecret } from '../../src/provider/user-store.ts'
import { decodeBase32 } from '../../src/secrets/base32.ts'
import { totpCode, totpStep } from '../../src/secrets/totp.ts'
import { Browser, type Page, pageName } from './support/browser.ts'
import { AUTHORIZATION, answerOf, authorizationUrl } from './support/flows.ts'
import { client, ISSUER, testProvider, WEB } from './support/provider.ts'

const TWO_FACTOR = client({ ...WEB, authorization_policy: 'two_factor', consent_mode: 'implicit' })
const CODE = 'K7QP-3XWM-9RTA-ZC4H'
const PASSWORD = { username: 'alice', password: 'alice' }

/** Second factors of one user, with an enrolment code that ends when it is used. */
function factors({ code }: { code: string | undefined } = { code: CODE }) {
  let waiting = code
  let totp: TotpSecret | undefined
  const store: SecondFactorStore = {
    findTotp: async () => totp,
    hasEnrolmentCode: async () => waiting !== undefined,
    isEnrolmentCode: async (_username, typed) => typed === waiting,
    async enrol(_username, generator, typed) {
      if (typed !== waiting) return false
      waiting = undefined
      totp = generator
      return true
    },
  }
  const use = () => {
    waiting = undefined
  }
  return { store, totp: () => totp, use }
}

type Test = ReturnType<typeof testProvider>

async function afterPassword(test: Test): Promise<{ browser: Browser; page: Page }> {
  const browser = new Browser(test.provider)
  return {
    browser,
    page: await browser.submit(await browser.open(authorizationUrl({ ...AUTHORIZATION, scope: 'openid' })), PASSWORD),
  }
}

function enrolling() {
  const kept = factors()
  return { kept, test: testProvider({ clients: [TWO_FACTOR], secondFactors: kept.store }) }
}

/** The code that an authenticator application shows after it has read the page. */
function appCode(test: Test, { body }: Page): string {
  const shown = /id="totp-secret">([^<]*)</.exec(body)?.[1] ?? ''
  const secret = decodeBase32(shown.replaceAll(' ', '')) ?? new Uint8Array()
  const generator: TotpSecret = { secret, algorithm: 'SHA1', digits: 6, period: 30 }
  return totpCode(generator, totpStep(generator, test.now()))
}

describe('setting up a second factor', () => {
  it('by plain forms: the enrolment code, the new generator, and then the client is answered', async () => {
    const { test, kept } = enrolling()
    const { browser, page } = await afterPassword(test)
    expect(pageName(page.body)).toBe('second-factor-enrol')
    expect(page.body).not.toContain('totp-secret')
    const setup = await browser.submit(page, { enrolment_code: CODE })
    expect(setup.body).toContain('<svg class="qr-code"')
    expect(setup.body).toContain('otpauth://totp/Authelia:alice?')
    const answer = await browser.submit(setup, { totp: appCode(test, setup) })
    expect(answerOf(answer).has('code')).toBe(true)
    expect(kept.totp()?.secret).toHaveLength(32)
  })

  it('nothing is stored before the generator has proved that it works', async () => {
    const { test, kept } = enrolling()
    const { browser, page } = await afterPassword(test)
    const setup = await browser.submit(page, { enrolment_code: CODE })
    const again = await browser.submit(setup, { totp: '000000' })
    expect(pageName(again.body)).toBe('second-factor-enrol')
    expect(again.body).toContain('role="alert"')
    expect(kept.totp()).toBeUndefined()
    expect(answerOf(await browser.submit(again, { totp: appCode(test, setup) })).has('code')).toBe(true)
  })

  it('the password alone never enrols: a wrong enrolment code shows no secret', async () => {
    const { test } = enrolling()
    const { browser, page } = await afterPassword(test)
    const refused = await browser.submit(page, { enrolment_code: 'AAAA-AAAA-AAAA-AAAA' })
    expect(pageName(refused.body)).toBe('second-factor-enrol')
    expect(refused.body).not.toContain('totp-secret')
  })

  it('a setup that nobody sealed for this browser and user is not taken', async () => {
    const { test, kept } = enrolling()
    const { browser, page } = await afterPassword(test)
    const forged = await browser.submit(page, { setup: 'a.b.c.d.e', totp: '000000' })
    expect(forged.body).not.toContain('totp-secret')
    const other = await afterPassword(test)
    const setup = await other.browser.submit(other.page, { enrolment_code: CODE })
    const sealed = /name="setup" value="([^"]*)"/.exec(setup.body)?.[1] ?? ''
    await browser.submit(forged, { setup: sealed, totp: appCode(test, setup) })
    expect(kept.totp()).toBeUndefined()
  })

  it('of two browsers with the same code one comes first', async () => {
    const { test, kept } = enrolling()
    const { browser, page } = await afterPassword(test)
    const setup = await browser.submit(page, { enrolment_code: CODE })
    kept.use()
    const late = await browser.submit(setup, { totp: appCode(test, setup) })
    expect(pageName(late.body)).toBe('error')
    expect(late.response.status).toBe(403)
  })

  it('without generator and code the page names the command', async () => {
    const test = testProvider({ clients: [TWO_FACTOR], secondFactors: factors({ code: undefined }).store })
    const { page } = await afterPassword(test)
    expect(pageName(page.body)).toBe('error')
    expect(test.log.find(({ event }) => event === 'refused')).toMatchObject({ command: 'oidc users totp alice' })
  })

  it('the first code counts once (RFC 6238 §5.2)', async () => {
    const { test } = enrolling()
    const first = await afterPassword(test)
    const setup = await first.browser.submit(first.page, { enrolment_code: CODE })
    const totp = appCode(test, setup)
    await first.browser.submit(setup, { totp })
    const second = await afterPassword(test)
    expect(pageName(second.page.body)).toBe('second-factor')
    expect(pageName((await second.browser.submit(second.page, { totp })).body)).toBe('second-factor')
  })

  it('enrolment codes are not guessed through', async () => {
    const { test } = enrolling()
    const { browser, page } = await afterPassword(test)
    let shown = page
    for (let guess = 0; guess < 5; guess += 1) shown = await browser.submit(shown, { enrolment_code: `guess ${guess}` })
    const right = await browser.submit(shown, { enrolment_code: CODE })
    expect(right.response.status).toBe(429)
    expect(right.body).not.toContain('totp-secret')
  })

  it('needs the first factor: without it the login page comes first, and leads back', async () => {
    const { test } = enrolling()
    const browser = new Browser(test.provider)
    const login = await browser.open(`${ISSUER}/second-factor/enrol`)
    expect(pageName(login.body)).toBe('login')
    expect(pageName((await browser.submit(login, PASSWORD)).body)).toBe('second-factor-enrol')
  })

  it('totp.issuer, algorithm, digits, period and secret_size shape the new generator', async () => {
    const own = { issuer: 'Example', algorithm: 'SHA256', digits: 8, period: 60, secret_size: 20 } as const
    const configuration = { totp: { ...CONFIGURATION_DEFAULTS.totp, ...own } }
    const test = testProvider({ clients: [TWO_FACTOR], secondFactors: factors().store, configuration })
    const { browser, page } = await afterPassword(test)
    const { body } = await browser.submit(page, { enrolment_code: CODE })
    const uri = /href="(otpauth:[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(uri).toMatch(
      /^otpauth:\/\/totp\/Example:alice\?algorithm=SHA256&digits=8&issuer=Example&period=60&secret=[A-Z2-7]{32}$/,
    )
  })

  it('totp.disable: nobody enrols, and the page names the option', async () => {
    const configuration = { totp: { ...CONFIGURATION_DEFAULTS.totp, disable: true } }
    const test = testProvider({ clients: [TWO_FACTOR], secondFactors: factors().store, configuration })
    const { page } = await afterPassword(test)
    expect(pageName(page.body)).toBe('error')
    expect(test.log.find(({ event }) => event === 'refused')).toMatchObject({ option: 'totp.disable' })
  })
})

describe('setting up a second factor in --dev', () => {
  it('is free: everybody can try an application', async () => {
    const store = createMadeUpStore(makeUpUsers(systemRandom, { randomPasswords: false }))
    const dev = { users: MADE_UP_USERS.map(cardOf), madeUpClients: new Set<string>() }
    const test = testProvider({ clients: [TWO_FACTOR], users: store, secondFactors: store, dev })
    const { browser, page } = await afterPassword(test)
    expect(pageName(page.body)).toBe('second-factor')
    const link = /id="second-factor-enrol" href="([^"]*)"/.exec(page.body)?.[1] ?? ''
    const setup = await browser.open(new URL(link, ISSUER).href)
    expect(setup.body).toContain('id="dev-code"')
    expect(answerOf(await browser.submit(setup, { totp: appCode(test, setup) })).has('code')).toBe(true)
  })
})

describe('what waits in the form', () => {
  const owner = { username: 'ann', session_key: 'key' }
  const pending = { secret: Buffer.from('12345678901234567890'), enrolment_code: CODE }
  const enrolments = createEnrolments('an hmac secret')

  it('is read by this provider, for this user and browser, within ten minutes', async () => {
    const sealed = await enrolments.seal(pending, owner, 1000)
    expect(sealed).not.toContain(CODE)
    expect(await enrolments.open(sealed, owner, 1599)).toEqual(pending)
    expect(await enrolments.open(sealed, owner, 1601)).toBeUndefined()
    expect(await enrolments.open(sealed, { ...owner, username: 'bob' }, 1000)).toBeUndefined()
    expect(await enrolments.open(sealed, { ...owner, session_key: 'other' }, 1000)).toBeUndefined()
    expect(await createEnrolments('another').open(sealed, owner, 1000)).toBeUndefined()
  })
})
