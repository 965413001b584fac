/** What every storage must do, memory or database: `describeStorage(name, open)` runs it against one. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuthorizationRequest } from '../../src/provider/authorization/request.ts'
import type { Grant } from '../../src/provider/grants/grant.ts'
import type {
  AccessTokenRow,
  CodeRow,
  DeviceRow,
  FlowRow,
  IssuedTokens,
  RefreshTokenRow,
  SessionRow,
  Storage,
} from '../../src/provider/storage/storage.ts'

const NOW = 1_772_366_400
const LATER = NOW + 3600

function grant(request_id: string): Grant {
  return {
    request_id,
    flow_id: null,
    issuer: 'https://auth.example.com',
    client_id: 'web',
    subject: '6f2a5c1e-9b1e-4d0a-8a53-0d3c5a1f7e21',
    username: 'alice',
    requested_at: NOW,
    scopes: ['openid', 'offline_access'],
    audience: ['https://api.example.com'],
    authentication: { auth_time: NOW, amr: ['pwd'] },
    nonce: null,
    acr: false,
    claims: { id_token: { email: null }, userinfo: { groups: { essential: true, values: ['a'] } } },
    granted_claims: ['email'],
    id_token_claims: { address: { locality: 'Zürich' } },
    hashed_code: null,
    session_key: 'session',
  }
}

function access(signature: string, family: string): AccessTokenRow {
  return { signature, grant: grant(family), scopes: ['openid'], audience: [], issued_at: NOW, expires_at: LATER }
}

function refresh(signature: string, family: string): RefreshTokenRow {
  return { signature, grant: grant(family), audience: [], expires_at: LATER, active: true }
}

function tokens(name: string, family: string): IssuedTokens {
  return { access: access(`at-${name}`, family), refresh: refresh(`rt-${name}`, family) }
}

function code(signature: string, family: string): CodeRow {
  return {
    signature,
    grant: grant(family),
    expires_at: NOW + 60,
    active: true,
    redirect_uri: 'https://rp.example.com/cb',
    code_challenge: null,
    code_challenge_method: null,
  }
}

const REQUEST: AuthorizationRequest = {
  client_id: 'web',
  issuer: 'https://auth.example.com',
  redirect_uri: 'https://rp.example.com/cb',
  redirect_uri_sent: true,
  response_type: ['code'],
  response_mode: 'query',
  state: 'state',
  scopes: ['openid'],
  audience: [],
  resource: [],
  nonce: null,
  prompt: [],
  max_age: null,
  claims: null,
  id_token_hint: null,
  login_hint: null,
  ui_locales: null,
  acr_values: null,
  code_challenge: null,
  code_challenge_method: null,
  requested_at: NOW * 1000,
  request_uri: null,
}

function flow(id: string): FlowRow {
  return { id, session_key: 'session', request: REQUEST, expires_at: NOW + 600, authenticated: false, open: true }
}

function session(key: string): SessionRow {
  return {
    key,
    username: 'alice',
    password_at: NOW * 1000,
    totp_at: null,
    created_at: NOW,
    used_at: NOW,
    expires_at: LATER,
  }
}

function device(signature: string): DeviceRow {
  return {
    signature,
    user_code_signature: `user-${signature}`,
    client_id: 'tv',
    issuer: 'https://auth.example.com',
    scopes: ['openid'],
    audience: [],
    requested_at: NOW,
    expires_at: NOW + 600,
    status: 'pending',
    active: true,
    polled_at: null,
    interval: 10,
    grant: null,
  }
}

/** How many of several answers at once were yes. */
async function winners(attempts: readonly Promise<boolean>[]): Promise<number> {
  return (await Promise.all(attempts)).filter(Boolean).length
}

const RIVALS = [1, 2, 3, 4, 5]

