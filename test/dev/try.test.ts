import { describe, expect, it } from 'vitest'
import type { ResolvedClient } from '../../src/config/resolved.ts'
import { systemRandom } from '../../src/primitives/random.ts'
import { confidentialClient, publicClient } from '../../src/provider/dev/clients.ts'
import { hashSecret } from '../../src/secrets/hash.ts'
import { Browser, type Page } from '../support/browser.ts'
import { devRun, type Fetch, ISSUER, type TestRun, type TestRunOptions } from './support/dev-run.ts'
import { collectSecrets, secretsIn } from './support/secrets-of-run.ts'

const SECRET = 'a-secret-that-nobody-guesses'

const stepsOf = ({ document }: Page) =>
  document.querySelectorAll('[data-step]').map((step) => step.getAttribute('data-step'))

const outcomeOf = ({ document }: Page) => document.querySelector('#try-ended')?.getAttribute('data-outcome')

const wrongChecks = ({ document }: Page) =>
  document
    .querySelectorAll('[data-check]')
    .flatMap((check) => (check.querySelector('.state-passed') ? [] : [check.text]))

/** Presses `#try-next`: a link or a button. */
async function next(browser: Browser, page: Page, values: Record<string, string> = {}): Promise<Page> {
  const link = page.document.querySelector('a#try-next')
  if (link !== null) return browser.open(new URL(link.getAttribute('href') ?? '', page.url))
  return browser.submit(page, values, { selector: 'form:has(#try-next)' })
}

/** Passes the provider's own pages. */
async function answerPages(browser: Browser, page: Page): Promise<Page> {
  if (page.name === 'login') {
    const card = { selector: 'form:has(button[name="user"])', submitter: ['user', 'alice'] } as const
    return answerPages(browser, await browser.submit(page, {}, card))
  }
  if (page.name !== 'consent') return page
  return browser.submit(page, {}, { selector: 'form:has(#consent-accept)', submitter: ['decision', 'accept'] })
}

async function begin(run: TestRun, client_id: string, fetch: Fetch = run.fetch, values: Record<string, string> = {}) {
  const browser = new Browser({ send: fetch })
  const page = await next(browser, await browser.open(`${ISSUER}/dev/try`), { client_id, ...values })
  return { browser, page }
}

/** Goes on until the run has ended; all pages of it. */
async function walk(browser: Browser, first: Page, values: Record<string, string> = {}): Promise<Page[]> {
  const pages = [first]
  for (let page = first; outcomeOf(page) === undefined && pages.length < 12; pages.push(page)) {
    const sent = page.document.querySelector('#client_secret') === null ? {} : values
    page = await answerPages(browser, await next(browser, page, sent))
  }
  return pages
}

const with_ = (client: ResolvedClient, options: TestRunOptions = {}) => devRun({ clients: [client], ...options })

const OPTIONS: [string, Partial<ResolvedClient>][] = [
  ['client_secret_basic', { token_endpoint_auth_methods: ['client_secret_basic'] }],
  [
    'client_secret_post',
    { token_endpoint_auth_methods: ['client_secret_post'], introspection_endpoint_auth_methods: [] },
  ],
  [
    'client_secret_jwt',
    { token_endpoint_auth_methods: ['client_secret_jwt'], introspection_endpoint_auth_methods: [] },
  ],
  ['pushed requests', { require_pushed_authorization_requests: true }],
  ['an ID token by HS256', { id_token_signed_response_alg: 'HS256' }],
  ['JWT access tokens', { access_token_signed_response_alg: 'RS256' }],
  ['userinfo as a JWT', { userinfo_signed_response_alg: 'RS256' }],
]

