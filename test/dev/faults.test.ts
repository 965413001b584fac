import * as openid from 'openid-client'
import { describe, expect, it } from 'vitest'
import type { ResolvedClient } from '../../src/config/resolved.ts'
import type { Fault, FaultRule } from '../../src/dev/faults.ts'
import { confidentialClient } from '../../src/provider/dev/clients.ts'
import {
  authorize,
  devRun,
  type Fetch,
  failureOf,
  ISSUER,
  logIn,
  REDIRECT_URI,
  relyingParty,
} from './support/dev-run.ts'

const SECRET = 'a-secret-of-this-test'

/** A run with one client, and openid-client as that client. */
async function world(options: Partial<ResolvedClient> = {}, metadata: Partial<openid.ClientMetadata> = {}) {
  const client = { ...confidentialClient({ client_id: 'web', redirect_uris: [REDIRECT_URI] }, SECRET), ...options }
  const run = devRun({ clients: [client] })
  const party = await relyingParty(run.fetch, ISSUER, { client_id: 'web', client_secret: SECRET, metadata })
  return { run, party }
}

describe('RFC 6749, Core §3.1.3.7: a fault of the token endpoint is what openid-client says, once', () => {
  const CASES: [Fault, RegExp][] = [
    [{ kind: 'wrong_iss' }, /unexpected JWT "iss" \(issuer\) claim value/],
    [{ kind: 'wrong_aud' }, /unexpected JWT "aud" \(audience\) claim value/],
    [{ kind: 'wrong_nonce' }, /unexpected ID Token "nonce" claim value/],
    [{ kind: 'wrong_signature' }, /JWT signature verification failed/],
    [{ kind: 'wrong_kid' }, /error when selecting a JWT verification key, no applicable keys found/],
    [{ kind: 'expired' }, /unexpected JWT "exp" \(expiration time\) claim value, expiration is past current timestamp/],
    [{ kind: 'malformed' }, /failed to parse "response" body as JSON/],
    [{ kind: 'cut' }, /terminated/],
  ]

  it.each(CASES)('%j', async (fault, says) => {
    const { run, party } = await world()
    run.main.faults.add({ endpoint: 'token', fault })
    expect((await failureOf(logIn(party, run.fetch))).reason).toMatch(says)
    expect((await logIn(party, run.fetch)).claims()).toMatchObject({ iss: ISSUER, aud: ['web'] })
    expect(run.main.faults.list()).toMatchObject([{ seen: 2, applied: 1 }])
  })

  it('RFC 6749 §5.2: an error comes in the place of the answer, and the request was not carried out', async () => {
    const { run, party } = await world()
    const { callback, checks } = await authorize(party, run.fetch)
    run.main.faults.add({
      endpoint: 'token',
      fault: { kind: 'error', error: 'invalid_client', error_description: 'No.' },
    })
    const refused = await failureOf(openid.authorizationCodeGrant(party, callback, checks))
    expect(refused).toMatchObject({ name: 'WWWAuthenticateChallengeError', status: 401 })
    expect((await openid.authorizationCodeGrant(party, callback, checks)).access_token).toBeDefined()
  })

  it('an error without more is 503: no answer of OAuth, the client says', async () => {
    const { run, party } = await world()
    run.main.faults.add({ endpoint: 'token', fault: { kind: 'error' } })
    const failure = await failureOf(logIn(party, run.fetch))
    expect(failure.reason).toMatch(/unexpected HTTP response status code/)
    expect(failure.cause).toMatchObject({ status: 503 })
    await logIn(party, run.fetch)
  })

  it.each(['invalid_request', 'invalid_grant', 'unauthorized_client', 'slow_down'])(
    'RFC 6749 §5.2: %s by its name',
    async (error) => {
      const { run, party } = await world()
      run.main.faults.add({ endpoint: 'token', fault: { kind: 'error', error, error_description: 'On purpose.' } })
      const failure = await failureOf(logIn(party, run.fetch))
      expect(failure).toMatchObject({ name: 'ResponseBodyError', status: 400, error, error_description: 'On purpose.' })
      await logIn(party, run.fetch)
    },
  )

  it('a delay lets the client give up by its own time limit, and nothing else', async () => {
    const { run, party } = await world()
    const { callback, checks } = await authorize(party, run.fetch)
    run.main.faults.add({ endpoint: 'token', fault: { kind: 'delay', milliseconds: 50 } })
    const impatient: Fetch = (request) =>
      Promise.race([
        run.fetch(request),
        new Promise<never>((_resolve, reject) => setTimeout(reject, 10, new Error('time out'))),
      ])
    const hasty = await relyingParty(impatient, ISSUER, { client_id: 'web', client_secret: SECRET })
    expect((await failureOf(openid.authorizationCodeGrant(hasty, callback, checks))).reason).toMatch(/time out/)
    const start = performance.now()
    expect((await logIn(party, run.fetch)).access_token).toBeDefined()
    expect(run.main.faults.list()).toMatchObject([{ seen: 2, applied: 1 }])
    expect(performance.now()).toBeGreaterThan(start)
  })

  it.each(['code id_token', 'code id_token token'])('Core §3.3.2.11: wrong_at_hash with %s', async (response_type) => {
    const { run, party } = await world({
      response_types: ['code', 'code id_token', 'code id_token token'],
      response_modes: ['fragment', 'query'],
      grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    })
    run.main.faults.add({
      endpoint: response_type.endsWith(' token') ? 'authorization' : 'token',
      fault: { kind: 'wrong_at_hash' },
    })
    const wrong = await tokenHashes(party, run.fetch, response_type)
    expect(wrong.filter((hash) => hash === 'AAAAAAAAAAAAAAAAAAAAAA')).toHaveLength(1)
    const right = await tokenHashes(party, run.fetch, response_type)
    expect(right).not.toContain('AAAAAAAAAAAAAAAAAAAAAA')
  })
})

