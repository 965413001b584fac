/** Generated clients and requests, and what the provider really does with them, seen from outside. */
import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import type { ResolvedClient, ResolvedProvider } from '../../../src/config/resolved.ts'
import { MADE_UP_USERS } from '../../../src/provider/dev/users.ts'
import type { TotpSecret } from '../../../src/provider/user-store.ts'
import { totpCode, totpStep } from '../../../src/secrets/totp.ts'
import { Browser, type Page, pageName } from './browser.ts'
import { answerOf, authorizationUrl, basic, postJson, type Values } from './flows.ts'
import {
  CALLBACK,
  CHALLENGE,
  client,
  ISSUER,
  issuerKey,
  RS_KEY,
  STATE,
  type TestProvider,
  testProvider,
  VERIFIER,
  WEB,
} from './provider.ts'

export const KEYS = [RS_KEY, issuerKey('ec-p256.pkcs8.pem', 'ES256', 'es256')]
export const NONCE = 'nonce-0123456789'
const SECRET = 'a-secret-of-more-than-thirty-two-octets'
const TOTP: TotpSecret = { secret: Buffer.from('12345678901234567890'), algorithm: 'SHA1', digits: 6, period: 30 }

const PROVIDER: Partial<ResolvedProvider> = {
  scopes: { books: { claims: ['shelf', 'nickname'] }, bare: { claims: [] } },
  claims_policies: {
    wide: {
      id_token: ['email', 'name', 'groups', 'rat', 'shelf'],
      access_token: ['groups', 'email', 'nickname'],
      id_token_audience_mode: 'specification',
      custom_claims: { shelf: { name: 'shelf', attribute: 'display_name' } },
    },
    merged: { id_token: [], access_token: [], id_token_audience_mode: 'experimental-merged', custom_claims: {} },
  },
  authorization_policies: {
    staff: {
      default_policy: 'deny',
      rules: [
        { policy: 'two_factor', subject: [['group:admins']], networks: [] },
        { policy: 'one_factor', subject: [['group:staff'], ['user:carol']], networks: [] },
      ],
    },
  },
}

const SCOPES = ['openid', 'profile', 'email', 'groups', 'phone', 'address', 'offline_access', 'books', 'bare']
const RESPONSE_TYPES = [
  'code',
  'id_token',
  'token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
]

function clientFrom(chosen: { isPublic: boolean; isHmac: boolean; options: Partial<ResolvedClient> }): ResolvedClient {
  const { isPublic, isHmac, options } = chosen
  return client({
    ...WEB,
    response_modes: ['query', 'fragment'],
    ...options,
    client_id: 'app',
    public: isPublic,
    client_secret: isPublic ? undefined : `$plaintext$${SECRET}`,
    token_endpoint_auth_methods: [isPublic ? 'none' : 'client_secret_basic'],
    ...(isHmac && !isPublic ? { id_token_signed_response_alg: 'HS256', userinfo_signed_response_alg: 'HS256' } : {}),
  })
}

const sometimes = (often: number) => fc.integer({ min: 1, max: often }).map((drawn) => drawn === 1)

const CLIENT = fc
  .record({
    isPublic: sometimes(3),
    isHmac: sometimes(5),
    options: fc.record({
      scopes: fc.subarray(SCOPES),
      response_types: fc.subarray(RESPONSE_TYPES, { minLength: 1 }),
      grant_types: fc.oneof(
        { weight: 4, arbitrary: fc.constant(['authorization_code', 'refresh_token', 'implicit']) },
        { weight: 1, arbitrary: fc.subarray(['authorization_code', 'refresh_token', 'implicit'], { minLength: 1 }) },
      ),
      authorization_policy: fc.constantFrom('one_factor', 'one_factor', 'two_factor', 'staff', 'deny', 'gone'),
      consent_mode: fc.constantFrom('explicit' as const, 'implicit' as const, 'pre-configured' as const),
      pre_configured_consent_duration: fc.constant(3600),
      claims_policy: fc.constantFrom('', 'wide', 'merged'),
      require_pkce: fc.boolean(),
      pkce_challenge_method: fc.constantFrom('' as const, 'S256' as const),
      require_pushed_authorization_requests: sometimes(4),
      audience: fc.constantFrom([], ['https://api.example.com']),
      requested_audience_mode: fc.constantFrom('explicit' as const, 'implicit' as const),
      id_token_signed_response_alg: fc.constantFrom('RS256', 'ES256'),
      access_token_signed_response_alg: fc.constantFrom('none', 'RS256', 'ES256'),
      userinfo_signed_response_alg: fc.constantFrom('none', 'ES256'),
    }),
  })
  .map(clientFrom)

export interface Case {
  client: ResolvedClient
  provider: Partial<ResolvedProvider>
  username: string
  scopes: readonly string[]
  prompt: readonly string[]
  response_type: string
}

/** A client, a provider, a user and a request; mostly ones that can be granted. */
export const CASE: fc.Arbitrary<Case> = fc
  .record({
    client: CLIENT,
    provider: fc.record({
      enforce_pkce: fc.constantFrom('never' as const, 'public_clients_only' as const, 'always' as const),
      require_pushed_authorization_requests: sometimes(6),
      enable_jwt_access_token_stateless_introspection: fc.constant(false),
    }),
    username: fc.constantFrom(...MADE_UP_USERS.map(({ username }) => username)),
    foreign: sometimes(12),
    left: fc.nat(),
    prompt: fc.constantFrom([], [], [], ['login'], ['consent'], ['none'], ['login', 'consent'], ['none', 'login']),
    type: fc.nat(),
  })
  .map(({ client: registered, provider, username, foreign, left, prompt, type }) => {
    const { scopes, response_types } = registered
    return {
      client: registered,
      provider: { ...PROVIDER, ...provider },
      username,
      scopes: [...scopes.filter((_, at) => (left >> at) % 2 === 0), ...(foreign ? ['foreign'] : [])],
      prompt,
      response_type: response_types[type % response_types.length] ?? 'code',
    }
  })

