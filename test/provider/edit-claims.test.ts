/** `--dev`: claims that are edited for one login, by forms without script. */
import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../src/primitives/random.ts'
import type { DevOptions } from '../../src/provider/dev/options.ts'
import { cardOf, createMadeUpStore, MADE_UP_USERS, makeUpUsers } from '../../src/provider/dev/users.ts'
import { Browser, type Page } from '../support/browser.ts'
import { basic } from './support/flows.ts'
import { client, type TestOptions, type TestProvider, testProvider, WEB } from './support/provider.ts'

const ISSUER = 'http://localhost:9091'
const CALLBACK = 'http://localhost:3000/cb'
const DEV: DevOptions = { users: MADE_UP_USERS.map(cardOf), madeUpClients: new Set() }
const FORM = 'form:has(#edit-claims-submit)'

/** A client whose ID token, access token and introspection answer have claims of the user. */
const SHOP = client({
  ...WEB,
  client_id: 'shop',
  redirect_uris: [CALLBACK],
  scopes: ['openid', 'profile', 'email', 'groups', 'address', 'phone', 'staff', 'offline_access'],
  claims_policy: 'everywhere',
  consent_mode: 'implicit',
  access_token_signed_response_alg: 'RS256',
  introspection_endpoint_auth_methods: ['client_secret_basic'],
})

function provider(options: TestOptions = {}): TestProvider {
  const users = createMadeUpStore(makeUpUsers(systemRandom, { randomPasswords: false }))
  return testProvider({
    clients: [SHOP],
    users,
    secondFactors: users,
    dev: DEV,
    configuration: { session: { cookies: [], inactivity: 300, expiration: 3600, remember_me: 0 } },
    provider: {
      scopes: { staff: { claims: ['department'] } },
      claims_policies: {
        everywhere: {
          id_token: ['groups', 'email', 'department'],
          access_token: ['groups', 'department'],
          id_token_audience_mode: 'specification',
          custom_claims: { department: { name: 'department', attribute: 'department' } },
        },
      },
    },
    ...options,
  })
}

function browserOf({ provider: { fetch } }: TestProvider): Browser {
  return new Browser({ send: (request) => fetch(request, { address: '127.0.0.1' }) })
}

function authorization(more: Record<string, string> = {}): string {
  const scope = 'openid profile email groups address phone staff offline_access'
  const query = { client_id: 'shop', response_type: 'code', redirect_uri: CALLBACK, scope, state: 'state-0123456789' }
  return `${ISSUER}/api/oidc/authorization?${new URLSearchParams({ ...query, ...more })}`
}

/** From the login page to the form, by its link. */
async function edit(browser: Browser, login: Page, user?: string): Promise<Page> {
  const href = (page: Page, selector: string) => page.document.querySelector(selector)?.getAttribute('href') ?? ''
  const page = await browser.open(new URL(href(login, '#edit-claims').replaceAll('&amp;', '&'), login.url))
  if (user === undefined) return page
  const tab = page.document.querySelectorAll('nav a').find((one) => one.getAttribute('href')?.endsWith(`user=${user}`))
  return browser.open(new URL(tab?.getAttribute('href')?.replaceAll('&amp;', '&') ?? '', page.url))
}

async function ask(test: TestProvider, path: string, form: Record<string, string>): Promise<Record<string, unknown>> {
  const headers = { Authorization: basic('shop', 'secret') }
  const body = new URLSearchParams(form)
  const response = await test.provider.fetch(new Request(ISSUER + path, { method: 'POST', body, headers }))
  return (await response.json()) as Record<string, unknown>
}

async function redeem(test: TestProvider, answer: Page) {
  const code = new URL(answer.url).searchParams.get('code') ?? ''
  const grant = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK }
  return ask(test, '/api/oidc/token', grant)
}

async function claimsOf(test: TestProvider, tokens: Record<string, unknown>) {
  const token = String(tokens['access_token'])
  const request = new Request(`${ISSUER}/api/oidc/userinfo`, { headers: { Authorization: `Bearer ${token}` } })
  const userinfo = (await (await test.provider.fetch(request)).json()) as Record<string, unknown>
  return {
    id_token: decodeJwt(String(tokens['id_token'])),
    access_token: decodeJwt(token),
    introspection: await ask(test, '/api/oidc/introspection', { token }),
    userinfo,
  }
}