describe('the built-in application runs the code flow with PKCE', () => {
  it.each(OPTIONS)('with %s', async (name, options) => {
    const run = with_({ ...confidentialClient({ client_id: 'web' }, `${SECRET}-of-32-bytes-or-more`), ...options })
    const { browser, page } = await begin(run, 'web')
    const last = (await walk(browser, page)).at(-1) as Page
    expect(outcomeOf(last), last.document.text).toBe('done')
    const pushed = name === 'pushed requests' ? ['push'] : []
    expect(stepsOf(last)).toEqual([...pushed, 'callback', 'token', 'userinfo', 'introspection', 'refresh'])
    expect(wrongChecks(last)).toEqual([])
  })

  it('with a public client, without anything to be typed', async () => {
    const run = with_(publicClient({ client_id: 'web' }))
    const { browser, page } = await begin(run, 'web', run.fetch, { scope: 'openid email' })
    const last = (await walk(browser, page)).at(-1) as Page
    expect(stepsOf(last)).toEqual(['callback', 'token', 'userinfo', 'introspection'])
    expect(outcomeOf(last)).toBe('done')
  })

  it('with a client whose secret stands as a digest: it is asked for, and a wrong one may be typed again', async () => {
    const digest = await hashSecret({ algorithm: 'pbkdf2', iterations: 100_000 }, SECRET, { random: systemRandom })
    const run = with_({ ...confidentialClient({ client_id: 'web' }, ''), client_secret: digest })
    const { browser, page } = await begin(run, 'web')
    const answered = await answerPages(browser, await next(browser, page))
    expect(answered.document.querySelector('#client_secret')?.getAttribute('type')).toBe('password')
    const failed = await next(browser, answered, { client_secret: 'wrong-secret-typed' })
    expect(outcomeOf(failed)).toBeUndefined()
    expect(failed.document.text).not.toContain('wrong-secret-typed')
    const last = (await walk(browser, failed, { client_secret: SECRET })).at(-1) as Page
    expect(outcomeOf(last)).toBe('done')
  })

  it('a client whose key only the application has is shown up to its token request', async () => {
    const run = with_({
      ...confidentialClient({ client_id: 'web' }, ''),
      token_endpoint_auth_methods: ['private_key_jwt'],
    })
    const { browser, page } = await begin(run, 'web')
    const last = (await walk(browser, page)).at(-1) as Page
    expect(outcomeOf(last)).toBe('failed')
    expect(last.document.text).toContain('private_key_jwt')
  })

  it('an error of the authorization endpoint ends the run and is shown', async () => {
    const run = with_(publicClient({ client_id: 'web' }))
    const { browser, page } = await begin(run, 'web', run.fetch, { parameters: 'prompt=none' })
    const last = (await walk(browser, page)).at(-1) as Page
    expect(outcomeOf(last)).toBe('failed')
    expect(last.document.text).toContain('login_required')
  })

  it('a fault in the ID token is seen by its checks', async () => {
    const run = with_(publicClient({ client_id: 'web' }))
    run.main.faults.add({ endpoint: 'token', fault: { kind: 'wrong_nonce' } })
    const { browser, page } = await begin(run, 'web', run.fetch, { scope: 'openid' })
    const last = (await walk(browser, page)).at(-1) as Page
    expect(wrongChecks(last).join()).toContain('nonce')
  })

  it('offers the clients that may use the code flow, and no other', async () => {
    const machine = {
      ...confidentialClient({ client_id: 'machine' }, SECRET),
      grant_types: ['client_credentials'] as const,
    }
    const run = devRun({ clients: [publicClient({ client_id: 'web' }), machine] })
    const { document } = await new Browser({ send: run.fetch }).open(`${ISSUER}/dev/try`)
    expect(document.querySelectorAll('#try-client option').map((one) => one.getAttribute('value'))).toEqual(['web'])
  })

  it('says that its redirect URI is accepted for this run, and is accepted with no other', async () => {
    const run = with_({ ...publicClient({ client_id: 'web', redirect_uris: ['http://localhost:3000/cb'] }) })
    const { page } = await begin(run, 'web')
    expect(page.document.querySelector('#try-redirect-note')?.text).toContain(`${ISSUER}/dev/try/callback`)
    const asked = new URLSearchParams({
      client_id: 'web',
      response_type: 'code',
      redirect_uri: `${ISSUER}/dev/try/other`,
    })
    const refused = await run.fetch(new Request(`${ISSUER}/api/oidc/authorization?${asked}`))
    expect(refused.status).toBe(400)
  })
})

describe('the way to the built-in application', () => {
  const tryLink = async (run: TestRun, issuer: string) =>
    (await new Browser({ send: run.fetch }).open(`${issuer}/`)).document.querySelector('#try')?.getAttribute('href')

  it('is a link of the home page, and of no namespace, which has none', async () => {
    const run = devRun()
    expect(await tryLink(run, ISSUER)).toBe('/dev/try')
    const { issuer } = (await run.ask('POST', '/namespaces', {})).body as { issuer: string }
    expect(await tryLink(run, issuer)).toBeUndefined()
  })
})

