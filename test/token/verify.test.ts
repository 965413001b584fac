import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { keysOfJson } from '../../src/token/candidate-keys.ts'
import { decodeToken } from '../../src/token/decode.ts'
import { fetchIssuerKeys } from '../../src/token/issuer-keys.ts'
import { secretKey } from '../../src/token/verify.ts'

const reader = { now: Date.UTC(2026, 5, 1) }

interface Signer {
  key: CryptoKey | KeyObject | Uint8Array
  alg: string
  kid?: string
  claims?: Record<string, unknown>
}

function sign({ key, alg, kid, claims = { iss: 'https://auth.example.com' } }: Signer): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg, ...(kid === undefined ? {} : { kid }) }).sign(key)
}

async function newKey(alg: string, labels: Partial<JWK> = {}) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk: JWK = { ...(await exportJWK(privateKey)), ...labels }
  return { privateKey, jwk }
}

async function check(token: string, keys: readonly JWK[], issuer?: string) {
  const { verified, verification } = await decodeToken(token, reader, async () => ({
    keys: keysOfJson(JSON.stringify({ keys }), 'keys'),
    issuer,
  }))
  return { verified, verification }
}

describe('signatures', () => {
  it.each(['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])(
    '%s: verifies with its key, public or private, and with no other',
    async (alg) => {
      const { privateKey, jwk } = await newKey(alg)
      const token = await sign({ key: privateKey, alg })
      expect(await check(token, [jwk])).toMatchObject({ verified: true })
      expect((await check(token, [(await newKey(alg)).jwk])).verified).toBe(false)
    },
  )

  it.each(['HS256', 'HS384', 'HS512'])('%s: OpenID Connect Core §10.1: with the bytes of the secret', async (alg) => {
    const token = await sign({ key: new TextEncoder().encode('sécret'), alg })
    const verify = async (secret: string) => decodeToken(token, reader, async () => ({ keys: [secretKey(secret)] }))
    expect((await verify('sécret')).verified).toBe(true)
    expect((await verify('secret')).verified).toBe(false)
  })

  it('a changed claim does not verify', async () => {
    const { privateKey, jwk } = await newKey('ES256')
    const [header, , signature] = (await sign({ key: privateKey, alg: 'ES256' })).split('.')
    const payload = Buffer.from('{"iss":"https://evil.example.com"}').toString('base64url')
    expect((await check(`${header}.${payload}.${signature}`, [jwk])).verified).toBe(false)
  })

  it('RFC 8725 §2.1: HMAC with the public key as secret does not verify', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    for (const form of [
      publicKey.export({ type: 'spki', format: 'pem' }),
      publicKey.export({ type: 'spki', format: 'der' }),
    ]) {
      const token = await sign({ key: Buffer.from(form), alg: 'HS256' })
      const { verified, verification } = await check(token, [publicKey.export({ format: 'jwk' }) as JWK])
      expect(verified).toBe(false)
      expect(verification).toContain('HS256')
    }
  })

  it('RFC 8725 §3.10: a key that the token brings is not used', async () => {
    const { privateKey, jwk } = await newKey('ES256')
    const header = {
      alg: 'ES256',
      jwk: createPublicKey({ key: jwk, format: 'jwk' } as never).export({ format: 'jwk' }),
    }
    const token = await new SignJWT({}).setProtectedHeader(header as never).sign(privateKey)
    expect((await check(token, [(await newKey('ES256')).jwk])).verified).toBe(false)
  })
})

