import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../src/primitives/random.ts'
import { createMadeUpStore, makeUpUsers } from '../../src/provider/dev/users.ts'
import { Browser, formOf, type Page, pageName } from './support/browser.ts'
import { AUTHORIZATION, answerPages, authorizationUrl, type Values } from './support/flows.ts'
import { CALLBACK, client, ISSUER, testProvider, WEB } from './support/provider.ts'

const RUNS = { seed: 20_260_301, numRuns: 150 }
const LOOPBACK = 'http://127.0.0.1:8000/cb?app=1'

const CLIENT = client({
  ...WEB,
  redirect_uris: [CALLBACK, LOOPBACK, 'com.example.app:/oauth'],
  response_types: ['code', 'id_token'],
  response_modes: ['query', 'fragment', 'form_post', 'jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt'],
  grant_types: ['authorization_code', 'implicit'],
})
const { redirect_uris } = CLIENT

type Mutation = (uri: string, noise: string) => string

/** What is done to a URI to make it look like another and lead elsewhere. */
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'upper case': (uri) => uri.toUpperCase(),
  'upper case host': (uri) => uri.replace('rp.example.com', 'RP.example.com'),
  port: (uri, noise) => uri.replace('.com/', `.com:${noise}/`),
  'default port': (uri) => uri.replace('.com/', '.com:443/'),
  'dot segments': (uri) => uri.replace('/cb', '/x/../cb'),
  'encoded dot segments': (uri) => uri.replace('/cb', '/x/%2e%2e/cb'),
  'single dot': (uri) => uri.replace('/cb', '/./cb'),
  'encoded path': (uri) => uri.replace('/cb', '/%63b'),
  'encoded slash': (uri) => uri.replace('/cb', '%2fcb'),
  userinfo: (uri, noise) => uri.replace('://', `://${noise}@`),
  'userinfo with our host': (uri) => uri.replace('://', '://rp.example.com@evil.example/'),
  'userinfo and port': (uri) => uri.replace('127.0.0.1:8000', '127.0.0.1:8000@evil.example'),
  backslash: (uri) => uri.replace('://', ':\\\\'),
  'backslash before the host': (uri) => uri.replace('://', '://evil.example\\@'),
  'backslash before the path': (uri) => uri.replace('.com/', '.com\\'),
  'unicode host': (uri) => uri.replace('example', 'ex\u0430mple'),
  'full-width host': (uri) => uri.replace('rp.', 'rp\uff0e'),
  'circled host': (uri) => uri.replace('rp.', '\u24e1p.'),
  'soft hyphen': (uri) => uri.replace('rp.', 'r\u00adp.'),
  fragment: (uri, noise) => `${uri}#${noise}`,
  'empty fragment': (uri) => `${uri}#`,
  query: (uri, noise) => `${uri}${uri.includes('?') ? '&' : '?'}${noise}`,
  'empty query': (uri) => `${uri}?`,
  'other query': (uri) => uri.replace('app=1', 'app=2'),
  'final slash': (uri) => `${uri}/`,
  prefix: (uri, noise) => noise + uri,
  suffix: (uri, noise) => uri + noise,
  'longer host': (uri, noise) => uri.replace('.com/', `.com.${noise}/`),
  scheme: (uri) => uri.replace(/^https?/, (scheme) => (scheme === 'http' ? 'https' : 'http')),
  'javascript scheme': (uri) => `javascript:alert(1)//${uri}`,
  'data scheme': (uri) => `data:text/html,${uri}`,
  'no scheme': (uri) => uri.replace(/^[a-z]+:/, ''),
  'white space': (uri) => ` ${uri}\t`,
  'line feed': (uri) => `${uri}\r\nLocation: https://evil.example/`,
  'other loopback': (uri) => uri.replace('127.0.0.1', '127.0.0.2'),
  localhost: (uri) => uri.replace('127.0.0.1', 'localhost'),
  'decimal address': (uri) => uri.replace('127.0.0.1', '2130706433'),
  'loopback suffix': (uri) => uri.replace('127.0.0.1', '127.0.0.1.evil.example'),
  'two of them': (uri) => `${uri} ${uri}`,
}

/** Ways to an answer: a good request, errors that are redirected, and each mode. */
const REQUESTS: readonly Values[] = [
  {},
  { scope: 'openid admin' },
  { state: 'x' },
  { prompt: 'none' },
  { response_type: 'token' },
  ...CLIENT.response_modes.map((response_mode) => ({ response_mode, prompt: 'none' })),
  { response_mode: 'form_post', scope: 'admin' },
  { response_type: 'id_token', nonce: 'nonce-0123456789', prompt: 'none' },
]

/** Everywhere that a page of ours would send the browser, besides our own paths. */
function destinationsOf({ response, body }: Page): string[] {
  const location = response.headers.get('Location')
  const actions = [...body.matchAll(/<form[^>]*\saction="([^"]*)"/g)].map(([, action = '']) => action)
  const links = [...body.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href = '']) => href)
  return [...(location === null ? [] : [location]), ...actions, ...links].filter((url) => !/^\/(?![/\\])/.test(url))
}

