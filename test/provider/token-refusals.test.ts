import { describe, expect, it } from 'vitest'
import type { ResolvedClient, ResolvedProvider } from '../../src/config/resolved.ts'
import { authorize, basic, post, redeem, refresh, type Values } from './support/flows.ts'
import {
  CALLBACK,
  CHALLENGE,
  client,
  ISSUER,
  SPA,
  SVC,
  type TestProvider,
  testProvider,
  VERIFIER,
  WEB,
} from './support/provider.ts'

const AUDIENCE = 'https://api.example.com'
const CLIENTS: readonly ResolvedClient[] = [
  client({ ...WEB, audience: [AUDIENCE, 'https://other.example.com'] }),
  client({ ...WEB, client_id: 'other' }),
  client({ ...WEB, client_id: 'plain', grant_types: ['client_credentials'] }),
  SPA,
  SVC,
]

interface Refused {
  rule: string
  error: string
  status?: number
  /** Prepares, and gives the form to send. */
  form: (test: TestProvider) => Promise<Values> | Values
  by?: string
  provider?: Partial<ResolvedProvider>
}

const codeForm = async (test: TestProvider, more: Values = {}, asked: Values = {}): Promise<Values> => ({
  grant_type: 'authorization_code',
  code: await authorize(test, asked),
  redirect_uri: CALLBACK,
  ...more,
})

const refreshForm = async (test: TestProvider, more: Values = {}, asked: Values = {}): Promise<Values> => {
  const { body } = await redeem(test, await authorize(test, asked))
  return { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '', ...more }
}

const PKCE = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }

const REFUSED: readonly Refused[] = [
  { rule: 'RFC 6749 §4: grant_type is required', error: 'invalid_request', form: () => ({ code: 'x' }) },
  {
    rule: 'RFC 6749 §5.2: the grant type is supported',
    error: 'unsupported_grant_type',
    form: () => ({ grant_type: 'password' }),
  },
  {
    rule: 'RFC 8707 §2: a resource is an absolute URI',
    error: 'invalid_target',
    form: () => ({ grant_type: 'client_credentials', resource: 'x' }),
  },
  {
    rule: 'RFC 6749 §2.3.1: the secret is the one that client_secret was made of',
    error: 'invalid_client',
    status: 401,
    form: () => ({ grant_type: 'client_credentials' }),
    by: basic('svc', 'wrong'),
  },
  {
    rule: 'RFC 6749 §5.2: the client is authorized to use this grant type',
    error: 'unauthorized_client',
    form: () => ({ grant_type: 'client_credentials' }),
  },
  {
    rule: 'RFC 6749 §4.1.3: the code is known',
    error: 'invalid_grant',
    form: () => ({ grant_type: 'authorization_code', code: 'x' }),
  },
  {
    rule: 'RFC 6749 §4.1.2: a code is used once',
    error: 'invalid_grant',
    form: async (test) => {
      const form = await codeForm(test)
      await redeem(test, form['code'] ?? '')
      return form
    },
  },
  {
    rule: 'RFC 6749 §4.1.2: a code expires',
    error: 'invalid_grant',
    form: async (test) => {
      const form = await codeForm(test)
      test.wait(61)
      return form
    },
  },
  {
    rule: 'RFC 6749 §4.1.3: the code is of this client',
    error: 'invalid_grant',
    form: (test) => codeForm(test),
    by: basic('other', 'secret'),
  },
  {
    rule: 'RFC 6749 §4.1.3: the redirect_uri is the one of the authorization request',
    error: 'invalid_grant',
    form: (test) => codeForm(test, { redirect_uri: `${CALLBACK}/` }),
  },
  {
    rule: 'RFC 8707 §2.2: a resource was granted before',
    error: 'invalid_target',
    form: (test) => codeForm(test, { resource: 'https://other.example.com' }, { resource: AUDIENCE }),
  },
  {
    rule: 'RFC 9700 §2.1.1: a verifier needs a challenge',
    error: 'invalid_grant',
    form: (test) => codeForm(test, { code_verifier: VERIFIER }),
  },
  {
    rule: 'RFC 7636 §4.6: the verifier is that of the challenge',
    error: 'invalid_grant',
    form: (test) => codeForm(test, { code_verifier: VERIFIER.replace('d', 'e') }, PKCE),
  },
  {
    rule: 'RFC 6749 §6: the refresh token is known',
    error: 'invalid_grant',
    form: () => ({ grant_type: 'refresh_token', refresh_token: 'x' }),
  },
  {
    rule: 'RFC 9700 §4.14.2: a refresh token is used once',
    error: 'invalid_grant',
    form: async (test) => {
      const form = await refreshForm(test)
      await refresh(test, form['refresh_token'] ?? '')
      return form
    },
  },
  {
    rule: 'RFC 6749 §1.5: a refresh token expires',
    error: 'invalid_grant',
    form: async (test) => {
      const form = await refreshForm(test)
      test.wait(90 * 60)
      return form
    },
  },
  {
    rule: 'RFC 6749 §6: the refresh token is of this client',
    error: 'invalid_grant',
    form: (test) => refreshForm(test),
    by: basic('other', 'secret'),
  },
  {
    rule: 'RFC 6749 §6: the scope was granted before',
    error: 'invalid_scope',
    form: (test) => refreshForm(test, { scope: 'openid email' }),
  },
  {
    rule: 'RFC 8707 §2.2: a resource was granted before',
    error: 'invalid_target',
    form: (test) => refreshForm(test, { audience: 'https://other.example.com' }, { audience: AUDIENCE }),
  },
  {
    rule: 'RFC 6749 §4.4: the grant is for confidential clients',
    error: 'invalid_grant',
    form: () => ({ grant_type: 'client_credentials', client_id: 'spa' }),
    by: '',
  },
  {
    rule: 'RFC 6749 §3.3: the scopes are registered',
    error: 'invalid_scope',
    form: () => ({ grant_type: 'client_credentials', scope: 'admin' }),
    by: basic('svc', 'secret'),
  },
  {
    rule: 'RFC 8707 §2: audiences and resources are registered',
    error: 'invalid_target',
    form: () => ({ grant_type: 'client_credentials', audience: 'https://other.example.com' }),
    by: basic('svc', 'secret'),
  },
]

