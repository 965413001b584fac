import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../src/primitives/random.ts'
import { makeUpClients, parseClientFlag } from '../../src/provider/dev/clients.ts'
import { madeUpConfiguration } from '../../src/provider/dev/configuration.ts'
import type { DevOptions } from '../../src/provider/dev/options.ts'
import { cardOf, createMadeUpStore, MADE_UP_USERS, makeUpUsers } from '../../src/provider/dev/users.ts'
import { Browser, formOf, pageName } from './support/browser.ts'
import { answerOf, STATE_PARAMETERS } from './support/flows.ts'
import { CHALLENGE, testProvider } from './support/provider.ts'

const LOCAL = 'http://localhost:9091'
const DEV: DevOptions = { users: MADE_UP_USERS.map(cardOf), madeUpClients: new Set(['app', 'spa']) }

function devProvider(dev: Partial<DevOptions> = {}) {
  const store = createMadeUpStore(makeUpUsers(systemRandom, { randomPasswords: false }))
  const { provider } = madeUpConfiguration('an hmac secret of this run', makeUpClients('app-secret'))
  return testProvider({
    clients: provider.clients,
    users: store,
    dev: { ...DEV, ...dev },
    configuration: { session: { cookies: [], inactivity: 300, expiration: 3600, remember_me: 0 } },
  })
}

function authorization(more: Record<string, string> = {}): string {
  const query = {
    ...STATE_PARAMETERS,
    client_id: 'spa',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: 'http://localhost:5173/callback',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...more,
  }
  return `${LOCAL}/api/oidc/authorization?${new URLSearchParams(query)}`
}

describe('--dev is on a machine full of web pages', () => {
  it('DNS rebinding: a request for another host is 400', async () => {
    const { provider } = devProvider()
    for (const path of ['/.well-known/openid-configuration', '/login', '/api/oidc/authorization', '/']) {
      const response = await provider.fetch(new Request(`http://evil.example:9091${path}`))
      expect(response.status, path).toBe(400)
    }
  })

  it('localhost, 127.0.0.1 and [::1] are answered, each as its own issuer', async () => {
    const { provider } = devProvider()
    for (const host of ['localhost:9091', '127.0.0.1:9091', '[::1]:9091']) {
      const response = await provider.fetch(new Request(`http://${host}/.well-known/openid-configuration`))
      expect(await response.json()).toMatchObject({ issuer: `http://${host}` })
    }
  })

  it('with --issuer its host is answered too, and no other', async () => {
    const { provider } = testProvider({ dev: DEV, issuer: 'https://auth.example.test' })
    const ask = async (host: string) => (await provider.fetch(new Request(`http://${host}/jwks.json`))).status
    expect(await Promise.all(['auth.example.test', 'localhost', 'evil.example'].map(ask))).toEqual([200, 200, 400])
  })

  it('a card signs in at once', async () => {
    const browser = new Browser(devProvider().provider)
    const page = await browser.open(authorization())
    expect(page.body).toContain('Alice Adams')
    expect(pageName((await browser.submit(page, { user: 'alice' })).body)).toBe('consent')
  })

  it('a card pressed by another site is refused', async () => {
    const browser = new Browser(devProvider().provider)
    const { body, url } = await browser.open(authorization())
    const { action, fields } = formOf(body)
    const form = new URLSearchParams([...fields, ['user', 'alice']])
    const headers = { Origin: 'http://localhost:3000', 'Sec-Fetch-Site': 'same-site' }
    const answer = await browser.send(new URL(action, url).href, { method: 'POST', body: form, headers })
    expect(answer.response.status).toBe(400)
  })

  it('cards are of --dev alone', async () => {
    const { provider } = testProvider()
    const browser = new Browser(provider)
    const answer = await browser.submit(await browser.open('https://auth.example.com/login'), { user: 'alice' })
    expect(pageName(answer.body)).toBe('login')
  })

  it('made-up clients take any redirect URI of this machine, and none elsewhere', async () => {
    const { provider } = devProvider()
    const pageFor = async (redirect_uri: string) =>
      pageName((await new Browser(provider).open(authorization({ redirect_uri }))).body)
    expect(await pageFor('http://127.0.0.1:8080/x')).toBe('login')
    expect(await pageFor('https://localhost/x')).toBe('login')
    expect(await pageFor('https://evil.example/x')).toBe('error')
  })

  it('configured clients keep to their redirect URIs', async () => {
    const { provider } = devProvider({ madeUpClients: new Set() })
    expect(pageName((await new Browser(provider).open(authorization())).body)).toBe('error')
  })

  it('the error page shows the rule, what was sent and what would have matched', async () => {
    const { provider } = devProvider({ madeUpClients: new Set() })
    const { body } = await new Browser(provider).open(authorization())
    expect(body).toContain('the redirect URI is registered')
    expect(body).toContain('localhost:5173')
  })

  it('outside --dev the error page shows none of it', async () => {
    const { provider } = testProvider()
    const url = authorization({ redirect_uri: 'https://evil.example/' }).replace(LOCAL, 'https://auth.example.com')
    const { body } = await new Browser(provider).open(url)
    expect(body).not.toContain('evil.example')
    expect(body).not.toContain('the redirect URI is registered')
  })

  it('CORS: loopback origins may call what a browser application calls', async () => {
    const { provider } = devProvider()
    const originFor = async (path: string, Origin: string) =>
      (await provider.fetch(new Request(LOCAL + path, { headers: { Origin } }))).headers.get(
        'Access-Control-Allow-Origin',
      )
    expect(await originFor('/api/oidc/userinfo', 'http://localhost:5173')).toBe('http://localhost:5173')
    expect(await originFor('/api/oidc/userinfo', 'https://evil.example')).toBeNull()
    expect(await originFor('/api/oidc/userinfo', 'null')).toBeNull()
    expect(await originFor('/login', 'http://localhost:5173')).toBeNull()
  })

  it('--login-as and --consent answer the pages', async () => {
    const browser = new Browser(devProvider({ loginAs: 'bob', consent: true }).provider)
    expect(answerOf(await browser.send(authorization())).has('code')).toBe(true)
  })

  it('--login-as and --consent keep out of prompt=none', async () => {
    const browser = new Browser(devProvider({ loginAs: 'bob', consent: true }).provider)
    expect(answerOf(await browser.send(authorization({ prompt: 'none' }))).get('error')).toBe('login_required')
  })

  it('--client ID=URI', () => {
    expect(parseClientFlag('web=http://localhost/cb?a=b')).toEqual({
      client_id: 'web',
      redirect_uri: 'http://localhost/cb?a=b',
    })
    expect([parseClientFlag('web'), parseClientFlag('=x'), parseClientFlag('web=not a uri')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})
