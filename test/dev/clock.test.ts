import * as openid from 'openid-client'
import { describe, expect, it } from 'vitest'
import { createMovableClock } from '../../src/dev/clock.ts'
import { Browser } from '../support/browser.ts'
import { authorize, devRun, ISSUER, logIn, relyingParty } from './support/dev-run.ts'

const HOUR = 3600

async function frozenRun() {
  const run = devRun()
  run.main.clock.freeze()
  return { run, party: await relyingParty(run.fetch, ISSUER, { client_secret: run.appSecret }) }
}

async function isActive(config: openid.Configuration, token: string): Promise<boolean> {
  return (await openid.tokenIntrospection(config, token)).active
}

describe('a clock that tests move', () => {
  it('goes as the real one until it is moved, and from there on', () => {
    let real = 1_000
    const clock = createMovableClock(() => real)
    real += 5
    expect(clock.now()).toBe(1_005)
    clock.advance(60)
    real += 5
    expect(clock.now()).toBe(61_010)
    clock.set(0)
    real += 7
    expect(clock.now()).toBe(7)
  })

  it('frozen it stands, also when it is set or advanced; unfrozen it goes on from there', () => {
    let real = 1_000
    const clock = createMovableClock(() => real)
    clock.freeze()
    real += 500
    expect([clock.now(), clock.frozen]).toEqual([1_000, true])
    clock.advance(1.5)
    real += 500
    expect(clock.now()).toBe(2_500)
    clock.set(9_000)
    real += 500
    expect(clock.now()).toBe(9_000)
    clock.unfreeze()
    real += 1
    expect([clock.now(), clock.frozen]).toEqual([9_001, false])
  })
})

describe('all state obeys the clock', () => {
  it.each([
    [59, true],
    [61, false],
  ])('RFC 6749 §4.1.2: a code %d s old is accepted: %s', async (seconds, accepted) => {
    const { run, party } = await frozenRun()
    const { callback, checks } = await authorize(party, run.fetch)
    run.main.clock.advance(seconds)
    const redeemed = openid.authorizationCodeGrant(party, callback, checks)
    if (accepted) await expect(redeemed).resolves.toMatchObject({ token_type: 'bearer' })
    else await expect(redeemed).rejects.toMatchObject({ name: 'ResponseBodyError', error: 'invalid_grant' })
  })

  it('RFC 7662 §2.2: an access token is active for an hour, and not a second longer; userinfo agrees', async () => {
    const { run, party } = await frozenRun()
    const tokens = await logIn(party, run.fetch)
    const sub = tokens.claims()?.sub ?? ''
    run.main.clock.advance(HOUR - 1)
    expect(await isActive(party, tokens.access_token)).toBe(true)
    expect(await openid.fetchUserInfo(party, tokens.access_token, sub)).toMatchObject({ sub })
    run.main.clock.advance(2)
    expect(await isActive(party, tokens.access_token)).toBe(false)
    await expect(openid.fetchUserInfo(party, tokens.access_token, sub)).rejects.toMatchObject({
      name: 'WWWAuthenticateChallengeError',
      status: 401,
    })
  })

  it('a refresh token outlives the access token, and ends after its own time', async () => {
    const { run, party } = await frozenRun()
    const tokens = await logIn(party, run.fetch)
    run.main.clock.advance(HOUR + 1)
    const again = await openid.refreshTokenGrant(party, tokens.refresh_token ?? '')
    expect(await isActive(party, again.access_token)).toBe(true)
    run.main.clock.advance(90 * 60 + 1)
    await expect(openid.refreshTokenGrant(party, again.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  it.each([
    [HOUR - 1, 'consent'],
    [HOUR + 1, 'login'],
  ])('a session that was idle for %d s: the next page is %s', async (seconds, page) => {
    const { run, party } = await frozenRun()
    const browser = new Browser({ send: run.fetch })
    await authorize(party, run.fetch, {}, browser)
    run.main.clock.advance(seconds)
    const url = openid.buildAuthorizationUrl(party, {
      redirect_uri: 'http://localhost:3000/callback',
      scope: 'openid',
      code_challenge: await openid.calculatePKCECodeChallenge(openid.randomPKCECodeVerifier()),
      code_challenge_method: 'S256',
      state: openid.randomState(),
    })
    expect((await browser.open(url)).name).toBe(page)
  })

  it('a form that waited for more than an hour is refused', async () => {
    const { run } = await frozenRun()
    const browser = new Browser({ send: run.fetch })
    const form = await browser.open(`${ISSUER}/login`)
    run.main.clock.advance(HOUR + 1)
    const answer = await browser.submit(
      form,
      { username: 'alice', password: 'alice' },
      { selector: 'form:has(#login-submit)' },
    )
    expect(answer).toMatchObject({ name: 'error', status: 400 })
  })

  it('guesses are slowed by the clock: who waits in it may go on', async () => {
    const { run } = await frozenRun()
    const browser = new Browser({ send: run.fetch })
    const guess = async (password: string) => {
      const page = await browser.open(`${ISSUER}/login`)
      return browser.submit(page, { username: 'alice', password }, { selector: 'form:has(#login-submit)' })
    }
    for (let tried = 0; tried < 6; tried++) await guess('wrong')
    expect((await guess('alice')).status).toBe(429)
    run.main.clock.advance(HOUR + 1)
    expect((await guess('alice')).name).toBe('home')
  })

  it('RFC 7519 §4.1.4: iat and exp of an ID token are times of the clock', async () => {
    const run = devRun()
    run.main.clock.freeze()
    run.main.clock.set(Date.now() + 60_000)
    const config = await relyingParty(run.fetch, ISSUER, { client_secret: run.appSecret })
    const issued = Math.floor(run.main.clock.now() / 1000)
    expect((await logIn(config, run.fetch)).claims()).toMatchObject({ iat: issued, exp: issued + HOUR })
  })
})
