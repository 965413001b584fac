import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as client from 'openid-client'
import { describe, expect, it } from 'vitest'
import { Browser, signIn } from '../support/browser.ts'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'
import { serve } from '../support/serve.ts'

const REDIRECT_URI = 'http://localhost:3000/callback'

async function connect(issuer: string, client_id: string, authentication: client.ClientAuth) {
  return client.discovery(new URL(issuer), client_id, undefined, authentication, {
    execute: [client.allowInsecureRequests],
  })
}

async function authorizationUrl(config: client.Configuration, redirect_uri = REDIRECT_URI) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const expectedState = client.randomState()
  const expectedNonce = client.randomNonce()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri,
    scope: 'openid profile email offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
  })
  return { url, checks: { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true } }
}

describe('serve --dev without any file', () => {
  it('prints one document: issuer, process, made-up users and clients', async () => {
    const { ready, child } = await serve(['--dev'])
    expect(ready).toMatchObject({ issuer: expect.stringMatching(/^http:\/\/localhost:\d+$/), pid: child.pid })
    expect(ready.users.find(({ username }) => username === 'alice')).toMatchObject({ password: 'alice' })
    expect(ready.clients.find(({ client_id }) => client_id === 'app')).toMatchObject({
      client_secret: expect.stringMatching(/^\S{20,}$/),
    })
    expect(ready.clients.find(({ client_id }) => client_id === 'spa')).not.toHaveProperty('client_secret')
  })

  it.each(['app', 'spa'])('%s logs in with a loopback redirect URI that nobody registered', async (client_id) => {
    const { ready } = await serve(['--dev'])
    const secret = ready.clients.find((one) => one.client_id === client_id)?.client_secret
    const config = await connect(ready.issuer, client_id, secret ? client.ClientSecretBasic(secret) : client.None())
    const { url, checks } = await authorizationUrl(config)
    const callback = await signIn(new Browser(), url, { username: 'alice', password: 'alice' })
    const tokens = await client.authorizationCodeGrant(config, callback, checks)
    const subject = tokens.claims()?.sub ?? ''
    expect(await client.fetchUserInfo(config, tokens.access_token, subject)).toMatchObject({
      preferred_username: 'alice',
      email: 'alice@example.com',
    })
    expect(tokens.refresh_token).toBeDefined()
  })

  it('a card of the login page signs its user in at once', async () => {
    const { ready } = await serve(['--dev'])
    const config = await connect(ready.issuer, 'spa', client.None())
    const { url, checks } = await authorizationUrl(config)
    const browser = new Browser()
    const login = await browser.open(url)
    expect(login.name).toBe('login')
    const consent = await browser.submit(
      login,
      {},
      { selector: 'form:has(button[name="user"])', submitter: ['user', 'bob'] },
    )
    expect(consent.name).toBe('consent')
    const { url: callback } = await browser.submit(
      consent,
      {},
      { selector: 'form:has(#consent-accept)', submitter: ['decision', 'accept'] },
    )
    const tokens = await client.authorizationCodeGrant(config, callback, checks)
    const info = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
    expect(info.preferred_username).toBe('bob')
  })

  it('--login-as and --consent answer the pages for loopback redirect URIs', async () => {
    const { ready } = await serve(['--dev', '--login-as', 'carol', '--consent'])
    const config = await connect(ready.issuer, 'spa', client.None())
    const { url, checks } = await authorizationUrl(config)
    const { url: callback } = await new Browser().open(url)
    expect(callback.origin + callback.pathname).toBe(REDIRECT_URI)
    const tokens = await client.authorizationCodeGrant(config, callback, checks)
    const info = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
    expect(info.preferred_username).toBe('carol')
  })

  it('a redirect URI on another machine is refused on an error page that says what would be right', async () => {
    const { ready } = await serve(['--dev'])
    const config = await connect(ready.issuer, 'spa', client.None())
    const { url } = await authorizationUrl(config, 'https://evil.example.com/callback')
    const page = await new Browser().open(url)
    expect(page).toMatchObject({ name: 'error', status: 400 })
    expect(page.document.querySelector('#error')?.text).toContain('invalid_request')
    expect(page.html).toContain('redirect_uri')
  })

  it('--client adds a public client with just the redirect URI that was given', async () => {
    const { ready } = await serve(['--dev', '--client', 'web=https://web.example.com/cb'])
    expect(ready.clients).toContainEqual({ client_id: 'web', redirect_uris: ['https://web.example.com/cb'] })
    const config = await connect(ready.issuer, 'web', client.None())
    const refused = await new Browser().open((await authorizationUrl(config)).url)
    expect(refused.name).toBe('error')
    const login = await new Browser().open((await authorizationUrl(config, 'https://web.example.com/cb')).url)
    expect(login.name).toBe('login')
  })

  it('the secret of --confidential-client comes from $OIDC_DEV_CLIENT_SECRET', async () => {
    const args = ['--dev', '--confidential-client', 'api=http://localhost:1/cb']
    const { ready } = await serve(args, { env: { OIDC_DEV_CLIENT_SECRET: 'chosen-elsewhere' } })
    expect(ready.clients).toContainEqual({
      client_id: 'api',
      client_secret: 'chosen-elsewhere',
      redirect_uris: ['http://localhost:1/cb'],
    })
  })

  it.each([
    ['http://localhost:3000', true],
    ['https://evil.example.com', false],
  ])('CORS at the token endpoint for the origin %s: %s', async (origin, allowed) => {
    const { ready } = await serve(['--dev'])
    const preflight = await fetch(`${ready.issuer}/api/oidc/token`, {
      method: 'OPTIONS',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
    })
    expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe(allowed ? origin : null)
  })

  it('--compat authelia says so first: nobody takes its answers for those of the standards', async () => {
    const { log } = await serve(['--dev', '--compat', 'authelia'])
    expect(log()).toContain('--compat authelia: answers as the released server gives them')
  })

  it('a Host that is not ours is 400 (DNS rebinding)', async () => {
    const { ready } = await serve(['--dev'])
    const { request } = await import('node:http')
    const asked = request(`${ready.issuer}/.well-known/openid-configuration`, { headers: { Host: 'evil.example.com' } })
    const [response] = await once(asked.end(), 'response')
    expect(response.statusCode).toBe(400)
    response.destroy()
  })

  it.each([
    [['serve', '--dev', '--host', '0.0.0.0'], '--expose'],
    [['serve', '--login-as', 'alice'], '--dev'],
    [['serve', '--dev', '--login-as', 'nobody'], 'nobody'],
    [['serve', '--dev', '--store', 'sqlite:x.db'], '--store memory'],
    [['serve', '--dev', '--client', 'web'], 'ID=REDIRECT_URI'],
    [['serve', '--dev', '--issuer', 'localhost'], '--issuer'],
    [['serve', '--dev', '--trusted-proxies', 'proxy'], '10.0.0.0/8'],
  ])('%j is a usage error', async (args, says) => {
    const { stderr, status } = await oidc(args)
    expect(stderr).toContain(says)
    expect(status).toBe(2)
  })
})

