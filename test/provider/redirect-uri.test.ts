import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInsecureUri, isLoopbackUri, matchesRegistered } from '../../src/provider/checks/redirect-uri.ts'
import { Browser, pageName } from './support/browser.ts'
import { AUTHORIZATION, answerPages, authorizationUrl, postJson } from './support/flows.ts'
import { CALLBACK, CHALLENGE, client, ISSUER, SPA, testProvider } from './support/provider.ts'

const RUNS = { seed: 20_260_301, numRuns: 200 }

/** What attackers do to a URI: other hosts, user info, paths, queries, cases, encodings, white space. */
const MUTATIONS: readonly ((uri: string, noise: string) => string)[] = [
  (uri, noise) => uri + noise,
  (uri, noise) => noise + uri,
  (uri, noise) => uri.replace('rp.example.com', `rp.example.com.${noise || 'evil'}`),
  (uri, noise) => uri.replace('rp.example.com', `${noise}@rp.example.com`),
  (uri, noise) => uri.replace('rp.example.com', `rp.example.com:${noise}`),
  (uri) => uri.replace('https', 'http'),
  (uri) => uri.toUpperCase(),
  (uri) => `${uri}/`,
  (uri) => `${uri}/../cb`,
  (uri) => uri.replace('/cb', '/%63b'),
  (uri) => uri.replace('/cb', '//cb'),
  (uri) => uri.replace('//', '/\\/'),
  (uri) => uri.replace('://', ':'),
  (uri, noise) => `${uri}?${noise}`,
  (uri, noise) => `${uri}#${noise}`,
  (uri) => `//${uri.slice(8)}`,
  (uri) => `javascript:alert(1)//${uri}`,
  (uri) => ` ${uri}`,
  (uri) => `${uri}\n`,
  (_uri, noise) => `https://${noise}`,
]

describe('Form Post Response Mode §2, RFC 8252 §7.1: a form is posted over http(s)', () => {
  const NATIVE = 'com.example.app:/cb'
  const clients = [
    client({
      ...SPA,
      redirect_uris: [NATIVE, 'http://127.0.0.1/cb'],
      response_modes: ['query', 'form_post', 'form_post.jwt'],
    }),
  ]
  const request = { ...AUTHORIZATION, client_id: 'spa', scope: 'openid', code_challenge: CHALLENGE }
  const ask = { ...request, code_challenge_method: 'S256', redirect_uri: NATIVE }

  it.each(['form_post', 'form_post.jwt'])('%s to the scheme of a native application is refused here', async (mode) => {
    const { provider, log } = testProvider({ clients, dev: { users: [], madeUpClients: new Set() }, issuer: ISSUER })
    const page = await new Browser(provider).open(authorizationUrl({ ...ask, response_mode: mode }))
    expect(pageName(page.body)).toBe('error')
    expect(page.body).toContain('RFC 8252 §7.1')
    expect(page.body).not.toContain('data-page="form-post"')
    expect(log.find(({ event }) => event === 'refused')).toMatchObject({
      error: 'unsupported_response_mode',
      option: 'identity_providers.oidc.clients[0].redirect_uris',
      sent: `response_mode=${mode} to ${NATIVE}`,
    })
  })

  it('pushed, the client is told', async () => {
    const test = testProvider({ clients })
    const form = { ...ask, response_mode: 'form_post' }
    const answer = await postJson(test, '/api/oidc/pushed-authorization-request', form, {})
    expect(answer).toMatchObject({ status: 400, body: { error: 'unsupported_response_mode' } })
  })

  it('the query reaches it, and a form reaches a loopback address', async () => {
    const browser = new Browser(testProvider({ clients }).provider)
    const page = await answerPages(browser, await browser.open(authorizationUrl(ask)))
    expect(page.response.headers.get('Location')).toMatch(/^com\.example\.app:\/cb\?code=/)
    const form = { ...ask, redirect_uri: 'http://127.0.0.1:4000/cb', response_mode: 'form_post' }
    expect((await browser.open(authorizationUrl(form))).body).toContain('action="http://127.0.0.1:4000/cb"')
  })
})

describe('RFC 9700 §4.1.3: redirect URIs are compared exactly', () => {
  it('a mutated redirect URI never becomes a Location', async () => {
    const { provider } = testProvider()
    await fc.assert(
      fc.asyncProperty(
        fc.nat(MUTATIONS.length - 1),
        fc.string({ unit: 'binary-ascii', maxLength: 12 }),
        async (at, noise) => {
          const redirect_uri = MUTATIONS[at]?.(CALLBACK, noise) ?? ''
          fc.pre(redirect_uri !== CALLBACK && redirect_uri !== '')
          const page = await new Browser(provider).send(authorizationUrl({ ...AUTHORIZATION, redirect_uri }))
          expect(page.response.headers.get('Location')).toBeNull()
          expect(pageName(page.body)).toBe('error')
        },
      ),
      RUNS,
    )
  })

  it('RFC 8252 §7.3: only the port of a loopback address literal may differ', () => {
    const registered = 'http://127.0.0.1/cb?x=1'
    expect(matchesRegistered('http://127.0.0.1:49152/cb?x=1', registered)).toBe(true)
    expect(matchesRegistered('http://[::1]:5/cb', 'http://[::1]:6/cb')).toBe(true)
    for (const other of [
      'http://127.0.0.1:49152/cb',
      'http://127.0.0.1:49152/cb?x=2',
      'http://127.0.0.2:49152/cb?x=1',
      'http://localhost:49152/cb?x=1',
      'https://127.0.0.1:49152/cb?x=1',
      'http://127.0.0.1:49152@evil.example/cb?x=1',
      'http://evil.example@127.0.0.1/cb?x=1',
      'http://127.0.0.1.evil.example/cb?x=1',
      'http://127.0.0.1:49152/cb?x=1#f',
    ]) {
      expect(matchesRegistered(other, registered), other).toBe(false)
    }
  })

  it('RFC 8252 §8.3: localhost gets no freedom of ports', () => {
    expect(matchesRegistered('http://localhost:1/cb', 'http://localhost/cb')).toBe(false)
  })

  it('plain http is insecure but for this machine', () => {
    expect(['http://rp.example.com/', 'http://127.0.0.1.example/'].map(isInsecureUri)).toEqual([true, true])
    const local = [
      'http://localhost/',
      'http://app.localhost/',
      'http://127.9.9.9/',
      'http://[::1]/',
      'https://x.example/',
    ]
    expect(local.map(isInsecureUri)).toEqual([false, false, false, false, false])
  })

  it('made-up clients of --dev reach this machine and no other', () => {
    expect(['http://localhost:3000/cb', 'https://127.0.0.1/', 'http://[::1]:9/x'].map(isLoopbackUri)).toEqual([
      true,
      true,
      true,
    ])
    const elsewhere = [
      'http://localhost.evil.example/',
      'http://user@localhost/',
      'ftp://localhost/',
      'javascript:alert(1)',
      'http://10.0.0.1/',
    ]
    expect(elsewhere.map(isLoopbackUri)).toEqual([false, false, false, false, false])
  })
})
