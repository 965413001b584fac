/**
 * What goes wrong when somebody connects an application for the first time. Each of these is answered by a standard error that
 * fits many causes; the log, and in `--dev` the page, name the one that it was, and what to change.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { loadConfiguration } from '../../src/config/load.ts'
import { validate } from '../../src/config/validate.ts'
import { loadIssuerKey } from '../../src/keys/issuer-key.ts'
import { systemRandom } from '../../src/primitives/random.ts'
import { createProvider, type Provider } from '../../src/provider/app.ts'
import type { DevOptions } from '../../src/provider/dev/options.ts'
import { createMadeUpStore, makeUpUsers } from '../../src/provider/dev/users.ts'
import type { LogEvent } from '../../src/provider/log.ts'
import { createMemoryStorage } from '../../src/provider/storage/memory.ts'
import { hashSecret } from '../../src/secrets/hash.ts'
import { Browser, type Page } from '../support/browser.ts'
import { CHALLENGE, client, NOW, testProvider, vectorFile } from './support/provider.ts'

const ISSUER = 'http://localhost:9091'
const SECRET = 'the secret of the wiki'

/** Lines are counted: the log names them. */
function configuration(digest: string): string {
  const key = vectorFile('keys/rsa-2048.pkcs8.pem').trimEnd().replaceAll(/^/gm, '            ')
  return `identity_providers:
  oidc:
    hmac_secret: 'an hmac secret that is long enough for everything that is tested here'
    clients:
      - client_id: 'wiki'
        client_secret: '${digest}'
        redirect_uris:
          - 'https://wiki.example.com/oauth/callback'
          - 'http://localhost:3000/callback'
        scopes: ['openid', 'profile']
        response_types: ['code']
        response_modes: ['query']
        authorization_policy: 'one_factor'
        token_endpoint_auth_method: 'client_secret_post'
      - client_id: 'spa'
        public: true
        redirect_uris: ['https://spa.example.com/']
        authorization_policy: 'one_factor'
    jwks:
      - key_id: 'main'
        algorithm: 'RS256'
        key: |
${key}
`
}

let text: string
let provider: Provider
let digest: string
const log: LogEvent[] = []

beforeAll(async () => {
  digest = await hashSecret({ algorithm: 'pbkdf2', iterations: 100_000 }, SECRET, { random: systemRandom })
  text = configuration(digest)
  const files = ['configuration.yml']
  const loaded = await loadConfiguration({ files, environment: {}, filters: [], readFile: async () => text })
  const { resolved, problems } = validate(loaded, { clock: () => NOW })
  if (resolved === undefined) throw new Error(problems.map(({ message }) => message).join('\n'))
  const users = createMadeUpStore(makeUpUsers(systemRandom, { randomPasswords: false }))
  provider = createProvider({
    config: resolved,
    keys: resolved.provider.jwks.map((entry) => loadIssuerKey(entry, { now: NOW })),
    users,
    storage: createMemoryStorage(),
    clock: () => NOW,
    random: systemRandom,
    log: (event) => log.push(event),
    dev: { users: [], madeUpClients: new Set() },
  })
})

/** Where a line of the configuration stands. */
function lineOf(part: string): string {
  const line = text.split('\n').findIndex((one) => one.includes(part)) + 1
  expect(line, part).toBeGreaterThan(0)
  return `configuration.yml:${line}:`
}

const GOOD = {
  client_id: 'wiki',
  response_type: 'code',
  redirect_uri: 'https://wiki.example.com/oauth/callback',
  scope: 'openid profile',
  state: 'state-0123456789',
}

function browser(): Browser {
  return new Browser({ send: (request) => provider.fetch(request, { address: '127.0.0.1' }) })
}

function open(changes: Partial<Record<keyof typeof GOOD | string, string>>, client = browser()): Promise<Page> {
  return client.open(`${ISSUER}/api/oidc/authorization?${new URLSearchParams({ ...GOOD, ...changes })}`)
}

function lastRefusal(): LogEvent {
  const refused = log.findLast(({ event }) => event === 'refused')
  if (refused === undefined) throw new Error('nothing was refused')
  return refused
}

function shown({ document }: Page, selector: string): string {
  const text = document.querySelector(selector)?.text ?? ''
  // The parser takes what stands in <pre> for text.
  return text.replaceAll(/<\/?code>/g, '').trim()
}

