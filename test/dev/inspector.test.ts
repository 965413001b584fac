import * as openid from 'openid-client'
import { describe, expect, it } from 'vitest'
import type { Flow } from '../../src/dev/inspector/flow.ts'
import { LIMITS } from '../../src/dev/inspector/limits.ts'
import { createRecorder } from '../../src/dev/inspector/recorder.ts'
import { publicClient } from '../../src/provider/dev/clients.ts'
import type { LogEvent } from '../../src/provider/log.ts'
import { SVC } from '../provider/support/provider.ts'
import { Browser } from '../support/browser.ts'
import { authorize, devRun, ISSUER, logIn, REDIRECT_URI, relyingParty, type TestRun } from './support/dev-run.ts'
import { collectSecrets, secretsIn } from './support/secrets-of-run.ts'

async function page(run: TestRun, path: string, headers: Record<string, string> = {}) {
  const response = await run.fetch(new Request(ISSUER + path, { headers }))
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** The flows of the list, newest first, as their JSON exports. */
async function flowsOf(run: TestRun): Promise<Flow[]> {
  const { text } = await page(run, '/dev')
  const ids = [...text.matchAll(/<li data-flow="(\d+)"/g)].map(([, id]) => id)
  return Promise.all(ids.map(async (id) => JSON.parse((await page(run, `/dev/flows/${id}.json`)).text)))
}

const endpointsOf = ({ steps }: Flow) => steps.map(({ endpoint }) => endpoint)

describe('requests are grouped into flows', () => {
  it('one authorization with login, consent, code, userinfo, introspection, refresh and revocation is one flow', async () => {
    const run = devRun()
    const config = await relyingParty(run.fetch, ISSUER, { client_secret: run.appSecret })
    const tokens = await logIn(config, run.fetch)
    await openid.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
    await openid.tokenIntrospection(config, tokens.access_token)
    const again = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
    await openid.tokenRevocation(config, again.access_token)
    const flows = (await flowsOf(run)).filter(({ kind }) => kind !== 'discovery')
    expect(flows).toHaveLength(1)
    expect(flows[0]).toMatchObject({ kind: 'authorization', client_id: 'app', user: 'alice' })
    expect(endpointsOf(flows[0] as Flow)).toEqual([
      ...['authorization', 'login', 'consent', 'consent', 'token', 'userinfo', 'introspection', 'token', 'revocation'],
    ])
  })

  it('a pushed request (RFC 9126) belongs to the flow that redeems it', async () => {
    const run = devRun()
    const config = await relyingParty(run.fetch, ISSUER, { client_secret: run.appSecret })
    const verifier = openid.randomPKCECodeVerifier()
    const url = await openid.buildAuthorizationUrlWithPAR(config, {
      redirect_uri: REDIRECT_URI,
      scope: 'openid',
      state: openid.randomState(),
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    await new Browser({ send: run.fetch }).open(url)
    const [flow] = (await flowsOf(run)).filter(({ kind }) => kind === 'authorization')
    expect(endpointsOf(flow as Flow)).toEqual(['pushed-authorization-request', 'authorization'])
    expect(flow?.steps[1]?.decisions.map(({ decision }) => decision)).toContain('pushed request: redeemed')
  })

  it('a device flow and a client credentials request are flows of their own', async () => {
    const run = devRun({ clients: [SVC, publicClient({ client_id: 'tv' })] })
    const service = await relyingParty(run.fetch, ISSUER, { client_id: 'svc', client_secret: 'secret' })
    await openid.clientCredentialsGrant(service, { scope: 'api' })
    const tv = await relyingParty(run.fetch, ISSUER, { client_id: 'tv' })
    const device = await openid.initiateDeviceAuthorization(tv, { scope: 'openid' })
    const browser = new Browser({ send: run.fetch })
    const login = await browser.open(device.verification_uri_complete ?? '')
    const card = { selector: 'form:has(button[name="user"])', submitter: ['user', 'bob'] } as const
    const code = await browser.submit(login, {}, card)
    const consent = await browser.submit(code, { user_code: device.user_code.toLowerCase() })
    await browser.submit(consent, {}, { submitter: ['decision', 'accept'] })
    const poll = {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: device.device_code,
      client_id: 'tv',
    }
    const polled = await run.fetch(
      new Request(`${ISSUER}/api/oidc/token`, { method: 'POST', body: new URLSearchParams(poll) }),
    )
    expect(polled.status).toBe(200)
    const flows = await flowsOf(run)
    expect(flows.find(({ kind }) => kind === 'client_credentials')).toMatchObject({
      client_id: 'svc',
      outcome: 'granted',
    })
    const flow = flows.find(({ kind }) => kind === 'device')
    expect(flow).toMatchObject({ client_id: 'tv', user: 'bob', outcome: 'granted' })
    expect(endpointsOf(flow as Flow)).toEqual(expect.arrayContaining(['device-authorization', 'device', 'token']))
  })

  it('a token that is used after its end is still known by its flow', async () => {
    const run = devRun()
    const config = await relyingParty(run.fetch, ISSUER, { client_secret: run.appSecret })
    const tokens = await logIn(config, run.fetch)
    await openid.tokenRevocation(config, tokens.access_token)
    await expect(openid.fetchUserInfo(config, tokens.access_token, 'any')).rejects.toThrow()
    const [flow] = (await flowsOf(run)).filter(({ kind }) => kind === 'authorization')
    expect(endpointsOf(flow as Flow).at(-1)).toBe('userinfo')
    expect(flow?.outcome).toBe('refused')
  })
})

describe('what was decided is told with its rule', () => {
  it('client authentication, redirect URI, PKCE, policy, consent, lifespans', async () => {
    const run = devRun()
    await logIn(await relyingParty(run.fetch, ISSUER, { client_secret: run.appSecret }), run.fetch)
    const [flow] = (await flowsOf(run)).filter(({ kind }) => kind === 'authorization')
    const decisions = flow?.steps.flatMap((step) => step.decisions) ?? []
    expect(decisions.map(({ decision }) => decision)).toEqual(
      expect.arrayContaining([
        'redirect_uri: a made-up client may use any of this machine',
        'PKCE: not demanded, used with S256',
        'scope: all registered (openid profile email offline_access)',
        'sign in: nobody is signed in',
        'signed in by a card',
        'policy one_factor demands one_factor; the session has one_factor',
        'consent: to be asked',
        'consent: given',
        'client authentication: client_secret_basic',
        'PKCE: the code_verifier matches (S256)',
        'access token lives 3600 s',
        'authorization code lives 60 s',
      ]),
    )
    expect(decisions.every(({ rule }) => rule !== undefined && rule !== '')).toBe(true)
    const lifespan = decisions.find(({ decision }) => decision.startsWith('access token lives'))
    expect(lifespan?.option).toBe('identity_providers.oidc.lifespans.access_token')
    expect(flow?.steps.find(({ endpoint }) => endpoint === 'token')?.authentication).toBe('client_secret_basic')
  })

  it('a refusal says rule, option, what was sent and what would help', async () => {
    const run = devRun()
    const query = new URLSearchParams({
      client_id: 'app',
      response_type: 'code',
      redirect_uri: 'https://rp.example/cb',
    })
    await page(run, `/api/oidc/authorization?${query}`)
    const [flow] = await flowsOf(run)
    expect(flow?.outcome).toBe('refused')
    expect(flow?.steps[0]?.refusal).toMatchObject({
      error: 'invalid_request',
      rule: expect.stringContaining('RFC 6749 §3.1.2.3'),
      option: 'identity_providers.oidc.clients[0].redirect_uris',
      sent: 'https://rp.example/cb',
    })
  })

  it('each claim says which scope or rule it comes from', async () => {
    const run = devRun()
    const config = await relyingParty(run.fetch, ISSUER, { client_secret: run.appSecret })
    const tokens = await logIn(config, run.fetch, {
      claims: JSON.stringify({ id_token: { email: { essential: true } } }),
    })
    await openid.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
    const [flow] = (await flowsOf(run)).filter(({ kind }) => kind === 'authorization')
    const claims = flow?.steps.flatMap((step) => step.claims) ?? []
    const because = (kind: string, name: string) =>
      claims.find((one) => one.kind === kind)?.claims.find((claim) => claim.name === name)?.because
    expect(because('id_token', 'email')).toBe('claims parameter, essential')
    expect(because('id_token', 'nonce')).toContain('Core §3.1.2.1')
    expect(because('userinfo', 'given_name')).toBe('scope profile')
    expect(claims.find(({ kind }) => kind === 'id_token')?.expires_at).toBeTypeOf('number')
  })
})

describe('nothing that can be used is kept', () => {
  it('no secret, code, token, verifier, password or cookie stands in pages, exports, events or the log', async () => {
    const log: LogEvent[] = []
    const run = devRun({ log: (event) => log.push(event) })
    const { fetch, secrets } = collectSecrets(run.fetch)
    const stream = (await run.fetch(new Request(`${ISSUER}/dev/events`))).body?.getReader()
    const config = await relyingParty(fetch, ISSUER, { client_secret: run.appSecret })
    const tokens = await logIn(config, fetch)
    await openid.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
    await openid.tokenIntrospection(config, tokens.access_token)
    await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
    await openid.refreshTokenGrant(config, tokens.refresh_token ?? '').catch(() => undefined)
    await authorize(config, fetch, { response_mode: 'form_post' }).catch(() => undefined)
    await fetch(
      new Request(`${ISSUER}/api/oidc/token?access_token=${tokens.access_token}`, {
        method: 'POST',
        body: new URLSearchParams({
          client_id: tokens.refresh_token ?? '',
          state: tokens.id_token ?? '',
          api_key: run.appSecret,
        }),
      }),
    )
    secrets.add(run.appSecret).add(run.control.token)
    expect(secrets.size).toBeGreaterThan(15)
    const first = await stream?.read()
    const second = await stream?.read()
    await stream?.cancel()
    const events = [first, second].map((chunk) => Buffer.from(chunk?.value ?? '').toString()).join('')
    expect(events).toContain('event: flow')
    const flows = await flowsOf(run)
    const pages = await Promise.all(
      flows.flatMap(({ id }) => ['', '.md', '.json'].map((ending) => page(run, `/dev/flows/${id}${ending}`))),
    )
    const everything = [(await page(run, '/dev')).text, events, JSON.stringify(log), ...pages.map(({ text }) => text)]
    expect(everything.join('').length).toBeGreaterThan(20_000)
    for (const text of everything) expect(secretsIn(text, secrets)).toEqual([])
  })

  it('equal values have equal marks, in one run and not in another', () => {
    const marks = ['one', 'other'].map((salt) => {
      const { masker } = createRecorder({ clock: Date.now, salt }).tools
      return [masker.mask('token', 'the same'), masker.mask('access token', 'the same')].map(({ mark }) => mark)
    })
    expect(marks[0]?.[0]).toBe(marks[0]?.[1])
    expect(marks[0]?.[0]).not.toBe(marks[1]?.[0])
  })
})

describe('what requests say stays text', () => {
  const MARKUP = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`

  it('client names, parameters and claims are escaped on the pages', async () => {
    const run = devRun({
      clients: [publicClient({ client_id: `evil${MARKUP}`, client_name: MARKUP, redirect_uris: [REDIRECT_URI] })],
    })
    run.main.setUser({ username: `mallory${MARKUP}`, display_name: MARKUP, groups: [MARKUP] })
    const query = new URLSearchParams({
      client_id: `evil${MARKUP}`,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: `openid ${MARKUP}`,
      state: MARKUP + MARKUP,
      [MARKUP]: MARKUP,
    })
    await page(run, `/api/oidc/authorization?${query}`, { 'User-Agent': MARKUP })
    await page(run, `/nothing/${encodeURIComponent(MARKUP)}`)
    const flows = await flowsOf(run)
    expect(flows.length).toBeGreaterThan(1)
    const filtered = `/dev?client=${encodeURIComponent(`evil${MARKUP}`)}&user=${encodeURIComponent(MARKUP)}`
    for (const path of ['/dev', filtered, '/dev/try', ...flows.map(({ id }) => `/dev/flows/${id}`)]) {
      const { text } = await page(run, path)
      expect(text).not.toMatch(/<script>|<img|onerror=(?!alert\(1\)&)/)
    }
  })

  it('Markdown holds what requests say as code', async () => {
    const run = devRun()
    const state = '`` [link](https://evil.example) | <b> `'
    await page(run, `/api/oidc/authorization?${new URLSearchParams({ client_id: 'x`|y', state })}`)
    const { text } = await page(run, '/dev/flows/1.md')
    expect(text).toContain('``` `` [link](https://evil.example) \\| <b> ` ```')
  })
})

describe('the pages are for this machine and this origin', () => {
  const PATHS = ['/dev', '/dev/events', '/dev/flows/1', '/dev/flows/1.json', '/dev/flows/1.md', '/dev/try']

  it.each(PATHS)('%s: a request from another origin is refused', async (path) => {
    const run = devRun()
    await page(run, '/api/oidc/authorization?client_id=app')
    const own = await run.fetch(new Request(ISSUER + path, { headers: { 'Sec-Fetch-Site': 'same-origin' } }))
    expect(own.status).toBe(200)
    await own.body?.cancel()
    const foreign = [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors' },
      { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' },
    ]
    for (const headers of foreign) {
      const { status, text } = await page(run, path, headers as Record<string, string>)
      expect(status, JSON.stringify(headers)).toBe(403)
      expect(text).not.toContain('app')
    }
  })

  it.each(PATHS)('%s: a foreign Host is refused (DNS rebinding)', async (path) => {
    const run = devRun()
    await page(run, '/api/oidc/authorization?client_id=app')
    const response = await run.fetch(new Request(`http://rebound.example:9091${path}`))
    expect(response.status).toBe(400)
    expect(await response.text()).not.toContain('app')
  })

  it.each(PATHS)('%s: with --expose nothing is shown without the control token', async (path) => {
    const run = devRun({ expose: true })
    await page(run, '/api/oidc/authorization?client_id=app')
    const { text } = await page(run, path)
    expect(text).not.toMatch(/data-page="(inspector|try)"|data-flow|retry:|"steps"/)
    const known = await run.fetch(
      new Request(ISSUER + path, { headers: { Authorization: `Bearer ${run.control.token}` } }),
    )
    expect(known.status).toBe(200)
  })

  it('a page allows no script but its own, no frame, and names no other origin', async () => {
    const run = devRun()
    const { headers, text } = await page(run, '/dev')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('x-frame-options')).toBe('DENY')
    const loaded = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url)
    expect(loaded.every((url) => url?.startsWith('/') && !url.startsWith('//'))).toBe(true)
    for (const url of loaded.filter((one) => one?.includes('/static/')))
      expect((await page(run, url ?? '')).status).toBe(200)
  })

  it('nothing is changed by them: other methods are refused', async () => {
    const run = devRun()
    const response = await run.fetch(new Request(`${ISSUER}/dev`, { method: 'POST' }))
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET'])
  })
})

describe('events', () => {
  it('tell which flows have changed, and end with the run', async () => {
    const run = devRun()
    const response = await run.fetch(new Request(`${ISSUER}/dev/events`))
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const reader = response.body?.getReader()
    await page(run, '/api/oidc/authorization?client_id=app')
    let text = ''
    while (!text.includes('event: flow')) text += Buffer.from((await reader?.read())?.value ?? '').toString()
    expect(text).toContain('data: {"ids":["1"]}')
    run.endStreams()
    expect((await reader?.read())?.done).toBe(true)
  })

  it('are for so many listeners alone', async () => {
    const run = devRun()
    const open = async () =>
      (
        await run.answer({
          method: 'GET',
          url: new URL(`${ISSUER}/dev/events`),
          headers: { get: () => null },
          peer: '127.0.0.1',
          text: async () => '',
        })
      ).status
    const statuses: number[] = []
    for (let count = 0; count < 51; count += 1) statuses.push(await open())
    expect(statuses.slice(-2)).toEqual([200, 503])
    run.endStreams()
    expect(await open()).toBe(200)
    run.endStreams()
  })
})

describe('memory has limits', () => {
  it('the oldest flow, request and link go first', () => {
    let now = 0
    const limits = { ...LIMITS, flows: 3, steps: 2, pending: 5 }
    const recorder = createRecorder({ clock: () => now, salt: 'x', limits })
    const send = (id: string, query: string) => {
      now += 1
      const url = new URL(`${ISSUER}/api/oidc/token`)
      const headers = { get: () => null }
      const parameters = [...new URLSearchParams(query)] as [string, string][]
      const request = {
        id,
        at: now,
        method: 'POST',
        url,
        headers,
        endpoint: 'token' as const,
        parameters,
        client_id: 'app',
      }
      recorder.follower.witness?.(request)
      recorder.follower.after?.(request, { status: 200, headers: {}, body: '{}' })
    }
    for (let count = 1; count <= 5; count += 1) send(`r${count}`, `refresh_token=token-${count}`)
    expect(recorder.flows().map(({ id }) => id)).toEqual(['5', '4', '3'])
    for (let count = 1; count <= 3; count += 1) send(`s${count}`, 'refresh_token=token-4')
    expect(recorder.flows()[0]).toMatchObject({ id: '4', count: 4 })
    expect(recorder.find('4')?.forgotten).toBe(2)
    expect(recorder.find('4')?.steps.map(({ request_id }) => request_id)).toEqual(['s2', 's3'])
    send('again', 'refresh_token=token-1')
    expect(recorder.flows()[0]?.id).toBe('6')
  })

  it('long values are cut', () => {
    const { masker } = createRecorder({ clock: Date.now, salt: 'x' }).tools
    const shown = masker.parameter('state', 'x'.repeat(5_000))
    expect(shown.value).toHaveLength(LIMITS.characters)
    expect(shown.cut).toBe(4_000)
  })
})
