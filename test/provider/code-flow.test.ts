import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { Browser } from './support/browser.ts'
import { authorize, isActive, postJson, redeem, refresh } from './support/flows.ts'
import { ISSUER, testProvider } from './support/provider.ts'

describe('RFC 6749 §4.1: the authorization code flow', () => {
  it('Core §3.1: a login ends in an access token, an ID token and a refresh token', async () => {
    const test = testProvider()
    const { status, body } = await redeem(test, await authorize(test, { nonce: 'nonce-01234567' }))
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'openid profile offline_access' })
    expect(status).toBe(200)
    expect(decodeProtectedHeader(body['id_token'] ?? '')).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'rs' })
    expect(decodeJwt(body['id_token'] ?? '')).toMatchObject({
      iss: ISSUER,
      aud: ['web'],
      azp: 'web',
      nonce: 'nonce-01234567',
      amr: ['pwd'],
      auth_time: test.now(),
    })
  })

  it('Core §5.3: the access token opens userinfo', async () => {
    const test = testProvider()
    const { body } = await redeem(test, await authorize(test))
    const headers = { Authorization: `Bearer ${body['access_token']}` }
    const response = await test.provider.fetch(new Request(`${ISSUER}/api/oidc/userinfo`, { headers }))
    expect(await response.json()).toMatchObject({ name: 'Alice Adams', preferred_username: 'alice' })
  })

  it('RFC 6749 §6: the refresh token gives a new pair and ends the old one', async () => {
    const test = testProvider()
    const first = await redeem(test, await authorize(test))
    const second = await refresh(test, first.body['refresh_token'] ?? '')
    expect(second.status).toBe(200)
    expect(await isActive(test, first.body['access_token'] ?? '')).toBe(false)
    expect(await isActive(test, second.body['access_token'] ?? '')).toBe(true)
  })

  it('RFC 7009 §2: a revoked token takes its family with it', async () => {
    const test = testProvider()
    const { body } = await redeem(test, await authorize(test))
    const { provider } = test
    const form = new URLSearchParams({ token: body['access_token'] ?? '' })
    const headers = { Authorization: `Basic ${btoa('web:secret')}` }
    const response = await provider.fetch(
      new Request(`${ISSUER}/api/oidc/revocation`, { method: 'POST', body: form, headers }),
    )
    expect(response.status).toBe(200)
    expect(await isActive(test, body['refresh_token'] ?? '')).toBe(false)
  })

  it('a browser that is logged in is not asked to log in again', async () => {
    const test = testProvider()
    const browser = new Browser(test.provider)
    await authorize(test, {}, browser)
    expect(await authorize(test, {}, browser)).toMatch(/^authelia_ac_/)
  })

  it('RFC 6749 §4.4: client credentials give an access token alone', async () => {
    const test = testProvider()
    const headers = { Authorization: `Basic ${btoa('svc:secret')}` }
    const { body } = await postJson(
      test,
      '/api/oidc/token',
      { grant_type: 'client_credentials', scope: 'api' },
      headers,
    )
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'scope', 'token_type'])
  })
})
