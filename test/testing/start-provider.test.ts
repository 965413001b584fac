import { writeFile } from 'node:fs/promises'
import { get } from 'node:https'
import { join } from 'node:path'
import { createLocalJWKSet, jwtVerify } from 'jose'
import * as oauth from 'oauth4webapi'
import * as client from 'openid-client'
import { afterEach, describe, expect, it } from 'vitest'
import { systemRandom } from '../../src/primitives/random.ts'
import { makeTlsCertificate } from '../../src/serve/made-certificate.ts'
import type { StartOptions } from '../../src/testing/options.ts'
import type { TestProvider } from '../../src/testing/provider.ts'
import { startProvider } from '../../src/testing/start-provider.ts'
import { temporaryFolder } from '../support/run-oidc.ts'

const CALLBACK = 'http://localhost:3000/callback'
const WEB = { client_id: 'web', client_secret: 'a secret of the test', redirect_uris: [CALLBACK] }

const open: TestProvider[] = []

async function start(options?: StartOptions): Promise<TestProvider> {
  const provider = await startProvider(options)
  open.push(provider)
  return provider
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((provider) => provider.close()))
})

/** openid-client over the provider's `fetch`: no port. */
function discover(provider: TestProvider, { client_id, client_secret }: { client_id: string; client_secret?: string }) {
  return client.discovery(new URL(provider.issuer), client_id, client_secret, undefined, {
    [client.customFetch]: (url, options) => provider.fetch(url, options as RequestInit),
  })
}

const userinfo = async (provider: TestProvider, token: string) =>
  provider.fetch(`${provider.issuer}/api/oidc/userinfo`, { headers: { Authorization: `Bearer ${token}` } })

describe('startProvider without a port', () => {
  it('serves app, spa and four users whose passwords are their names', async () => {
    const provider = await start()
    expect(provider.issuer).toBe('https://oidc.test')
    expect(provider.port).toBeUndefined()
    expect(provider.users.map(({ username, password }) => [username, password])).toEqual([
      ['alice', 'alice'],
      ['bob', 'bob'],
      ['carol', 'carol'],
      ['dave', 'dave'],
    ])
    expect(provider.clients.map(({ client_id, client_secret }) => [client_id, typeof client_secret])).toEqual([
      ['app', 'string'],
      ['spa', 'undefined'],
    ])
  })

  it.each(['app', 'spa'])('logs a user in to %s and gives tokens', async (clientId) => {
    const provider = await start()
    const login = await provider.loginAs('alice', { clientId })
    expect(new URL(login.callbackUrl).searchParams.get('iss')).toBe(provider.issuer)
    expect(login.parameters['state']).toBe(login.state)
    const { claims, access_token } = await login.tokens()
    expect(claims).toMatchObject({ iss: provider.issuer, aud: [clientId], nonce: login.nonce })
    expect(await (await userinfo(provider, access_token)).json()).toMatchObject({ email: 'alice@example.com' })
  })

  it('finishes the flow that openid-client started, and its checks pass', async () => {
    const provider = await start({ clients: [WEB] })
    const config = await discover(provider, WEB)
    const pkceCodeVerifier = client.randomPKCECodeVerifier()
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid email groups',
      state: 'state-of-the-test',
      nonce: 'nonce-of-the-test',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    })
    const { callbackUrl } = await provider.loginAs('bob', { authorizationUrl: url })
    const tokens = await client.authorizationCodeGrant(config, new URL(callbackUrl), {
      pkceCodeVerifier,
      expectedState: 'state-of-the-test',
      expectedNonce: 'nonce-of-the-test',
    })
    const sub = tokens.claims()?.sub ?? ''
    expect(await client.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({
      email: 'bob@example.com',
      groups: ['staff'],
    })
  })

  it('answers oauth4webapi', async () => {
    const provider = await start()
    const options = { [oauth.customFetch]: (url: string, init: object) => provider.fetch(url, init as RequestInit) }
    const issuer = new URL(provider.issuer)
    const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options))
    expect(server.issuer).toBe(provider.issuer)
  })

  it('runs several at once, which do not see each other', async () => {
    const [one, two] = await Promise.all([start(), start()])
    const tokens = await (await one.loginAs('alice')).tokens()
    expect((await userinfo(one, tokens.access_token)).status).toBe(200)
    expect((await userinfo(two, tokens.access_token)).status).toBe(401)
    expect(one.client('app').client_secret).not.toBe(two.client('app').client_secret)
  })

  it('is disposed of by `await using`', async () => {
    const provider = await startProvider()
    const events = provider.events[Symbol.asyncIterator]()
    await provider[Symbol.asyncDispose]()
    expect(await events.next()).toEqual({ done: true, value: undefined })
  })
})

