import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Browser, pageName } from './support/browser.ts'
import { answerPages, authorizationUrl, authorize } from './support/flows.ts'
import { ISSUER, testProvider } from './support/provider.ts'

const PASSWORD = { username: 'alice', password: 'alice' }

async function cookieOf(issuer: string): Promise<string> {
  const { provider } = testProvider({
    configuration: {
      session: {
        cookies: [{ domain: 'example.com', authelia_url: ISSUER }],
        inactivity: 300,
        expiration: 3600,
        remember_me: 0,
      },
    },
  })
  const { response } = await new Browser(provider).send(`${issuer}/login`)
  return response.headers.get('Set-Cookie') ?? ''
}

describe('session cookies', () => {
  it('over https: HttpOnly, SameSite=Lax, Secure, __Host-, for the whole host', async () => {
    const cookie = await cookieOf(ISSUER)
    expect(cookie).toMatch(/^__Host-oidc_session_[0-9a-f]{8}=[A-Za-z0-9_-]{43}; /)
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Secure', 'Path=/']) expect(cookie).toContain(attribute)
    expect(cookie).not.toContain('Domain')
  })

  it('over http on this machine: the same without Secure and __Host-', async () => {
    const cookie = await cookieOf('http://localhost:9091')
    expect(cookie).toMatch(/^oidc_session_[0-9a-f]{8}=/)
    expect(cookie).toContain('HttpOnly')
    expect(cookie).not.toContain('Secure')
  })

  it('the name ends in a hash of the issuer, since ports do not separate cookies', async () => {
    const names = await Promise.all(['http://localhost:9091', 'http://localhost:9092'].map(cookieOf))
    const suffix = (issuer: string) => createHash('sha256').update(issuer).digest('hex').slice(0, 8)
    expect(names[0]).toContain(`_${suffix('http://localhost:9091')}=`)
    expect(names[1]).toContain(`_${suffix('http://localhost:9092')}=`)
  })

  it('is stored as a hash alone', async () => {
    const test = testProvider()
    const browser = new Browser(test.provider)
    await browser.submit(await browser.open(`${ISSUER}/login`), PASSWORD)
    const [value = ''] = [...browser.cookies.values()]
    expect(await test.storage.findSession(value)).toBeUndefined()
    const key = createHash('sha256').update(value).digest('base64url')
    expect(await test.storage.findSession(key)).toMatchObject({ username: 'alice' })
  })
})

describe('session fixation', () => {
  it('a login gives a new cookie; the one from before is nobody', async () => {
    const { provider } = testProvider()
    const victim = new Browser(provider)
    const page = await victim.open(`${ISSUER}/login`)
    const planted = new Map(victim.cookies)
    await victim.submit(page, PASSWORD)
    expect([...victim.cookies.values()]).not.toEqual([...planted.values()])
    const attacker = new Browser(provider)
    for (const [name, value] of planted) attacker.cookies.set(name, value)
    expect(pageName((await attacker.open(authorizationUrl())).body)).toBe('login')
  })

  it('another login in the same browser ends the session before', async () => {
    const { provider } = testProvider()
    const browser = new Browser(provider)
    await answerPages(browser, await browser.open(`${ISSUER}/login`), 'alice')
    const old = new Browser(provider)
    for (const [name, value] of browser.cookies) old.cookies.set(name, value)
    await browser.submit(await browser.open(`${ISSUER}/login`), { username: 'bob', password: 'bob' })
    expect((await old.open(`${ISSUER}/`)).body).not.toContain('Alice Adams')
    expect((await browser.open(`${ISSUER}/`)).body).toContain('Bob Brown')
  })
})

describe('sessions end', () => {
  it('session.inactivity: after that long without a request', async () => {
    const test = testProvider()
    const browser = new Browser(test.provider)
    await authorize(test, {}, browser)
    test.wait(299)
    expect(pageName((await browser.open(authorizationUrl())).body)).toBe('consent')
    test.wait(301)
    expect(pageName((await browser.open(authorizationUrl())).body)).toBe('login')
  })

  it('session.expiration: after that long, however busy', async () => {
    const test = testProvider()
    const browser = new Browser(test.provider)
    await authorize(test, {}, browser)
    for (let minutes = 0; minutes < 60; minutes += 4) {
      test.wait(240)
      await browser.open(`${ISSUER}/`)
    }
    expect(pageName((await browser.open(authorizationUrl())).body)).toBe('login')
  })

  it('when the user is gone', async () => {
    const test = testProvider()
    const browser = new Browser(test.provider)
    await authorize(test, {}, browser)
    test.provider.reconfigure({ users: { find: async () => undefined, verifyPassword: async () => undefined } })
    expect(pageName((await browser.open(authorizationUrl())).body)).toBe('login')
  })
})

describe('enumeration', () => {
  it('a wrong password and an unknown user get the same page', async () => {
    const { provider } = testProvider()
    const answers = await Promise.all(
      ['alice', 'nobody'].map(async (username) => {
        const browser = new Browser(provider)
        const { body, response } = await browser.submit(await browser.open(`${ISSUER}/login`), {
          username,
          password: 'wrong',
        })
        const page = body.replaceAll(/value="[^"]*"/g, '')
        return { page, status: response.status }
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.page).toContain('data-page="login"')
  })
})
