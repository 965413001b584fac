import fc from 'fast-check'
import { authorizationCodeGrant, fetchUserInfo } from 'openid-client'
import { describe, expect, it } from 'vitest'
import { NAMESPACE_LIMIT } from '../../src/dev/namespace-registry.ts'
import { Browser } from '../support/browser.ts'
import { authorize, devRun, type Fetch, ISSUER, logIn, relyingParty } from './support/dev-run.ts'

/** A browser that is sent away at once. */
function noPages(send: Fetch): Browser {
  return new Browser({
    send: async (request) => {
      const response = await send(request)
      expect(response.status, 'a page').not.toBe(200)
      return response
    },
  })
}

describe('control API: who may ask', () => {
  const ROUTES: [string, string, unknown?][] = [
    ['POST', '/namespaces', {}],
    ['DELETE', '/namespaces/main'],
    ['PUT', '/namespaces/main/clock', { advance: 1 }],
    ['POST', '/namespaces/main/faults', { fault: { kind: 'cut' } }],
    ['GET', '/namespaces/main/faults'],
    ['DELETE', '/namespaces/main/faults'],
    ['PUT', '/namespaces/main/users/eve', {}],
    ['PUT', '/namespaces/main/clients/eve', { public: true }],
    ['GET', '/namespaces/main/events'],
  ]

  describe.each([{ expose: false }, { expose: true }])('%j', ({ expose }) => {
    it.each(ROUTES)('RFC 6750 §3: %s %s without the token is 401', async (method, path, body) => {
      const run = devRun({ expose })
      const { status, headers, body: answer } = await run.ask(method, path, body, { Authorization: null })
      expect(status).toBe(401)
      expect(headers.get('WWW-Authenticate')).toMatch(/^Bearer /)
      expect(answer).toMatchObject({ error: { code: 'ERR_TOKEN' } })
    })

    it.each(ROUTES)('%s %s from a web page (Origin) is 403, with the token too', async (method, path, body) => {
      const run = devRun({ expose })
      for (const origin of ['https://evil.example.com', ISSUER, 'null']) {
        expect(await run.ask(method, path, body, { Origin: origin })).toMatchObject({ status: 403 })
      }
    })

    it.each(ROUTES)('%s %s for a foreign Host (DNS rebinding) is 400', async (method, path) => {
      const run = devRun({ expose })
      const headers = { Authorization: `Bearer ${run.control.token}` }
      const response = await run.fetch(new Request(`http://evil.example.com:9091/dev/api${path}`, { method, headers }))
      expect(response.status).toBe(400)
    })

    it('neither a wrong token, nor Basic, nor the cookie of the pages opens it', async () => {
      const run = devRun({ expose })
      const { token } = run.control
      for (const Authorization of [
        `Bearer ${token}x`,
        `Bearer ${token.slice(1)}`,
        'Bearer',
        `Basic ${btoa(`:${token}`)}`,
      ]) {
        expect(await run.ask('POST', '/namespaces', {}, { Authorization })).toMatchObject({ status: 401 })
      }
      const browser = new Browser({ send: run.fetch })
      await browser.submit(await browser.open(`${ISSUER}/dev/x`), { token: run.control.token }).catch(() => undefined)
      const Cookie = await browser.jar.getCookieString(ISSUER)
      expect(await run.ask('POST', '/namespaces', {}, { Authorization: null, Cookie })).toMatchObject({
        status: 401,
      })
    })
  })

  it('a preflight gets no permission: pages cannot send the token (Fetch §3.3)', async () => {
    const run = devRun()
    const headers = { Origin: 'http://localhost:3000', 'Access-Control-Request-Method': 'POST' }
    const response = await run.fetch(new Request(`${run.control.url}/namespaces`, { method: 'OPTIONS', headers }))
    expect(response.status).toBe(403)
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('control API: what it is sent', () => {
  it('RFC 9110 §15.5.16: a body of another type is 415', async () => {
    const run = devRun()
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', null]) {
      const answer = await run.ask('POST', '/namespaces', '{}', { 'Content-Type': type })
      expect(answer).toMatchObject({ status: 415, body: { error: { code: 'ERR_CONTENT_TYPE' } } })
    }
    expect(
      await run.ask('POST', '/namespaces', '{}', { 'Content-Type': 'Application/JSON; charset=utf-8' }),
    ).toMatchObject({ status: 201 })
    expect(await run.ask('POST', '/namespaces', undefined, { 'Content-Type': null })).toMatchObject({ status: 201 })
  })

  it('what is no JSON is 400, a body that is too large 413', async () => {
    const run = devRun()
    expect(await run.ask('POST', '/namespaces', '{')).toMatchObject({
      status: 400,
      body: { error: { code: 'ERR_JSON' } },
    })
    const large = JSON.stringify({ login_as: 'x'.repeat(65 * 1024) })
    expect(await run.ask('POST', '/namespaces', large)).toMatchObject({ status: 413 })
  })

  it.each([
    ['POST', '/namespaces', [], ''],
    ['POST', '/namespaces', { login_as: 1 }, 'login_as'],
    ['POST', '/namespaces', { loginAs: 'alice' }, ''],
    ['PUT', '/namespaces/main/clock', { now: 'tomorrow' }, 'now'],
    ['PUT', '/namespaces/main/clock', { advance: -1 }, 'advance'],
    ['PUT', '/namespaces/main/clock', { frozen: 'yes' }, 'frozen'],
    ['POST', '/namespaces/main/faults', { fault: { kind: 'explode' } }, 'fault.kind'],
    ['POST', '/namespaces/main/faults', { fault: { kind: 'delay', milliseconds: 60_001 } }, 'fault.milliseconds'],
    ['POST', '/namespaces/main/faults', { fault: { kind: 'error', status: 200 } }, 'fault.status'],
    ['POST', '/namespaces/main/faults', { fault: { kind: 'error', error: 'a"b' } }, 'fault.error'],
    ['POST', '/namespaces/main/faults', { endpoint: 'jwks', fault: { kind: 'expired' } }, 'endpoint'],
    ['POST', '/namespaces/main/faults', { nth: 0, fault: { kind: 'cut' } }, 'nth'],
    ['PUT', '/namespaces/main/users/eve', { emial: 'eve@example.com' }, 'emial'],
    ['PUT', '/namespaces/main/users/eve', { groups: 'staff' }, 'groups'],
    ['PUT', '/namespaces/main/clients/web', { redirect_uris: ['/relative'] }, 'redirect_uris'],
    ['PUT', '/namespaces/main/clients/web', { client_id: 'other' }, 'client_id'],
  ])('%s %s %j is 422 with a code and the path %s', async (method, path, body, at) => {
    const { status, body: answer } = await devRun().ask(method, path, body)
    expect(status).toBe(422)
    expect(answer).toMatchObject({
      error: { code: expect.stringMatching(/^ERR_/), message: expect.any(String), ...(at !== '' && { path: at }) },
    })
  })

  it('a client is judged by the rules of the configuration, every problem at once', async () => {
    const client = {
      redirect_uris: ['https://web.example.com/cb'],
      lifespan: 'eternal',
      token_endpoint_auth_method: 'telepathy',
    }
    const { status, body } = await devRun().ask('PUT', '/namespaces/main/clients/web', client)
    expect(status).toBe(422)
    expect(body).toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({ path: 'lifespan', code: expect.stringMatching(/^ERR_/) }),
        expect.objectContaining({ path: 'token_endpoint_auth_method', code: expect.stringMatching(/^ERR_/) }),
      ]),
    })
  })

  it('unknown paths and namespaces are 404, known ones with another method 405', async () => {
    const run = devRun()
    for (const path of [
      '',
      '/namespace',
      '/namespaces/none/clock',
      '/namespaces/main/clocks',
      '/namespaces/main/users/a/b',
    ]) {
      expect(await run.ask('PUT', path, {})).toMatchObject({ status: 404 })
    }
    const wrong = await run.ask('GET', '/namespaces/main/clock')
    expect(wrong).toMatchObject({ status: 405, body: { error: { code: 'ERR_METHOD' } } })
    expect(wrong.headers.get('Allow')).toBe('PUT')
  })

  it('the run itself cannot be deleted', async () => {
    expect(await devRun().ask('DELETE', '/namespaces/main')).toMatchObject({ status: 409 })
  })

  it(`there are at most ${NAMESPACE_LIMIT} namespaces at a time`, async () => {
    const run = devRun()
    const ids: string[] = []
    for (let made = 0; made < NAMESPACE_LIMIT; made++) {
      const { body } = await run.ask('POST', '/namespaces', {})
      ids.push((body as { id: string }).id)
    }
    const refused = await run.ask('POST', '/namespaces', {})
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'ERR_TOO_MANY_NAMESPACES' } } })
    expect(await run.ask('DELETE', `/namespaces/${ids[0]}`)).toMatchObject({ status: 204 })
    expect(await run.ask('POST', '/namespaces', {})).toMatchObject({ status: 201 })
  })
})

