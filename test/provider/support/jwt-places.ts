/** Every place that takes a JWT: how a genuine one is had, and whether one is accepted there. */
import { createPrivateKey, createPublicKey, type KeyObject, randomUUID } from 'node:crypto'
import type { ResolvedClient } from '../../../src/config/resolved.ts'
import { Browser, pageName } from './browser.ts'
import {
  AUTHORIZATION,
  answerOf,
  answerPages,
  authorizationUrl,
  authorize,
  basic,
  post,
  postJson,
  redeem,
} from './flows.ts'
import { type Genuine, maced, signed, takeApart } from './forgeries.ts'
import {
  CALLBACK,
  client,
  ISSUER,
  RS_KEY,
  STATE,
  SVC,
  type TestProvider,
  testProvider,
  vectorFile,
  WEB,
} from './provider.ts'

export const CLIENT_KEY = createPrivateKey(vectorFile('keys/rsa-3072.pkcs8.pem'))
export const CLIENT_SECRET = 'a-secret-of-more-than-thirty-two-octets'
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

const WITH_KEY: Partial<ResolvedClient> = {
  jwks: [
    {
      key_id: 'k1',
      use: 'sig',
      algorithm: 'RS256',
      key: createPublicKey(CLIENT_KEY).export({ type: 'spki', format: 'pem' }).toString(),
      certificate_chain: undefined,
    },
  ],
}

const CLIENTS: readonly ResolvedClient[] = [
  client({ ...WEB, consent_mode: 'implicit', scopes: ['openid', 'profile', 'offline_access'] }),
  client({ ...WEB, client_id: 'jwt', access_token_signed_response_alg: 'RS256' }),
  client({
    ...SVC,
    ...WITH_KEY,
    client_id: 'by-key',
    client_secret: undefined,
    token_endpoint_auth_methods: ['private_key_jwt'],
    token_endpoint_auth_signing_alg: 'RS256',
  }),
  client({
    ...SVC,
    client_id: 'by-secret',
    client_secret: `$plaintext$${CLIENT_SECRET}`,
    token_endpoint_auth_methods: ['client_secret_jwt'],
    token_endpoint_auth_signing_alg: 'HS256',
  }),
  client({ ...WEB, ...WITH_KEY, client_id: 'objects', request_object_signing_alg: 'RS256' }),
  client({ ...WEB, ...WITH_KEY, client_id: 'any-objects', request_object_signing_alg: '' }),
]

export function jwtProvider(): TestProvider {
  return testProvider({ clients: CLIENTS })
}

export interface Place {
  name: string
  /** Whose key signs what is taken here. */
  key: KeyObject
  genuine(test: TestProvider): Promise<Genuine> | Genuine
  accepts(test: TestProvider, token: string): Promise<boolean>
  /** JWTs that the right key signed, but that are something else or not for us. */
  misused: readonly { name: string; forge: (genuine: Genuine) => string }[]
}

type Change = Readonly<Record<string, unknown>>

/** The genuine JWT with another header or other claims, signed again by the right key. */
function again(key: KeyObject, name: string, header: Change, claims: Change = {}): Place['misused'][number] {
  const merge = (genuine: Genuine) =>
    [
      { ...genuine.header, ...header },
      { ...genuine.payload, jti: randomUUID(), ...claims },
    ] as const
  return { name, forge: (genuine) => signed(...merge(genuine), key) }
}

function foreignTypes(key: KeyObject, types: readonly string[]) {
  return types.map((typ) => again(key, `typ ${typ}`, { typ }))
}

function times(key: KeyObject, test: { now: number }) {
  return [
    again(key, 'that has expired', {}, { exp: test.now }),
    again(key, 'that is not valid yet', {}, { nbf: test.now + 60 }),
    again(key, 'from the future', {}, { iat: test.now + 60 }),
  ]
}

const NOW = Math.floor(Date.parse('2026-03-01T12:00:00Z') / 1000)
const ISSUER_KEY = RS_KEY.privateKey
const ISSUER_PUBLIC = createPublicKey(RS_KEY.privateKey)
const CLIENT_PUBLIC = createPublicKey(CLIENT_KEY)

function assertionClaims(id: string): Change {
  return { iss: id, sub: id, aud: ISSUER, jti: randomUUID(), exp: NOW + 60, iat: NOW }
}

async function acceptsAssertion(test: TestProvider, id: string, client_assertion: string): Promise<boolean> {
  const form = { grant_type: 'client_credentials', client_id: id, client_assertion_type: ASSERTION_TYPE }
  return (await post(test, '/api/oidc/token', { ...form, client_assertion }, {})).status === 200
}