/** Whether a destination is a registered URI with nothing but response parameters added. */
function isRegistered(destination: string): boolean {
  const plain = destination.replace(/^http:\/\/127\.0\.0\.1:\d+\//, 'http://127.0.0.1:8000/')
  return redirect_uris.some((uri) => {
    const rest = plain.slice(uri.length)
    return (
      plain.startsWith(uri) && (rest === '' || /^[?&#](code|error|response|id_token|iss|state|expires_in)/.test(rest))
    )
  })
}

/** RFC 8252 §7.3: the port of a loopback address is the application's to choose. */
function isLoopbackPort(uri: string): boolean {
  return /^http:\/\/127\.0\.0\.1(:\d+)?\/cb\?app=1$/.test(uri)
}

describe('RFC 9700 §4.11: an answer goes to a registered redirect URI and nowhere else', () => {
  it.each(Object.keys(MUTATIONS))('%s', async (name) => {
    const { provider } = testProvider({ clients: [CLIENT] })
    const mutate = MUTATIONS[name]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...redirect_uris),
        fc.constantFrom(...REQUESTS),
        fc.oneof(
          fc.constantFrom('evil.example', '8080', '@evil.example/', '//evil.example'),
          fc.string({ maxLength: 8 }),
        ),
        async (uri, request, noise) => {
          const redirect_uri = mutate?.(uri, noise) ?? ''
          fc.pre(!redirect_uris.includes(redirect_uri) && !isLoopbackPort(redirect_uri) && redirect_uri !== '')
          const page = await new Browser(provider).send(
            authorizationUrl({ ...AUTHORIZATION, ...request, redirect_uri }),
          )
          expect(destinationsOf(page)).toEqual([])
          expect(pageName(page.body)).toBe('error')
        },
      ),
      { ...RUNS, numRuns: 12 },
    )
  })

  it('what is sent there is what was registered, in every mode, for answers and errors alike', async () => {
    const { provider } = testProvider({ clients: [CLIENT] })
    for (const redirect_uri of [CALLBACK, LOOPBACK, LOOPBACK.replace('8000', '49152')]) {
      for (const request of REQUESTS) {
        const browser = new Browser(provider)
        const first = await browser.open(authorizationUrl({ ...AUTHORIZATION, ...request, redirect_uri }))
        const page = await answerPages(browser, first)
        const destinations = destinationsOf(page)
        expect(destinations.length, JSON.stringify(request)).toBe(1)
        expect(destinations.filter((one) => !isRegistered(one))).toEqual([])
      }
    }
  })

  it('form_post: the form of an answer and of an error goes to the registered URI', async () => {
    const { provider } = testProvider({ clients: [CLIENT] })
    const request = { ...AUTHORIZATION, response_mode: 'form_post' }
    for (const more of [{ prompt: 'none' }, { scope: 'openid admin' }, {}]) {
      const browser = new Browser(provider)
      const page = await answerPages(browser, await browser.open(authorizationUrl({ ...request, ...more })))
      expect(formOf(page.body).action).toBe(CALLBACK)
    }
  })

  it('CRLF and markup in the state stay inside their parameter', async () => {
    const { provider } = testProvider({ clients: [CLIENT] })
    const state = '"><script>alert(1)</script>\r\nSet-Cookie: a=b; '
    const url = { ...AUTHORIZATION, state, scope: 'openid admin' }
    const page = await new Browser(provider).send(authorizationUrl(url))
    expect(new URL(page.response.headers.get('Location') ?? '').searchParams.get('state')).toBe(state)
    expect(page.response.headers.get('Set-Cookie')).toBeNull()
    const form = await new Browser(provider).send(authorizationUrl({ ...url, response_mode: 'form_post' }))
    expect(form.body).not.toContain('<script>alert(1)')
    expect(Object.fromEntries(formOf(form.body).fields)['state']?.replace(/\r?\n/, '\r\n')).toBe(state)
  })
})

describe('RFC 9700 §4.11.1: our own pages lead to our own pages', () => {
  it('?return names one of ours, or the home page comes', async () => {
    const { provider } = testProvider()
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.webUrl(),
          fc.string({ maxLength: 30 }),
          fc.constantFrom(
            '//evil.example',
            '/\\evil.example',
            'https:evil.example',
            '/consent/openid/device-authorization@evil.example',
            '/consent/openid/device-authorization?x=https://evil.example',
            '/second-factor/enrol?return=//evil.example',
            '\t//evil.example',
          ),
        ),
        async (target) => {
          const browser = new Browser(provider)
          const url = `${ISSUER}/login?return=${encodeURIComponent(target)}`
          const { action, fields } = formOf((await browser.open(url)).body)
          const body = new URLSearchParams([...fields, ['username', 'alice'], ['password', 'alice']])
          const { response } = await browser.send(new URL(action, ISSUER).href, { method: 'POST', body })
          const location = new URL(response.headers.get('Location') ?? '', ISSUER)
          expect(location.origin).toBe(ISSUER)
          expect(['/', '/consent/openid/device-authorization', '/second-factor/enrol']).toContain(location.pathname)
        },
      ),
      { ...RUNS, numRuns: 40 },
    )
  })

  it('an accepted redirect URI leads back to the authorization endpoint, whatever the query says', async () => {
    const users = createMadeUpStore(makeUpUsers(systemRandom, { randomPasswords: false }))
    const { provider } = testProvider({ users, dev: { users: [], madeUpClients: new Set() } })
    const browser = new Browser(provider)
    const redirect_uri = 'http://localhost:1234/cb'
    const page = await browser.open(`${authorizationUrl({ ...AUTHORIZATION, redirect_uri })}&@evil.example//`)
    const { action, fields } = formOf(page.body)
    const url = new URL(action, ISSUER).href
    const { response } = await browser.send(url, { method: 'POST', body: new URLSearchParams(fields) })
    expect(response.headers.get('Location')).toMatch(/^\/api\/oidc\/authorization\?client_id=web&/)
  })
})
