import * as openid from 'openid-client'
import { describe, expect, it } from 'vitest'
import { EVENT_LIMIT, recordEvents } from '../../src/dev/events.ts'
import { Browser } from '../support/browser.ts'
import { authorize, devRun, ISSUER, logIn, relyingParty, type TestRun } from './support/dev-run.ts'

const MANY = 20

async function open(run: TestRun): Promise<{ id: string; issuer: string }> {
  return (await run.ask('POST', '/namespaces', {})).body as { id: string; issuer: string }
}

async function status(run: TestRun, url: string): Promise<number> {
  return (await run.fetch(new Request(url))).status
}

describe('a namespace', () => {
  it('Discovery §4.1: is an issuer of its own, below that of the run', async () => {
    const run = devRun()
    const { id, issuer } = await open(run)
    expect(issuer).toBe(`${ISSUER}/ns/${id}`)
    const party = await relyingParty(run.fetch, issuer, { client_secret: run.appSecret })
    const { token_endpoint, jwks_uri } = party.serverMetadata()
    expect(token_endpoint).toBe(`${issuer}/api/oidc/token`)
    const [its, runs] = await Promise.all(
      [jwks_uri, `${ISSUER}/jwks.json`].map(async (url) => (await run.fetch(new Request(String(url)))).json()),
    )
    expect(its).toEqual(runs)
  })

  it('RFC 8414 §3.1: its metadata stands at the inserted well-known path, too', async () => {
    const run = devRun()
    const { id, issuer } = await open(run)
    const response = await run.fetch(new Request(`${ISSUER}/.well-known/oauth-authorization-server/ns/${id}`))
    expect(await response.json()).toMatchObject({ issuer })
  })

  it('begins with the users and clients of the run, under the same secrets', async () => {
    const run = devRun()
    const party = await relyingParty(run.fetch, (await open(run)).issuer, { client_secret: run.appSecret })
    const tokens = await logIn(party, run.fetch, { username: 'carol' })
    expect(await openid.fetchUserInfo(party, tokens.access_token, tokens.claims()?.sub ?? '')).toMatchObject({
      preferred_username: 'carol',
    })
  })

  it('with a fixed issuer, and one below a path, it stands below that', async () => {
    for (const issuer of ['http://localhost:9091', 'http://localhost:9091/auth']) {
      for (const followsHost of [true, false]) {
        const run = devRun({ issuer, followsHost })
        const namespace = await open(run)
        expect(namespace.issuer).toBe(`${issuer}/ns/${namespace.id}`)
        const party = await relyingParty(run.fetch, namespace.issuer, { client_secret: run.appSecret })
        expect((await logIn(party, run.fetch)).claims()).toMatchObject({ iss: namespace.issuer })
      }
    }
  })

  it('is gone when it is deleted', async () => {
    const run = devRun()
    const { id, issuer } = await open(run)
    expect(await status(run, `${issuer}/jwks.json`)).toBe(200)
    expect(await run.ask('DELETE', `/namespaces/${id}`)).toMatchObject({ status: 204 })
    expect(await status(run, `${issuer}/jwks.json`)).toBe(404)
    expect(await run.ask('DELETE', `/namespaces/${id}`)).toMatchObject({ status: 404 })
  })

  it('a foreign Host (DNS rebinding) is 400', async () => {
    const run = devRun()
    const { id } = await open(run)
    expect(await status(run, `http://evil.example.com/ns/${id}/jwks.json`)).toBe(400)
  })

  it('a form of one is none of another: cookies and form tokens do not go across', async () => {
    const run = devRun()
    const [one, other] = [await open(run), await open(run)]
    const browser = new Browser({ send: run.fetch })
    const page = await browser.open(`${one.issuer}/login`)
    const moved = { ...page, html: page.html, url: new URL(`${other.issuer}/login`) }
    const form = moved.document.querySelector('form:has(#login-submit)')
    form?.setAttribute('action', new URL(`${other.issuer}/login`).pathname)
    const answer = await browser.submit(
      moved,
      { username: 'alice', password: 'alice' },
      { selector: 'form:has(#login-submit)' },
    )
    expect(answer).toMatchObject({ name: 'error', status: 400 })
  })

  it('a second factor that was set up in one is not that of another', async () => {
    const run = devRun()
    const [one, other] = [await open(run), await open(run)]
    const [first, second] = [run.namespaces.find(one.id), run.namespaces.find(other.id)]
    const before = await second?.contents().secondFactors?.findTotp('alice')
    const totp = { secret: Buffer.alloc(20, 7), algorithm: 'SHA1', digits: 6, period: 30 } as const
    await first?.contents().secondFactors?.enrol?.('alice', totp, '')
    expect(await first?.contents().secondFactors?.findTotp('alice')).toEqual(totp)
    expect(await second?.contents().secondFactors?.findTotp('alice')).toEqual(before)
    expect(await run.main.contents().secondFactors?.findTotp('alice')).toEqual(before)
  })
})

