import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose'
import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../../support/browser.ts'
import { CALLBACK } from '../support/provider.ts'
import {
  clientKey,
  halfHash,
  logIn,
  METHODS,
  type Method,
  SECRET,
  type ServedProvider,
  SIGNING_ALGS,
  serveProvider,
} from './served.ts'

let served: ServedProvider

beforeAll(async () => {
  served = await serveProvider()
})
afterAll(() => served.close())

async function authentication(method: Method): Promise<openid.ClientAuth> {
  switch (method) {
    case 'client_secret_basic':
      return openid.ClientSecretBasic(SECRET)
    case 'client_secret_post':
      return openid.ClientSecretPost(SECRET)
    case 'client_secret_jwt':
      return openid.ClientSecretJwt(SECRET)
    case 'private_key_jwt':
      return openid.PrivateKeyJwt(await clientKey())
    case 'none':
      return openid.None()
  }
}

async function configure(id: string, auth: openid.ClientAuth, metadata: Partial<openid.ClientMetadata> = {}) {
  const execute = [openid.allowInsecureRequests]
  return openid.discovery(new URL(served.issuer), id, metadata, auth, { execute })
}

async function begin(config: openid.Configuration, more: Record<string, string> = {}) {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier()
  const [expectedNonce, expectedState] = [openid.randomNonce(), openid.randomState()]
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid profile email offline_access',
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    nonce: expectedNonce,
    state: expectedState,
    ...more,
  })
  return { url, checks: { pkceCodeVerifier, expectedNonce, expectedState, idTokenExpected: true } }
}

async function login(config: openid.Configuration, more: Record<string, string> = {}, browser = new Browser()) {
  const { url, checks } = await begin(config, more)
  return openid.authorizationCodeGrant(config, await logIn(url, browser), checks)
}