async function loginByCard(test: TestProvider, browser = browserOf(test)): Promise<Record<string, unknown>> {
  const login = await browser.open(authorization({ prompt: 'login' }))
  const card = { selector: 'form:has(.user-card)', submitter: ['user', 'alice'] } as const
  const page = await browser.submit(login, {}, card)
  const answer = page.name === 'consent' ? await accept(browser, page) : page
  return redeem(test, answer)
}

function accept(browser: Browser, page: Page): Promise<Page> {
  return browser.submit(page, {}, { selector: 'form:has(#consent-accept)', submitter: ['decision', 'accept'] })
}

describe('claims edited for one login', () => {
  it('the form shows what the user has', async () => {
    const test = provider()
    const browser = browserOf(test)
    const page = await edit(browser, await browser.open(authorization()))
    expect(page.name).toBe('edit-claims')
    const value = (name: string) => page.document.querySelector(`[name=${name}]`)
    expect(value('display_name')?.getAttribute('value')).toBe('Alice Adams')
    expect(value('groups')?.text).toBe('admins\nstaff')
    expect(value('emails')?.text).toBe('alice@example.com')
    expect(value('postal_code')?.getAttribute('value')).toBe('SW1A 1AA')
    const carol = await edit(browser, await browser.open(authorization()), 'carol')
    expect(carol.document.querySelector('[name=display_name]')?.getAttribute('value')).toBe('Carol Çelik 陳')
    expect((await edit(browser, await browser.open(authorization({ login_hint: 'bob' })))).html).toContain('Bob Brown')
  })

  it('what was edited is in the ID token, userinfo, introspection, the access token, and after a refresh', async () => {
    const test = provider()
    const browser = browserOf(test)
    const page = await edit(browser, await browser.open(authorization()))
    const changes = {
      display_name: 'Alice <Edited>',
      emails: 'new@example.com\r\nother@example.com',
      groups: 'auditors\r\n\r\n  guests  ',
      locality: 'Paris',
      nickname: '',
      extra: '{"department": "sales"}',
    }
    const consent = await browser.submit(page, changes, { selector: FORM })
    const answer = await accept(browser, consent)
    const tokens = await redeem(test, answer)
    const grant = { grant_type: 'refresh_token', refresh_token: String(tokens['refresh_token']) }
    for (const issue of [async () => tokens, () => ask(test, '/api/oidc/token', grant)]) {
      const { id_token, access_token, introspection, userinfo } = await claimsOf(test, await issue())
      expect(id_token).toMatchObject({
        email: 'new@example.com',
        groups: ['auditors', 'guests'],
        department: 'sales',
      })
      expect(access_token).toMatchObject({ groups: ['auditors', 'guests'], department: 'sales' })
      expect(introspection).toMatchObject({ active: true, groups: ['auditors', 'guests'], department: 'sales' })
      expect(userinfo).toMatchObject({
        name: 'Alice <Edited>',
        preferred_username: 'alice',
        given_name: 'Alice',
        email: 'new@example.com',
        email_verified: true,
        alt_emails: ['other@example.com'],
        groups: ['auditors', 'guests'],
        department: 'sales',
        address: { locality: 'Paris', country: 'GB' },
      })
      expect(userinfo).not.toHaveProperty('nickname')
    }
  })

  it('another login of the same user is not touched, before or after', async () => {
    const test = provider()
    const before = await loginByCard(test)
    const browser = browserOf(test)
    const page = await edit(browser, await browser.open(authorization()))
    await browser.submit(page, { display_name: 'Edited', groups: '' }, { selector: FORM })
    const after = await loginByCard(test)
    for (const tokens of [before, after]) {
      const { userinfo, id_token, introspection } = await claimsOf(test, tokens)
      expect(userinfo).toMatchObject({ name: 'Alice Adams', groups: ['admins', 'staff'] })
      expect(id_token).toMatchObject({ groups: ['admins', 'staff'] })
      expect(introspection).toMatchObject({ groups: ['admins', 'staff'] })
    }
  })

  it('nor is a later login in the same browser, and the subject stays the same', async () => {
    const test = provider()
    const browser = browserOf(test)
    const page = await edit(browser, await browser.open(authorization()))
    const answer = await accept(browser, await browser.submit(page, { display_name: 'Edited' }, { selector: FORM }))
    const edited = await claimsOf(test, await redeem(test, answer))
    const plain = await claimsOf(test, await loginByCard(test, browser))
    expect(edited.userinfo['name']).toBe('Edited')
    expect(plain.userinfo['name']).toBe('Alice Adams')
    expect(plain.id_token.sub).toBe(edited.id_token.sub)
  })

  it('edited claims go through the second factor', async () => {
    const test = provider({ clients: [{ ...SHOP, authorization_policy: 'two_factor' }] })
    const browser = browserOf(test)
    const page = await edit(browser, await browser.open(authorization()))
    const factor = await browser.submit(page, { display_name: 'Edited' }, { selector: FORM })
    expect(factor.name).toBe('second-factor')
    const totp = factor.document.querySelector('#dev-code')?.text ?? ''
    const answer = await accept(browser, await browser.submit(factor, { totp }))
    expect((await claimsOf(test, await redeem(test, answer))).userinfo['name']).toBe('Edited')
  })

  it('unticked, an address is not verified; an emptied one is no claim', async () => {
    const test = provider()
    for (const [changes, expected] of [
      [{ email_verified: [] }, { email: 'alice@example.com', email_verified: false }],
      [{ emails: '' }, { email: undefined, email_verified: undefined, alt_emails: undefined }],
      [{ phone_number_verified: 'true' }, { phone_number_verified: true }],
    ] as const) {
      const browser = browserOf(test)
      const page = await edit(browser, await browser.open(authorization()))
      const answer = await accept(browser, await browser.submit(page, changes, { selector: FORM }))
      const { userinfo } = await claimsOf(test, await redeem(test, answer))
      for (const [name, value] of Object.entries(expected)) expect(userinfo[name], name).toEqual(value)
    }
  })

  it.each(['- sales', 'sales', '{', 'a: &a [*a]\nb: *c', '"'])(
    'other attributes %j: shown again as typed',
    async (extra) => {
      const browser = browserOf(provider())
      const page = await edit(browser, await browser.open(authorization()), 'bob')
      const again = await browser.submit(page, { extra, nickname: 'Bobby' }, { selector: FORM })
      expect(again.name).toBe('edit-claims')
      expect(again.document.querySelector('[name=extra]')?.text.trim()).toBe(extra)
      expect(again.document.querySelector('[name=nickname]')?.getAttribute('value')).toBe('Bobby')
      expect(again.document.querySelector('[role=alert]')?.text).toContain('YAML')
      expect((await browser.submit(again, { extra: 'department: sales' }, { selector: FORM })).name).toBe('consent')
    },
  )

  it('outside a flow it signs in and goes home, or back to the page that was asked for', async () => {
    const test = provider()
    const browser = browserOf(test)
    const page = await edit(browser, await browser.open(`${ISSUER}/login`), 'dave')
    expect((await browser.submit(page, { display_name: 'David' }, { selector: FORM })).html).toContain('David')
    const other = browserOf(test)
    const login = await other.open(`${ISSUER}/consent/openid/device-authorization?user_code=BCDFGHJK`)
    const device = await other.submit(await edit(other, login), {}, { selector: FORM })
    expect(device.name).toBe('device')
    expect(device.html).toContain('BCDFGHJK')
  })
})