/** What everybody wants to know about a mistake: the rule, the option and its line, what was sent, what fits, what to do. */
function expectWhole(refused: LogEvent): void {
  expect(refused['rule']).toMatch(/^[A-Z][\w ]+[\d.§ ,A-Z]*.*: /)
  expect(refused['option']).toMatch(/^identity_providers\.oidc\./)
  expect(refused['position']).toMatch(/^configuration\.yml:\d+:\d+$/)
  expect(refused['sent']).toMatch(/./)
  expect(refused['expected']).not.toHaveLength(0)
  expect(refused['change'] ?? refused['command']).toMatch(/./)
}

/** The page that `error_uri` leads to says what the log says. */
async function expectExplained(error_uri: unknown): Promise<void> {
  const { request_id, rule, option, position, sent, expected, command } = lastRefusal()
  expect(error_uri).toBe(`${ISSUER}/dev/why?id=${request_id}`)
  const page = await browser().open(String(error_uri))
  expect([page.status, page.name]).toEqual([200, 'error'])
  expect(shown(page, '#rule')).toBe(rule)
  expect(page.document.text).toContain(option)
  expect(page.document.text).toContain(position)
  expect(shown(page, '#sent')).toBe(sent)
  expect(page.document.querySelectorAll('.expected').map(({ text: one }) => one.trim())).toEqual(expected)
  if (command !== undefined) expect(shown(page, '#command')).toBe(command)
}

async function askForToken(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  const body = new URLSearchParams({ grant_type: 'authorization_code', code: 'x', ...form })
  return provider.fetch(new Request(`${ISSUER}/api/oidc/token`, { method: 'POST', body, headers }))
}

describe('at the authorization endpoint, on the page and in the log', () => {
  it.each([
    ['1. the redirect URI with a slash too many', 'https://wiki.example.com/oauth/callback/'],
    ['2. the redirect URI with another scheme', 'http://wiki.example.com/oauth/callback'],
    ['3. the redirect URI with another port', 'https://wiki.example.com:8443/oauth/callback'],
  ])('%s', async (_title, redirect_uri) => {
    const page = await open({ redirect_uri })
    expect(page.name).toBe('error')
    expect(shown(page, '#rule')).toBe('RFC 6749 §3.1.2.3, RFC 9700 §4.1.3: the redirect URI is registered')
    expect(page.html).toContain('identity_providers.oidc.clients[0].redirect_uris')
    expect(page.html).toContain(lineOf('redirect_uris:'))
    expect(shown(page, '#sent')).toBe(redirect_uri)
    expect(shown(page, '.expected')).toBe(GOOD.redirect_uri)
    expect(page.document.querySelector('.expected mark')).not.toBeNull()
    expect(shown(page, '#command')).toBe(`oidc client set wiki redirect_uris+=${redirect_uri}`)
    expect(page.document.querySelector('#learn-redirect')).toBeNull()
    expectWhole(lastRefusal())
    expect(lastRefusal()).toMatchObject({ sent: redirect_uri, expected: expect.arrayContaining([GOOD.redirect_uri]) })
  })

  it('3. with another port of this machine, a button accepts it for this run', async () => {
    const client = browser()
    const page = await open({ redirect_uri: 'http://localhost:5173/callback' }, client)
    const learned = await client.submit(page, {}, { selector: 'form:has(#learn-redirect)' })
    expect(learned.name).toBe('login')
    expect(log.at(-1)).toMatchObject({ event: 'redirect_learned', redirect_uri: 'http://localhost:5173/callback' })
    expect((await open({ redirect_uri: 'http://localhost:5174/callback' })).name).toBe('error')
  })

  it('9. a client id that nobody registered', async () => {
    const page = await open({ client_id: 'wikki' })
    expect(shown(page, '#rule')).toBe('RFC 6749 §2.2: the client is registered')
    expect(page.html).toContain(lineOf('clients:').slice(0, -1))
    expect(shown(page, '#sent')).toBe('wikki')
    expect(page.document.querySelectorAll('.expected').map(({ text: one }) => one.trim())).toEqual(['wiki', 'spa'])
    expect(shown(page, '#command')).toBe('oidc client add --id wikki')
    expectWhole(lastRefusal())
  })
})

