import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGuesses } from '../../src/provider/session/guesses.ts'
import type { UserStore } from '../../src/provider/user-store.ts'
import { totpCode, totpStep } from '../../src/secrets/totp.ts'
import { Browser, type Page, pageName } from './support/browser.ts'
import { AUTHORIZATION, authorizationUrl } from './support/flows.ts'
import { client, ISSUER, testProvider, WEB } from './support/provider.ts'

const GUESS = { secret: 'password', username: 'alice', address: '203.0.113.9' } as const
const WRONG = { username: 'alice', password: 'wrong' }
const RIGHT = { username: 'alice', password: 'alice' }

describe('guessing is slowed per user and address', () => {
  it('five slips are free, then the wait doubles up to five minutes', () => {
    const guesses = createGuesses()
    const waits: number[] = []
    let now = 0
    for (let attempt = 0; attempt < 12; attempt += 1) {
      expect(guesses.attempt(GUESS, now)).toBeUndefined()
      const early = attempt < 4 ? 0 : (guesses.attempt(GUESS, now) ?? 0)
      waits.push(early)
      now += early
    }
    expect(waits).toEqual([0, 0, 0, 0, 15, 30, 60, 120, 240, 300, 300, 300])
  })

  it('another address, another user and another secret do not wait', () => {
    const guesses = createGuesses()
    for (let attempt = 0; attempt < 5; attempt += 1) guesses.attempt(GUESS, 0)
    expect(guesses.attempt(GUESS, 0)).toBe(15)
    expect(guesses.attempt({ ...GUESS, address: '198.51.100.1' }, 0)).toBeUndefined()
    expect(guesses.attempt({ ...GUESS, username: 'bob' }, 0)).toBeUndefined()
    expect(guesses.attempt({ ...GUESS, secret: 'totp' }, 0)).toBeUndefined()
  })

  it('upper case and a neighbour in the same IPv6 network are no way around', () => {
    const guesses = createGuesses()
    const guess = { ...GUESS, address: '2001:db8:1:2::1' }
    for (let attempt = 0; attempt < 5; attempt += 1) guesses.attempt(guess, 0)
    expect(guesses.attempt({ ...guess, username: 'ALICE' }, 0)).toBe(15)
    expect(guesses.attempt({ ...guess, address: '2001:db8:1:2:ffff::9' }, 0)).toBe(15)
  })

  it('a right one clears what was owed, an hour of peace does too', () => {
    const guesses = createGuesses()
    for (let attempt = 0; attempt < 4; attempt += 1) guesses.attempt(GUESS, 0)
    guesses.succeeded(GUESS)
    for (let attempt = 0; attempt < 5; attempt += 1) expect(guesses.attempt(GUESS, 0)).toBeUndefined()
    expect(guesses.attempt(GUESS, 14)).toBe(1)
    expect(guesses.attempt(GUESS, 3600)).toBeUndefined()
    expect(guesses.attempt(GUESS, 3600)).toBeUndefined()
  })

  it('in the long run an address has twelve guesses an hour, however it spreads them', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(900), { minLength: 200, maxLength: 400 }), (pauses) => {
        const guesses = createGuesses()
        let now = 0
        const taken = pauses.flatMap((pause) => {
          now += pause
          return guesses.attempt(GUESS, now) === undefined ? [now] : []
        })
        const busiest = Math.max(...taken.map((from) => taken.filter((at) => at >= from && at < from + 3600).length))
        expect(busiest).toBeLessThanOrEqual(5 + 5 + 12)
      }),
      { seed: 20_260_301, numRuns: 50 },
    )
  })

  it('RFC 4226 §7.3: one-time codes are not guessed from many addresses either', () => {
    const guesses = createGuesses()
    const from = (at: number) => ({ ...GUESS, secret: 'totp', address: `10.0.${at >> 8}.${at & 255}` }) as const
    for (let at = 0; at < 100; at += 1) expect(guesses.attempt(from(at), 0)).toBeUndefined()
    expect(guesses.attempt(from(100), 0)).toBe(3600)
    expect(guesses.attempt(from(101), 3600)).toBeUndefined()
  })
})

