import { describe, expect, it } from 'vitest'
import type { ResolvedClient } from '../../src/config/resolved.ts'
import { CONFIGURATION_DEFAULTS, PROVIDER_DEFAULTS } from '../../src/provider/dev/configuration.ts'
import { MADE_UP_USERS } from '../../src/provider/dev/users.ts'
import type { UserStore } from '../../src/provider/user-store.ts'
import { Browser, type Page } from './support/browser.ts'
import { answerPages, authorize, basic, post, redeem, type Values } from './support/flows.ts'
import {
  CALLBACK,
  CHALLENGE,
  client,
  ISSUER,
  SVC,
  type TestProvider,
  testProvider,
  VERIFIER,
  WEB,
} from './support/provider.ts'

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
const AUDIENCE = 'https://api.example.com'
const TV = client({ ...WEB, client_id: 'tv', grant_types: [DEVICE_GRANT], scopes: ['openid'], audience: [AUDIENCE] })
const OTHER = client({ ...WEB, client_id: 'other', grant_types: ['client_credentials', DEVICE_GRANT] })
const TV_CREDENTIALS = { Authorization: basic('tv', 'secret') }

interface Refused {
  rule: string
  error: string
  status?: number
  clients?: readonly ResolvedClient[]
  users?: UserStore
  send: (test: TestProvider) => Promise<Response>
}

function reconfigure({ provider }: TestProvider, clients: readonly ResolvedClient[], more = {}): void {
  const session = { ...CONFIGURATION_DEFAULTS.session, cookies: [{ domain: 'example.com', authelia_url: ISSUER }] }
  const section = { ...PROVIDER_DEFAULTS, hmac_secret: 'this_is_a_secret_abc123abc123abc', ...more, clients }
  provider.reconfigure({ config: { ...CONFIGURATION_DEFAULTS, session, provider: section } })
}

async function accessToken(test: TestProvider, asked: Values = {}): Promise<string> {
  return (await redeem(test, await authorize(test, asked))).body['access_token'] ?? ''
}

function userinfo({ provider }: TestProvider, token: string, path = '/api/oidc/userinfo'): Promise<Response> {
  return provider.fetch(new Request(ISSUER + path, { headers: { Authorization: `Bearer ${token}` } }))
}

/** Users of whom one can be taken out. */
function vanishing(): { users: UserStore; vanish: () => void } {
  let isThere = true
  const alice = MADE_UP_USERS.find(({ username }) => username === 'alice')
  const found = async () => (isThere ? alice : undefined)
  return {
    users: { find: found, verifyPassword: found },
    vanish: () => {
      isThere = false
    },
  }
}

const gone = vanishing()

const USERINFO: readonly Refused[] = [
  {
    rule: 'RFC 6750 §2: an access token is sent in the header or the form, never in the query',
    error: 'invalid_token',
    status: 401,
    send: async (test) => {
      const token = await accessToken(test)
      return test.provider.fetch(new Request(`${ISSUER}/api/oidc/userinfo?access_token=${token}`))
    },
  },
  {
    rule: 'RFC 6750 §3.1: the access token is known and not revoked',
    error: 'invalid_token',
    status: 401,
    send: async (test) => {
      const token = await accessToken(test)
      await post(test, '/api/oidc/revocation', { token })
      return userinfo(test, token)
    },
  },
  {
    rule: 'RFC 6750 §3.1: the access token has not expired',
    error: 'invalid_token',
    status: 401,
    send: async (test) => {
      const token = await accessToken(test)
      test.wait(3600)
      return userinfo(test, token)
    },
  },
  {
    rule: 'Core §5.3.1: the access token has scope openid',
    error: 'insufficient_scope',
    status: 403,
    send: async (test) => userinfo(test, await accessToken(test, { scope: 'profile' })),
  },
  {
    rule: 'RFC 6750 §3.1: the client of the access token still exists',
    error: 'invalid_token',
    status: 401,
    send: async (test) => {
      const token = await accessToken(test)
      reconfigure(test, [SVC])
      return userinfo(test, token)
    },
  },
  {
    rule: 'Core §5.3.3: the user still exists',
    error: 'invalid_token',
    status: 401,
    users: gone.users,
    send: async (test) => {
      const token = await accessToken(test)
      gone.vanish()
      return userinfo(test, token)
    },
  },
  {
    rule: 'Core §5.3.2: the userinfo answer is signed as registered',
    error: 'server_error',
    status: 500,
    clients: [client({ ...WEB, userinfo_signed_response_alg: 'ES512' })],
    send: async (test) => userinfo(test, await accessToken(test)),
  },
  {
    rule: 'Core §10.2: the recipient has a key for the algorithm',
    error: 'server_error',
    status: 500,
    clients: [
      client({ ...WEB, userinfo_signed_response_alg: 'RS256', userinfo_encrypted_response_alg: 'RSA-OAEP-256' }),
    ],
    send: async (test) => userinfo(test, await accessToken(test)),
  },
]