describe('which key', () => {
  it('RFC 7515 §4.1.4: the one that kid names; another name is told', async () => {
    const [one, other] = [await newKey('ES256', { kid: 'one' }), await newKey('ES256', { kid: 'other' })]
    const keys = [other.jwk, one.jwk]
    const token = await sign({ key: one.privateKey, alg: 'ES256', kid: 'one' })
    expect(await check(token, keys)).toEqual({ verified: true, verification: 'ES256 with key one' })
    const misnamed = await sign({ key: one.privateKey, alg: 'ES256', kid: 'other' })
    expect(await check(misnamed, keys)).toMatchObject({ verified: false })
    const unknown = await sign({ key: one.privateKey, alg: 'ES256', kid: 'third' })
    expect(await check(unknown, keys)).toEqual({
      verified: false,
      verification: 'there is no key "third" among the keys (other, one)',
    })
  })

  it('without kid every key that fits is tried', async () => {
    const [one, other] = [await newKey('ES256', { kid: 'one' }), await newKey('ES256', { kid: 'other' })]
    const token = await sign({ key: other.privateKey, alg: 'ES256' })
    expect((await check(token, [one.jwk, other.jwk])).verified).toBe(true)
  })

  it.each<[string, Partial<JWK>]>([
    ['made for encryption', { use: 'enc' }],
    ['made for another algorithm', { alg: 'RS512' }],
  ])('a key that was %s is not used', async (_, labels) => {
    const { privateKey, jwk } = await newKey('RS256', labels)
    expect((await check(await sign({ key: privateKey, alg: 'RS256' }), [jwk])).verified).toBe(false)
  })

  it('RFC 7517 §5: members of a set that are no keys, or of unknown kinds, are passed over', async () => {
    const { privateKey, jwk } = await newKey('ES256')
    const token = await sign({ key: privateKey, alg: 'ES256' })
    const keys = [null, 1, {}, { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AA' }, { kty: 'EC', crv: 'P-256', x: 'AA' }, jwk]
    const found = await decodeToken(token, reader, async () => ({ keys: keysOfJson(JSON.stringify({ keys }), 'keys') }))
    expect(found.verified).toBe(true)
  })

  it('RFC 7518 §3.3: an RSA key that is too small is told, not a bug', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' })
    expect(await check(await sign({ key: privateKey, alg: 'RS256' }), [small as JWK])).toMatchObject({
      verified: false,
    })
  })

  it.each(['', 'text', '[]', '{}', '{"keys":[]}', '{"keys":{}}', '{"keys":[{"kty":1}]}', 'null'])(
    'keys that are none: %j',
    (text) => {
      expect(() => keysOfJson(text, 'keys.json')).toThrow(expect.objectContaining({ code: 'ERR_TOKEN_KEYS' }))
    },
  )
})

describe('the keys of an issuer', () => {
  const ISSUER = 'https://auth.example.com'

  async function discover(issuer: string, document: unknown, keys: readonly JWK[] = [{ kty: 'EC' }]) {
    const asked: [string, boolean][] = []
    const found = await fetchIssuerKeys(issuer, async (url, { sameOrigin }) => {
      asked.push([url, sameOrigin])
      return JSON.stringify(url.endsWith('openid-configuration') ? document : { keys })
    })
    return { found, asked }
  }

  it('OpenID Connect Discovery §4: document, then jwks_uri; another origin is not believed as much', async () => {
    const path = '/.well-known/openid-configuration'
    const near = await discover(`${ISSUER}/sub`, { issuer: `${ISSUER}/sub`, jwks_uri: `${ISSUER}/jwks.json` })
    expect(near.asked).toEqual([
      [`${ISSUER}/sub${path}`, true],
      [`${ISSUER}/jwks.json`, true],
    ])
    const far = await discover(ISSUER, { issuer: ISSUER, jwks_uri: 'http://127.0.0.1/jwks.json' })
    expect(far.asked[1]).toEqual(['http://127.0.0.1/jwks.json', false])
  })

  it('Discovery §4.1: a slash at the end is not doubled, and belongs to the name', async () => {
    const document = { issuer: `${ISSUER}/`, jwks_uri: `${ISSUER}/jwks.json` }
    const { asked } = await discover(`${ISSUER}/`, document)
    expect(asked[0]?.[0]).toBe(`${ISSUER}/.well-known/openid-configuration`)
    await expect(discover(ISSUER, document)).rejects.toMatchObject({ hint: `write --issuer ${ISSUER}/` })
  })

  it.each<[string, unknown]>([
    ['§4.3: another issuer', { issuer: 'https://evil.example.com', jwks_uri: `${ISSUER}/jwks.json` }],
    ['no issuer', { jwks_uri: `${ISSUER}/jwks.json` }],
    ['no keys', { issuer: ISSUER }],
    ['keys at no address', { issuer: ISSUER, jwks_uri: 'jwks' }],
    ['no object', 'text'],
  ])('%s is refused', async (_, document) => {
    await expect(discover(ISSUER, document)).rejects.toMatchObject({ code: 'ERR_DISCOVERY_INVALID', exitCode: 1 })
  })

  it.each(['auth.example.com', '', 'https://a/?b', 'https://a/#b'])('%j is no issuer', async (issuer) => {
    await expect(discover(issuer, {})).rejects.toMatchObject({ code: 'ERR_USAGE' })
  })

  it('RFC 8725 §3.8: a right signature of an issuer with another name does not verify', async () => {
    const { privateKey, jwk } = await newKey('ES256')
    const token = await sign({ key: privateKey, alg: 'ES256', claims: { iss: 'https://other.example.com' } })
    const { verified, verification } = await check(token, [jwk], ISSUER)
    expect(verified).toBe(false)
    expect(verification).toContain('https://other.example.com')
    expect((await check(token, [jwk], 'https://other.example.com')).verified).toBe(true)
  })
})