describe('users', () => {
  it('have the attributes and passwords that the test gives', async () => {
    const provider = await start({
      users: { eve: { password: 'of her own', displayname: 'Eve Evans', email: 'eve@example.org', groups: ['ops'] } },
    })
    expect(provider.users).toEqual([{ username: 'eve', password: 'of her own' }])
    const { access_token } = await (await provider.loginAs('eve', { scope: 'openid profile email groups' })).tokens()
    expect(await (await userinfo(provider, access_token)).json()).toMatchObject({
      name: 'Eve Evans',
      email: 'eve@example.org',
      groups: ['ops'],
    })
  })

  it('can be added later', async () => {
    const provider = await start()
    provider.setUser('zoe', { email: 'zoe@example.org' })
    const { access_token } = await (await provider.loginAs('zoe')).tokens()
    expect(await (await userinfo(provider, access_token)).json()).toMatchObject({ email: 'zoe@example.org' })
  })

  it('are refused with every fault at once', async () => {
    const users = { eve: { emial: 'eve@example.org', groups: 'ops' } } as never
    await expect(start({ users })).rejects.toMatchObject({
      code: 'ERR_USERS_INVALID',
      message: expect.stringMatching(/users\.eve\.emial: .*did you mean 'email'[\s\S]*users\.eve\.groups: /),
    })
  })

  it('who are unknown are named', async () => {
    const provider = await start()
    await expect(provider.loginAs('mallory')).rejects.toThrow("there is no user 'mallory'; there are alice, bob")
  })
})

describe('a user file', () => {
  it('has the users; whoever is logged in needs no password here', async () => {
    const file = join(await temporaryFolder(), 'users_database.yml')
    // The digest is of no password that anybody knows.
    const digest = `$pbkdf2-sha512$310000$${'A'.repeat(22)}$${'A'.repeat(86)}`
    await writeFile(
      file,
      `users:\n  ann:\n    displayname: 'Ann'\n    email: 'ann@example.com'\n    password: '${digest}'\n`,
    )
    const provider = await start({ users: file })
    expect(provider.users).toEqual([{ username: 'ann', password: undefined }])
    const { access_token } = await (await provider.loginAs('ann')).tokens()
    expect(await (await userinfo(provider, access_token)).json()).toMatchObject({ email: 'ann@example.com' })
  })
})

