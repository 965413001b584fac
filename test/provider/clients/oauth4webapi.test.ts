import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../../support/browser.ts'
import { CALLBACK } from '../support/provider.ts'
import {
  clientKey,
  logIn,
  METHODS,
  type Method,
  SECRET,
  type ServedProvider,
  SIGNING_ALGS,
  serveProvider,
} from './served.ts'

const INSECURE = { [oauth.allowInsecureRequests]: true }

let served: ServedProvider
let server: oauth.AuthorizationServer

beforeAll(async () => {
  served = await serveProvider()
  const issuer = new URL(served.issuer)
  server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, INSECURE))
})
afterAll(() => served.close())

async function authentication(method: Method): Promise<oauth.ClientAuth> {
  switch (method) {
    case 'client_secret_basic':
      return oauth.ClientSecretBasic(SECRET)
    case 'client_secret_post':
      return oauth.ClientSecretPost(SECRET)
    case 'client_secret_jwt':
      return oauth.ClientSecretJwt(SECRET)
    case 'private_key_jwt':
      return oauth.PrivateKeyJwt(await clientKey())
    case 'none':
      return oauth.None()
  }
}

interface Started {
  url: URL
  verifier: string
  nonce: string
  state: string
}

async function begin({ client_id }: oauth.Client, more: Record<string, string> = {}): Promise<Started> {
  const verifier = oauth.generateRandomCodeVerifier()
  const [nonce, state] = [oauth.generateRandomNonce(), oauth.generateRandomState()]
  const url = new URL(server.authorization_endpoint ?? '')
  const parameters = {
    client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid profile email offline_access',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    nonce,
    state,
    ...more,
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return { url, verifier, nonce, state }
}

async function redeem(
  client: oauth.Client,
  auth: oauth.ClientAuth,
  callback: URLSearchParams,
  { verifier, nonce }: Started,
): Promise<oauth.TokenEndpointResponse> {
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    auth,
    callback,
    CALLBACK,
    verifier,
    INSECURE,
  )
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: nonce,
    requireIdToken: true,
  })
  await oauth.validateApplicationLevelSignature(server, response, INSECURE)
  return tokens
}

async function login(client: oauth.Client, auth: oauth.ClientAuth, browser = new Browser()) {
  const started = await begin(client)
  const callback = oauth.validateAuthResponse(server, client, await logIn(started.url, browser), started.state)
  return redeem(client, auth, callback, started)
}

async function userinfo(client: oauth.Client, token: string, sub: string): Promise<oauth.UserInfoResponse> {
  const response = await oauth.userInfoRequest(server, client, token, INSECURE)
  const answer = await oauth.processUserInfoResponse(server, client, sub, response)
  if (client.userinfo_signed_response_alg !== undefined)
    await oauth.validateApplicationLevelSignature(server, response, INSECURE)
  return answer
}

