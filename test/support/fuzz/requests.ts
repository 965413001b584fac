/** Requests by a grammar of what the endpoints read: good ones with a few parts replaced, left out, doubled or broken. */
import fc from 'fast-check'
import { ENDPOINTS } from '../../../src/provider/endpoints.ts'

/** A value as it stands, or the n-th that earlier answers gave (tokens, codes, form tokens, …). */
export type Value = { text: string } | { known: number }

export interface Shot {
  method: string
  path: string
  query: readonly [string, Value][]
  form: readonly [string, Value][]
  headers: readonly [string, Value][]
  /** How the form is sent. */
  body: 'urlencoded' | 'multipart' | 'json' | 'broken' | 'none'
  /** Sends the cookies that came last. */
  cookies: boolean
}

const CLIENTS = ['web', 'spa', 'svc', 'tv', 'hybrid', 'jwt']
const CALLBACK = 'https://rp.example.com/cb'

/** What the endpoints know by name; anything else is unknown to them. */
const GOOD: Readonly<Record<string, readonly string[]>> = {
  client_id: CLIENTS,
  client_secret: ['secret', 'wrong'],
  response_type: ['code', 'id_token', 'token', 'code id_token token', 'none', 'code code'],
  response_mode: ['query', 'fragment', 'form_post', 'jwt', 'query.jwt', 'form_post.jwt', 'web_message'],
  redirect_uri: [
    CALLBACK,
    `${CALLBACK}#x`,
    'http://127.0.0.1:8080/cb',
    'javascript:alert(1)',
    '//rp.example.com',
    'urn:x',
  ],
  scope: ['openid', 'openid profile offline_access', 'api', 'openid  profile', 'nonsense'],
  state: ['state-0123456789', 'short'],
  nonce: ['nonce-0123456789', 'x'],
  code_challenge: ['E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', '='],
  code_challenge_method: ['S256', 'plain', 'S512'],
  code_verifier: ['dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk', 'short'],
  prompt: ['none', 'login', 'consent', 'none login', 'select_account', 'create'],
  max_age: ['0', '1', '-1', '99999999999999999999', '1e3', 'NaN'],
  claims: [
    '{"userinfo":{"email":null}}',
    '{"id_token":{"sub":{"value":"x"}}}',
    '[]',
    '{"userinfo":1}',
    '{',
    '{"__proto__":{"x":1}}',
  ],
  request: ['eyJhbGciOiJub25lIn0.e30.', 'a.b.c', 'a.b.c.d.e'],
  request_uri: [
    'urn:ietf:params:oauth:request_uri:x',
    'https://rp.example.com/ro',
    'urn:ietf:params:oauth:request_uri:',
  ],
  id_token_hint: ['eyJhbGciOiJSUzI1NiJ9.e30.AA', 'x'],
  login_hint: ['alice', ' '],
  ui_locales: ['de', 'en-x-', '*'],
  acr_values: ['0', '1 2'],
  audience: ['https://api.example.com', 'x'],
  resource: ['https://api.example.com', 'https://api.example.com#x'],
  grant_type: [
    'authorization_code',
    'refresh_token',
    'client_credentials',
    'urn:ietf:params:oauth:grant-type:device_code',
    'password',
  ],
  code: ['authelia_ac_x.y', 'authelia_ac_.'],
  refresh_token: ['authelia_rt_x.y'],
  device_code: ['authelia_dc_x.y'],
  token: ['authelia_at_x.y', 'a.b.c', 'a.b.c.d.e'],
  access_token: ['authelia_at_x.y'],
  token_type_hint: ['access_token', 'refresh_token', 'id_token'],
  client_assertion_type: ['urn:ietf:params:oauth:client-assertion-type:jwt-bearer', 'x'],
  client_assertion: ['eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ3ZWIiLCJzdWIiOiJ3ZWIifQ.AA', '..', 'x'],
  user_code: ['BCDFGHJK', 'bcdf-ghjk', '0'],
  flow: ['x'],
  form_token: ['a.b.c', 'x'],
  username: ['alice', 'bob', 'nobody'],
  password: ['alice', 'bob', ''],
  user: ['alice', 'nobody'],
  totp: ['000000', 'x'],
  decision: ['accept', 'reject', 'other'],
  remember: ['true', 'on'],
  lang: ['de', 'xx'],
  rd: ['/', '//evil.example', 'https://evil.example/'],
  constructor: ['x'],
}