const SVC_TOKEN = { grant_type: 'client_credentials' }

async function serviceToken(test: TestProvider): Promise<string> {
  const response = await post(test, '/api/oidc/token', SVC_TOKEN, { Authorization: basic('svc', 'secret') })
  return ((await response.json()) as Record<string, string>)['access_token'] ?? ''
}

function inspect(test: TestProvider, bearer: string, token: string): Promise<Response> {
  return post(test, '/api/oidc/introspection', { token }, { Authorization: `Bearer ${bearer}` })
}

const INTROSPECTION: readonly Refused[] = [
  {
    rule: 'RFC 7662 §2.1: token is required',
    error: 'invalid_request',
    send: (test) => post(test, '/api/oidc/introspection', { token_type_hint: 'access_token' }),
  },
  ...(
    [
      ['a token that vouches for itself', async (test) => [await serviceToken(test)]],
      ['a token that nobody issued', async () => ['authelia_at_x.y', 'x']],
      [
        'a refresh token',
        async (test) => {
          const { body } = await redeem(test, await authorize(test))
          return [body['refresh_token'] ?? '', 'x']
        },
      ],
      [
        'a token that has expired',
        async (test) => {
          const token = await serviceToken(test)
          test.wait(3600)
          return [token, 'x']
        },
      ],
      [
        'a token of a client that is gone',
        async (test) => {
          const token = await serviceToken(test)
          reconfigure(test, [WEB])
          return [token, 'x']
        },
      ],
    ] satisfies [string, (test: TestProvider) => Promise<string[]>][]
  ).map(([name, prepare]) => ({
    rule: 'RFC 7662 §2.1: the caller is authorized',
    error: 'invalid_token',
    status: 401,
    name,
    send: async (test: TestProvider) => {
      const [bearer = '', token = bearer] = await prepare(test)
      return inspect(test, bearer, token)
    },
  })),
]

const REVOCATION: readonly Refused[] = [
  {
    rule: 'RFC 7009 §2.1: token is required',
    error: 'invalid_request',
    send: (test) => post(test, '/api/oidc/revocation', { token_type_hint: 'access_token' }),
  },
  {
    rule: 'RFC 7009 §2.1: a client revokes its own tokens',
    error: 'unauthorized_client',
    send: async (test) => {
      const token = await accessToken(test)
      return post(test, '/api/oidc/revocation', { token }, { Authorization: basic('other', 'secret') })
    },
  },
]

const startDevice = (test: TestProvider, form: Values, headers: Values = TV_CREDENTIALS) =>
  post(test, '/api/oidc/device-authorization', form, headers)

async function device(test: TestProvider): Promise<Record<string, string>> {
  return (await (await startDevice(test, { scope: 'openid' })).json()) as Record<string, string>
}

const poll = (test: TestProvider, device_code: string | undefined, headers: Values = TV_CREDENTIALS) =>
  post(test, '/api/oidc/token', { grant_type: DEVICE_GRANT, device_code: device_code ?? '' }, headers)

async function decide(test: TestProvider, { user_code = '' }: Record<string, string>, decision: string): Promise<Page> {
  const browser = new Browser(test.provider)
  const page = await answerPages(browser, await browser.open(`${ISSUER}/consent/openid/device-authorization`))
  return browser.submit(await browser.submit(page, { user_code }), { decision })
}