describe('control API: whatever it is sent', () => {
  it('answers with a status below 500, and refusals with a code', async () => {
    const run = devRun()
    const part = fc.constantFrom(
      'namespaces',
      'main',
      'clock',
      'faults',
      'users',
      'clients',
      'events',
      '%',
      '%2f',
      '__proto__',
      'constructor',
    )
    const path = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: part },
        fc.string().filter((text) => !/^\.{1,2}$/.test(text)),
      ),
      { maxLength: 5 },
    )
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH')
    const body = fc.oneof(fc.json(), fc.string(), fc.constant('{"fault":{"kind":"__proto__"}}'))
    await fc.assert(
      fc.asyncProperty(method, path, body, async (verb, parts, text) => {
        const where = `/${parts.map((one) => encodeURI(one)).join('/')}`
        const sent = verb === 'GET' || verb === 'DELETE' ? undefined : text
        const { status, body: answer } = await run.ask(verb, where, sent)
        expect(status).toBeLessThan(500)
        if (status >= 400) expect(answer).toMatchObject({ error: { code: expect.stringMatching(/^ERR_/) } })
      }),
      { seed: 1, numRuns: 200 },
    )
  })
})

describe('control API: what it does', () => {
  it('PUT clock freezes, sets and advances, and says what time it is', async () => {
    const run = devRun()
    const path = '/namespaces/main/clock'
    const now = '2030-01-01T00:00:00.000Z'
    expect(await run.ask('PUT', path, { now, frozen: true })).toMatchObject({ body: { now, frozen: true } })
    expect(await run.ask('PUT', path, { advance: 61 })).toMatchObject({ body: { now: '2030-01-01T00:01:01.000Z' } })
    expect(await run.ask('PUT', path, { now: 1_893_456_000 })).toMatchObject({ body: { now, frozen: true } })
    expect(await run.ask('PUT', path, { frozen: false })).toMatchObject({ body: { frozen: false } })
  })

  it('PUT users sets a user who signs in with the password and gets the claims', async () => {
    const run = devRun()
    const user = { displayname: 'Eve Evans', email: 'eve@example.com', groups: ['staff'], password: 'apple' }
    expect(await run.ask('PUT', '/namespaces/main/users/eve', user)).toMatchObject({
      status: 200,
      body: { username: 'eve', password: 'apple' },
    })
    const party = await relyingParty(run.fetch, ISSUER, { client_secret: run.appSecret })
    const tokens = await logIn(party, run.fetch, { username: 'eve' })
    expect(await fetchUserInfo(party, tokens.access_token, tokens.claims()?.sub ?? '')).toMatchObject({
      name: 'Eve Evans',
      email: 'eve@example.com',
      preferred_username: 'eve',
    })
  })

  it('PUT clients sets a confidential client; a secret that was not given is drawn', async () => {
    const run = devRun()
    const client = { redirect_uris: ['http://localhost:3000/callback'] }
    const { status, body } = await run.ask('PUT', '/namespaces/main/clients/web', client)
    expect(status).toBe(200)
    const { client_secret } = body as { client_secret: string }
    expect(client_secret).toMatch(/^\S{40,}$/)
    const party = await relyingParty(run.fetch, ISSUER, { client_id: 'web', client_secret })
    expect((await logIn(party, run.fetch)).claims()).toMatchObject({ aud: ['web'] })
  })

  it('PUT clients replaces a client of the same id', async () => {
    const run = devRun()
    const client = {
      client_secret: 'chosen',
      redirect_uris: ['http://localhost:3000/callback'],
      scopes: ['openid', 'email'],
    }
    expect(await run.ask('PUT', '/namespaces/main/clients/app', client)).toMatchObject({ status: 200 })
    const party = await relyingParty(run.fetch, ISSUER, { client_secret: 'chosen' })
    expect((await logIn(party, run.fetch, { scope: 'openid email' })).scope).toBe('openid email')
  })

  it.each(['spa', 'web'])('POST namespaces with login_as and consent: no page comes for %s', async (client_id) => {
    const run = devRun()
    const { body } = await run.ask('POST', '/namespaces', { login_as: 'bob', consent: true })
    const { id, issuer } = body as { id: string; issuer: string }
    const client = { public: true, consent_mode: 'explicit', redirect_uris: ['http://localhost:3000/callback'] }
    if (client_id === 'web') await run.ask('PUT', `/namespaces/${id}/clients/web`, client)
    const party = await relyingParty(run.fetch, issuer, { client_id })
    const { callback, checks } = await authorize(party, run.fetch, {}, noPages(run.fetch))
    const tokens = await authorizationCodeGrant(party, callback, checks)
    const info = await fetchUserInfo(party, tokens.access_token, tokens.claims()?.sub ?? '')
    expect(info.preferred_username).toBe('bob')
  })

  it('RFC 9700 §4.1.3: the redirect URIs of a client that was set are compared exactly', async () => {
    const run = devRun()
    await run.ask('PUT', '/namespaces/main/clients/web', {
      public: true,
      redirect_uris: ['http://localhost:3000/other'],
    })
    const party = await relyingParty(run.fetch, ISSUER, { client_id: 'web' })
    await expect(authorize(party, run.fetch)).rejects.toThrow(/ended at error \(400\)/)
  })

  it('GET events tells what happened, without a secret, a code or a token', async () => {
    const run = devRun()
    const party = await relyingParty(run.fetch, ISSUER, { client_secret: run.appSecret })
    const { callback, checks } = await authorize(party, run.fetch)
    const tokens = await authorizationCodeGrant(party, callback, checks)
    const { body } = await run.ask('GET', '/namespaces/main/events')
    const { events } = body as { events: { event: string; number: number; time: string }[] }
    expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(['authorization_granted', 'token_issued']))
    expect(events.map(({ number }) => number)).toEqual(events.map((_event, at) => at + 1))
    const text = JSON.stringify(events)
    const secrets = [run.appSecret, run.control.token, callback.searchParams.get('code'), tokens.access_token]
    for (const secret of [...secrets, tokens.refresh_token, tokens.id_token]) expect(text).not.toContain(secret)
    const later = await run.ask('GET', `/namespaces/main/events?after=${events.length - 1}`)
    expect((later.body as { events: unknown[] }).events).toEqual(events.slice(-1))
  })

  it('with --expose a password that was not given cannot be guessed', async () => {
    const run = devRun({ expose: true })
    const { body } = await run.ask('PUT', '/namespaces/main/users/eve', {})
    expect((body as { password: string }).password).toMatch(/^\S{16,}$/)
  })
})
