/** A mixed load of flows over HTTP while the configuration changes under it. */
import { createHash } from 'node:crypto'
import { compactVerify, createLocalJWKSet } from 'jose'
import type { ResolvedClient } from '../../../src/config/resolved.ts'
import type { IssuerKey } from '../../../src/keys/published-key.ts'
import { systemRandom } from '../../../src/primitives/random.ts'
import { CONFIGURATION_DEFAULTS, PROVIDER_DEFAULTS } from '../../../src/provider/dev/configuration.ts'
import { createMadeUpStore, makeUpUsers } from '../../../src/provider/dev/users.ts'
import type { LogEvent } from '../../../src/provider/log.ts'
import type { Deployment } from '../../../src/serve/deployment.ts'
import { type Served, serve } from '../../../src/serve/serve.ts'
import { Browser, signIn } from '../../support/browser.ts'
import { basic, type Values } from './flows.ts'
import { client, issuerKey, RS_KEY, SVC, WEB } from './provider.ts'

const CALLBACK = 'https://rp.example.com/cb'
const SIGNING: readonly IssuerKey[] = ['rsa-2048', 'rsa-3072'].map((file, at) =>
  issuerKey(`${file}.pkcs8.pem`, 'RS256', `key-${at}`),
)
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

const CLIENTS: readonly ResolvedClient[] = [
  client({ ...WEB, access_token_signed_response_alg: 'RS256' }),
  client({ ...WEB, client_id: 'silent', consent_mode: 'implicit', scopes: ['openid'] }),
  client({ ...SVC, access_token_signed_response_alg: 'RS256' }),
  client({
    ...SVC,
    client_id: 'tv',
    scopes: ['openid'],
    grant_types: [DEVICE_GRANT],
    token_endpoint_auth_methods: ['client_secret_basic'],
  }),
]

const users = createMadeUpStore(makeUpUsers(systemRandom, { randomPasswords: false }))

/** The n-th configuration: other keys in front, another lifespan, other names, one client more or less. */
function deployment(n: number): Deployment {
  const first = SIGNING[n % SIGNING.length] ?? RS_KEY
  const named = CLIENTS.map((one) => ({ ...one, client_name: `${one.client_id} ${n}` }))
  const passing = client({ ...SVC, client_id: `passing-${n}` })
  return {
    config: {
      ...CONFIGURATION_DEFAULTS,
      session: { cookies: [], inactivity: 24 * 3600, expiration: 24 * 3600, remember_me: 24 * 3600 },
      provider: {
        ...PROVIDER_DEFAULTS,
        hmac_secret: 'this_is_a_secret_abc123abc123abc',
        lifespans: {
          ...PROVIDER_DEFAULTS.lifespans,
          access_token: 200 + (n % 7),
          id_token: 200 + (n % 5),
          refresh_token: 400,
        },
        clients: n % 2 === 0 ? named : [passing, ...named].reverse(),
      },
    },
    keys: [first],
    users,
    secondFactors: users,
    printedUsers: [],
    printedClients: [],
    notes: [],
    watched: [],
    problems: [],
  }
}

/** What a client gets, or an error that says what it got instead. */
async function demand(response: Response, what: string): Promise<Record<string, string>> {
  const text = await response.text()
  if (!response.ok) throw new Error(`${what}: ${response.status} ${text}`)
  return text === '' ? {} : JSON.parse(text)
}

export interface Load {
  served: Served
  log: LogEvent[]
  /** Moves the clock, in seconds. */
  wait(seconds: number): void
}

/** Serves the first configuration on a free port, with a clock of its own. */
export async function startLoad(): Promise<Load> {
  let milliseconds = Date.parse('2026-03-01T12:00:00Z')
  const log: LogEvent[] = []
  const served = await serve(deployment(0), {
    port: 0,
    rateLimits: false,
    expose: false,
    stateFolder: '',
    log: (event) => {
      if (event.level !== 'info') log.push(event)
    },
    clock: () => milliseconds,
  })
  return {
    served,
    log,
    wait: (seconds) => {
      milliseconds += seconds * 1000
    },
  }
}

class Application {
  readonly issuer: string
  readonly id: string
  readonly #step: () => Promise<void>

  constructor(issuer: string, id: string, step: () => Promise<void>) {
    this.issuer = issuer
    this.id = id
    this.#step = step
  }

  async post(path: string, form: Values): Promise<Record<string, string>> {
    const headers = { Authorization: basic(this.id, 'secret') }
    const body = new URLSearchParams(form)
    const response = await fetch(`${this.issuer}/api/oidc/${path}`, { method: 'POST', headers, body })
    const answer = await demand(response, `${this.id} at ${path}`)
    await this.#step()
    return answer
  }

  authorizationUrl(parameters: Values): string {
    const all = {
      client_id: this.id,
      response_type: 'code',
      redirect_uri: CALLBACK,
      state: 'state-0123456789',
      ...parameters,
    }
    return `${this.issuer}/api/oidc/authorization?${new URLSearchParams(all)}`
  }