const DEVICE: readonly Refused[] = [
  {
    rule: 'RFC 8628 §3.1: the client is authorized to use this grant type',
    error: 'unauthorized_client',
    send: (test) => startDevice(test, { scope: 'openid' }, { Authorization: basic('web', 'secret') }),
  },
  {
    rule: 'RFC 6749 §3.3: the scopes are registered',
    error: 'invalid_scope',
    send: (test) => startDevice(test, { scope: 'openid profile' }),
  },
  {
    rule: 'RFC 8707 §2: audiences and resources are registered',
    error: 'invalid_target',
    send: (test) => startDevice(test, { scope: 'openid', audience: 'https://other.example.com' }),
  },
  {
    rule: 'RFC 6749 §2.3.1: the secret is the one that client_secret was made of',
    error: 'invalid_client',
    status: 401,
    send: (test) => startDevice(test, { scope: 'openid' }, { Authorization: basic('tv', 'wrong') }),
  },
  {
    rule: 'RFC 8628 §3.4: the device code is known',
    error: 'invalid_grant',
    send: (test) => poll(test, 'authelia_dc_x.y'),
  },
  {
    rule: 'RFC 8628 §3.4: the device code is of this client',
    error: 'invalid_grant',
    send: async (test) => poll(test, (await device(test))['device_code'], { Authorization: basic('other', 'secret') }),
  },
  {
    rule: 'RFC 8628 §3.5: the user has decided',
    error: 'authorization_pending',
    send: async (test) => poll(test, (await device(test))['device_code']),
  },
  {
    rule: 'RFC 8628 §3.5: the client waits for the interval',
    error: 'slow_down',
    send: async (test) => {
      const { device_code } = await device(test)
      await poll(test, device_code)
      return poll(test, device_code)
    },
  },
  {
    rule: 'RFC 8628 §3.5: the device code has not expired',
    error: 'expired_token',
    send: async (test) => {
      const { device_code } = await device(test)
      test.wait(600)
      return poll(test, device_code)
    },
  },
  {
    rule: 'RFC 8628 §3.5: the user denied the request',
    error: 'access_denied',
    send: async (test) => {
      const started = await device(test)
      await decide(test, started, 'reject')
      return poll(test, started['device_code'])
    },
  },
  {
    rule: 'RFC 8628 §3.5: a device code is used once',
    error: 'invalid_grant',
    send: async (test) => {
      const started = await device(test)
      await decide(test, started, 'accept')
      await poll(test, started['device_code'])
      test.wait(30)
      return poll(test, started['device_code'])
    },
  },
]

const PKCE_REQUEST = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }

const CHANGED: readonly Refused[] = [
  {
    rule: 'RFC 7636 §4.4.1: the client must use PKCE',
    error: 'invalid_request',
    send: async (test) => {
      const code = await authorize(test)
      reconfigure(test, [client({ ...WEB, require_pkce: true })])
      return post(test, '/api/oidc/token', { grant_type: 'authorization_code', code, redirect_uri: CALLBACK })
    },
  },
  {
    rule: 'RFC 7636 §4.4.1: the challenge method is allowed',
    error: 'invalid_request',
    send: async (test) => {
      const code = await authorize(test, PKCE_REQUEST)
      reconfigure(test, [client({ ...WEB, pkce_challenge_method: 'plain' })])
      const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER }
      return post(test, '/api/oidc/token', form)
    },
  },
  {
    rule: 'Core §2: ID tokens are signed',
    error: 'server_error',
    status: 500,
    send: async (test) => {
      const code = await authorize(test)
      reconfigure(test, [client({ ...WEB, id_token_signed_response_alg: 'ES512' })])
      return post(test, '/api/oidc/token', { grant_type: 'authorization_code', code, redirect_uri: CALLBACK })
    },
  },
  {
    rule: 'RFC 9126 §2.1: request_uri must not be provided',
    error: 'invalid_request',
    send: (test) => post(test, '/api/oidc/pushed-authorization-request', { request_uri: 'urn:example:x' }),
  },
]

const TABLES = {
  userinfo: USERINFO,
  introspection: INTROSPECTION,
  revocation: REVOCATION,
  device: DEVICE,
  changed: CHANGED,
}

describe.each(Object.entries(TABLES))('what is refused: %s', (_table, rows) => {
  it.each(rows.map((row) => ({ name: 'as it is', ...row })))(
    '$rule ($error): $name',
    async ({ rule, error, status = 400, clients, users, send }) => {
      const test = testProvider({
        clients: clients ?? [WEB, OTHER, SVC, TV],
        ...(users === undefined ? {} : { users }),
      })
      const response = await send(test)
      expect(response.status).toBe(status)
      expect(response.headers.get('Cache-Control')).toBe('no-store')
      expect(test.log.findLast(({ event }) => event === 'refused')).toMatchObject({ rule, error })
      const isBodiless = rule.startsWith('RFC 6750 §2')
      const text = await response.text()
      expect(isBodiless ? text : JSON.parse(text).error).toBe(isBodiless ? '' : error)
    },
  )
})

describe('RFC 7662 §2.1: introspection by an access token', () => {
  it('a token of the client that the other one was issued to is told about it', async () => {
    const test = testProvider()
    const [bearer, token] = [await serviceToken(test), await serviceToken(test)]
    expect(await (await inspect(test, bearer, token)).json()).toMatchObject({ active: true, client_id: 'svc' })
  })

  it('§4: a token of another client is told nothing', async () => {
    const test = testProvider()
    const [bearer, token] = [await serviceToken(test), await accessToken(test)]
    expect(await (await inspect(test, bearer, token)).json()).toEqual({ active: false })
  })
})
