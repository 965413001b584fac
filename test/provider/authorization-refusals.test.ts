import { describe, expect, it } from 'vitest'
import type { ResolvedClient, ResolvedProvider } from '../../src/config/resolved.ts'
import {
  ARRIVAL_STEPS,
  LOCAL_STEPS,
  REGISTRATION_CHECKS,
  REQUEST_CHECKS,
} from '../../src/provider/checks/authorization.ts'
import { Browser, pageName } from './support/browser.ts'
import { AUTHORIZATION, answerOf } from './support/flows.ts'
import { CALLBACK, client, ISSUER, SPA, testProvider, WEB } from './support/provider.ts'

interface Refused {
  /** Replaces parameters of a good request; a list is sent repeatedly, `undefined` leaves one out. */
  send?: Record<string, string | string[] | undefined>
  client?: Partial<ResolvedClient>
  provider?: Partial<ResolvedProvider>
  error: string
}

/** A request that breaks the rule, for every rule of the pipeline. */
const BROKEN: Readonly<Record<string, Refused>> = {
  'RFC 6749 §3.1: a parameter is sent once': { send: { scope: ['openid', 'profile'] }, error: 'invalid_request' },
  'RFC 9126 §4: a pushed request is redeemed once, by its client': {
    send: { request_uri: 'urn:ietf:params:oauth:request_uri:unknown' },
    error: 'invalid_request_uri',
  },
  'RFC 9126 §5: the server takes pushed requests only': {
    provider: { require_pushed_authorization_requests: true },
    error: 'invalid_request',
  },
  'RFC 6749 §2.2: the client is registered': { send: { client_id: 'nobody' }, error: 'invalid_client' },
  'RFC 9126 §6: the client pushes its requests': {
    client: { require_pushed_authorization_requests: true },
    error: 'invalid_request',
  },
  'RFC 9101 §6: the request object is the client’s': { send: { request: 'a.b.c' }, error: 'invalid_request_object' },
  'Multiple Response Types §2.1: the response mode is known': {
    send: { response_mode: 'web_message' },
    error: 'unsupported_response_mode',
  },
  'RFC 6749 §3.1.2.3, RFC 9700 §4.1.3: the redirect URI is registered': {
    send: { redirect_uri: 'https://evil.example/cb' },
    error: 'invalid_request',
  },
  'RFC 6749 §3.1.2: the redirect URI is absolute, without fragment': {
    send: { redirect_uri: 'https://rp.example.com/cb#x' },
    client: { redirect_uris: ['https://rp.example.com/cb#x'] },
    error: 'invalid_request',
  },
  'Form Post Response Mode §2, RFC 8252 §7.1: a form is posted over http(s)': {
    send: { redirect_uri: 'com.example.app:/cb', response_mode: 'form_post' },
    client: { redirect_uris: ['com.example.app:/cb'], response_modes: ['form_post', 'query'] },
    error: 'unsupported_response_mode',
  },
  'RFC 6749 §3.3: the scopes are registered': { send: { scope: 'openid admin' }, error: 'invalid_scope' },
  'RFC 8707 §2: a resource is an absolute URI': { send: { resource: 'relative' }, error: 'invalid_target' },
  'RFC 8707 §2: audiences and resources are registered': {
    send: { audience: 'https://api.example.com' },
    error: 'invalid_target',
  },
  'Core §7.2.1: registration is not supported': { send: { registration: '{}' }, error: 'registration_not_supported' },
  'RFC 6749 §3.1.1: the response type is registered': {
    send: { response_type: 'token' },
    error: 'unsupported_response_type',
  },
  'Multiple Response Types §2.1: the response mode is registered': {
    send: { response_mode: 'fragment' },
    error: 'unsupported_response_mode',
  },
  'RFC 6749 §10.12: the state cannot be guessed': { send: { state: 'short' }, error: 'invalid_state' },
  'RFC 9700 §4.3.1: tokens do not travel in a query': {
    send: { response_type: 'id_token', response_mode: 'query', nonce: 'nonce-01234567' },
    client: { response_types: ['id_token'], grant_types: ['implicit'] },
    error: 'unsupported_response_mode',
  },
  'Core §3.2.2.1: an ID token needs scope openid': {
    send: { response_type: 'id_token', scope: 'profile', nonce: 'nonce-01234567' },
    client: { response_types: ['id_token'], grant_types: ['implicit'] },
    error: 'unsupported_response_type',
  },
  'RFC 6749 §1.3: the grant types of the flow are registered': {
    send: { response_type: 'id_token', nonce: 'nonce-01234567' },
    client: { response_types: ['id_token'] },
    error: 'invalid_grant',
  },
  'RFC 9700 §4.1: public clients have secure redirect URIs': {
    send: { redirect_uri: 'http://rp.example.com/cb', scope: 'openid' },
    client: { ...SPA, client_id: 'web', redirect_uris: ['http://rp.example.com/cb'] },
    error: 'invalid_request',
  },
  'Core §3.1.2.1: the prompt is known and alone where it is none': {
    send: { prompt: 'none login' },
    error: 'invalid_request',
  },
  'Core §3.1.2.1: max_age is a number of seconds': { send: { max_age: 'soon' }, error: 'invalid_request' },
  'Core §3.2.2.1, §15.5.2: the nonce is there and cannot be guessed': {
    send: { nonce: 'abc' },
    error: 'insufficient_entropy',
  },
  'Core §5.5: the claims parameter is JSON': { send: { claims: '{"id_token":1}' }, error: 'invalid_request' },
  'RFC 7636 §4.4.1: the code challenge is there and allowed': {
    send: { code_challenge_method: 'S256' },
    error: 'invalid_request',
  },
}