describe.each(METHODS)('oauth4webapi over HTTP by %s', (method) => {
  const client: oauth.Client = { client_id: method }

  it('code with PKCE, userinfo, refresh', async () => {
    const auth = await authentication(method)
    const tokens = await login(client, auth)
    const sub = oauth.getValidatedIdTokenClaims(tokens)?.sub ?? ''
    expect(await userinfo(client, tokens.access_token, sub)).toMatchObject({ name: 'Alice Adams' })
    const response = await oauth.refreshTokenGrantRequest(server, client, auth, tokens.refresh_token ?? '', INSECURE)
    const refreshed = await oauth.processRefreshTokenResponse(server, client, response)
    expect(oauth.getValidatedIdTokenClaims(refreshed)?.sub).toBe(sub)
    const replayed = await oauth.refreshTokenGrantRequest(server, client, auth, tokens.refresh_token ?? '', INSECURE)
    await expect(oauth.processRefreshTokenResponse(server, client, replayed)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  it('introspection and revocation', async () => {
    const auth = await authentication(method)
    const { access_token } = await login(client, auth)
    const inspect = async () =>
      oauth.processIntrospectionResponse(
        server,
        client,
        await oauth.introspectionRequest(server, client, auth, access_token, {
          ...INSECURE,
          requestJwtResponse: false,
        }),
      )
    expect(await inspect()).toMatchObject({ active: true, client_id: method })
    await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, auth, access_token, INSECURE))
    expect(await inspect()).toEqual({ active: false })
  })

  it('RFC 9701: introspection as a JWT, for who asks for one', async () => {
    const auth = await authentication(method)
    const { access_token } = await login(client, auth)
    const options = { ...INSECURE, requestJwtResponse: true }
    const response = await oauth.introspectionRequest(server, client, auth, access_token, options)
    expect(await oauth.processIntrospectionResponse(server, client, response)).toMatchObject({ active: true })
    await oauth.validateApplicationLevelSignature(server, response, INSECURE)
  })

  it('RFC 9126: a pushed request', async () => {
    const auth = await authentication(method)
    const started = await begin(client)
    const response = await oauth.pushedAuthorizationRequest(server, client, auth, started.url.searchParams, INSECURE)
    const { request_uri } = await oauth.processPushedAuthorizationResponse(server, client, response)
    const url = new URL(server.authorization_endpoint ?? '')
    url.search = new URLSearchParams({ client_id: method, request_uri }).toString()
    const callback = oauth.validateAuthResponse(server, client, await logIn(url), started.state)
    expect((await redeem(client, auth, callback, started)).id_token).toBeDefined()
  })

  it('RFC 6749 §4.4: client credentials, for clients that have some', async () => {
    const auth = await authentication(method)
    const response = await oauth.clientCredentialsGrantRequest(server, client, auth, { scope: 'api' }, INSECURE)
    const answer = oauth.processClientCredentialsResponse(server, client, response)
    if (method === 'none') await expect(answer).rejects.toMatchObject({ error: 'invalid_grant' })
    else expect(await answer).toMatchObject({ scope: 'api', token_type: 'bearer' })
  })
})

describe.each(SIGNING_ALGS.filter((alg) => !alg.startsWith('HS')))('oauth4webapi over HTTP: tokens by %s', (alg) => {
  const client: oauth.Client = {
    client_id: `by ${alg}`,
    id_token_signed_response_alg: alg,
    userinfo_signed_response_alg: alg,
  }
  const auth = oauth.ClientSecretBasic(SECRET)

  it('Core §5.3.2: signed userinfo', async () => {
    const tokens = await login(client, auth)
    const sub = oauth.getValidatedIdTokenClaims(tokens)?.sub ?? ''
    expect(await userinfo(client, tokens.access_token, sub)).toMatchObject({ email: 'alice@example.com' })
  })

  it('Core §3.3.2.11: hybrid, nonce, c_hash and signature', async () => {
    const started = await begin(client, { response_type: 'code id_token', scope: 'openid email' })
    const callback = await logIn(started.url)
    const validated = await oauth.validateCodeIdTokenResponse(
      server,
      client,
      callback,
      started.nonce,
      started.state,
      undefined,
      INSECURE,
    )
    expect((await redeem(client, auth, validated, started)).access_token).toBeDefined()
  })

  it('FAPI 1.0 Advanced §5.1: the ID token as a detached signature, with s_hash', async () => {
    const started = await begin(client, { response_type: 'code id_token', scope: 'openid email' })
    const callback = await logIn(started.url)
    const validated = await oauth.validateDetachedSignatureResponse(
      server,
      client,
      callback,
      started.nonce,
      started.state,
      undefined,
      INSECURE,
    )
    expect(validated.get('code')).toMatch(/^authelia_ac_/)
  })

  it('Core §3.3.2.11: a code that was swapped is noticed', async () => {
    const [mine, other] = [await begin(client, { response_type: 'code id_token' }), await begin(client)]
    const answer = await logIn(mine.url)
    const parameters = new URLSearchParams(answer.hash.slice(1))
    parameters.set('code', (await logIn(other.url)).searchParams.get('code') ?? '')
    answer.hash = parameters.toString()
    await expect(
      oauth.validateCodeIdTokenResponse(server, client, answer, mine.nonce, mine.state, undefined, INSECURE),
    ).rejects.toThrow('c_hash')
  })
})

describe('oauth4webapi over HTTP: pairwise subjects', () => {
  it('Core §8.1: the same in one sector, another in another', async () => {
    const browser = new Browser()
    const auth = oauth.ClientSecretBasic(SECRET)
    const subjects: (string | undefined)[] = []
    for (const client_id of ['pairwise one', 'pairwise two', 'pairwise three']) {
      subjects.push(oauth.getValidatedIdTokenClaims(await login({ client_id }, auth, browser))?.sub)
    }
    const [one, two, three] = subjects
    expect([one === two, one === three]).toEqual([true, false])
  })
})
