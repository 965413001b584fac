import { describe, expect, it } from 'vitest'
import { Browser, pageName } from './support/browser.ts'
import { AUTHORIZATION, answerOf, answerPages, authorizationUrl, basic, postJson } from './support/flows.ts'
import { CALLBACK, ISSUER, type TestProvider, testProvider } from './support/provider.ts'

const PUSH = '/api/oidc/pushed-authorization-request'

async function push(test: TestProvider): Promise<string> {
  const { body } = await postJson(test, PUSH, AUTHORIZATION)
  return body['request_uri'] ?? ''
}

describe('RFC 9126: pushed authorization requests', () => {
  it('§4: what stands beside the request_uri is not looked at', async () => {
    const test = testProvider()
    const url = authorizationUrl({
      client_id: 'web',
      request_uri: await push(test),
      redirect_uri: 'https://evil.example/',
      scope: 'admin',
    })
    const browser = new Browser(test.provider)
    const answer = await answerPages(browser, await browser.open(url))
    expect(answer.response.headers.get('Location')).toMatch(new RegExp(`^${CALLBACK}\\?code=`))
  })

  it('§7.3: two browsers with the same request_uri get one answer', async () => {
    const test = testProvider()
    const url = authorizationUrl({ client_id: 'web', request_uri: await push(test) })
    const browsers = [new Browser(test.provider), new Browser(test.provider)]
    const pages = []
    for (const browser of browsers) pages.push(await browser.open(url))
    const answers = []
    for (const [at, browser] of browsers.entries()) {
      const page = pages[at]
      if (page !== undefined) answers.push(answerOf(await answerPages(browser, page)).has('code'))
    }
    expect(answers).toEqual([true, false])
  })

  it('§2.1: a request_uri cannot be pushed', async () => {
    const { status, body } = await postJson(testProvider(), PUSH, {
      ...AUTHORIZATION,
      request_uri: 'https://rp.example.com/ro',
    })
    expect([status, body['error']]).toEqual([400, 'invalid_request'])
  })

  it('§2.1: another client’s id in the body is refused', async () => {
    const headers = { Authorization: basic('svc', 'secret') }
    const { status, body } = await postJson(testProvider(), PUSH, AUTHORIZATION, headers)
    expect([status, body['error']]).toEqual([401, 'invalid_client'])
  })

  it('RFC 9126 §2.2: once the user is at the login page, its ten minutes count, not those of the push', async () => {
    const test = testProvider()
    const browser = new Browser(test.provider)
    const page = await browser.open(authorizationUrl({ client_id: 'web', request_uri: await push(test) }))
    test.wait(400)
    expect(answerOf(await answerPages(browser, page)).has('code')).toBe(true)
  })
})

describe('Core §3.1.2.1: the authorization endpoint takes POST', () => {
  const send = (browser: Browser, form: Record<string, string>) =>
    browser.send(`${ISSUER}/api/oidc/authorization`, { method: 'POST', body: new URLSearchParams(form) })

  it('and sends the browser on by GET, with its SameSite cookie', async () => {
    const browser = new Browser(testProvider().provider)
    const first = await send(browser, AUTHORIZATION)
    expect(first.response.status).toBe(302)
    expect(pageName((await browser.follow(first)).body)).toBe('login')
  })

  it('a request too long for a URL is kept, for once and for a minute', async () => {
    const test = testProvider()
    const browser = new Browser(test.provider)
    const long = { ...AUTHORIZATION, state: 's'.repeat(20_000) }
    const first = await send(browser, long)
    expect(first.response.headers.get('Location')?.length).toBeLessThan(200)
    expect(pageName((await browser.follow(first)).body)).toBe('login')
    expect((await browser.follow(first)).response.status).toBe(400)
    const late = await send(browser, long)
    test.wait(61)
    expect((await browser.follow(late)).response.status).toBe(400)
  })
})