describe('clients', () => {
  it('take the options of the configuration; a secret is drawn', async () => {
    const provider = await start({
      clients: [{ client_id: 'api', redirect_uris: [CALLBACK], access_token_signed_response_alg: 'RS256' }],
    })
    expect(provider.client('api').client_secret).toMatch(/^[\w-]{43}$/)
    const { access_token } = await (await provider.loginAs('alice', { clientId: 'api' })).tokens()
    const jwks = await (await provider.fetch(`${provider.issuer}/jwks.json`)).json()
    const { payload, protectedHeader } = await jwtVerify(access_token, createLocalJWKSet(jwks))
    expect([payload['client_id'], protectedHeader.typ, protectedHeader.kid]).toEqual(['api', 'at+jwt', 'dev-seed'])
  })

  it.each([
    [[{ client_id: 'web', redirect_ur: [CALLBACK] }], "clients[0].redirect_ur: there is no option 'redirect_ur' here"],
    [[WEB, WEB], 'clients[1]'],
    [[{ ...WEB, id_token_signed_response_alg: 'ES256' }], 'clients[0].id_token_signed_response_alg: '],
    [[{ redirect_uris: [CALLBACK] }], 'clients[0].client_id'],
  ])('are judged by the rules of the configuration', async (clients, message) => {
    await expect(start({ clients: clients as never })).rejects.toMatchObject({
      code: 'ERR_CONFIGURATION_INVALID',
      message: expect.stringContaining(message),
    })
  })

  it('can be added later', async () => {
    const provider = await start()
    const { client_secret } = await provider.setClient({ client_id: 'late', redirect_uris: [CALLBACK] })
    expect(client_secret).toBe(provider.client('late').client_secret)
    expect((await (await provider.loginAs('alice', { clientId: 'late' })).tokens()).claims?.aud).toEqual(['late'])
  })

  it('that are added later may refer to the configuration, and are judged alike', async () => {
    const identity_providers = {
      oidc: { clients: [WEB], lifespans: { custom: { short: { access_token: '5 minutes' } } } },
    }
    const provider = await start({ config: { identity_providers } })
    await provider.setClient({ client_id: 'late', redirect_uris: [CALLBACK], lifespan: 'short' })
    expect((await (await provider.loginAs('alice', { clientId: 'late' })).tokens()).expires_in).toBe(300)
    await expect(
      provider.setClient({ client_id: 'late', redirect_uris: [CALLBACK], lifespan: 'long' }),
    ).rejects.toMatchObject({
      code: 'ERR_CONFIGURATION_INVALID',
      message: expect.stringMatching(/^lifespan: /),
    })
  })

  it('with a policy of two factors get users with both', async () => {
    const provider = await start({ clients: [{ ...WEB, authorization_policy: 'two_factor' }] })
    expect((await (await provider.loginAs('alice')).tokens()).claims?.['amr']).toContain('mfa')
  })

  it('that ask for consent get it', async () => {
    const provider = await start({ clients: [{ ...WEB, consent_mode: 'explicit' }] })
    const login = await provider.loginAs('alice', { scope: 'openid offline_access' })
    expect(await login.tokens()).toHaveProperty('refresh_token')
  })

  it.each(['query', 'form_post', 'fragment'])('get the response by %s', async (response_mode) => {
    const modes = ['query', 'form_post', 'fragment']
    const provider = await start({ clients: [{ ...WEB, response_modes: modes }] })
    const login = await provider.loginAs('alice', { parameters: { response_mode } })
    expect(login.callbackUrl.startsWith(CALLBACK)).toBe(true)
    expect((await login.tokens()).claims?.sub).toBeTypeOf('string')
  })

  it('get a token for themselves by client_credentials', async () => {
    const provider = await start({
      clients: [
        { client_id: 'job', grant_types: ['client_credentials'], scopes: ['jobs'], audience: ['https://api.test'] },
      ],
    })
    const config = await discover(provider, provider.client('job') as { client_id: string })
    expect(await client.clientCredentialsGrant(config, { scope: 'jobs' })).toHaveProperty('access_token')
  })

  it('whose request is refused fail with what the error page says', async () => {
    const provider = await start({ clients: [WEB] })
    await expect(provider.loginAs('alice', { redirectUri: 'https://elsewhere.example.com/' })).rejects.toMatchObject({
      code: 'ERR_LOGIN_FAILED',
      message: expect.stringContaining('redirect_uri'),
    })
    await expect(provider.loginAs('alice', { clientId: 'nobody' })).rejects.toThrow("no client 'nobody'; there are web")
  })
})