describe('RFC 6749 §5.2: the token endpoint refuses', () => {
  for (const { rule, error, status = 400, form, by = basic('web', 'secret'), provider = {} } of REFUSED) {
    it(`${rule} (${error})`, async () => {
      const test = testProvider({ clients: CLIENTS, provider })
      const response = await post(test, '/api/oidc/token', await form(test), by === '' ? {} : { Authorization: by })
      expect(response.status).toBe(status)
      expect(response.headers.get('Cache-Control')).toBe('no-store')
      const body = (await response.json()) as Record<string, string>
      expect(body['error']).toBe(error)
      expect(Object.keys(body)).toEqual(['error', 'error_description'])
      expect(test.log.findLast(({ event }) => event === 'refused')).toMatchObject({ rule, error })
    })
  }

  it('RFC 9207 §2.4: a grant is exchanged where it was made', async () => {
    const cookies = [ISSUER, 'https://login.example.com'].map((authelia_url) => ({
      domain: 'example.com',
      authelia_url,
    }))
    const test = testProvider({
      configuration: { session: { cookies, inactivity: 300, expiration: 3600, remember_me: 0 } },
    })
    const body = new URLSearchParams(await codeForm(test))
    const headers = { Authorization: basic('web', 'secret') }
    const response = await test.provider.fetch(
      new Request('https://login.example.com/api/oidc/token', { method: 'POST', body, headers }),
    )
    expect(await response.json()).toMatchObject({ error: 'invalid_request' })
  })

  it('RFC 6749 §3.2: a parameter that comes twice is refused', async () => {
    const test = testProvider()
    const body = new URLSearchParams([
      ['grant_type', 'authorization_code'],
      ['code', 'a'],
      ['code', 'b'],
    ])
    const response = await test.provider.fetch(new Request(`${ISSUER}/api/oidc/token`, { method: 'POST', body }))
    expect(await response.json()).toMatchObject({ error: 'invalid_request' })
  })

  it('RFC 6749 §3.2: what is no form is refused', async () => {
    const test = testProvider()
    const init = {
      method: 'POST',
      body: '{"grant_type":"authorization_code"}',
      headers: { 'Content-Type': 'application/json' },
    }
    const response = await test.provider.fetch(new Request(`${ISSUER}/api/oidc/token`, init))
    expect(await response.json()).toMatchObject({ error: 'invalid_request' })
  })

  it('a multipart form is a form', async () => {
    const test = testProvider()
    const body = new FormData()
    for (const [name, value] of Object.entries(await codeForm(test))) body.append(name, value)
    const headers = { Authorization: basic('web', 'secret') }
    const response = await test.provider.fetch(
      new Request(`${ISSUER}/api/oidc/token`, { method: 'POST', body, headers }),
    )
    expect(response.status).toBe(200)
  })
})

