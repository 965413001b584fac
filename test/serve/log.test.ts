import * as openid from 'openid-client'
import { describe, expect, it } from 'vitest'
import type { LogEvent } from '../../src/provider/log.ts'
import { createLog } from '../../src/serve/log.ts'
import { createRequestLog, type RequestLogOptions } from '../../src/serve/request-log.ts'
import { devRun, ISSUER, logIn, relyingParty } from '../dev/support/dev-run.ts'
import { collectSecrets, secretsIn } from '../dev/support/secrets-of-run.ts'

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/

/** A run whose log is written to lines, as `serve` composes it. */
function loggedRun(format: 'pretty' | 'json', form: RequestLogOptions['form']) {
  const lines: string[] = []
  const log = createLog({ format, level: 'info', clock: Date.now, write: (line) => lines.push(line) })
  const requests = createRequestLog({ next: log, clock: Date.now, form })
  return { run: devRun({ log: requests.log, followers: [requests.follower] }), lines }
}

describe('the log on a terminal', () => {
  it('has one line for each request: method, path, status, client, user, decision, duration, id', async () => {
    const { run, lines } = loggedRun('pretty', 'merged')
    const config = await relyingParty(run.fetch, ISSUER, { client_secret: run.appSecret })
    await logIn(config, run.fetch)
    const shown = lines.map((line) => line.replace(/^\d\d:\d\d:\d\d {2}/, '').replace(/\d+ ms [0-9a-f]{8}$/, 'TIME ID'))
    expect(shown).toEqual([
      'GET   /.well-known/openid-configuration  200  TIME ID',
      'GET   /api/oidc/authorization  200  app  the request waits for its user  TIME ID',
      'POST  /login  303  alice  policy one_factor demands one_factor; the session has one_factor  TIME ID',
      'GET   /consent/openid/decision  200  alice  policy one_factor demands one_factor; the session has one_factor  TIME ID',
      'POST  /consent/openid/decision  303  app  alice  authorization granted  TIME ID',
      'POST  /api/oidc/token  200  app  alice  client_secret_basic, code: known  TIME ID',
      'GET   /jwks.json  200  TIME ID',
    ])
  })

  it('says why a request was refused, on indented lines', async () => {
    const { run, lines } = loggedRun('pretty', 'merged')
    const query = new URLSearchParams({
      client_id: 'app',
      response_type: 'code',
      redirect_uri: 'https://rp.example/cb',
    })
    await run.fetch(new Request(`${ISSUER}/api/oidc/authorization?${query}`))
    expect(lines).toHaveLength(1)
    const [first, ...why] = (lines[0] ?? '').split('\n')
    expect(first).toMatch(/GET {3}\/api\/oidc\/authorization {2}400 {2}app {2}\d+ ms [0-9a-f]{8}$/)
    expect(why.every((line) => line.startsWith('         '))).toBe(true)
    expect(why.map((line) => line.trim())).toEqual(
      expect.arrayContaining([
        'invalid_request: The redirect_uri is not one of those registered for the client; it is compared exactly.',
        'rule: RFC 6749 §3.1.2.3, RFC 9700 §4.1.3: the redirect URI is registered',
        'option: identity_providers.oidc.clients[0].redirect_uris',
        'sent: https://rp.example/cb',
        "change: add 'https://rp.example/cb' to the client's redirect_uris",
      ]),
    )
  })

  it('names the place of the option that decided', () => {
    const lines: string[] = []
    const log = createLog({ format: 'pretty', level: 'info', clock: Date.now, write: (line) => lines.push(line) })
    const why = { error: 'invalid_scope', option: 'a.b', position: 'configuration.yml:12:5', expected: ['x', 'y'] }
    log({
      level: 'warn',
      event: 'request',
      request_id: 'r',
      method: 'GET',
      path: '/',
      status: 400,
      duration_ms: 1,
      why,
    })
    expect(lines[0]).toContain('option: a.b (configuration.yml:12:5)')
    expect(lines[0]).toContain('expected: x, y')
  })

  it('cannot be moved or forged by what a request says', async () => {
    const { run, lines } = loggedRun('pretty', 'merged')
    const query = new URLSearchParams({ client_id: 'x\u001b[2J\r\nready http://evil\u202e' })
    await run.fetch(new Request(`${ISSUER}/api/oidc/authorization?${query}`))
    const controls = String.fromCharCode(27)
    expect(lines.join('').includes(controls) || lines.join('').includes('\u202e')).toBe(false)
    expect(
      lines
        .join('\n')
        .split('\n')
        .some((line) => line.startsWith('ready')),
    ).toBe(false)
  })
})

describe('the log for programs', () => {
  it('is JSON: the events by their names, and one of each request, with its id', async () => {
    const { run, lines } = loggedRun('json', 'beside')
    const config = await relyingParty(run.fetch, ISSUER, { client_secret: run.appSecret })
    await logIn(config, run.fetch)
    const events = lines.map((line): LogEvent & { time: string } => JSON.parse(line))
    const [token] = events.filter(({ path }: LogEvent & { path?: unknown }) => path === '/api/oidc/token')
    expect(token).toMatchObject({ event: 'request', method: 'POST', status: 200, client_id: 'app', user: 'alice' })
    const issued = events.find(({ event }) => event === 'token_issued')
    expect(issued?.request_id).toMatch(UUID)
    expect(issued?.request_id).toBe(token?.request_id)
    expect(events.every(({ time }) => !Number.isNaN(Date.parse(time)))).toBe(true)
  })
})

describe('no secret is in the log', () => {
  it.each(['pretty', 'json'] as const)('%s: every flow, right and wrong', async (format) => {
    const { run, lines } = loggedRun(format, format === 'pretty' ? 'merged' : 'beside')
    const { fetch, secrets } = collectSecrets(run.fetch)
    const config = await relyingParty(fetch, ISSUER, { client_secret: run.appSecret })
    const tokens = await logIn(config, fetch)
    await openid.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
    await openid.tokenIntrospection(config, tokens.access_token)
    await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
    await openid.refreshTokenGrant(config, tokens.refresh_token ?? '').catch(() => undefined)
    await openid.tokenRevocation(config, tokens.access_token)
    const wrong = await relyingParty(fetch, ISSUER, { client_secret: 'a-wrong-secret-of-somebody' })
    await openid.tokenIntrospection(wrong, tokens.access_token).catch(() => undefined)
    const post = (path: string, form: Record<string, string>) =>
      fetch(new Request(ISSUER + path, { method: 'POST', body: new URLSearchParams(form) }))
    await post('/login', { username: 'alice', password: 'a-password-that-is-wrong' })
    await post('/api/oidc/token', { grant_type: tokens.access_token, client_id: 'spa' })
    await fetch(new Request(`${ISSUER}/api/oidc/userinfo?access_token=${tokens.access_token}`))
    secrets.add(run.appSecret).add(run.control.token).add('a-wrong-secret-of-somebody')
    expect(secrets.size).toBeGreaterThan(15)
    expect(lines.length).toBeGreaterThan(12)
    expect(secretsIn(lines.join('\n'), secrets)).toEqual([])
  })
})
