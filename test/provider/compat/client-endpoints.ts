/** Differences at the endpoints that clients call: token, revocation, introspection, device authorization. */
import { systemRandom } from '../../../src/primitives/random.ts'
import { chooseBehaviour } from '../../../src/provider/compat.ts'
import { createMemoryStorage } from '../../../src/provider/storage/memory.ts'
import { createOpaqueTokens } from '../../../src/provider/tokens/opaque.ts'
import { authorize, basic, post, postJson, redeem, refresh, type Values } from '../support/flows.ts'
import { client, SVC, testProvider } from '../support/provider.ts'
import { type Mode, type Observations, providerIn, tokensOf } from './observe.ts'

const TOKEN = '/api/oidc/token'
const WRONG: Values = { Authorization: basic('web', 'wrong') }

/** `error` and status of a form at an endpoint. */
async function errorOf(...args: Parameters<typeof post>): Promise<string> {
  const { status, body } = await postJson(...args)
  return `${status} ${body['error'] ?? 'granted'}`
}

/** Revocation is registered for another method than the token endpoint. */
async function revokeByPost(mode: Mode): Promise<number> {
  const test = providerIn(mode, { web: { revocation_endpoint_auth_methods: ['client_secret_post'] } })
  const form = { token: 'unknown', client_id: 'web', client_secret: 'secret' }
  return (await post(test, '/api/oidc/revocation', form, {})).status
}

/** The losers among refreshes with one token at the same time. */
async function refreshAtOnce(mode: Mode): Promise<unknown> {
  const test = providerIn(mode)
  const { refresh_token = '' } = await tokensOf(test)
  const answers = await Promise.all([1, 2, 3].map(() => refresh(test, refresh_token)))
  return answers.filter(({ status }) => status !== 200).map(({ body }) => body['error'])
}

/** A refresh token of a grant that has no offline scope: none is given out, but one may be left from earlier. */
async function refreshWithoutOffline(mode: Mode): Promise<string> {
  const test = providerIn(mode)
  const opaque = createOpaqueTokens('this_is_a_secret_abc123abc123abc', systemRandom, chooseBehaviour(mode))
  const { access_token = '' } = await tokensOf(test, { scope: 'openid profile' })
  const access = await test.storage.findAccessToken(opaque.read('at', access_token)?.signature ?? '')
  if (access === undefined) throw new Error('the access token is not stored')
  const { token, signature } = opaque.issue('rt')
  const { grant, audience, expires_at } = access
  await test.storage.saveTokens({ access, refresh: { signature, grant, audience, expires_at, active: true } })
  return errorOf(test, TOKEN, { grant_type: 'refresh_token', refresh_token: token })
}

async function lateCode(mode: Mode): Promise<number> {
  const test = providerIn(mode, {
    web: { lifespan: 'short' },
    provider: { lifespans: shortCodes() },
  })
  const code = await authorize(test)
  test.wait(40)
  return (await redeem(test, code)).status
}

function shortCodes() {
  const none = { access_token: 0, authorize_code: 30, id_token: 0, refresh_token: 0, device_code: 0, grants: {} }
  const usual = { access_token: 3600, authorize_code: 60, id_token: 3600, refresh_token: 5400 }
  const others = { device_code: 600, jwt_secured_authorization: 300, pushed_authorization_request: 300 }
  return { ...usual, ...others, custom: { short: none } }
}

async function audienceOfResource(mode: Mode): Promise<unknown> {
  const resource = 'https://api.example.com'
  const test = providerIn(mode, { web: { audience: [resource] } })
  const { access_token = '' } = await tokensOf(test, { resource })
  const { body } = await postJson(test, '/api/oidc/introspection', { token: access_token })
  return body['aud'] ?? 'none'
}

async function failingRevocation(mode: Mode): Promise<unknown> {
  const storage = { ...createMemoryStorage(), revokeFamily: () => Promise.reject(new Error('out of order')) }
  const test = providerIn(mode, { storage })
  const { access_token = '' } = await tokensOf(test)
  const response = await post(test, '/api/oidc/revocation', { token: access_token })
  const text = await response.text()
  return { status: response.status, error: text === '' ? 'no body' : JSON.parse(text).error }
}

