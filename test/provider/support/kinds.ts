/** One of everything that the provider or a client of it makes, and everything that takes one. */
import { createPublicKey, randomUUID } from 'node:crypto'
import { Browser, pageName } from './browser.ts'
import { AUTHORIZATION, answerOf, answerPages, authorizationUrl, authorize, basic, post, postJson } from './flows.ts'
import { signed } from './forgeries.ts'
import { CLIENT_KEY } from './jwt-places.ts'
import { CALLBACK, client, ISSUER, type TestProvider, testProvider, WEB } from './provider.ts'

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** A client that may do everything, and shows its tokens to nobody else. */
const EVERYTHING = client({
  ...WEB,
  client_id: 'all',
  consent_mode: 'explicit',
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials', 'implicit', DEVICE_GRANT],
  response_types: ['code', 'code id_token token'],
  response_modes: ['query', 'fragment', 'jwt', 'fragment.jwt'],
  userinfo_signed_response_alg: 'RS256',
  introspection_signed_response_alg: 'RS256',
  request_object_signing_alg: 'RS256',
  token_endpoint_auth_methods: ['client_secret_basic', 'private_key_jwt'],
  token_endpoint_auth_signing_alg: 'RS256',
  jwks: [
    {
      key_id: 'k1',
      use: 'sig',
      algorithm: 'RS256',
      key: createPublicKey(CLIENT_KEY).export({ type: 'spki', format: 'pem' }).toString(),
      certificate_chain: undefined,
    },
  ],
})

export type Kind =
  | 'authorization code'
  | 'opaque access token'
  | 'JWT access token'
  | 'refresh token'
  | 'ID token'
  | 'device code'
  | 'user code'
  | 'request_uri'
  | 'JARM response'
  | 'signed userinfo'
  | 'signed introspection'
  | 'client assertion'
  | 'request object'
  | 'form token'

const JWT = client({ ...EVERYTHING, client_id: 'jwt', access_token_signed_response_alg: 'RS256' })

export function kindsProvider(): TestProvider {
  return testProvider({ clients: [EVERYTHING, JWT] })
}

const BY_BASIC = { Authorization: basic('all', 'secret') }

async function tokens(test: TestProvider, client_id: string): Promise<Record<string, string>> {
  const code = await authorize(test, { client_id })
  const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK }
  return (await postJson(test, '/api/oidc/token', form, { Authorization: basic(client_id, 'secret') })).body
}

async function userinfo({ provider }: TestProvider, token: string): Promise<Response> {
  return provider.fetch(new Request(`${ISSUER}/api/oidc/userinfo`, { headers: { Authorization: `Bearer ${token}` } }))
}

async function device(test: TestProvider): Promise<Record<string, string>> {
  return (await postJson(test, '/api/oidc/device-authorization', { scope: 'openid' }, BY_BASIC)).body
}

async function jarm(test: TestProvider): Promise<string> {
  const url = authorizationUrl({ ...AUTHORIZATION, client_id: 'all', response_mode: 'jwt' })
  const browser = new Browser(test.provider)
  return answerOf(await answerPages(browser, await browser.open(url))).get('response') ?? ''
}

async function formToken(test: TestProvider): Promise<string> {
  const { body } = await new Browser(test.provider).open(authorizationUrl({ ...AUTHORIZATION, client_id: 'all' }))
  return (
    /name="form_token" value="([^"]+)"/.exec(body)?.[1] ?? /type="hidden"[^>]* value="([^"]+)"/.exec(body)?.[1] ?? ''
  )
}

function byClient(typ: string, claims: Readonly<Record<string, unknown>>, now: number): string {
  const payload = { iss: 'all', aud: ISSUER, exp: now + 60, iat: now, jti: randomUUID(), ...claims }
  return signed({ alg: 'RS256', kid: 'k1', typ }, payload, CLIENT_KEY)
}