const assertionPlace: Place = {
  name: 'a client assertion (private_key_jwt)',
  key: CLIENT_KEY,
  genuine: () =>
    takeApart(signed({ alg: 'RS256', kid: 'k1', typ: 'JWT' }, assertionClaims('by-key'), CLIENT_KEY), CLIENT_PUBLIC),
  accepts: (test, token) => acceptsAssertion(test, 'by-key', token),
  misused: [
    ...foreignTypes(CLIENT_KEY, ['at+jwt', 'oauth-authz-req+jwt', 'dpop+jwt', 'secevent+jwt']),
    ...times(CLIENT_KEY, { now: NOW }),
    again(CLIENT_KEY, 'for another server', {}, { aud: 'https://other.example.com' }),
    again(CLIENT_KEY, 'for nobody', {}, { aud: undefined }),
    again(CLIENT_KEY, 'by a foreign issuer', {}, { iss: 'https://evil.example' }),
    again(CLIENT_KEY, 'about another client', {}, { sub: 'by-secret' }),
    again(CLIENT_KEY, 'of another client altogether', {}, { iss: 'by-secret', sub: 'by-secret' }),
    again(CLIENT_KEY, 'without an end', {}, { exp: undefined }),
    again(CLIENT_KEY, 'that lives for years', {}, { exp: NOW + 10 ** 8 }),
    again(CLIENT_KEY, 'without jti', {}, { jti: undefined }),
    again(CLIENT_KEY, 'without kid', { kid: undefined }),
    again(CLIENT_KEY, 'by the right key and the wrong alg', { alg: 'RS512' }),
  ],
}

const secretAssertionPlace: Place = {
  name: 'a client assertion (client_secret_jwt)',
  key: CLIENT_KEY,
  genuine: () => takeApart(maced({ alg: 'HS256' }, assertionClaims('by-secret'), CLIENT_SECRET), CLIENT_PUBLIC),
  accepts: (test, token) => acceptsAssertion(test, 'by-secret', token),
  misused: [
    {
      name: 'by the right secret with a kid',
      forge: ({ header, payload }) => maced({ ...header, kid: 'k1' }, { ...payload, jti: randomUUID() }, CLIENT_SECRET),
    },
    {
      name: 'by the right secret with HS512',
      forge: ({ payload }) => maced({ alg: 'HS512' }, { ...payload, jti: randomUUID() }, CLIENT_SECRET),
    },
    {
      name: 'by a secret with something added',
      forge: ({ header, payload }) => maced(header, { ...payload, jti: randomUUID() }, `${CLIENT_SECRET}x`),
    },
  ],
}

function requestClaims(id: string): Change {
  return { ...AUTHORIZATION, client_id: id, iss: id, aud: ISSUER, exp: NOW + 60, iat: NOW, scope: 'openid profile' }
}

const OBJECT_MISUSES: Place['misused'] = [
  ...foreignTypes(CLIENT_KEY, ['at+jwt', 'client-authentication+jwt', 'dpop+jwt']),
  ...times(CLIENT_KEY, { now: NOW }),
  again(CLIENT_KEY, 'for another server', {}, { aud: 'https://other.example.com' }),
  again(CLIENT_KEY, 'by a foreign issuer', {}, { iss: 'https://evil.example' }),
  again(CLIENT_KEY, 'of another client', {}, { client_id: 'web' }),
  again(CLIENT_KEY, 'without kid', { kid: undefined }),
  again(CLIENT_KEY, 'RFC 9101 §10.8: that is a client assertion', {}, { sub: 'objects' }),
  again(CLIENT_KEY, 'RFC 9101 §4: that holds another one', {}, { request: 'x' }),
]

function objectPlace(id: string, name: string, misused: Place['misused']): Place {
  return {
    name,
    key: CLIENT_KEY,
    genuine: () =>
      takeApart(
        signed({ alg: 'RS256', kid: 'k1', typ: 'oauth-authz-req+jwt' }, requestClaims(id), CLIENT_KEY),
        CLIENT_PUBLIC,
      ),
    async accepts(test, request) {
      const url = authorizationUrl({ client_id: id, scope: 'openid', response_type: 'code', request })
      return pageName((await new Browser(test.provider).open(url)).body) === 'login'
    },
    misused,
  }
}

const pushedObjectPlace: Place = {
  ...objectPlace('objects', 'a request object that is pushed', OBJECT_MISUSES),
  async accepts(test, request) {
    const form = { response_type: 'code', request }
    const headers = { Authorization: basic('objects', 'secret') }
    return (await post(test, '/api/oidc/pushed-authorization-request', form, headers)).status === 201
  },
}