/** Runs the suite against one kind of storage. */
export function describeStorage(name: string, open: () => Promise<Storage> | Storage): void {
  describe(`storage: ${name}`, () => {
    let storage: Storage
    beforeEach(async () => {
      storage = await open()
    })
    afterEach(() => storage.close())

    it('a code is found as it was saved, and what nobody saved is not found', async () => {
      await storage.saveCode(code('c', 'f'))
      expect(await storage.findCode('c')).toEqual(code('c', 'f'))
      expect(await storage.findCode('x')).toBeUndefined()
    })

    it('RFC 6749 §4.1.2: a code is redeemed by one of many, and only the winner’s tokens are saved', async () => {
      await storage.saveCode(code('c', 'f'))
      expect(await winners(RIVALS.map((rival) => storage.redeemCode('c', tokens(`${rival}`, 'f'))))).toBe(1)
      const saved = await Promise.all(RIVALS.map((rival) => storage.findAccessToken(`at-${rival}`)))
      expect(saved.filter((row) => row !== undefined)).toHaveLength(1)
      expect(await storage.findCode('c')).toMatchObject({ active: false })
    })

    it('a code that nobody saved cannot be redeemed', async () => {
      expect(await storage.redeemCode('x', tokens('1', 'f'))).toBe(false)
      expect(await storage.findAccessToken('at-1')).toBeUndefined()
    })

    it('RFC 9700 §4.14.2: a refresh token is rotated by one of many, and the old tokens of the family end', async () => {
      await storage.saveTokens(tokens('old', 'f'))
      expect(await winners(RIVALS.map((rival) => storage.rotateRefreshToken('rt-old', tokens(`${rival}`, 'f'))))).toBe(
        1,
      )
      expect(await storage.findAccessToken('at-old')).toBeUndefined()
      expect(await storage.findRefreshToken('rt-old')).toMatchObject({ active: false })
      const saved = await Promise.all(RIVALS.map((rival) => storage.findRefreshToken(`rt-${rival}`)))
      expect(saved.filter((row) => row?.active === true)).toHaveLength(1)
    })

    it('revoking a family leaves other families alone', async () => {
      await storage.saveTokens(tokens('a', 'f'))
      await storage.saveTokens(tokens('b', 'g'))
      await storage.revokeFamily('f')
      expect(await storage.findAccessToken('at-a')).toBeUndefined()
      expect(await storage.findRefreshToken('rt-a')).toMatchObject({ active: false })
      expect(await storage.findAccessToken('at-b')).toEqual(access('at-b', 'g'))
      expect(await storage.findRefreshToken('rt-b')).toEqual(refresh('rt-b', 'g'))
    })

    it('revoking a family that has no tokens does nothing', async () => {
      await expect(storage.revokeFamily('nobody')).resolves.toBeUndefined()
    })

    it('Core §8: everybody who asks at once gets the same subject', async () => {
      const subjects = await Promise.all(RIVALS.map((rival) => storage.subjectFor('', 'alice', `candidate-${rival}`)))
      expect(new Set(subjects).size).toBe(1)
    })

    it('Core §8.1: sectors and users have subjects of their own', async () => {
      const [one, other, third] = await Promise.all([
        storage.subjectFor('', 'alice', 'a'),
        storage.subjectFor('https://s.example', 'alice', 'b'),
        storage.subjectFor('', 'bob', 'c'),
      ])
      expect([one, other, third]).toEqual(['a', 'b', 'c'])
    })

    it('a session is found until it is deleted', async () => {
      await storage.saveSession(session('s'))
      expect(await storage.findSession('s')).toEqual(session('s'))
      await storage.deleteSession('s')
      expect(await storage.findSession('s')).toBeUndefined()
    })

    it('noting the use of a session that is gone does not bring it back', async () => {
      await storage.saveSession(session('s'))
      await storage.touchSession('s', NOW + 60)
      expect(await storage.findSession('s')).toEqual({ ...session('s'), used_at: NOW + 60 })
      await storage.deleteSession('s')
      await storage.touchSession('s', NOW + 120)
      expect(await storage.findSession('s')).toBeUndefined()
    })

    it('a flow is closed by one of many', async () => {
      await storage.saveFlow(flow('f'))
      expect(await winners(RIVALS.map(() => storage.closeFlow('f')))).toBe(1)
      expect(await storage.findFlow('f')).toMatchObject({ open: false })
    })

    it('a closed flow is not handed on, and so not opened again', async () => {
      await storage.saveFlow(flow('f'))
      expect(await storage.moveFlow('f', { session_key: 'other', authenticated: true })).toBe(true)
      expect(await storage.findFlow('f')).toEqual({ ...flow('f'), session_key: 'other', authenticated: true })
      await storage.closeFlow('f')
      expect(await storage.moveFlow('f', { session_key: 'third', authenticated: true })).toBe(false)
      expect(await storage.findFlow('f')).toMatchObject({ session_key: 'other', open: false })
    })

    it('remembered consents are those of the client and the subject', async () => {
      const row = {
        id: '1',
        client_id: 'web',
        subject: 'alice',
        created_at: NOW,
        expires_at: LATER,
        scopes: ['openid'],
        audience: [],
        claims_signature: null,
        granted_claims: [],
      }
      await storage.saveConsent(row)
      expect(await storage.findConsents('web', 'alice')).toEqual([row])
      expect(await storage.findConsents('web', 'bob')).toEqual([])
      expect(await storage.findConsents('other', 'alice')).toEqual([])
    })

    it('RFC 9126 §7.3: a pushed request is used by one of many, until it is released', async () => {
      const row = { request_uri: 'urn:x', request: REQUEST, expires_at: LATER, used: false }
      await storage.savePushedRequest(row)
      expect(await storage.findPushedRequest('urn:x')).toEqual(row)
      expect(await winners(RIVALS.map(() => storage.usePushedRequest('urn:x')))).toBe(1)
      await storage.releasePushedRequest('urn:x')
      expect(await storage.usePushedRequest('urn:x')).toBe(true)
    })

    it('a parked request is taken by one of many', async () => {
      await storage.saveParked({ id: 'p', query: 'a=b', expires_at: LATER })
      const taken = await Promise.all(RIVALS.map(() => storage.takeParked('p')))
      expect(taken.filter((row) => row !== undefined)).toEqual([{ id: 'p', query: 'a=b', expires_at: LATER }])
    })

    it('RFC 7523 §3: a value counts once, in its space, until it expires', async () => {
      expect(await winners(RIVALS.map(() => storage.useOnce('jti', 'j', LATER, NOW)))).toBe(1)
      expect(await storage.useOnce('form', 'j', LATER, NOW)).toBe(true)
      expect(await storage.useOnce('jti', 'j', LATER + 60, LATER + 1)).toBe(true)
    })

    it('a value that counted once can be forgotten', async () => {
      expect(await storage.useOnce('form', 'j', LATER, NOW)).toBe(true)
      await storage.forgetOnce('form', 'j')
      await storage.forgetOnce('form', 'never')
      expect(await storage.useOnce('form', 'j', LATER, NOW)).toBe(true)
    })

    it('RFC 8628 §3.3: a device request is decided once and redeemed by one of many', async () => {
      await storage.saveDevice(device('d'))
      expect(await storage.findDeviceByUserCode('user-d')).toEqual(device('d'))
      expect(await storage.redeemDevice('d', tokens('early', 'f'))).toBe(false)
      expect(await storage.decideDevice('d', { status: 'approved', grant: grant('f') })).toBe(true)
      expect(await storage.decideDevice('d', { status: 'denied' })).toBe(false)
      expect(await winners(RIVALS.map((rival) => storage.redeemDevice('d', tokens(`${rival}`, 'f'))))).toBe(1)
      expect(await storage.findDevice('d')).toMatchObject({ status: 'approved', active: false })
    })

    it('RFC 8628 §3.5: polls are noted', async () => {
      await storage.saveDevice(device('d'))
      await storage.pollDevice('d', { polled_at: NOW * 1000, interval: 15 })
      expect(await storage.findDevice('d')).toMatchObject({ polled_at: NOW * 1000, interval: 15 })
    })

    it('sweeping forgets what has ended and nothing else', async () => {
      await storage.saveSession(session('old'))
      await storage.saveSession({ ...session('new'), expires_at: LATER + 3600 })
      for (let slice = 0; slice < 3; slice += 1) await storage.sweep(LATER + 1)
      expect(await storage.findSession('old')).toBeUndefined()
      expect(await storage.findSession('new')).toBeDefined()
    })

    it('RFC 6749 §4.1.2: a redeemed code is known after its time, so that a replay is noticed', async () => {
      await storage.saveCode(code('c', 'f'))
      await storage.redeemCode('c', tokens('1', 'f'))
      for (let slice = 0; slice < 3; slice += 1) await storage.sweep(LATER)
      expect(await storage.findCode('c')).toMatchObject({ active: false })
    })
  })
}