describe('the claims editor is the developer’s', () => {
  const MARKUP = '</textarea></title><script>alert(1)</script>"\' onfocus=alert(1) x="'

  it('XSS: what was typed is text, on this page and the next ones', async () => {
    const browser = browserOf(provider())
    const page = await edit(browser, await browser.open(authorization()))
    const typed = Object.fromEntries(
      ['display_name', 'emails', 'groups', 'nickname', 'picture', 'street_address'].map((name) => [name, MARKUP]),
    )
    const again = await browser.submit(page, { ...typed, extra: `- ${MARKUP}` }, { selector: FORM })
    const consent = await browser.submit(again, { ...typed, extra: '' }, { selector: FORM })
    expect([again.name, consent.name]).toEqual(['edit-claims', 'consent'])
    expect(again.document.querySelector('[name=display_name]')?.getAttribute('value')).toBe(MARKUP)
    for (const { document, html } of [again, consent]) {
      expect(document.querySelectorAll('script, [onfocus]')).toHaveLength(0)
      expect(html).not.toContain('<script')
    }
  })

  it('a form is of its browser session, and counts once', async () => {
    const test = provider()
    const browser = browserOf(test)
    const page = await edit(browser, await browser.open(`${ISSUER}/login`))
    expect((await browserOf(test).submit(page, {}, { selector: FORM })).status).toBe(400)
    expect((await browser.submit(page, {}, { selector: FORM })).name).toBe('home')
    expect((await browser.submit(page, {}, { selector: FORM })).status).toBe(400)
  })

  it('a form of another site is refused', async () => {
    const test = provider()
    const browser = browserOf(test)
    const page = await edit(browser, await browser.open(`${ISSUER}/login`))
    const form_token = page.document.querySelector('[name=form_token]')?.getAttribute('value') ?? ''
    const Cookie = await browser.jar.getCookieString(page.url.href)
    for (const headers of [{ Origin: 'http://localhost:3000' }, { 'Sec-Fetch-Site': 'same-site' }]) {
      const body = new URLSearchParams({ form_token })
      const request = new Request(page.url, { method: 'POST', body, headers: { Cookie, ...headers } })
      expect((await test.provider.fetch(request)).status).toBe(400)
    }
  })

  it('a flow of another browser cannot be edited, nor a user without a card', async () => {
    const test = provider()
    const login = await browserOf(test).open(authorization())
    const link = login.document.querySelector('#edit-claims')?.getAttribute('href') ?? ''
    expect((await browserOf(test).open(new URL(link, login.url))).name).toBe('error')
    expect((await browserOf(test).open(`${ISSUER}/dev/claims?user=nobody`)).status).toBe(400)
  })

  it('DNS rebinding: another host is 400', async () => {
    const response = await provider().provider.fetch(new Request('http://evil.example:9091/dev/claims'))
    expect(response.status).toBe(400)
  })

  it('outside --dev there is none', async () => {
    const test = testProvider()
    const answer = await test.provider.fetch(new Request('https://auth.example.com/dev/claims'))
    expect(answer.status).toBe(400)
    expect(await answer.text()).not.toContain('<form')
  })
})

