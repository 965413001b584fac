import * as openid from 'openid-client'
import { describe, expect, it } from 'vitest'
import type { ResolvedClient } from '../../src/config/resolved.ts'
import { Browser, pageName } from './support/browser.ts'
import { answerPages } from './support/flows.ts'
import {
  CALLBACK,
  client,
  ISSUER,
  issuerKey,
  RS_KEY,
  SVC,
  type TestProvider,
  testProvider,
  WEB,
} from './support/provider.ts'

const SECRET = 'a-secret-that-is-long-enough-for-hs512-which-needs-sixty-four-octets'
const KEYS = [
  RS_KEY,
  issuerKey('rsa-3072.pkcs8.pem', 'RS512', 'rs512'),
  issuerKey('rsa-4096.pkcs8.pem', 'PS256', 'ps256'),
  issuerKey('ec-p256.pkcs8.pem', 'ES256', 'es256'),
  issuerKey('ec-p384.pkcs8.pem', 'ES384', 'es384'),
  issuerKey('ec-p521.pkcs8.pem', 'ES512', 'es512'),
]

/** A provider with the present time, which the client checks by. */
function provider(
  options: Partial<ResolvedClient>,
  more: Partial<Parameters<typeof testProvider>[0]> = {},
): TestProvider {
  const web = client({ ...WEB, client_secret: `$plaintext$${SECRET}`, ...options })
  return testProvider({ clients: [web, SVC], keys: KEYS, clock: Date.now, ...more })
}

async function configure(
  test: TestProvider,
  metadata: Partial<openid.ClientMetadata> = {},
  id = 'web',
  secret = SECRET,
) {
  const customFetch: openid.CustomFetch = (url, init) =>
    test.provider.fetch(new Request(url, init as RequestInit), { address: '203.0.113.5' })
  return openid.discovery(new URL(ISSUER), id, metadata, openid.ClientSecretBasic(secret), {
    [openid.customFetch]: customFetch,
  })
}

async function login(test: TestProvider, config: openid.Configuration, more: Record<string, string> = {}) {
  const code_verifier = openid.randomPKCECodeVerifier()
  const [nonce, state] = [openid.randomNonce(), openid.randomState()]
  const parameters = {
    redirect_uri: CALLBACK,
    scope: 'openid profile email offline_access',
    code_challenge: await openid.calculatePKCECodeChallenge(code_verifier),
    code_challenge_method: 'S256',
    nonce,
    state,
    ...more,
  }
  const isPushed = more['pushed'] === 'true'
  const url = isPushed
    ? await openid.buildAuthorizationUrlWithPAR(config, parameters)
    : openid.buildAuthorizationUrl(config, parameters)
  const browser = new Browser(test.provider)
  const { response } = await answerPages(browser, await browser.open(url.href))
  const callback = new URL(response.headers.get('Location') ?? '')
  const checks = { pkceCodeVerifier: code_verifier, expectedNonce: nonce, expectedState: state }
  return openid.authorizationCodeGrant(config, callback, checks)
}

describe('openid-client against the provider', () => {
  it('Core §3.1: login, userinfo, refresh, introspection, revocation', async () => {
    const test = provider({})
    const config = await configure(test)
    const tokens = await login(test, config)
    const sub = tokens.claims()?.sub ?? ''
    expect(await openid.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({ name: 'Alice Adams' })
    const again = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
    expect(again.claims()?.sub).toBe(sub)
    expect(await openid.tokenIntrospection(config, again.access_token)).toMatchObject({
      active: true,
      username: 'alice',
    })
    await openid.tokenRevocation(config, again.access_token)
    expect(await openid.tokenIntrospection(config, again.access_token)).toEqual({ active: false })
  })

  it.each(['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'HS256', 'HS384', 'HS512'])(
    'Core §3.1.3.7: an ID token by %s is accepted',
    async (alg) => {
      const test = provider({ id_token_signed_response_alg: alg })
      const config = await configure(test, { id_token_signed_response_alg: alg })
      if (!alg.startsWith('HS')) openid.enableNonRepudiationChecks(config)
      expect((await login(test, config)).claims()).toMatchObject({ iss: ISSUER, aud: ['web'] })
    },
  )

  it('RFC 9126: a pushed request', async () => {
    const test = provider({ require_pushed_authorization_requests: true })
    expect((await login(test, await configure(test), { pushed: 'true' })).claims()?.sub).toBeDefined()
  })

  it('JARM: the answer as a JWT', async () => {
    const test = provider({ response_modes: ['jwt'], authorization_signed_response_alg: 'ES256' })
    const config = await configure(test, { authorization_signed_response_alg: 'ES256' })
    openid.useJwtResponseMode(config)
    expect((await login(test, config)).access_token).toBeDefined()
  })

  it('Core §5.3.2: signed userinfo', async () => {
    const test = provider({ userinfo_signed_response_alg: 'PS256' })
    const config = await configure(test, { userinfo_signed_response_alg: 'PS256' })
    const tokens = await login(test, config)
    expect(await openid.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')).toMatchObject({
      email: 'alice@example.com',
    })
  })

  it('Core §3.3: the hybrid flow', async () => {
    const test = provider({
      response_types: ['code id_token'],
      response_modes: ['fragment'],
      grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    })
    const config = await configure(test)
    openid.useCodeIdTokenResponseType(config)
    expect((await login(test, config, { response_type: 'code id_token' })).claims()?.sub).toBeDefined()
  })

  it('RFC 6749 §4.4: client credentials', async () => {
    const test = provider({})
    const config = await configure(test, {}, 'svc', 'secret')
    expect(await openid.clientCredentialsGrant(config, { scope: 'api' })).toMatchObject({
      scope: 'api',
      expires_in: 3600,
    })
  })

  it('RFC 8628: the device flow', async () => {
    const device = 'urn:ietf:params:oauth:grant-type:device_code'
    const test = provider({ grant_types: [device] })
    const config = await configure(test)
    const started = await openid.initiateDeviceAuthorization(config, { scope: 'openid profile' })
    const browser = new Browser(test.provider)
    const entry = await answerPages(browser, await browser.open(started.verification_uri))
    expect(pageName(entry.body)).toBe('device')
    const consent = await browser.submit(entry, { user_code: started.user_code.toLowerCase() })
    const done = await browser.submit(consent, { decision: 'accept' })
    expect(done.body).toContain('You can return to your device')
    const tokens = await openid.genericGrantRequest(config, device, { device_code: started.device_code })
    expect(tokens.scope).toBe('openid profile')
  })
})