describe('a configuration', () => {
  const oidc = { clients: [{ ...WEB, client_secret: '$plaintext$of-the-file', authorization_policy: 'one_factor' }] }
  const YAML = `identity_providers:
  oidc:
    clients:
      - client_id: 'web'
        client_secret: '$plaintext$of-the-file'
        authorization_policy: 'one_factor'
        consent_mode: 'implicit'
        redirect_uris: ['${CALLBACK}']
`

  it('is an object, YAML text, or a file', async () => {
    const file = join(await temporaryFolder(), 'configuration.yml')
    await writeFile(file, YAML)
    for (const config of [{ identity_providers: { oidc } }, YAML, file]) {
      const provider = await start({ config, clients: [{ client_id: 'more', redirect_uris: [CALLBACK] }] })
      expect(provider.clients.map(({ client_id }) => client_id)).toEqual(['web', 'more'])
      expect((await (await provider.loginAs('alice', { clientId: 'web' })).tokens()).claims?.aud).toEqual(['web'])
    }
  })

  it('is refused with every error at once', async () => {
    const config = YAML.replace('consent_mode', 'consent_mod').replace('one_factor', 'three_factor')
    await expect(start({ config })).rejects.toMatchObject({
      code: 'ERR_CONFIGURATION_INVALID',
      problems: expect.arrayContaining([
        expect.objectContaining({ path: 'identity_providers.oidc.clients[0].consent_mod', line: 7 }),
        expect.objectContaining({ path: 'identity_providers.oidc.clients[0].authorization_policy' }),
      ]),
    })
  })

  it.each([
    [{ user: {} }, "startProvider has no option 'user'; did you mean 'users'?"],
    [{ port: 70_000 }, 'port must be'],
    [{ issuer: 'https://oidc.test/' }, 'issuer must be'],
    [{ clients: WEB }, 'clients must be a list'],
  ])('options that cannot be meant are refused', async (options, message) => {
    await expect(start(options as never)).rejects.toMatchObject({
      code: 'ERR_USAGE',
      message: expect.stringContaining(message),
    })
  })
})

describe('time, faults and events', () => {
  it('RFC 6749 §4.1.2: a code is dead after a minute', async () => {
    const provider = await start()
    const login = await provider.loginAs('alice')
    provider.clock.advance(61)
    await expect(login.tokens()).rejects.toThrow('invalid_grant')
  })

  it('an access token is dead after an hour', async () => {
    const provider = await start({ now: new Date('2030-01-01T00:00:00Z') })
    provider.clock.freeze()
    const { access_token, claims } = await (await provider.loginAs('alice')).tokens()
    expect(claims?.iat).toBe(Date.parse('2030-01-01T00:00:00Z') / 1000)
    provider.clock.advance(3600 - 1)
    expect((await userinfo(provider, access_token)).status).toBe(200)
    provider.clock.advance(2)
    expect((await userinfo(provider, access_token)).status).toBe(401)
  })

  it('a fault shows once', async () => {
    const provider = await start()
    provider.faults.add({ endpoint: 'token', fault: { kind: 'error', status: 503, error: 'temporarily_unavailable' } })
    await expect((await provider.loginAs('alice')).tokens()).rejects.toThrow('temporarily_unavailable')
    expect((await (await provider.loginAs('alice')).tokens()).claims?.sub).toBeTypeOf('string')
  })

  it('events are listed, told, and come one after the other', async () => {
    const provider = await start()
    const told: string[] = []
    const off = provider.events.on(({ event }) => void told.push(event))
    const iterator = provider.events[Symbol.asyncIterator]()
    await (await provider.loginAs('alice')).tokens()
    off()
    const listed = provider.events.list().map(({ event }) => event)
    expect(listed.length).toBeGreaterThan(0)
    expect(told).toEqual(listed)
    expect((await iterator.next()).value?.event).toBe(listed[0])
    await provider.fetch(`${provider.issuer}/api/oidc/userinfo`)
    expect(told).toEqual(listed)
    expect(provider.events.list(listed.length).length).toBeGreaterThan(0)
  })

  it('the same seed gives the same transcript', async () => {
    const run = async () => {
      const provider = await start({ seed: 'a seed', now: 1_900_000_000_000 })
      provider.clock.freeze()
      const login = await provider.loginAs('alice')
      return { login: login.callbackUrl, tokens: await login.tokens(), secret: provider.client('app').client_secret }
    }
    expect(await run()).toEqual(await run())
  })

  it('a namespace has clock, faults, events and state of its own', async () => {
    const provider = await start()
    const other = provider.namespace()
    other.clock.set(new Date('2040-01-01T00:00:00Z'))
    other.faults.add({ endpoint: 'token', fault: { kind: 'error' } })
    expect(provider.clock.now()).toBeLessThan(other.clock.now())
    const tokens = await (await provider.loginAs('alice')).tokens()
    expect((await userinfo(other, tokens.access_token)).status).toBe(401)
    await expect((await other.loginAs('alice')).tokens()).rejects.toThrow('temporarily_unavailable')
    expect((await (await other.loginAs('bob')).tokens()).claims?.iss).toBe(other.issuer)
    expect(other.events.list().length).toBeGreaterThan(0)
    await other.close()
    expect((await provider.fetch(`${other.issuer}/.well-known/openid-configuration`)).status).toBe(404)
  })
})