const NAMES = [...Object.keys(GOOD), '__proto__']

/** Texts that parsers stumble over. */
const NASTY: readonly string[] = [
  '',
  ' ',
  '\0',
  '\r\nSet-Cookie: x=y',
  '%',
  '%ff%fe',
  '+&=;',
  '\ud800',
  '﷽'.repeat(50),
  'ﬃ\u202e\u0000<script>"\'',
  'a'.repeat(5000),
  '['.repeat(2000),
  '{"a":'.repeat(500),
  '__proto__',
  'null',
  'undefined',
  '-0',
  'https://auth.example.com',
  '../../etc/passwd',
]

const known: fc.Arbitrary<Value> = fc.nat(400).map((at) => ({ known: at }))
const nasty: fc.Arbitrary<Value> = fc
  .oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 40 }))
  .map((text) => ({ text }))

function valueFor(name: string): fc.Arbitrary<Value> {
  const good = fc
    .constantFrom(...(Object.hasOwn(GOOD, name) ? (GOOD[name] ?? []) : ['x']))
    .map((text): Value => ({ text }))
  return fc.oneof({ weight: 5, arbitrary: good }, { weight: 3, arbitrary: known }, { weight: 2, arbitrary: nasty })
}

const parameter: fc.Arbitrary<[string, Value]> = fc
  .oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: fc.string({ maxLength: 10 }) })
  .chain((name) => valueFor(name).map((value): [string, Value] => [name, value]))

/** Good requests, by path. */
const TEMPLATES: readonly { path: string; method: string; values: Readonly<Record<string, string>> }[] = [
  ...['code', 'code id_token', 'id_token token'].map((response_type) => ({
    path: '/api/oidc/authorization',
    method: 'GET',
    values: {
      client_id: response_type === 'code' ? 'web' : 'hybrid',
      response_type,
      redirect_uri: CALLBACK,
      scope: 'openid profile offline_access',
      state: 'state-0123456789',
      nonce: 'nonce-0123456789',
    },
  })),
  {
    path: '/api/oidc/token',
    method: 'POST',
    values: { grant_type: 'client_credentials', scope: 'api', client_id: 'svc', client_secret: 'secret' },
  },
  {
    path: '/api/oidc/token',
    method: 'POST',
    values: {
      grant_type: 'authorization_code',
      code: 'x',
      redirect_uri: CALLBACK,
      client_id: 'web',
      client_secret: 'secret',
    },
  },
  {
    path: '/api/oidc/token',
    method: 'POST',
    values: { grant_type: 'refresh_token', refresh_token: 'x', client_id: 'web', client_secret: 'secret' },
  },
  {
    path: '/api/oidc/pushed-authorization-request',
    method: 'POST',
    values: {
      client_id: 'web',
      client_secret: 'secret',
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      state: 'state-0123456789',
    },
  },
  { path: '/api/oidc/device-authorization', method: 'POST', values: { client_id: 'tv', scope: 'openid' } },
  {
    path: '/api/oidc/introspection',
    method: 'POST',
    values: { token: 'x', client_id: 'jwt', client_secret: 'secret' },
  },
  { path: '/api/oidc/revocation', method: 'POST', values: { token: 'x', client_id: 'web', client_secret: 'secret' } },
  { path: '/login', method: 'POST', values: { username: 'alice', password: 'alice', form_token: 'x', flow: 'x' } },
  { path: '/consent/openid/decision', method: 'POST', values: { decision: 'accept', form_token: 'x', flow: 'x' } },
  { path: '/consent/openid/device-authorization', method: 'POST', values: { user_code: 'x', form_token: 'x' } },
  { path: '/sign-out', method: 'POST', values: { form_token: 'x' } },
]