describe('RFC 6749 §2.3.1: client credentials in the header', () => {
  const ask = async (authorization: string, secret: string) => {
    const test = testProvider({ clients: [client({ ...SVC, client_secret: `$plaintext$${secret}` })] })
    const response = await post(
      test,
      '/api/oidc/token',
      { grant_type: 'client_credentials' },
      { Authorization: authorization },
    )
    return { status: response.status, challenge: response.headers.get('WWW-Authenticate'), body: await response.text() }
  }

  it('are form-encoded', async () => {
    expect((await ask(basic('svc', 'a%3Ab%2Bc+d'), 'a:b+c d')).status).toBe(200)
  })

  it('clients that forget the encoding are understood', async () => {
    expect((await ask(basic('svc', 'a+b%zz'), 'a+b%zz')).status).toBe(200)
    expect((await ask(basic('svc', 'a%41'), 'a%41')).status).toBe(200)
  })

  it.each(['Basic !!!', 'Basic', 'Bearer abc', `Basic ${btoa('nocolon')}`, `Basic ${btoa('svc:\u0001')}`, 'Basic YQ='])(
    'what cannot be read is invalid_client, with a challenge: %s',
    async (authorization) => {
      const { status, challenge, body } = await ask(authorization, 'secret')
      expect([status, challenge]).toEqual([401, `Basic realm="${ISSUER}"`])
      expect(JSON.parse(body).error).toBe('invalid_client')
    },
  )

  it('an unknown client, a wrong secret and a wrong method are told apart by nobody', async () => {
    const test = testProvider()
    const form = { grant_type: 'client_credentials' }
    const answers = await Promise.all([
      post(test, '/api/oidc/token', form, { Authorization: basic('nobody', 'secret') }),
      post(test, '/api/oidc/token', form, { Authorization: basic('svc', 'wrong') }),
      post(test, '/api/oidc/token', form, { Authorization: basic('spa', 'x') }),
    ])
    const texts = await Promise.all(answers.map((response) => response.text()))
    expect(new Set(texts).size).toBe(1)
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
  })

  it('an unknown client costs a derivation, as a known one does', async () => {
    const derived: string[] = []
    const test = testProvider({
      clients: [client({ ...SVC, client_secret: '$pbkdf2-sha512$310000$c2FsdA$a2V5' })],
      verifyDigest: async (_digest, secret) => {
        derived.push(secret)
        return false
      },
    })
    await post(
      test,
      '/api/oidc/token',
      { grant_type: 'client_credentials' },
      { Authorization: basic('nobody', 'guess') },
    )
    expect(derived).toEqual(['guess'])
  })

  it('too many guesses at once are 429 with Retry-After', async () => {
    const waiting: (() => void)[] = []
    const test = testProvider({
      clients: [client({ ...SVC, client_secret: '$pbkdf2-sha512$310000$c2FsdA$a2V5' })],
      verifyDigest: () => new Promise((resolve) => waiting.push(() => resolve(false))),
    })
    const guess = (secret: number) =>
      post(
        test,
        '/api/oidc/token',
        { grant_type: 'client_credentials' },
        { Authorization: basic('svc', `guess${secret}`) },
      )
    const answers = Array.from({ length: 12 }, (_, at) => guess(at))
    const refused = await Promise.race(answers)
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '2'])
    const release = setInterval(() => waiting.shift()?.(), 1)
    await Promise.all(answers)
    clearInterval(release)
  })
})