async function tokensOf(test: TestProvider, client_id: string): Promise<Record<string, string>> {
  const code = await authorize(test, { client_id })
  const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK }
  return (await postJson(test, '/api/oidc/token', form, { Authorization: basic(client_id, 'secret') })).body
}

const hintPlace: Place = {
  name: 'an id_token_hint',
  key: ISSUER_KEY,
  genuine: async (test) => takeApart((await redeem(test, await authorize(test))).body['id_token'] ?? '', ISSUER_PUBLIC),
  async accepts(test, id_token_hint) {
    const browser = new Browser(test.provider)
    const url = authorizationUrl({ ...AUTHORIZATION, scope: 'openid profile', state: STATE, id_token_hint })
    return answerOf(await answerPages(browser, await browser.open(url))).has('code')
  },
  misused: [
    ...foreignTypes(ISSUER_KEY, ['at+jwt', 'logout+jwt', 'token-introspection+jwt', 'secevent+jwt']),
    again(ISSUER_KEY, 'of another issuer with the same key', {}, { iss: 'https://other.example.com' }),
    again(ISSUER_KEY, 'about nobody', {}, { sub: '' }),
    again(ISSUER_KEY, 'about somebody else', {}, { sub: randomUUID() }),
    again(ISSUER_KEY, 'that is a signed userinfo answer', {}, { exp: undefined }),
    again(ISSUER_KEY, 'without kid', { kid: undefined }),
    again(ISSUER_KEY, 'by the right key and the wrong alg', { alg: 'RS512' }),
  ],
}

/** What our own key signed is no access token until it was issued as one. */
const ACCESS_MISUSES: Place['misused'] = [
  ...foreignTypes(ISSUER_KEY, ['JWT', 'at+jwt', 'logout+jwt', 'token-introspection+jwt']),
  again(ISSUER_KEY, 'about somebody else', {}, { sub: randomUUID() }),
  again(ISSUER_KEY, 'of another issuer with the same key', {}, { iss: 'https://other.example.com' }),
]

const genuineAccess = async (test: TestProvider): Promise<Genuine> =>
  takeApart((await tokensOf(test, 'jwt'))['access_token'] ?? '', ISSUER_PUBLIC)

async function isActiveJwt(test: TestProvider, token: string): Promise<boolean> {
  const headers = { Authorization: basic('jwt', 'secret') }
  const { body } = await postJson(test, '/api/oidc/introspection', { token }, headers)
  return (body as Record<string, unknown>)['active'] === true
}

const userinfoPlace: Place = {
  name: 'a JWT access token at userinfo',
  key: ISSUER_KEY,
  genuine: genuineAccess,
  async accepts({ provider }, token) {
    const headers = { Authorization: `Bearer ${token}` }
    return (await provider.fetch(new Request(`${ISSUER}/api/oidc/userinfo`, { headers }))).status === 200
  },
  misused: ACCESS_MISUSES,
}

const introspectionPlace: Place = {
  ...userinfoPlace,
  name: 'a JWT access token at introspection',
  accepts: isActiveJwt,
}

const callerPlace: Place = {
  ...userinfoPlace,
  name: 'a JWT access token that authorizes introspection',
  async accepts(test, token) {
    const headers = { Authorization: `Bearer ${token}` }
    return (await post(test, '/api/oidc/introspection', { token: 'authelia_at_x.y' }, headers)).status === 200
  },
}

/** The genuine token of each provider, to see whether a forgery of it ended it. */
const revoked = new WeakMap<TestProvider, string>()

/** Whether it ended the genuine one: the answer is 200 for every token (RFC 7009 §2.2). */
const revocationPlace: Place = {
  ...userinfoPlace,
  name: 'a JWT access token at revocation',
  async genuine(test) {
    const genuine = await genuineAccess(test)
    revoked.set(test, genuine.token)
    return genuine
  },
  async accepts(test, token) {
    const headers = { Authorization: basic('jwt', 'secret') }
    await post(test, '/api/oidc/revocation', { token }, headers)
    return !(await isActiveJwt(test, revoked.get(test) ?? ''))
  },
}

export const PLACES: readonly Place[] = [
  assertionPlace,
  secretAssertionPlace,
  objectPlace('objects', 'a request object, by the alg of the client', OBJECT_MISUSES),
  objectPlace(
    'any-objects',
    'a request object, by any alg',
    OBJECT_MISUSES.filter(({ name }) => !name.includes('10.8')),
  ),
  pushedObjectPlace,
  hintPlace,
  userinfoPlace,
  introspectionPlace,
  callerPlace,
  revocationPlace,
]