const HEADERS: readonly string[] = [
  'Authorization',
  'Accept',
  'Accept-Language',
  'Content-Type',
  'Cookie',
  'Origin',
  'Sec-Fetch-Site',
  'Access-Control-Request-Method',
  'Access-Control-Request-Headers',
  'X-Forwarded-Host',
  'X-Forwarded-For',
  'If-None-Match',
  'DPoP',
]

const HEADER_VALUES: readonly string[] = [
  'Bearer x',
  'Basic d2ViOnNlY3JldA==',
  'Basic ====',
  'Basic d2Vi',
  'bearer',
  'null',
  'https://rp.example.com',
  'same-origin',
  'cross-site',
  'application/token-introspection+jwt',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded;charset=nonsense',
  'de, *;q=0.5',
  'oidc_session=x; authelia_session=y',
  'POST',
  '*',
]

const header: fc.Arbitrary<[string, Value]> = fc
  .tuple(
    fc.constantFrom(...HEADERS),
    fc.oneof(
      fc.constantFrom(...HEADER_VALUES).map((text): Value => ({ text })),
      known,
    ),
  )
  .map(([name, value]) => [name, value])

const body = fc.oneof(
  { weight: 12, arbitrary: fc.constant('urlencoded' as const) },
  { weight: 2, arbitrary: fc.constantFrom('multipart', 'json', 'broken', 'none') },
) as fc.Arbitrary<Shot['body']>

const PATHS = [...ENDPOINTS.map(({ path }) => path), '/static/x', '/api/oidc', '/.well-known/', '/consent/completion']

const wild: fc.Arbitrary<Shot> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'OPTIONS', 'HEAD', 'PUT', 'DELETE'),
  path: fc.constantFrom(...PATHS),
  query: fc.array(parameter, { maxLength: 8 }),
  form: fc.array(parameter, { maxLength: 8 }),
  headers: fc.array(header, { maxLength: 3 }),
  body,
  cookies: fc.boolean(),
})

interface Change {
  kind: 'known' | 'value' | 'remove' | 'double'
  at: number
  value: Value
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('known', 'known', 'value', 'remove', 'double'),
  at: fc.nat(20),
  value: fc.oneof(known, nasty),
})

/** Names whose value in a template stands for one that the provider gave. */
const GIVEN_NAMES = ['code', 'refresh_token', 'token', 'form_token', 'flow', 'user_code']

function changed(values: readonly [string, Value][], { kind, at, value }: Change): [string, Value][] {
  const index = at % Math.max(1, values.length)
  const given = values.findIndex(([name]) => GIVEN_NAMES.includes(name))
  const target = kind === 'known' && given >= 0 ? given : index
  return values.flatMap((entry, here): [string, Value][] => {
    if (here !== target) return [entry]
    if (kind === 'remove') return []
    if (kind === 'double') return [entry, [entry[0], value]]
    return [[entry[0], value]]
  })
}

const tame: fc.Arbitrary<Shot> = fc
  .record({
    template: fc.constantFrom(...TEMPLATES),
    changes: fc.array(change, { maxLength: 3 }),
    more: fc.array(parameter, { maxLength: 2 }),
    headers: fc.array(header, { maxLength: 1 }),
    body,
  })
  .map(({ template: { path, method, values }, changes, more, headers, body }) => {
    const good = Object.entries(values).map(([name, text]): [string, Value] => [name, { text }])
    const sent = [...changes.reduce(changed, good), ...more]
    const isPost = method === 'POST'
    return { method, path, query: isPost ? [] : sent, form: isPost ? sent : [], headers, body, cookies: true }
  })

/** One request. */
export const shot: fc.Arbitrary<Shot> = fc.oneof({ weight: 3, arbitrary: tame }, { weight: 2, arbitrary: wild })