/** Makes one of each kind, fresh. */
export const MAKE: Readonly<Record<Kind, (test: TestProvider) => Promise<string> | string>> = {
  'authorization code': (test) => authorize(test, { client_id: 'all' }),
  'opaque access token': async (test) => (await tokens(test, 'all'))['access_token'] ?? '',
  'JWT access token': async (test) => (await tokens(test, 'jwt'))['access_token'] ?? '',
  'refresh token': async (test) => (await tokens(test, 'all'))['refresh_token'] ?? '',
  'ID token': async (test) => (await tokens(test, 'all'))['id_token'] ?? '',
  'device code': async (test) => (await device(test))['device_code'] ?? '',
  'user code': async (test) => (await device(test))['user_code'] ?? '',
  request_uri: async (test) =>
    (
      await postJson(
        test,
        '/api/oidc/pushed-authorization-request',
        {
          request: byClient('oauth-authz-req+jwt', { ...AUTHORIZATION, client_id: 'all' }, test.now()),
          response_type: 'code',
        },
        BY_BASIC,
      )
    ).body['request_uri'] ?? '',
  'JARM response': jarm,
  'signed userinfo': async (test) => (await userinfo(test, (await tokens(test, 'all'))['access_token'] ?? '')).text(),
  'signed introspection': async (test) => {
    const token = (await tokens(test, 'all'))['access_token'] ?? ''
    return (await post(test, '/api/oidc/introspection', { token }, BY_BASIC)).text()
  },
  'client assertion': (test) => byClient('JWT', { sub: 'all' }, test.now()),
  'request object': (test) => byClient('oauth-authz-req+jwt', { ...AUTHORIZATION, client_id: 'all' }, test.now()),
  'form token': formToken,
}

export interface Taker {
  name: string
  takes: readonly Kind[]
  accepts(test: TestProvider, token: string): Promise<boolean>
}

const granted = (grant_type: string, parameter: string) => async (test: TestProvider, token: string) => {
  const form = { grant_type, [parameter]: token, redirect_uri: CALLBACK }
  const { status, body } = await postJson(test, '/api/oidc/token', form, BY_BASIC)
  return status === 200 || body['error'] === 'authorization_pending'
}

async function activeFor(test: TestProvider, token: string): Promise<boolean> {
  const answer = await (await post(test, '/api/oidc/introspection', { token }, BY_BASIC)).text()
  const claims = JSON.parse(Buffer.from(answer.split('.')[1] ?? '', 'base64url').toString('utf8'))
  return claims.token_introspection.active === true
}

export const TAKERS: readonly Taker[] = [
  { name: 'code', takes: ['authorization code'], accepts: granted('authorization_code', 'code') },
  { name: 'refresh_token', takes: ['refresh token'], accepts: granted('refresh_token', 'refresh_token') },
  { name: 'device_code', takes: ['device code'], accepts: granted(DEVICE_GRANT, 'device_code') },
  {
    name: 'the bearer at userinfo',
    takes: ['opaque access token', 'JWT access token'],
    accepts: async (test, token) => (await userinfo(test, token)).status === 200,
  },
  {
    name: 'the bearer at introspection',
    takes: ['opaque access token', 'JWT access token'],
    async accepts(test, token) {
      const headers = { Authorization: `Bearer ${token}` }
      return (await post(test, '/api/oidc/introspection', { token: 'x' }, headers)).status === 200
    },
  },
  {
    name: 'the token at introspection',
    takes: ['opaque access token', 'JWT access token', 'refresh token'],
    accepts: activeFor,
  },
  {
    name: 'id_token_hint',
    takes: ['ID token'],
    async accepts(test, id_token_hint) {
      const browser = new Browser(test.provider)
      const url = authorizationUrl({ ...AUTHORIZATION, client_id: 'all', id_token_hint })
      return answerOf(await answerPages(browser, await browser.open(url))).has('code')
    },
  },
  {
    name: 'client_assertion',
    takes: ['client assertion'],
    async accepts(test, client_assertion) {
      const form = { grant_type: 'client_credentials', client_id: 'all', client_assertion_type: ASSERTION_TYPE }
      return (await post(test, '/api/oidc/token', { ...form, client_assertion }, {})).status === 200
    },
  },
  {
    name: 'client_secret',
    takes: [],
    async accepts(test, secret) {
      const headers = { Authorization: basic('all', secret) }
      return (await post(test, '/api/oidc/token', { grant_type: 'client_credentials' }, headers)).status === 200
    },
  },
  {
    name: 'request',
    takes: ['request object'],
    async accepts(test, request) {
      const url = authorizationUrl({ client_id: 'all', scope: 'openid', response_type: 'code', request })
      return pageName((await new Browser(test.provider).open(url)).body) === 'login'
    },
  },
  {
    name: 'request_uri',
    takes: ['request_uri'],
    async accepts(test, request_uri) {
      const url = authorizationUrl({ client_id: 'all', request_uri })
      return pageName((await new Browser(test.provider).open(url)).body) === 'login'
    },
  },
]