async function guess(browser: Browser, times: number, values: Record<string, string> = WRONG): Promise<Page> {
  let page = await browser.open(`${ISSUER}/login`)
  for (let attempt = 0; attempt < times; attempt += 1) page = await browser.submit(page, values)
  return page
}

describe('the login page', () => {
  it('RFC 6585 §4: says to wait after five wrong passwords, and does not look at the sixth', async () => {
    const test = testProvider()
    const browser = new Browser(test.provider)
    const waiting = await browser.submit(await guess(browser, 5), RIGHT)
    expect(waiting.response.status).toBe(429)
    expect(waiting.response.headers.get('Retry-After')).toBe('15')
    expect(pageName(waiting.body)).toBe('login')
    test.wait(15)
    expect(pageName((await browser.submit(waiting, RIGHT)).body)).toBe('home')
  })

  it('nobody is locked out by what somebody else types elsewhere', async () => {
    const { provider } = testProvider()
    await guess(new Browser(provider, '198.51.100.66'), 9)
    const owner = new Browser(provider, '203.0.113.9')
    expect(pageName((await owner.submit(await owner.open(`${ISSUER}/login`), RIGHT)).body)).toBe('home')
  })

  it('many at once gain nothing: attempts count when they begin', async () => {
    let checked = 0
    const users: UserStore = {
      find: async () => undefined,
      async verifyPassword() {
        checked += 1
        await new Promise((resolve) => setImmediate(resolve))
        return undefined
      },
    }
    const { provider } = testProvider({ users })
    const browser = new Browser(provider)
    const pages = await Promise.all(Array.from({ length: 20 }, () => browser.open(`${ISSUER}/login`)))
    const [kept] = browser.cookies
    const answers = await Promise.all(
      pages.map(async () => {
        const own = new Browser(provider)
        if (kept !== undefined) own.cookies.set(...kept)
        return own.submit(await own.open(`${ISSUER}/login`), WRONG)
      }),
    )
    expect(checked).toBe(5)
    expect(answers.filter(({ response }) => response.status === 429)).toHaveLength(15)
  })

  it('a user that nobody has is slowed alike, with the same words', async () => {
    const { provider } = testProvider()
    const pages = await Promise.all(
      ['alice', 'nobody'].map((username) => guess(new Browser(provider), 6, { username, password: 'wrong' })),
    )
    const [known, unknown] = pages.map(({ body, response }) => ({
      status: response.status,
      body: body.replaceAll(/value="[^"]*"/g, ''),
    }))
    expect(known).toEqual(unknown)
    expect(known?.status).toBe(429)
  })

  it('a name that nobody has costs the same checks as one that somebody has', async () => {
    const asked: string[] = []
    const users: UserStore = {
      find: async () => undefined,
      async verifyPassword(username) {
        asked.push(username)
        return undefined
      },
    }
    const browser = new Browser(testProvider({ users }).provider)
    for (const username of ['alice', 'nobody', '']) await guess(browser, 1, { username, password: 'wrong' })
    expect(asked).toEqual(['alice', 'nobody', ''])
  })
})

describe('the second factor', () => {
  const TWO_FACTOR = client({ ...WEB, authorization_policy: 'two_factor', consent_mode: 'implicit' })
  const TOTP = { secret: Buffer.from('12345678901234567890'), algorithm: 'SHA1', digits: 6, period: 30 } as const

  async function atSecondFactor(test: ReturnType<typeof testProvider>, address: string) {
    const browser = new Browser(test.provider, address)
    return {
      browser,
      page: await browser.submit(await browser.open(authorizationUrl({ ...AUTHORIZATION, scope: 'openid' })), RIGHT),
    }
  }

  it('is slowed for the address that guesses and not for the owner', async () => {
    const test = testProvider({ clients: [TWO_FACTOR], secondFactors: { findTotp: async () => TOTP } })
    const thief = await atSecondFactor(test, '198.51.100.66')
    let shown = thief.page
    for (let attempt = 0; attempt < 6; attempt += 1) shown = await thief.browser.submit(shown, { totp: '000000' })
    expect(shown.response.status).toBe(429)
    const owner = await atSecondFactor(test, '203.0.113.9')
    const answer = await owner.browser.submit(owner.page, { totp: totpCode(TOTP, totpStep(TOTP, test.now())) })
    expect(answer.response.headers.get('Location')).toContain('code=')
  })
})