describe(`${MANY} namespaces in parallel`, () => {
  it('do not see each other: clocks, users, clients, faults, codes, tokens, events', async () => {
    const run = devRun()
    const names = Array.from({ length: MANY }, (_one, index) => `test-${index}`)
    const outcomes = await Promise.all(names.map((name, index) => lifeOf(run, name, index)))
    for (const [index, { events, issuer, tokens }] of outcomes.entries()) {
      expect(tokens.claims()).toMatchObject({ iss: issuer, aud: [`client-test-${index}`] })
      const text = JSON.stringify(events)
      for (const [other, { issuer: elsewhere }] of outcomes.entries()) {
        if (other === index) continue
        expect(text).not.toContain(elsewhere)
        expect(text).not.toContain(`"client-test-${other}"`)
      }
    }
    const [first, second] = outcomes
    if (first === undefined || second === undefined) throw new Error('there are many')
    expect(await openid.tokenIntrospection(first.party, first.tokens.access_token)).toMatchObject({ active: true })
    expect(await openid.tokenIntrospection(first.party, second.tokens.access_token)).toEqual({ active: false })
    expect((await run.ask('GET', '/namespaces/main/events')).body).toEqual({ events: [] })
  })
})

/** What a test does: its own user, client, time and fault. */
async function lifeOf(run: TestRun, name: string, index: number) {
  const { id, issuer } = await open(run)
  const path = `/namespaces/${id}`
  const now = new Date(Date.now() + index * 60_000).toISOString()
  expect(await run.ask('PUT', `${path}/clock`, { now, frozen: true })).toMatchObject({ body: { now } })
  await run.ask('PUT', `${path}/users/${name}`, { email: `${name}@example.com` })
  const client = { client_secret: `secret of ${name}`, redirect_uris: ['http://localhost:3000/callback'] }
  await run.ask('PUT', `${path}/clients/client-${name}`, client)
  const party = await relyingParty(run.fetch, issuer, {
    client_id: `client-${name}`,
    client_secret: client.client_secret,
  })
  if (index % 2 === 0) {
    await run.ask('POST', `${path}/faults`, { endpoint: 'token', fault: { kind: 'error', error: 'invalid_grant' } })
    await expect(logIn(party, run.fetch, { username: name })).rejects.toMatchObject({ error: 'invalid_grant' })
  }
  const { callback, checks } = await authorize(party, run.fetch, { username: name })
  const tokens = await openid.authorizationCodeGrant(party, callback, checks)
  expect(tokens.claims()).toMatchObject({ iat: Math.floor(Date.parse(now) / 1000) })
  const info = await openid.fetchUserInfo(party, tokens.access_token, tokens.claims()?.sub ?? '')
  expect(info).toMatchObject({ preferred_username: name, email: `${name}@example.com` })
  const { body } = await run.ask('GET', `${path}/events`)
  return { issuer, party, tokens, events: (body as { events: unknown[] }).events }
}

describe('events', () => {
  it(`the last ${EVENT_LIMIT} are kept, and those that are asked for are numbered through`, () => {
    const record = recordEvents(
      () => 0,
      () => undefined,
    )
    for (let told = 0; told < 3 * EVENT_LIMIT; told++) record.log({ level: 'info', event: 'told' })
    const kept = record.since()
    expect(kept).toHaveLength(EVENT_LIMIT)
    expect([kept[0]?.number, kept.at(-1)?.number]).toEqual([2 * EVENT_LIMIT + 1, 3 * EVENT_LIMIT])
    expect(record.since(3 * EVENT_LIMIT - 1)).toMatchObject([
      { number: 3 * EVENT_LIMIT, time: '1970-01-01T00:00:00.000Z' },
    ])
  })
})

describe('a file that is taken over while the run goes on', () => {
  it('what was set by the control API stays, what the file says changes', async () => {
    const run = devRun()
    await run.ask('PUT', '/namespaces/main/clients/set', {
      public: true,
      redirect_uris: ['http://localhost:3000/callback'],
    })
    const { config } = run.main.contents()
    const others = config.provider.clients.filter(({ client_id }) => client_id === 'app')
    run.reconfigure({ config: { ...config, provider: { ...config.provider, clients: others } } })
    const ids = run.main.contents().config.provider.clients.map(({ client_id }) => client_id)
    expect(ids.toSorted()).toEqual(['app', 'set'])
  })
})