describe('at the authorization endpoint, sent to the application, told in the log and on the page of error_uri', () => {
  const SPA = { client_id: 'spa', redirect_uri: 'https://spa.example.com/', scope: 'openid' }

  it.each([
    [
      '4. a public client without PKCE',
      SPA,
      {
        rule: 'RFC 7636 §4.4.1: the code challenge is there and allowed',
        option: 'identity_providers.oidc.enforce_pkce',
        sent: 'no code_challenge',
        change: 'in the application: switch PKCE on, with method S256',
      },
    ],
    [
      '5. a short state',
      { state: 'abc' },
      {
        rule: 'RFC 6749 §10.12: the state cannot be guessed',
        option: 'identity_providers.oidc.minimum_parameter_entropy',
        sent: '3 characters',
        expected: ['8 characters'],
        change: 'in the application: draw the state at random; or set minimum_parameter_entropy lower',
      },
    ],
    [
      '6. a scope that is not registered',
      { scope: 'openid groups' },
      {
        rule: 'RFC 6749 §3.3: the scopes are registered',
        option: 'identity_providers.oidc.clients[0].scopes',
        sent: 'groups',
        expected: ['openid', 'profile'],
        command: 'oidc client set wiki scopes+=groups',
      },
    ],
    [
      '10. a response type that is not registered',
      { response_type: 'id_token' },
      {
        rule: 'RFC 6749 §3.1.1: the response type is registered',
        option: 'identity_providers.oidc.clients[0].response_types',
        sent: 'id_token',
        expected: ['code'],
        command: 'oidc client set wiki response_types+=id_token',
      },
    ],
    [
      '11. a response mode that is not registered',
      { response_mode: 'form_post' },
      {
        rule: 'Multiple Response Types §2.1: the response mode is registered',
        option: 'identity_providers.oidc.clients[0].response_modes',
        sent: 'form_post',
        expected: ['query'],
        command: 'oidc client set wiki response_modes+=form_post',
      },
    ],
  ])('%s', async (_title, changes, told) => {
    const answer = await open(changes)
    expect(lastRefusal()).toMatchObject(told)
    expectWhole(lastRefusal())
    const { search, hash } = answer.url
    const input = answer.document.querySelector('input[name=error_uri]')?.getAttribute('value')
    await expectExplained(input ?? new URLSearchParams(search || hash.slice(1)).get('error_uri'))
    const { option, position } = lastRefusal()
    const name = String(option).split('.').at(-1) ?? ''
    // What is left at its default is shown by the section around it.
    expect(position).toMatch(
      text.includes(`${name}:`) ? new RegExp(`^${lineOf(`${name}:`)}`) : /^configuration\.yml:\d+:/,
    )
  })

  it('4. PKCE sent as it should be is no mistake', async () => {
    const page = await open({ ...SPA, code_challenge: CHALLENGE, code_challenge_method: 'S256' })
    expect(page.name).toBe('login')
  })
})

describe('at the token endpoint, told in the log and on the page of error_uri; the wire says the same for all', () => {
  const BODIES: string[] = []

  it.each([
    [
      '7. the secret in the header instead of the form',
      {},
      { Authorization: `Basic ${btoa(`wiki:${encodeURIComponent(SECRET)}`)}` },
      {
        rule: 'RFC 6749 §2.3: the client must authenticate with the method it is registered for',
        option: 'identity_providers.oidc.clients[0].token_endpoint_auth_method',
        sent: 'client_secret_basic',
        expected: ['client_secret_post'],
        change: 'in the application: authenticate with client_secret_post',
        command: 'oidc client set wiki token_endpoint_auth_method=client_secret_basic',
      },
      'token_endpoint_auth_method:',
    ],
    [
      '8. the digest in the place of the secret',
      { client_id: 'wiki', client_secret: '<digest>' },
      {},
      {
        rule: 'RFC 6749 §2.3.1: the secret is the one that client_secret was made of',
        option: 'identity_providers.oidc.clients[0].client_secret',
        sent: 'the digest of the configuration',
        change: 'in the application: put in the secret, not the digest of the configuration',
        command: 'oidc client rotate-secret wiki',
      },
      'client_secret:',
    ],
    [
      '9. a client id that nobody registered',
      { client_id: 'wikki', client_secret: SECRET },
      {},
      { rule: 'RFC 6749 §2.2: the client is registered', sent: 'wikki', expected: ['wiki', 'spa'] },
      'clients:',
    ],
  ])('%s', async (_title, form, headers, told, line) => {
    const filled = Object.entries(form).map(([name, value]) => [name, value === '<digest>' ? digest : value])
    const response = await askForToken(Object.fromEntries(filled), headers as Record<string, string>)
    expect(response.status).toBe(401)
    expect(lastRefusal()).toMatchObject(told)
    expect(lastRefusal()['position']).toContain(line === 'clients:' ? 'configuration.yml:' : lineOf(line))
    expectWhole(lastRefusal())
    const { error_uri, ...body } = (await response.json()) as Record<string, unknown>
    BODIES.push(JSON.stringify(body))
    await expectExplained(error_uri)
    expect(JSON.stringify(log)).not.toContain(SECRET)
    expect(JSON.stringify(log)).not.toContain(digest)
  })

  it('nobody learns from the answer which of them it was', () => {
    expect(new Set(BODIES).size).toBe(1)
  })
})