export const CLIENT_ENDPOINT_DIFFERENCES: Observations<
  | 'unsupported_grant_type'
  | 'token_challenge'
  | 'endpoint_auth_methods'
  | 'basic_raw_retry'
  | 'concurrent_refresh'
  | 'refresh_without_offline'
  | 'refreshed_nonce'
  | 'device_grant_missing'
  | 'device_errors'
  | 'granted_resource'
  | 'client_code_lifespan'
  | 'introspection_authentication'
  | 'introspection_jwt'
  | 'revocation_failure'
> = {
  unsupported_grant_type: {
    observe: (mode) => errorOf(providerIn(mode), TOKEN, { grant_type: 'password' }),
    standard: '400 unsupported_grant_type',
    released: '400 invalid_request',
  },
  token_challenge: {
    observe: async (mode) => {
      const response = await post(providerIn(mode), TOKEN, { grant_type: 'refresh_token' }, WRONG)
      return response.headers.get('WWW-Authenticate')
    },
    standard: 'Basic realm="https://auth.example.com"',
    released: null,
  },
  endpoint_auth_methods: { observe: revokeByPost, standard: 200, released: 401 },
  basic_raw_retry: {
    observe: (mode) => {
      const test = testProvider({ clients: [client({ ...SVC, client_secret: '$plaintext$one+two' })], compat: mode })
      const headers = { Authorization: basic('svc', 'one+two') }
      return errorOf(test, TOKEN, { grant_type: 'client_credentials', scope: 'api' }, headers)
    },
    standard: '200 granted',
    released: '401 invalid_client',
  },
  concurrent_refresh: {
    observe: refreshAtOnce,
    standard: ['invalid_grant', 'invalid_grant'],
    released: ['invalid_request', 'invalid_request'],
  },
  refresh_without_offline: {
    observe: refreshWithoutOffline,
    standard: '400 invalid_grant',
    released: '403 scope_not_granted',
  },
  refreshed_nonce: {
    observe: async (mode) => {
      const test = providerIn(mode)
      const { refresh_token = '' } = await tokensOf(test, { nonce: 'nonce-0123456789' })
      const { body } = await refresh(test, refresh_token)
      return JSON.parse(Buffer.from(body['id_token']?.split('.')[1] ?? '', 'base64url').toString()).nonce ?? 'none'
    },
    standard: 'none',
    released: 'nonce-0123456789',
  },
  device_grant_missing: {
    observe: (mode) => errorOf(providerIn(mode), '/api/oidc/device-authorization', { scope: 'openid' }),
    standard: '400 unauthorized_client',
    released: '400 invalid_grant',
  },
  device_errors: {
    observe: (mode) => {
      const grant_type = 'urn:ietf:params:oauth:grant-type:device_code'
      const web = { grant_types: [grant_type] }
      return errorOf(providerIn(mode, { web }), TOKEN, { grant_type, device_code: 'unknown' })
    },
    standard: '400 invalid_grant',
    released: '500 server_error',
  },
  granted_resource: { observe: audienceOfResource, standard: ['https://api.example.com'], released: 'none' },
  client_code_lifespan: { observe: lateCode, standard: 400, released: 200 },
  introspection_authentication: {
    observe: (mode) => errorOf(providerIn(mode), '/api/oidc/introspection', { token: 'unknown' }, WRONG),
    standard: '401 invalid_client',
    released: '401 request_unauthorized',
  },
  introspection_jwt: {
    observe: async (mode) => {
      const test = providerIn(mode, { web: { introspection_signed_response_alg: 'RS256' } })
      const response = await post(test, '/api/oidc/introspection', { token: 'unknown' })
      return response.headers.get('Content-Type')?.split(';')[0]
    },
    standard: 'application/token-introspection+jwt',
    released: 'application/json',
  },
  revocation_failure: {
    observe: failingRevocation,
    standard: { status: 503, error: 'temporarily_unavailable' },
    released: { status: 500, error: 'no body' },
  },
}