describe('nothing that can be used stands on its pages', () => {
  it('no secret, code, token or verifier of the whole run', async () => {
    const run = with_(confidentialClient({ client_id: 'web' }, SECRET))
    const { fetch, secrets } = collectSecrets(run.fetch)
    const { answer } = run.main
    // What the application sends to the provider is sent in the same process: it is seen here alone.
    run.main.answer = async (request) => {
      const reply = await answer(request)
      const tokens = /"(?:access_token|refresh_token|id_token)":"([^"]+)"/g
      for (const [, token = ''] of (reply.body ?? '').matchAll(tokens)) secrets.add(token)
      return reply
    }
    const { browser, page } = await begin(run, 'web', fetch)
    const pages = await walk(browser, page)
    secrets.add(SECRET)
    expect(secrets.size).toBeGreaterThan(10)
    expect(outcomeOf(pages.at(-1) as Page)).toBe('done')
    const own = pages.filter(({ name }) => name === 'try')
    expect(own.length).toBeGreaterThan(5)
    // A page's own form tokens stand in it: that is what they are for.
    for (const { html } of own) {
      const shown = html.replaceAll(/name="form_token" value="[^"]*"/g, '')
      expect(secretsIn(shown, secrets)).toEqual([])
      expect(shown).not.toMatch(/authelia_(ac|at|rt)_|eyJ[\w-]+\.[\w-]+\./)
    }
  })
})

describe('a run belongs to the browser that began it', () => {
  it('another browser session sees nothing of it', async () => {
    const run = devRun()
    const { page } = await begin(run, 'spa')
    const stranger = await new Browser({ send: run.fetch }).open(page.url)
    expect(stranger.status).toBe(410)
    expect(stepsOf(stranger)).toEqual([])
    expect(stranger.document.querySelector('a#try-next')).toBeNull()
  })

  it('an answer with a state that nobody sent is not taken', async () => {
    const run = devRun()
    const { browser } = await begin(run, 'spa')
    const page = await browser.open(`${ISSUER}/dev/try/callback?code=stolen&state=guessed&iss=${ISSUER}`)
    expect(page.status).toBe(410)
  })

  it('a form is sent once, from our own origin, by the browser that it was shown to', async () => {
    const run = devRun()
    const browser = new Browser({ send: run.fetch })
    const start = await browser.open(`${ISSUER}/dev/try`)
    await next(browser, start, { client_id: 'spa' })
    expect((await next(browser, start, { client_id: 'spa' })).status).toBe(410)
    expect(
      (await next(new Browser({ send: run.fetch }), await browser.open(`${ISSUER}/dev/try`), { client_id: 'spa' }))
        .status,
    ).toBe(410)
    const token = (await browser.open(`${ISSUER}/dev/try`)).document
      .querySelector('[name=form_token]')
      ?.getAttribute('value')
    const body = new URLSearchParams({ client_id: 'spa', form_token: token ?? '' })
    const foreign = await run.fetch(
      new Request(`${ISSUER}/dev/try/start`, { method: 'POST', body, headers: { Origin: 'https://evil.example' } }),
    )
    expect(foreign.status).toBe(403)
  })

  it('runs end after a quarter of an hour, and with the button', async () => {
    const run = devRun()
    const { browser, page } = await begin(run, 'spa')
    await browser.submit(page, {}, { selector: 'form:has(#try-stop)' })
    expect((await browser.open(page.url)).status).toBe(410)
    const again = await begin(run, 'spa')
    run.main.clock.advance(15 * 60 + 1)
    expect((await again.browser.open(again.page.url)).status).toBe(410)
  })

  it('only so many runs are remembered', async () => {
    const run = devRun()
    const { browser, page } = await begin(run, 'spa')
    for (let count = 0; count < 21; count += 1) {
      await next(browser, await browser.open(`${ISSUER}/dev/try`), { client_id: 'spa' })
    }
    expect((await browser.open(page.url)).status).toBe(410)
  })
})