const GATES = (['one_factor', 'two_factor'] as const).map((level) =>
  client({ ...WEB, client_id: level, authorization_policy: level, consent_mode: 'implicit', scopes: ['openid'] }),
)

export function providerFor({ client: tested, provider }: Case): TestProvider {
  return testProvider({
    clients: [tested, ...GATES],
    provider,
    keys: KEYS,
    secondFactors: { findTotp: async () => TOTP },
  })
}

function requestOf({ scopes, prompt, response_type }: Case, more: Values = {}): Values {
  const challenge = response_type.split(' ').includes('code')
    ? { code_challenge: CHALLENGE, code_challenge_method: 'S256' }
    : {}
  const asked = { client_id: 'app', response_type, redirect_uri: CALLBACK, scope: scopes.join(' ') }
  return { ...asked, prompt: prompt.join(' '), state: STATE, nonce: NONCE, ...challenge, ...more }
}

function credentials({ client: tested }: Case): Values {
  return tested.public ? {} : { Authorization: basic('app', SECRET) }
}

/** What came of a request. */
export interface Seen {
  error?: string | undefined
  consented: boolean
  answer: Values
}

async function answerPages(test: TestProvider, browser: Browser, page: Page, username: string): Promise<Seen> {
  let current = page
  let consented = false
  for (let step = 0; step < 6; step += 1) {
    const name = pageName(current.body)
    if (name === 'login') current = await browser.submit(current, { username, password: username })
    else if (name === 'second-factor') {
      test.wait(TOTP.period)
      current = await browser.submit(current, { totp: totpCode(TOTP, totpStep(TOTP, test.now())) })
    } else if (name === 'consent') {
      consented = true
      current = await browser.submit(current, { decision: 'accept' })
    } else break
  }
  const answer = Object.fromEntries(answerOf(current))
  const isAnswered = current.response.headers.has('Location')
  return { consented, answer, error: isAnswered ? answer['error'] : `page ${pageName(current.body)}` }
}

/** Logs the user in beforehand, at the level that the policy will ask for. */
async function enter(test: TestProvider, browser: Browser, username: string, level: string | null): Promise<void> {
  const gate = level === 'two_factor' ? 'two_factor' : 'one_factor'
  const asked = { response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', state: STATE }
  const challenge = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }
  const form = { ...asked, ...challenge }
  const authorization = { Authorization: basic(gate, 'secret') }
  const { body } = await postJson(test, '/api/oidc/pushed-authorization-request', form, authorization)
  const url = authorizationUrl({ client_id: gate, request_uri: body['request_uri'] ?? '' })
  await answerPages(test, browser, await browser.open(url), username)
}

/** Sends the request: pushed first where it is to be. */
export async function send(
  test: TestProvider,
  one: Case,
  { pushed, level, more = {} }: { pushed: boolean; level: string | null; more?: Values },
): Promise<Seen> {
  const browser = new Browser(test.provider)
  if (one.prompt.includes('none')) await enter(test, browser, one.username, level)
  const parameters = requestOf(one, more)
  if (!pushed) return answerPages(test, browser, await browser.open(authorizationUrl(parameters)), one.username)
  const push = await postJson(test, '/api/oidc/pushed-authorization-request', parameters, credentials(one))
  if (push.status !== 201) return { error: push.body['error'], consented: false, answer: {} }
  const { request_uri = '' } = push.body
  const page = await browser.open(authorizationUrl({ client_id: 'app', request_uri }))
  return answerPages(test, browser, page, one.username)
}

/** The same without the challenge. */
export function withoutChallenge({ response_type }: Case): Values {
  return response_type.split(' ').includes('code') ? { code_challenge: '', code_challenge_method: '' } : {}
}

/** What the client holds in the end. */
export async function collect(test: TestProvider, one: Case, { answer }: Seen): Promise<Values> {
  const { code } = answer
  if (code === undefined) return answer
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
    client_id: 'app',
  }
  return { ...answer, ...(await postJson(test, '/api/oidc/token', form, credentials(one))).body }
}

export interface SeenPlace {
  claims: Readonly<Record<string, unknown>> | null
  signer: { alg: string; kid: string | null } | null
}

/** The claims and the signer of a token, as its bearer sees them. */
export function placeOf(token: string | undefined): SeenPlace {
  if (token === undefined || token.startsWith('authelia_')) return { claims: null, signer: null }
  const { alg = '', kid = null } = decodeProtectedHeader(token)
  return { claims: decodeJwt(token), signer: { alg, kid } }
}

export async function userinfoOf({ provider }: TestProvider, token: string | undefined): Promise<SeenPlace> {
  if (token === undefined) return { claims: null, signer: null }
  const headers = { Authorization: `Bearer ${token}` }
  const response = await provider.fetch(new Request(`${ISSUER}/api/oidc/userinfo`, { headers }))
  if (response.status !== 200) return { claims: null, signer: null }
  const text = await response.text()
  return text.startsWith('{') ? { claims: JSON.parse(text), signer: null } : placeOf(text)
}

/** RFC 7636 appendix B, so that nobody has to believe the two constants. */
export function isChallengeOfVerifier(): boolean {
  return createHash('sha256').update(VERIFIER).digest('base64url') === CHALLENGE
}