describe('error_uri is the developer’s', () => {
  const REFUSED = { client_id: 'wiki', client_secret: 'wrong' }

  function providerWith(dev: DevOptions | undefined, compat?: 'authelia') {
    const { provider: own, log: told } = testProvider({ dev, issuer: ISSUER, compat })
    const ask = async (form: Record<string, string>) => {
      const body = new URLSearchParams({ grant_type: 'client_credentials', ...form })
      const answer = await own.fetch(new Request(`${ISSUER}/api/oidc/token`, { method: 'POST', body }))
      return (await answer.json()) as Record<string, string>
    }
    return { own, ask, told }
  }

  const DEV: DevOptions = { users: [], madeUpClients: new Set() }

  it('there is none outside --dev, nor beside the released reference', async () => {
    expect(await providerWith(undefined).ask(REFUSED)).not.toHaveProperty('error_uri')
    expect(await providerWith(DEV, 'authelia').ask(REFUSED)).not.toHaveProperty('error_uri')
  })

  it('with --expose it is opened with the control token alone', async () => {
    const isTrusted: DevOptions['isTrusted'] = ({ headers }) => headers.get('cookie') === 'token=yes'
    const { own, ask } = providerWith({ ...DEV, isTrusted })
    const { error_uri = '' } = await ask(REFUSED)
    const page = async (headers: Record<string, string>) => own.fetch(new Request(error_uri, { headers }))
    expect((await page({})).status).toBe(400)
    expect((await page({ Cookie: 'token=yes' })).status).toBe(200)
  })

  it('the last hundred are remembered', async () => {
    const { own, ask } = providerWith(DEV)
    const uris: string[] = []
    for (let at = 0; at < 101; at += 1) uris.push((await ask({ client_id: `nobody-${at}` }))['error_uri'] ?? '')
    const status = async (uri = '') => (await own.fetch(new Request(uri))).status
    expect([await status(uris[0]), await status(uris[1]), await status(uris[100])]).toEqual([400, 200, 200])
  })

  it('a poll of a device is answered without it', async () => {
    const tv = client({
      client_id: 'tv',
      public: true,
      scopes: ['openid'],
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
      token_endpoint_auth_methods: ['none'],
    })
    const { provider: own } = testProvider({ clients: [tv], dev: DEV, issuer: ISSUER })
    const post = async (path: string, form: Record<string, string>) => {
      const body = new URLSearchParams({ client_id: 'tv', ...form })
      const answer = await own.fetch(new Request(`${ISSUER}/api/oidc/${path}`, { method: 'POST', body }))
      return (await answer.json()) as Record<string, string>
    }
    const { device_code = '' } = await post('device-authorization', { scope: 'openid' })
    const pending = await post('token', { grant_type: tv.grant_types[0] ?? '', device_code })
    expect(pending['error']).toBe('authorization_pending')
    expect(pending).not.toHaveProperty('error_uri')
  })

  it('what an application wrote is text on it', async () => {
    const { own, ask } = providerWith(DEV)
    const { error_uri = '' } = await ask({ client_id: '<script>alert(1)</script>' })
    const html = await (await own.fetch(new Request(error_uri))).text()
    expect(html).toContain('&lt;script&gt;')
    expect(html).not.toContain('<script')
  })
})

describe('before anything else', () => {
  it('12. the issuer with a slash at its end', async () => {
    const response = await provider.fetch(new Request(`${ISSUER}//.well-known/openid-configuration`))
    expect(response.status).toBe(404)
    expect(await response.text()).toContain(`set the issuer to ${ISSUER}.`)
    expect(lastRefusal()).toMatchObject({
      rule: 'Discovery §4.1: the issuer is written without the slash at its end',
      sent: `${ISSUER}/`,
      expected: [ISSUER],
      change: `in the application: set the issuer to ${ISSUER}`,
    })
  })
})

describe('commands are copied into a shell', () => {
  it('words of a stranger are quoted', async () => {
    await open({ redirect_uri: "http://localhost/';touch /tmp/x;'" })
    expect(lastRefusal()['command']).toBe(
      "oidc client set wiki 'redirect_uris+=http://localhost/'\\'';touch /tmp/x;'\\'''",
    )
    await open({ client_id: '$(id)' })
    expect(lastRefusal()['command']).toBe("oidc client add --id '$(id)'")
  })
})
