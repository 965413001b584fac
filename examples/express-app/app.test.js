import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, beforeEach, describe, it } from 'node:test'
import { startProvider } from 'oidc-toolkit/testing'
import { createApp } from './app.js'

/** A browser that knows the application's cookie and follows no redirect. */
function browse(url) {
  let cookie = ''
  const open = async (path, init = {}) => {
    const response = await fetch(new URL(path, url), { redirect: 'manual', ...init, headers: { cookie } })
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return { status: response.status, location: response.headers.get('location'), text: await response.text() }
  }
  return Object.assign(open, { cookie: () => cookie })
}

describe('the Express application', () => {
  let provider
  let server
  let url
  let open

  before(async () => {
    provider = await startProvider({ listen: true, clients: [{ client_id: 'express-app', redirect_uris: [] }] })
  })

  beforeEach(async () => {
    server?.close()
    const { createServer } = await import('node:http')
    server = createServer().listen(0, 'localhost')
    await once(server, 'listening')
    url = `http://localhost:${server.address().port}`
    const client = await provider.setClient({ client_id: 'express-app', redirect_uris: [`${url}/callback`] })
    server.on('request', await createApp({ issuer: provider.issuer, ...client, url }))
    open = browse(url)
  })

  after(async () => {
    server.close()
    await provider.close()
  })

  /** What a user's browser does between /login and /callback. */
  async function logIn(user) {
    const { location } = await open('/login')
    return provider.loginAs(user, { authorizationUrl: location })
  }

  it('logs a user in and out', async () => {
    assert.match((await open('/')).text, /id="login"/)
    const { callbackUrl } = await logIn('alice')
    assert.equal((await open(callbackUrl)).location, '/')
    assert.match((await open('/')).text, /Alice Adams<\/b>, alice@example\.com/)
    await open('/logout', { method: 'POST' })
    assert.match((await open('/')).text, /id="login"/)
  })

  it('gives the browser another session when its user logs in', async () => {
    const { callbackUrl } = await logIn('alice')
    const planted = open.cookie()
    await open(callbackUrl)
    assert.notEqual(open.cookie(), planted)
    assert.match((await open('/')).text, /Alice Adams/)
    assert.match(await fetch(url, { headers: { cookie: planted } }).then((response) => response.text()), /id="login"/)
  })

  for (const kind of ['wrong_nonce', 'wrong_iss', 'wrong_aud', 'wrong_signature', 'expired']) {
    it(`refuses an ID token with the fault ${kind}`, async () => {
      const { callbackUrl } = await logIn('alice')
      provider.faults.add({ endpoint: 'token', fault: { kind } })
      const { status } = await open(callbackUrl)
      provider.faults.clear()
      assert.equal(status, 502)
      assert.match((await open('/')).text, /id="login"/)
    })
  }

  it('says so when the code has expired', async () => {
    const { callbackUrl } = await logIn('alice')
    provider.clock.advance(61)
    const { status, text } = await open(callbackUrl)
    assert.deepEqual([status, text], [502, 'The login did not work: invalid_grant'])
  })
})