describe('startProvider on a port', () => {
  it('takes a free one, answers on it, and closes it', async () => {
    const provider = await start({ listen: true })
    expect(provider.issuer).toBe(`http://localhost:${provider.port}`)
    const url = `${provider.issuer}/.well-known/openid-configuration`
    expect(await (await fetch(url)).json()).toMatchObject({ issuer: provider.issuer })
    await provider.close()
    await expect(fetch(url)).rejects.toThrow()
  })

  it('gives the cookies of a signed-in browser as Playwright takes them', async () => {
    const provider = await start({ listen: true })
    const { cookies, origins } = await provider.storageState('alice')
    expect(origins).toEqual([])
    expect(cookies).toEqual([
      {
        name: expect.stringMatching(/^oidc_session_/),
        value: expect.any(String),
        domain: 'localhost',
        path: '/',
        expires: -1,
        httpOnly: true,
        secure: false,
        sameSite: 'Lax',
      },
    ])
    const headers = { Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
    expect(await (await fetch(`${provider.issuer}/`, { headers })).text()).toContain('Alice Adams')
  })

  it('has the control API, which asks for its token', async () => {
    const provider = await start({ listen: true })
    const { url, token } = provider.control ?? { url: '', token: '' }
    expect((await fetch(`${url}/namespaces`, { method: 'POST' })).status).toBe(401)
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
    const created = await fetch(`${url}/namespaces`, { method: 'POST', headers, body: '{}' })
    expect(await created.json()).toMatchObject({ issuer: expect.stringContaining(`${provider.issuer}/ns/`) })
  })

  it('has the pages of development', async () => {
    const provider = await start({ listen: true })
    await provider.loginAs('alice')
    const inspector = await fetch(`${provider.issuer}/dev`)
    expect(inspector.status).toBe(200)
    expect(await inspector.text()).toContain('data-flow')
  })

  it('serves https with the key and certificate that it is given', async () => {
    const tls = await makeTlsCertificate('localhost', { now: Date.now(), random: systemRandom })
    const provider = await start({ tls })
    expect(provider.issuer).toBe(`https://localhost:${provider.port}`)
    const body = await new Promise<string>((resolve, reject) => {
      const options = { ca: tls.cert, headers: { Connection: 'close' } }
      get(`${provider.issuer}/.well-known/openid-configuration`, options, (answer) => {
        let text = ''
        answer.on('data', (chunk) => {
          text += chunk
        })
        answer.on('end', () => resolve(text))
      }).on('error', reject)
    })
    expect(JSON.parse(body)).toMatchObject({ issuer: provider.issuer })
  })

  it.each(['https://auth.example.com/oidc', 'http://localhost:4711/prefix'])(
    'the issuer %s has a path',
    async (issuer) => {
      const provider = await start({ issuer })
      expect((await (await provider.loginAs('alice')).tokens()).claims?.iss).toBe(issuer)
      expect((await provider.storageState('bob')).cookies).toHaveLength(1)
    },
  )

  it('devPages: false shows what production shows', async () => {
    const provider = await start({ devPages: false, listen: true })
    expect(provider.control).toBeUndefined()
    expect((await fetch(`${provider.issuer}/dev/api/namespaces`, { method: 'POST' })).status).toBe(404)
    const login = await (await fetch(`${provider.issuer}/login`)).text()
    expect(login).toContain('id="login-submit"')
    expect(login).not.toContain('user-cards')
    expect((await (await provider.loginAs('alice')).tokens()).claims?.sub).toBeTypeOf('string')
  })
})
