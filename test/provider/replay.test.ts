import { describe, expect, it } from 'vitest'
import { Browser } from './support/browser.ts'
import {
  AUTHORIZATION,
  answerOf,
  authorizationUrl,
  authorize,
  basic,
  isActive,
  post,
  postJson,
  redeem,
  refresh,
} from './support/flows.ts'
import { CHALLENGE, client, SVC, testProvider, VERIFIER, WEB } from './support/provider.ts'

const RIVALS = [1, 2, 3, 4, 5]

describe('RFC 6749 §4.1.2: an authorization code is used once', () => {
  it('of many who redeem it at once, one is answered', async () => {
    const test = testProvider()
    const code = await authorize(test)
    const answers = await Promise.all(RIVALS.map(() => redeem(test, code)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400])
    for (const { body } of answers.filter(({ status }) => status === 400)) expect(body['error']).toBe('invalid_grant')
  })

  it('a replay ends every token that it gave', async () => {
    const test = testProvider()
    const code = await authorize(test)
    const { body } = await redeem(test, code)
    expect((await redeem(test, code)).body['error']).toBe('invalid_grant')
    expect(await isActive(test, body['access_token'] ?? '')).toBe(false)
    expect(await isActive(test, body['refresh_token'] ?? '')).toBe(false)
    expect(test.log.some(({ event }) => event === 'code_replayed')).toBe(true)
  })

  it('a failed attempt does not use it up', async () => {
    const test = testProvider()
    const code = await authorize(test, { code_challenge: CHALLENGE, code_challenge_method: 'S256' })
    expect((await redeem(test, code, { code_verifier: 'x'.repeat(43) })).body['error']).toBe('invalid_grant')
    expect((await redeem(test, code, { code_verifier: VERIFIER })).status).toBe(200)
  })

  it('a signature without its key finds nothing and ends nothing', async () => {
    const test = testProvider()
    const code = await authorize(test)
    const { body } = await redeem(test, code)
    const forged = code.replace(/_ac_[^.]+/, `_ac_${'A'.repeat(43)}`)
    expect((await redeem(test, forged)).body['error']).toBe('invalid_grant')
    expect(await isActive(test, body['access_token'] ?? '')).toBe(true)
  })
})

describe('RFC 9700 §4.14.2: a refresh token is used once', () => {
  it('of many who use it at once, one is answered', async () => {
    const test = testProvider()
    const { body } = await redeem(test, await authorize(test))
    const answers = await Promise.all(RIVALS.map(() => refresh(test, body['refresh_token'] ?? '')))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('an old one ends the family, whoever sends it', async () => {
    const clients = [WEB, client({ ...WEB, client_id: 'other' }), SVC]
    const test = testProvider({ clients })
    const first = await redeem(test, await authorize(test))
    const second = await refresh(test, first.body['refresh_token'] ?? '')
    const form = { grant_type: 'refresh_token', refresh_token: first.body['refresh_token'] ?? '' }
    const thief = await postJson(test, '/api/oidc/token', form, { Authorization: basic('other', 'secret') })
    expect(thief.body['error']).toBe('invalid_grant')
    expect(await isActive(test, second.body['access_token'] ?? '')).toBe(false)
    expect((await refresh(test, second.body['refresh_token'] ?? '')).body['error']).toBe('invalid_grant')
  })
})

describe('a consent is answered once', () => {
  it('of many who send the form at once, one gets a code', async () => {
    const test = testProvider()
    const browser = new Browser(test.provider)
    const consent = await browser.submit(await browser.open(authorizationUrl(AUTHORIZATION)), {
      username: 'alice',
      password: 'alice',
    })
    const answers = await Promise.all(RIVALS.map(() => browser.submit(consent, { decision: 'accept' })))
    expect(answers.filter((page) => answerOf(page).has('code'))).toHaveLength(1)
  })
})

describe('RFC 7662 §2.2: what is over is inactive and nothing else', () => {
  it('an expired access token', async () => {
    const test = testProvider()
    const { body } = await redeem(test, await authorize(test))
    test.wait(3601)
    const response = await post(test, '/api/oidc/introspection', { token: body['access_token'] ?? '' })
    expect(await response.json()).toEqual({ active: false })
  })
})