  redeem(answer: URL, more: Values = {}): Promise<Record<string, string>> {
    const code = answer.searchParams.get('code')
    if (code === null) throw new Error(`${this.id} got ${answer.search}`)
    return this.post('token', { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...more })
  }

  /** Verifies with what is published now. */
  async verify(token: string): Promise<void> {
    const jwks = await demand(await fetch(`${this.issuer}/jwks.json`), 'jwks')
    await compactVerify(token, createLocalJWKSet(jwks as never))
    await this.#step()
  }

  async demandActive(token: string): Promise<void> {
    const answer = (await this.post('introspection', { token })) as Record<string, unknown>
    if (answer['active'] !== true) throw new Error(`a token of ${this.id} is dead`)
  }
}

const ALICE = { username: 'alice', password: 'alice' }

type Flow = (issuer: string, step: () => Promise<void>) => Promise<void>

/** Login, consent, PKCE, pushed or not, userinfo, refresh, revocation. */
const codeFlow =
  ({ pushed }: { pushed: boolean }): Flow =>
  async (issuer, step) => {
    const app = new Application(issuer, 'web', step)
    const verifier = systemRandom(32).reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '')
    const code_challenge = createHash('sha256').update(verifier).digest('base64url')
    const parameters = { scope: 'openid profile offline_access', code_challenge, code_challenge_method: 'S256' }
    const url = pushed ? await pushedUrl(app, parameters) : app.authorizationUrl(parameters)
    const tokens = await app.redeem(await signIn(new Browser(), url, ALICE), { code_verifier: verifier })
    await app.verify(tokens['id_token'] ?? '')
    const headers = { Authorization: `Bearer ${tokens['access_token']}` }
    await demand(await fetch(`${issuer}/api/oidc/userinfo`, { headers }), 'userinfo')
    const refreshed = await app.post('token', {
      grant_type: 'refresh_token',
      refresh_token: tokens['refresh_token'] ?? '',
    })
    await app.demandActive(refreshed['access_token'] ?? '')
    await app.post('revocation', { token: refreshed['refresh_token'] ?? '' })
  }

async function pushedUrl(app: Application, parameters: Values): Promise<string> {
  const url = new URL(app.authorizationUrl(parameters))
  const { request_uri = '' } = await app.post('pushed-authorization-request', Object.fromEntries(url.searchParams))
  url.search = new URLSearchParams({ client_id: app.id, request_uri }).toString()
  return url.href
}

const clientCredentials: Flow = async (issuer, step) => {
  const app = new Application(issuer, 'svc', step)
  const { access_token = '' } = await app.post('token', { grant_type: 'client_credentials', scope: 'api' })
  await app.verify(access_token)
  await app.demandActive(access_token)
}

const deviceFlow: Flow = async (issuer, step) => {
  const app = new Application(issuer, 'tv', step)
  const device = await app.post('device-authorization', { scope: 'openid' })
  const browser = new Browser()
  const login = await browser.open(`${issuer}/login`)
  await browser.submit(login, ALICE, { selector: 'form:has(#login-submit)' })
  const start = await browser.open(device['verification_uri'] ?? '')
  const consent = await browser.submit(
    start,
    { user_code: device['user_code'] ?? '' },
    { selector: 'form:has([name=user_code])' },
  )
  await browser.submit(consent, {}, { selector: 'form:has(#consent-accept)', submitter: ['decision', 'accept'] })
  await app.post('token', { grant_type: DEVICE_GRANT, device_code: device['device_code'] ?? '' })
}

/** A browser that logged in before everything else is never asked again. */
function sessionFlow(browser: Browser): Flow {
  return async (issuer, step) => {
    const app = new Application(issuer, 'silent', step)
    const page = await browser.open(app.authorizationUrl({ scope: 'openid', prompt: 'none' }))
    const tokens = await app.redeem(page.url)
    await app.verify(tokens['id_token'] ?? '')
  }
}

/** Steps between two changes. */
const STEPS_PER_CHANGE = 6

/** Seconds that pass with each change: what was issued early is over long before a long load is. */
const SECONDS_PER_CHANGE = 10

/** Changes the configuration `changes` times while flows run without a pause; whatever fails rejects. */
export async function runLoad(
  { served, wait }: Load,
  { from, changes }: { from: number; changes: number },
): Promise<number> {
  const { issuer } = served
  let steps = 0
  let changed = 0
  const step = async () => {
    steps += 1
    if (steps % STEPS_PER_CHANGE !== 0 || changed >= changes) return
    changed += 1
    wait(SECONDS_PER_CHANGE)
    await served.takeOver(deployment(from + changed))
  }
  const browser = new Browser()
  const silent = new Application(issuer, 'silent', async () => undefined)
  await signIn(browser, silent.authorizationUrl({ scope: 'openid' }), ALICE)
  const flows = [
    codeFlow({ pushed: false }),
    codeFlow({ pushed: true }),
    clientCredentials,
    deviceFlow,
    sessionFlow(browser),
  ]
  await Promise.all(
    flows.map(async (flow) => {
      while (changed < changes) await flow(issuer, step)
    }),
  )
  return steps
}
