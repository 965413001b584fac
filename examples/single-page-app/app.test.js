import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { startProvider } from 'oidc-toolkit/testing'
import { AUDIENCE, clientAt } from './client.js'
import { createAppServer } from './server.js'

describe("the single-page application's server", () => {
  let provider
  let server
  let origin

  before(async () => {
    provider = await startProvider({ listen: true })
    const settings = { issuer: provider.issuer, client_id: 'single-page-app', audience: AUDIENCE }
    server = createAppServer(settings).listen(0, 'localhost')
    await once(server, 'listening')
    origin = `http://localhost:${server.address().port}`
    await provider.setClient(clientAt(origin))
  })

  after(async () => {
    server.close()
    await provider.close()
  })

  const callApi = (token) => fetch(`${origin}/api/hours`, { headers: { Authorization: `Bearer ${token}` } })

  it('serves the page at the redirect URI, too', async () => {
    const { callbackUrl } = await provider.loginAs('alice', { clientId: 'single-page-app' })
    assert.ok(callbackUrl.startsWith(`${origin}/callback?code=`))
    assert.match(await (await fetch(callbackUrl)).text(), /<title>Single-page application/)
    assert.deepEqual(await (await fetch(`${origin}/settings.json`)).json(), {
      issuer: provider.issuer,
      client_id: 'single-page-app',
    })
  })

  it('RFC 9068: answers whoever has a token for its API', async () => {
    const login = await provider.loginAs('alice', { clientId: 'single-page-app' })
    const { access_token } = await login.tokens()
    assert.deepEqual(await (await callApi(access_token)).json(), { hours: [8, 8, 6], asked_by: 'single-page-app' })
  })

  it('refuses any other token', async () => {
    const { access_token } = await (await provider.loginAs('alice', { clientId: 'spa' })).tokens()
    assert.equal((await callApi(access_token)).status, 401)
    assert.equal((await callApi('nonsense')).status, 401)
  })
})
