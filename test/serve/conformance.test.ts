import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemRandom } from '../../src/primitives/random.ts'
import { makeTlsCertificate } from '../../src/serve/made-certificate.ts'
import { Browser, signIn } from '../support/browser.ts'
import { oidc } from '../support/run-oidc.ts'
import { type RunningProvider, serve } from '../support/serve.ts'
import { unverifiedFetch } from '../support/unverified-fetch.ts'

/** A suite that publishes one document, behind a certificate of its own. */
async function startSuite(text: (origin: string) => string): Promise<string> {
  const tls = await makeTlsCertificate('localhost', { now: Date.now(), random: systemRandom })
  let origin = ''
  const server = createServer(tls, (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/oauth-authz-req+jwt' }).end(text(origin))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  origin = `https://localhost:${(server.address() as AddressInfo).port}`
  return origin
}

async function discovery({ ready }: RunningProvider): Promise<Record<string, unknown>> {
  const response = await unverifiedFetch(new Request(`${ready.issuer}/.well-known/openid-configuration`))
  return (await response.json()) as Record<string, unknown>
}

const SUITE = ['--conformance', '--suite', 'https://suite.example:8443', '--alias', 'mine']

describe('oidc serve --conformance', () => {
  it('serves https with one issuer, a user and clients for the suite and alias', async () => {
    const provider = await serve(SUITE)
    const { issuer, users, clients } = provider.ready
    expect(issuer).toMatch(/^https:\/\/localhost:\d+$/)
    expect(await discovery(provider)).toMatchObject({
      issuer,
      authorization_endpoint: `${issuer}/api/oidc/authorization`,
    })
    expect(users.map(({ username }) => username)).toEqual(['conformance'])
    const callback = 'https://suite.example:8443/test/a/mine/callback'
    expect(clients.map(({ client_id }) => client_id)).toEqual(['conformance', 'conformance-2', 'conformance-post'])
    for (const { redirect_uris } of clients)
      expect(redirect_uris).toEqual([callback, `${callback}?dummy1=lorem&dummy2=ipsum`])
  })

  it('takes the issuer from its flag, as behind a name of its own', async () => {
    const provider = await serve([...SUITE, '--issuer', 'https://op.example.com'])
    expect(provider.ready.issuer).toBe('https://op.example.com')
  })

  it('fetches from the suite, whose certificate nobody vouches for', async () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const state = 'state-in-the-object'
    const suite = await startSuite((origin) => {
      const redirect_uri = `${origin}/test/a/mine/callback`
      const claims = { client_id: 'conformance', response_type: 'code', scope: 'openid', redirect_uri, state }
      return `${encode({ alg: 'none' })}.${encode(claims)}.`
    })
    const { ready } = await serve(['--conformance', '--suite', suite, '--alias', 'mine'])
    const [user] = ready.users
    if (user === undefined) throw new Error('there is no user')
    const parameters = {
      client_id: 'conformance',
      response_type: 'code',
      scope: 'openid',
      request_uri: `${suite}/test/a/mine/requesturi`,
    }
    const url = `${ready.issuer}/api/oidc/authorization?${new URLSearchParams(parameters)}`
    const answer = await signIn(new Browser({ send: unverifiedFetch }), url, user)
    expect(answer.origin).toBe(suite)
    expect(answer.searchParams.get('state')).toBe(state)
    expect(answer.searchParams.has('code')).toBe(true)
  })

  it.each([
    ['--conformance'],
    ['--conformance', '--suite', 'http://suite.example', '--alias', 'mine'],
    ['--conformance', '--suite', 'https://suite.example/path', '--alias', 'mine'],
    ['--conformance', '--suite', 'https://suite.example', '--alias', 'a/b'],
    ['--suite', 'https://suite.example', '--alias', 'mine'],
    [...SUITE, '--dev'],
    [...SUITE, '--users', 'users.yml'],
  ])('%s %s %s %s %s %s is used wrongly', async (...args) => {
    expect((await oidc(['serve', ...args])).status).toBe(2)
  })
})