describe('--expose: who has no control token is no developer', () => {
  const isTrusted: DevOptions['isTrusted'] = ({ headers }) => headers.get('cookie')?.includes('token=yes') === true
  const exposed = (more: Partial<DevOptions> = {}) =>
    provider({ clients: [{ ...SHOP, authorization_policy: 'two_factor' }], dev: { ...DEV, isTrusted, ...more } })

  async function trusted(test: TestProvider): Promise<Browser> {
    const browser = browserOf(test)
    await browser.jar.setCookie('token=yes', ISSUER)
    return browser
  }

  it('sees no card, no link, no code, no list, and cannot press what it does not see', async () => {
    const test = exposed({ passwords: { alice: 'alice' } })
    const browser = browserOf(test)
    const login = await browser.open(authorization())
    expect(login.document.querySelector('.user-card, #edit-claims')).toBeNull()
    expect(login.document.querySelector('.tag-dev')).not.toBeNull()
    expect(login.html).not.toContain('anyone who can open this page can sign in')
    const pressed = await browser.submit(login, { user: 'alice' })
    expect(pressed.name).toBe('login')
    const factor = await browser.submit(pressed, { username: 'alice', password: 'alice' })
    expect(factor.name).toBe('second-factor')
    expect(factor.document.querySelector('#dev-code, #second-factor-enrol')).toBeNull()
    expect((await browser.open(`${ISSUER}/second-factor/enrol`)).document.querySelector('#totp-secret')).toBeNull()
    expect((await browser.open(`${ISSUER}/`)).document.querySelector('#users, .password')).toBeNull()
    expect((await browser.open(`${ISSUER}/dev/claims`)).name).toBe('error')
  })

  it('teaches no redirect URI, and is not signed in by --login-as', async () => {
    const test = exposed({ loginAs: 'alice', consent: true, madeUpClients: new Set(['shop']) })
    expect((await browserOf(test).open(authorization())).name).toBe('login')
    const refused = exposed()
    const page = await browserOf(refused).open(authorization({ redirect_uri: 'http://localhost:5173/cb' }))
    expect(page.document.querySelector('#learn-redirect')).toBeNull()
    const developer = await trusted(refused)
    const shown = await developer.open(authorization({ redirect_uri: 'http://localhost:5173/cb' }))
    const form = { selector: 'form:has(#learn-redirect)' }
    const Cookie = (await developer.jar.getCookieString(ISSUER)).replace(/(; )?token=yes/, '')
    const body = new URLSearchParams(
      shown.document
        .querySelectorAll(`${form.selector} input`)
        .map((input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']),
    )
    const learn = new Request(`${ISSUER}/dev/learn`, { method: 'POST', body, headers: { Cookie } })
    expect((await refused.provider.fetch(learn)).status).toBe(400)
    expect((await developer.submit(shown, {}, form)).name).toBe('login')
  })

  it('with the token everything is there', async () => {
    const browser = await trusted(exposed())
    const login = await browser.open(authorization())
    const factor = await browser.submit(await edit(browser, login), {}, { selector: FORM })
    expect(factor.document.querySelector('#dev-code')).not.toBeNull()
  })
})