async function refuse({ send = {}, client: own = {}, provider = {} }: Refused) {
  const test = testProvider({ clients: [client({ ...WEB, ...own })], provider })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...AUTHORIZATION, ...send })) {
    for (const one of [value ?? []].flat()) query.append(name, one)
  }
  const page = await new Browser(test.provider).open(`${ISSUER}/api/oidc/authorization?${query}`)
  return { page, refused: test.log.find(({ event }) => event === 'refused') }
}

describe('RFC 6749 §4.1.2.1: before the redirect URI is proved, a refusal is shown here', () => {
  for (const { rule } of [...ARRIVAL_STEPS, ...LOCAL_STEPS]) {
    it(rule, async () => {
      const broken = BROKEN[rule]
      expect(broken, 'a request that breaks the rule').toBeDefined()
      if (broken === undefined) return
      const { page, refused } = await refuse(broken)
      expect(refused).toMatchObject({ rule, error: broken.error })
      expect(refused?.['change'] ?? refused?.['command'], 'what to change').toBeDefined()
      expect(page.response.headers.get('Location')).toBeNull()
      expect(pageName(page.body)).toBe('error')
      expect(page.response.status).toBeGreaterThanOrEqual(400)
    })
  }
})

describe('RFC 6749 §4.1.2.1: afterwards it goes to the client, with state and iss', () => {
  for (const { rule } of [...REGISTRATION_CHECKS, ...REQUEST_CHECKS]) {
    it(rule, async () => {
      const broken = BROKEN[rule]
      expect(broken, 'a request that breaks the rule').toBeDefined()
      if (broken === undefined) return
      const { page, refused } = await refuse(broken)
      expect(refused).toMatchObject({ rule, error: broken.error })
      expect(refused?.['change'] ?? refused?.['command'], 'what to change').toBeDefined()
      const target = broken.send?.['redirect_uri'] ?? CALLBACK
      expect(page.response.headers.get('Location')).toMatch(new RegExp(`^${target}[?#]`))
      const answer = answerOf(page)
      expect(answer.get('error')).toBe(broken.error)
      expect(answer.get('iss')).toBe(ISSUER)
      expect(answer.get('state')).toBe(broken.send?.['state'] ?? AUTHORIZATION['state'])
    })
  }
})