/** at_hash of each ID token of a hybrid flow: in the fragment, then from the token endpoint. */
async function tokenHashes(party: openid.Configuration, fetch: Fetch, response_type: string): Promise<unknown[]> {
  const { callback, checks } = await authorize(party, fetch, { response_type, response_mode: 'fragment' })
  const fragment = new URLSearchParams(callback.hash.slice(1))
  const first = fragment.get('id_token') ?? ''
  const form = {
    code: fragment.get('code') ?? '',
    redirect_uri: REDIRECT_URI,
    code_verifier: `${checks.pkceCodeVerifier}`,
  }
  const response = await fetch(
    new Request(`${ISSUER}/api/oidc/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`web:${SECRET}`)}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', ...form }),
    }),
  )
  const { id_token } = await response.json()
  const payload = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())
  return [payload(first).at_hash, payload(id_token).at_hash]
}

describe('faults of other endpoints', () => {
  it('RFC 6749 §4.1.2.1: an error of the authorization endpoint goes to the client', async () => {
    const { run, party } = await world()
    run.main.faults.add({ endpoint: 'authorization', fault: { kind: 'error', error: 'access_denied' } })
    const failure = await failureOf(logIn(party, run.fetch))
    expect(failure).toMatchObject({ name: 'AuthorizationResponseError', error: 'access_denied' })
    await logIn(party, run.fetch)
  })

  it('RFC 9207 §2.4: wrong_iss of the authorization response', async () => {
    const { run, party } = await world()
    run.main.faults.add({ endpoint: 'authorization', fault: { kind: 'wrong_iss' } })
    expect((await failureOf(logIn(party, run.fetch))).reason).toMatch(
      /unexpected "iss" \(issuer\) response parameter value/,
    )
    await logIn(party, run.fetch)
  })

  it('JARM §2.4: an expired answer', async () => {
    const { run, party } = await world({ response_modes: ['jwt'] })
    openid.useJwtResponseMode(party)
    run.main.faults.add({ endpoint: 'authorization', fault: { kind: 'expired' } })
    expect((await failureOf(logIn(party, run.fetch))).reason).toMatch(/"exp" \(expiration time\) claim value/)
    await logIn(party, run.fetch)
  })

  it.each([
    [{ kind: 'wrong_aud' }, /"aud" \(audience\) claim value/],
    [{ kind: 'wrong_signature' }, /signature verification failed/],
    [{ kind: 'malformed' }, /./],
  ] as [Fault, RegExp][])('Core §5.3.4: signed userinfo with %j', async (fault, says) => {
    const alg = { userinfo_signed_response_alg: 'RS256' }
    const { run, party } = await world(alg, alg)
    const tokens = await logIn(party, run.fetch)
    const sub = tokens.claims()?.sub ?? ''
    run.main.faults.add({ endpoint: 'userinfo', fault })
    expect((await failureOf(openid.fetchUserInfo(party, tokens.access_token, sub))).reason).toMatch(says)
    expect(await openid.fetchUserInfo(party, tokens.access_token, sub)).toMatchObject({ sub })
  })

  it('RFC 6750 §3.1: an error of userinfo is a challenge', async () => {
    const { run, party } = await world()
    const tokens = await logIn(party, run.fetch)
    const sub = tokens.claims()?.sub ?? ''
    run.main.faults.add({ endpoint: 'userinfo', fault: { kind: 'error', error: 'invalid_token' } })
    const failure = await failureOf(openid.fetchUserInfo(party, tokens.access_token, sub))
    expect(failure).toMatchObject({
      name: 'WWWAuthenticateChallengeError',
      status: 401,
      cause: [{ scheme: 'bearer', parameters: { error: 'invalid_token' } }],
    })
    expect(await openid.fetchUserInfo(party, tokens.access_token, sub)).toMatchObject({ sub })
  })

  it('Discovery §4.3: wrong_iss of the discovery document', async () => {
    const { run } = await world()
    run.main.faults.add({ endpoint: 'openid-configuration', fault: { kind: 'wrong_iss' } })
    const connect = () => relyingParty(run.fetch, ISSUER, { client_id: 'web', client_secret: SECRET })
    expect((await failureOf(connect())).reason).toMatch(/discovered metadata issuer does not match/)
    expect((await connect()).serverMetadata().issuer).toBe(ISSUER)
  })

  it('a malformed JWK Set', async () => {
    const { run, party } = await world()
    run.main.faults.add({ endpoint: 'jwks', fault: { kind: 'malformed' } })
    expect((await failureOf(logIn(party, run.fetch))).reason).toMatch(/failed to parse "response" body as JSON/)
    await logIn(party, run.fetch)
  })

  it('jwt: access_token makes the access token wrong, and the ID token stays right', async () => {
    const { run, party } = await world({ access_token_signed_response_alg: 'RS256' })
    run.main.faults.add({ jwt: 'access_token', fault: { kind: 'wrong_aud' } })
    const tokens = await logIn(party, run.fetch)
    expect(tokens.claims()).toMatchObject({ aud: ['web'] })
    const payload = JSON.parse(Buffer.from(tokens.access_token.split('.')[1] ?? '', 'base64url').toString())
    expect(payload.aud).toEqual(['wrong-audience'])
  })

  it('Fetch §3.2: scripts of a loopback origin may read the error, as they may read the answer', async () => {
    const { run } = await world()
    run.main.faults.add({ endpoint: 'token', fault: { kind: 'error' } })
    const headers = { Origin: 'http://localhost:3000' }
    const response = await run.fetch(new Request(`${ISSUER}/api/oidc/token`, { method: 'POST', headers }))
    expect(response.status).toBe(503)
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('http://localhost:3000')
  })
})

describe('rules', () => {
  const grant = (party: openid.Configuration) => openid.clientCredentialsGrant(party, { scope: 'api' })

  async function machine(client_id = 'web') {
    const { run, party } = await world({ client_id, grant_types: ['client_credentials'], scopes: ['api'] })
    return { run, party }
  }

  it('nth and times choose the calls that go wrong', async () => {
    const { run, party } = await machine()
    run.main.faults.add({ endpoint: 'token', nth: 2, times: 2, fault: { kind: 'error' } })
    const outcomes: boolean[] = []
    for (let call = 0; call < 5; call++)
      outcomes.push(
        await grant(party).then(
          () => true,
          () => false,
        ),
      )
    expect(outcomes).toEqual([true, false, false, true, true])
  })

  it('nth is counted from when the rule was made', async () => {
    const { run, party } = await machine()
    await grant(party)
    run.main.faults.add({ endpoint: 'token', fault: { kind: 'error' } })
    await expect(grant(party)).rejects.toThrow()
  })

  it('client_id chooses the client, whatever way it says who it is', async () => {
    const { run, party } = await machine()
    run.main.faults.add({ client_id: 'other', fault: { kind: 'error' } })
    await grant(party)
    run.main.faults.add({ client_id: 'web', fault: { kind: 'error' } })
    await expect(grant(party)).rejects.toThrow()
    await grant(party)
  })

  it('of two errors that are due at once one waits for the next call', async () => {
    const { run, party } = await machine()
    run.main.faults.add({ endpoint: 'token', fault: { kind: 'error', error: 'invalid_grant' } })
    run.main.faults.add({ endpoint: 'token', fault: { kind: 'error', error: 'invalid_scope' } })
    expect(await failureOf(grant(party))).toMatchObject({ error: 'invalid_grant' })
    expect(await failureOf(grant(party))).toMatchObject({ error: 'invalid_scope' })
    await grant(party)
  })

  it('clear ends all of them', async () => {
    const { run, party } = await machine()
    run.main.faults.add({ fault: { kind: 'cut' } })
    run.main.faults.clear()
    await grant(party)
    expect(run.main.faults.list()).toEqual([])
  })

  it('a preflight is no call', async () => {
    const { run, party } = await machine()
    run.main.faults.add({ endpoint: 'token', fault: { kind: 'error' } })
    const headers = { Origin: 'http://localhost:3000', 'Access-Control-Request-Method': 'POST' }
    const preflight = await run.fetch(new Request(`${ISSUER}/api/oidc/token`, { method: 'OPTIONS', headers }))
    expect(preflight.status).toBe(200)
    await expect(grant(party)).rejects.toThrow()
  })

  it.each([
    { endpoint: 'jwks', fault: { kind: 'wrong_nonce' } },
    { endpoint: 'login', fault: { kind: 'malformed' } },
    { endpoint: 'userinfo', fault: { kind: 'expired' } },
    { nth: 0, fault: { kind: 'cut' } },
    { times: 1.5, fault: { kind: 'cut' } },
    { fault: { kind: 'delay', milliseconds: 60_001 } },
    { fault: { kind: 'error', status: 302 } },
    { fault: { kind: 'error', error: '' } },
  ] as FaultRule[])('%j is refused', (rule) => {
    expect(() => devRun().main.faults.add(rule)).toThrow(expect.objectContaining({ code: 'ERR_FAULT_REFUSED' }))
  })

  it('100 rules may wait; those that are through make room', async () => {
    const { run, party } = await machine()
    for (let made = 0; made < 100; made++) run.main.faults.add({ endpoint: 'jwks', fault: { kind: 'cut' } })
    expect(() => run.main.faults.add({ fault: { kind: 'cut' } })).toThrow(/100 rules/)
    run.main.faults.clear()
    for (let made = 0; made < 100; made++) run.main.faults.add({ endpoint: 'token', fault: { kind: 'wrong_iss' } })
    run.main.faults.clear()
    for (let made = 0; made < 150; made++) {
      run.main.faults.add({ endpoint: 'token', fault: { kind: 'error' } })
      await expect(grant(party)).rejects.toThrow()
    }
  })
})
