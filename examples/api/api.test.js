import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { startProvider } from 'oidc-toolkit/testing'
import { createApi } from './api.js'

const AUDIENCE = 'https://api.example.com'
const JOB = {
  client_id: 'job',
  grant_types: ['client_credentials'],
  scopes: ['hours', 'other'],
  audience: [AUDIENCE, 'https://other.example.com'],
  access_token_signed_response_alg: 'RS256',
}

describe('the API', () => {
  let provider
  let api

  before(async () => {
    provider = await startProvider({
      listen: true,
      clients: [JOB, { ...JOB, client_id: 'opaque', access_token_signed_response_alg: 'none' }],
    })
    api = await createApi({ issuer: provider.issuer, audience: AUDIENCE })
    api.listen(0, 'localhost')
    await once(api, 'listening')
  })

  after(async () => {
    api.close()
    await provider.close()
  })

  async function tokenFor({ client_id = 'job', scope = 'hours', audience = AUDIENCE } = {}) {
    const { client_secret } = provider.client(client_id)
    const response = await provider.fetch(`${provider.issuer}/api/oidc/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${client_id}:${encodeURIComponent(client_secret)}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope, audience }),
    })
    return (await response.json()).access_token
  }

  async function ask(token) {
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` }
    const response = await fetch(`http://localhost:${api.address().port}/hours`, { headers })
    const challenge = response.headers.get('www-authenticate')
    return { status: response.status, challenge, body: await response.json() }
  }

  it('answers whoever has a token for it', async () => {
    assert.deepEqual(await ask(await tokenFor()), {
      status: 200,
      challenge: null,
      body: { hours: [8, 8, 6], asked_by: 'job' },
    })
  })

  it('RFC 6750 §3.1: asks for a token where there is none', async () => {
    const { status, challenge } = await ask(undefined)
    assert.deepEqual([status, challenge], [401, 'Bearer'])
  })

  it('RFC 9068 §4: refuses a token for somebody else', async () => {
    const { status, challenge } = await ask(await tokenFor({ audience: 'https://other.example.com' }))
    assert.equal(status, 401)
    assert.match(challenge, /invalid_token.*ERR_JWT_CLAIM_VALIDATION_FAILED/)
  })

  it('refuses a token without the scope', async () => {
    const { status, challenge } = await ask(await tokenFor({ scope: 'other' }))
    assert.equal(status, 403)
    assert.match(challenge, /insufficient_scope/)
  })

  it('refuses a token that is no JWT', async () => {
    assert.equal((await ask(await tokenFor({ client_id: 'opaque' }))).status, 401)
  })

  it('refuses a token that has expired', async () => {
    provider.clock.advance(-2 * 3600)
    const token = await tokenFor()
    provider.clock.advance(2 * 3600)
    assert.match((await ask(token)).challenge, /ERR_JWT_EXPIRED/)
  })

  for (const kind of ['wrong_signature', 'wrong_iss', 'wrong_aud', 'expired', 'wrong_kid']) {
    it(`refuses a token with the fault ${kind}`, async () => {
      provider.faults.add({ endpoint: 'token', jwt: 'access_token', fault: { kind } })
      const token = await tokenFor()
      provider.faults.clear()
      assert.equal((await ask(token)).status, 401)
    })
  }
})