describe('the end of serve', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('%s lets a request finish and ends with 0 within 5 s', async (signal) => {
    const folder = await temporaryFolder()
    const slow = (
      await oidc(['secret', 'hash', '--stdin', '--iterations', '1000000'], { input: 'the secret' })
    ).stdout.trim()
    const key = (await oidc(['keys', 'generate', '--format', 'yaml'])).stdout.replaceAll(/^/gm, '      ').trimEnd()
    await writeFile(
      join(folder, 'configuration.yml'),
      `identity_providers:
  oidc:
    hmac_secret: 'a secret of this test that is long enough to sign tokens with it'
    jwks:
${key}
    clients:
      - client_id: 'machine'
        client_secret: '${slow}'
        grant_types: ['client_credentials']
        scopes: ['api']
        token_endpoint_auth_method: 'client_secret_basic'
    scopes:
      api: {claims: []}
`,
    )
    await writeFile(join(folder, 'users.yml'), `users:\n  ann: {displayname: Ann, password: '${slow}'}\n`)
    const { ready, child, stop } = await serve(['--config', 'configuration.yml', '--users', 'users.yml'], {
      cwd: folder,
    })
    const answer = fetch(`${ready.issuer}/api/oidc/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa('machine:the%20secret')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'api' }),
    })
    await fetch(`${ready.issuer}/jwks.json`)
    const start = performance.now()
    child.kill(signal)
    expect((await answer).status).toBe(200)
    expect(await stop()).toBe(0)
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