describe.each(METHODS)('openid-client over HTTP by %s', (method) => {
  it('code with PKCE, userinfo, refresh', async () => {
    const config = await configure(method, await authentication(method))
    openid.enableNonRepudiationChecks(config)
    const tokens = await login(config)
    const sub = tokens.claims()?.sub ?? ''
    expect(await openid.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({ name: 'Alice Adams' })
    const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
    expect(refreshed.claims()).toMatchObject({ sub, iss: served.issuer })
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token)
    await expect(openid.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  it('RFC 7636 §4.6: another verifier is refused', async () => {
    const config = await configure(method, await authentication(method))
    const { url, checks } = await begin(config)
    const callback = await logIn(url)
    const wrong = { ...checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() }
    await expect(openid.authorizationCodeGrant(config, callback, wrong)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    expect((await openid.authorizationCodeGrant(config, callback, checks)).claims()?.aud).toEqual([method])
  })

  it('introspection and revocation', async () => {
    const config = await configure(method, await authentication(method))
    const { access_token } = await login(config)
    expect(await openid.tokenIntrospection(config, access_token)).toMatchObject({ active: true, username: 'alice' })
    await openid.tokenRevocation(config, access_token)
    expect(await openid.tokenIntrospection(config, access_token)).toEqual({ active: false })
  })

  it('RFC 9126: a pushed request', async () => {
    const config = await configure(method, await authentication(method))
    const { url, checks } = await begin(config)
    const pushed = await openid.buildAuthorizationUrlWithPAR(config, url.searchParams)
    expect([...pushed.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri'])
    expect((await openid.authorizationCodeGrant(config, await logIn(pushed), checks)).claims()?.sub).toBeDefined()
  })

  it('RFC 6749 §4.4: client credentials, for clients that have some', async () => {
    const config = await configure(method, await authentication(method))
    const asked = openid.clientCredentialsGrant(config, { scope: 'api' })
    if (method === 'none') await expect(asked).rejects.toMatchObject({ error: 'invalid_grant' })
    else expect(await asked).toMatchObject({ scope: 'api', token_type: 'bearer' })
  })

  it('wrong credentials are invalid_client', async () => {
    if (method === 'none') return
    const wrong = {
      client_secret_basic: openid.ClientSecretBasic('wrong'),
      client_secret_post: openid.ClientSecretPost('wrong'),
      client_secret_jwt: openid.ClientSecretJwt('wrong'),
      private_key_jwt: openid.ClientSecretBasic(SECRET),
    }[method]
    const asked = openid.clientCredentialsGrant(await configure(method, wrong))
    await expect(asked).rejects.toMatchObject({ status: 401 })
  })
})

/** The library checks what comes through the browser by public keys alone; this does by any. */
async function verified(id_token: string | null, alg: string): Promise<JWTPayload> {
  const options = { issuer: served.issuer, audience: `by ${alg}`, algorithms: [alg] }
  if (alg.startsWith('HS')) return (await jwtVerify(id_token ?? '', Buffer.from(SECRET), options)).payload
  const keys = createRemoteJWKSet(new URL(`${served.issuer}/jwks.json`))
  return (await jwtVerify(id_token ?? '', keys, options)).payload
}

describe.each(SIGNING_ALGS)('openid-client over HTTP: tokens by %s', (alg) => {
  const metadata = { id_token_signed_response_alg: alg, userinfo_signed_response_alg: alg, client_secret: SECRET }
  const client = () => configure(`by ${alg}`, openid.ClientSecretBasic(SECRET), metadata)

  it('Core §3.1.3.7: the ID token of a code, and its at_hash', async () => {
    const config = await client()
    if (!alg.startsWith('HS')) openid.enableNonRepudiationChecks(config)
    const tokens = await login(config)
    expect(tokens.claims()?.['at_hash']).toBe(halfHash(tokens.access_token, alg))
  })

  it('Core §5.3.2: signed userinfo', async () => {
    const config = await client()
    const tokens = await login(config)
    const answer = await openid.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
    expect(answer).toMatchObject({ email: 'alice@example.com', iss: served.issuer, aud: [`by ${alg}`] })
  })

  it.each(['id_token', 'id_token token', 'code id_token', 'code id_token token'])(
    'Core §3.2.2.9, §3.3.2.9: %s, its signature, nonce, at_hash and c_hash',
    async (response_type) => {
      const config = await client()
      const { url, checks } = await begin(config, { response_type, scope: 'openid email' })
      const answer = new URLSearchParams((await logIn(url)).hash.slice(1))
      const [access_token, code] = [answer.get('access_token'), answer.get('code')]
      const claims = await verified(answer.get('id_token'), alg)
      expect(claims['nonce']).toBe(checks.expectedNonce)
      expect(claims['at_hash']).toBe(access_token === null ? undefined : halfHash(access_token, alg))
      expect(claims['c_hash']).toBe(code === null ? undefined : halfHash(code, alg))
      expect(claims['email']).toBe(response_type === 'id_token' ? 'alice@example.com' : undefined)
      if (access_token === null) return
      expect(await openid.fetchUserInfo(config, access_token, claims.sub ?? '')).toMatchObject({
        email: 'alice@example.com',
      })
    },
  )
})

describe.each(SIGNING_ALGS.filter((alg) => !alg.startsWith('HS')))(
  'openid-client over HTTP: front channel, %s',
  (alg) => {
    const metadata = { id_token_signed_response_alg: alg, userinfo_signed_response_alg: alg }
    const client = () => configure(`by ${alg}`, openid.ClientSecretBasic(SECRET), metadata)

    it('Core §3.2: implicit, an ID token alone, which has the claims of the scopes', async () => {
      const config = await client()
      openid.useIdTokenResponseType(config)
      const { url, checks } = await begin(config, { scope: 'openid email' })
      const { expectedNonce, expectedState } = checks
      const claims = await openid.implicitAuthentication(config, await logIn(url), expectedNonce, { expectedState })
      expect(claims).toMatchObject({ email: 'alice@example.com', aud: [`by ${alg}`] })
    })

    it('Core §3.3.2.11: hybrid, with c_hash and s_hash as a client of FAPI 1.0 wants them', async () => {
      const config = await client()
      openid.useCodeIdTokenResponseType(config)
      openid.enableDetachedSignatureResponseChecks(config)
      const { url, checks } = await begin(config, { scope: 'openid email' })
      const tokens = await openid.authorizationCodeGrant(config, await logIn(url), checks)
      expect(tokens.claims()?.sub).toBeDefined()
    })
  },
)

describe('openid-client over HTTP: pairwise subjects', () => {
  it('Core §8.1: the same in one sector, another in another and without', async () => {
    const browser = new Browser()
    const subjects: string[] = []
    for (const id of ['pairwise one', 'pairwise two', 'pairwise three', 'by RS256']) {
      const metadata = id === 'by RS256' ? { userinfo_signed_response_alg: 'RS256' } : {}
      const config = await configure(id, openid.ClientSecretBasic(SECRET), metadata)
      const tokens = await login(config, {}, browser)
      const sub = tokens.claims()?.sub ?? ''
      expect((await openid.fetchUserInfo(config, tokens.access_token, sub)).sub).toBe(sub)
      subjects.push(sub)
    }
    const [one, two, ...others] = subjects
    expect(one).toBe(two)
    expect(new Set([one, ...others]).size).toBe(3)
  })
})
