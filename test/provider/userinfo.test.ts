import { describe, expect, it } from 'vitest'
import { authorize, post, postJson, redeem } from './support/flows.ts'
import { client, ISSUER, issuerKey, RS_KEY, type TestProvider, testProvider, WEB } from './support/provider.ts'

async function ask({ provider }: TestProvider, token: string | undefined): Promise<Response> {
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` }
  return provider.fetch(new Request(`${ISSUER}/api/oidc/userinfo`, { headers }))
}

function challenge(response: Response): string | null {
  return response.headers.get('WWW-Authenticate')
}

describe('RFC 6750 §3: userinfo refuses', () => {
  it('§3.1: nothing sent: a bare challenge, no error and no body', async () => {
    const response = await ask(testProvider(), undefined)
    expect([response.status, challenge(response), await response.text()]).toEqual([401, 'Bearer', ''])
  })

  it('§3.1: a token that nobody issued', async () => {
    const response = await ask(testProvider(), 'authelia_at_x.y')
    expect(response.status).toBe(401)
    expect(challenge(response)).toMatch(/^Bearer error="invalid_token",error_description="/)
  })

  it('a refresh token', async () => {
    const test = testProvider()
    const { body } = await redeem(test, await authorize(test))
    expect((await ask(test, body['refresh_token'])).status).toBe(401)
  })

  it('a token whose key half was altered', async () => {
    const test = testProvider()
    const { body } = await redeem(test, await authorize(test))
    const forged = (body['access_token'] ?? '').replace(/_at_[^.]+/, `_at_${'A'.repeat(43)}`)
    expect((await ask(test, forged)).status).toBe(401)
  })

  it('§3.1: a token without scope openid: 403, and the scope that is missing', async () => {
    const test = testProvider()
    const { body } = await redeem(test, await authorize(test, { scope: 'profile' }))
    const response = await ask(test, body['access_token'])
    expect(response.status).toBe(403)
    expect(challenge(response)).toContain('error="insufficient_scope"')
    expect(challenge(response)).toContain('scope="openid"')
  })

  it('§2.2: a token in a form is a token', async () => {
    const test = testProvider()
    const { body } = await redeem(test, await authorize(test))
    const response = await post(test, '/api/oidc/userinfo', { access_token: body['access_token'] ?? '' }, {})
    expect(response.status).toBe(200)
  })
})

describe('RFC 9068: access tokens as JWTs', () => {
  const jwt = client({ ...WEB, access_token_signed_response_alg: 'ES256' })
  const keys = [RS_KEY, issuerKey('ec-p256.pkcs8.pem', 'ES256', 'es256')]

  it('§4: open userinfo, and end with a revocation', async () => {
    const test = testProvider({ clients: [jwt], keys })
    const { body } = await redeem(test, await authorize(test))
    const token = body['access_token'] ?? ''
    expect((await ask(test, token)).status).toBe(200)
    await post(test, '/api/oidc/revocation', { token })
    expect((await ask(test, token)).status).toBe(401)
  })

  it('§4: a JWT with another payload under the same signature is nobody’s', async () => {
    const test = testProvider({ clients: [jwt], keys })
    const { body } = await redeem(test, await authorize(test))
    const [header, , signature] = (body['access_token'] ?? '').split('.')
    const payload = Buffer.from('{"sub":"somebody-else"}').toString('base64url')
    expect((await ask(test, `${header}.${payload}.${signature}`)).status).toBe(401)
  })

  it('§4: an ID token is no access token', async () => {
    const test = testProvider({ clients: [jwt], keys })
    const { body } = await redeem(test, await authorize(test))
    expect((await ask(test, body['id_token'])).status).toBe(401)
  })

  it('enable_jwt_access_token_stateless_introspection: a JWT speaks for itself, revoked or not, until it expires', async () => {
    const test = testProvider({
      clients: [jwt],
      keys,
      provider: { enable_jwt_access_token_stateless_introspection: true },
    })
    const { body } = await redeem(test, await authorize(test))
    const token = body['access_token'] ?? ''
    await post(test, '/api/oidc/revocation', { token })
    expect((await postJson(test, '/api/oidc/introspection', { token })).body).toMatchObject({
      active: true,
      client_id: 'web',
    })
    test.wait(3600)
    expect((await postJson(test, '/api/oidc/introspection', { token })).body).toEqual({ active: false })
  })
})

describe('encrypted answers', () => {
  const encrypted = client({
    ...WEB,
    access_token_signed_response_alg: 'RS256',
    access_token_encrypted_response_alg: 'A256KW',
    access_token_encrypted_response_enc: 'A256GCM',
  })

  it('an encrypted access token is found by nothing less than the whole of it', async () => {
    const test = testProvider({ clients: [encrypted] })
    const { body } = await redeem(test, await authorize(test))
    const token = body['access_token'] ?? ''
    expect(token.split('.')).toHaveLength(5)
    expect((await ask(test, token)).status).toBe(200)
    expect((await ask(test, `a.b.c.d.${token.split('.')[4]}`)).status).toBe(401)
  })
})
