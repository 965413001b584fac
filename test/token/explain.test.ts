import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compactDecrypt, importJWK, type JWK, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { systemRandom } from '../../src/primitives/random.ts'
import { createOpaqueTokens } from '../../src/provider/tokens/opaque.ts'
import { keysOfJson } from '../../src/token/candidate-keys.ts'
import { decodeToken } from '../../src/token/decode.ts'
import { renderToken } from '../../src/token/render.ts'

interface Example {
  name: string
  kind: 'jwt' | 'jws' | 'jwe'
  alg: string
  token: string
  key?: JWK
}

const EXAMPLES: Example[] = parse(readFileSync(join(import.meta.dirname, '../vectors/jose-examples.yaml'), 'utf8'))

/** 2026-06-01T12:00:00Z. */
const NOW = Date.UTC(2026, 5, 1, 12)
const SECONDS = NOW / 1000
const reader = { now: NOW, timeZone: 'Europe/Berlin' }

const plain = (_: string, text: string) => text

const SECRET = new TextEncoder().encode('a secret of more than thirty-two characters')

function signed(claims: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', ...header }).sign(SECRET)
}

async function decoded(claims: Record<string, unknown>, header?: Record<string, unknown>) {
  const token = await decodeToken(await signed(claims, header), reader)
  return { ...token, text: renderToken(token, reader, plain), codes: token.warnings.map(({ code }) => code) }
}

describe('the examples of the RFCs', () => {
  it.each(EXAMPLES)('$name: $kind, $alg', async ({ token, kind, alg, key }) => {
    const keys = key && kind !== 'jwe' ? async () => ({ keys: keysOfJson(JSON.stringify(key), 'key') }) : undefined
    const found = await decodeToken(token, reader, keys)
    expect(found).toMatchObject({ kind, header: { alg } })
    expect(found.verified).toBe(keys && true)
    if (kind === 'jwt') {
      expect(found.claims).toEqual({ iss: 'joe', exp: 1_300_819_380, 'http://example.com/is_root': true })
      expect(found.warnings).toContainEqual({
        code: 'TOKEN_EXPIRED',
        message: 'expired 2011-03-22 19:43:00 GMT+1, 15 years ago',
      })
    } else expect(found).not.toHaveProperty('claims')
  })

  it('the encrypted one is what RFC 7516 says', async () => {
    const { token = '', key = {} } = EXAMPLES.find(({ kind }) => kind === 'jwe') ?? {}
    const { plaintext } = await compactDecrypt(token, await importJWK(key, 'A128KW'))
    expect(new TextDecoder().decode(plaintext)).toBe('Live long and prosper.')
  })

  it('RFC 7519 §6: a token that is not signed is told, and never verifies', async () => {
    const { token = '' } = EXAMPLES.find(({ alg }) => alg === 'none') ?? {}
    const keys = EXAMPLES.flatMap(({ key }) => (key ? [key] : []))
    const found = await decodeToken(token, reader, async () => ({ keys }))
    expect(found.verified).toBe(false)
    expect(found.warnings.map(({ code }) => code)).toContain('TOKEN_ALG_NONE')
  })
})

describe('opaque tokens of the provider', () => {
  it.each([
    ['at', 'access_token', 'introspection'],
    ['rt', 'refresh_token', 'introspection'],
    ['ac', 'authorization_code', 'token endpoint'],
    ['dc', 'device_code', 'token endpoint'],
  ] as const)('%s is recognised as %s', async (kind, opaque, word) => {
    const { token } = createOpaqueTokens('secret', systemRandom, () => false).issue(kind)
    const found = await decodeToken(` ${token}\n`, reader)
    expect(found).toEqual({ kind: 'opaque', opaque, warnings: [] })
    expect(renderToken(found, reader, plain)).toContain(word)
    expect(renderToken(found, reader, plain)).not.toContain(token)
  })
})

describe('claims in words', () => {
  it('times: in the local zone and relative to now', async () => {
    const { text } = await decoded({
      exp: SECONDS + 3540,
      iat: SECONDS - 60,
      auth_time: SECONDS - 3 * 86_400,
      nbf: SECONDS,
    })
    expect(text).toMatch(/exp +\d+ +expires 2026-06-01 14:59:00 GMT\+2 \(in 59 minutes\)/)
    expect(text).toMatch(/iat +\d+ +issued 2026-06-01 13:59:00 GMT\+2 \(60 seconds ago\)/)
    expect(text).toMatch(/auth_time +\d+ +the user logged in 2026-05-29 14:00:00 GMT\+2 \(3 days ago\)/)
  })

  it('every claim of the provider has words', async () => {
    const names = [
      'iss',
      'sub',
      'aud',
      'nonce',
      'at_hash',
      'c_hash',
      's_hash',
      'acr',
      'azp',
      'scope',
      'scp',
      'client_id',
    ]
    const { text } = await decoded(
      Object.fromEntries([...names, 'jti', 'sid', 'groups', 'email'].map((name) => [name, 'x'])),
    )
    for (const line of text.split('\n').filter((one) => one.includes('"x"'))) expect(line).toMatch(/"x" {2}\w/)
  })

  it('amr, acr and events are told', async () => {
    const { text } = await decoded({
      amr: ['pwd', 'otp', 'own'],
      acr: '0',
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    })
    expect(text).toContain('how the user logged in: password, one-time password')
    expect(text).toContain('none is claimed')
    expect(text).toContain('what happened: the user logged out')
  })

  it('names of claims that every object has mean nothing', async () => {
    const { text } = await decoded({ constructor: 1, toString: 2, valueOf: 3 })
    expect(text).toMatch(/constructor +1\n +toString +2\n +valueOf +3\n/)
  })

  it('nothing in a token can write over the screen or turn its text around', async () => {
    const evil = 'a\u001b[2Jb\u009b31mc\u202ed\u2066e\u0085f\u200bg\u{e0041}'
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const header = { alg: evil, kid: evil, crit: [evil], [evil]: 1 }
    const token = `${part(header)}.${part({ [evil]: evil, iss: evil })}.AAAA`
    const found = await decodeToken(token, reader, async () => ({ keys: [{ kty: 'RSA', kid: evil }] }))
    const text = renderToken(found, reader, plain)
    const shown = [...text.split('\n'), ...found.warnings.map(({ message }) => message)].join('')
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(text).toContain('\\u009b31m')
  })
})

describe('what a JWT is used for', () => {
  const id = { iss: 'i', sub: 's', aud: 'c', exp: SECONDS + 9, iat: SECONDS }
  it.each([
    ['ID token', { ...id, nonce: 'n' }, {}],
    ['access token (RFC 9068)', { ...id, client_id: 'c', scope: 'openid' }, { typ: 'at+jwt' }],
    ['access token (RFC 9068)', id, { typ: 'application/AT+JWT' }],
    ['access token', { ...id, scope: 'openid' }, { typ: 'JWT' }],
    ['logout token (OpenID Connect Back-Channel Logout)', { ...id, events: {} }, { typ: 'logout+jwt' }],
    ['client assertion', { iss: 'c', sub: 'c', aud: 'i', jti: 'j', exp: SECONDS + 9 }, {}],
    ['request object', { client_id: 'c', response_type: 'code', iss: 'c', aud: 'i' }, {}],
    ['authorization response (JARM)', { iss: 'i', aud: 'c', exp: SECONDS + 9, code: 'x', state: 'y' }, {}],
    ['userinfo', { iss: 'i', sub: 's', aud: 'c', email: 'a@b' }, {}],
    [undefined, { hello: 'world' }, { typ: 'JWT' }],
  ])('%s', async (profile, claims, header) => {
    expect((await decoded(claims, header)).profile).toBe(profile)
  })
})

describe('warnings', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>, string[]]>([
    ['RFC 7519 §4.1.4: expired at the very second', { exp: SECONDS }, {}, ['TOKEN_EXPIRED']],
    ['not expired a second before', { exp: SECONDS + 1 }, {}, []],
    ['RFC 7519 §4.1.5: not yet valid', { nbf: SECONDS + 1 }, {}, ['TOKEN_NOT_YET_VALID']],
    ['valid from this second on', { nbf: SECONDS }, {}, []],
    ['issued in the future', { iat: SECONDS + 61 }, {}, ['TOKEN_FROM_FUTURE']],
    ['a clock that is a little fast', { iat: SECONDS + 60 }, {}, []],
    ['RFC 7519 §2: a time that is text', { exp: 'tomorrow' }, {}, ['TOKEN_TIME_FORM']],
    ['a time in milliseconds', { exp: NOW + 1000 }, {}, ['TOKEN_TIME_FORM']],
    ['RFC 9068 §2.1: an access token without its type', { iss: 'i', exp: SECONDS + 9, scope: 'a' }, {}, ['TOKEN_TYPE']],
    ['an access token with it', { iss: 'i', exp: SECONDS + 9, scope: 'a' }, { typ: 'at+jwt' }, []],
    [
      'Back-Channel Logout §2.4: nonce',
      { iss: 'i', aud: 'a', events: {}, nonce: 'n' },
      { typ: 'logout+jwt' },
      ['TOKEN_TYPE'],
    ],
    ['RFC 8725 §3.10: a key in the header', {}, { jwk: { kty: 'oct', k: 'AA' } }, ['TOKEN_EMBEDDED_KEY']],
    ['RFC 9449 §4.2: where it belongs', {}, { typ: 'dpop+jwt', jwk: { kty: 'EC' } }, []],
    ['RFC 7515 §4.1.11: crit', {}, { crit: ['b64'], b64: true }, ['TOKEN_CRIT']],
  ])('%s', async (_, claims, header, expected) => {
    expect((await decoded(claims, header)).codes).toEqual(expected)
  })

  it('a time beyond every calendar is no error', async () => {
    const { codes } = await decoded({ exp: 1e300, nbf: -1e300, iat: 9e12 })
    expect(codes).toEqual(['TOKEN_TIME_FORM', 'TOKEN_TIME_FORM', 'TOKEN_TIME_FORM'])
  })
})

describe('what is no token', () => {
  it.each([
    '',
    'hello',
    'www.example.com',
    'a.b',
    'a.b.c.d',
    'a.b.c.d.e.f',
    'eyJhbGciOiJub25lIn0',
    'eyJhbGciOiJub25lIn0.eyJ',
    'eyJhbGciOiJub25lIn0.a b.c',
    'eyJhbGciOiJub25lIn0.eyJ+.AA',
    'W10.e30.AA',
    'bnVsbA.e30.AA',
    '{"id_token":"eyJhbGciOiJub25lIn0.e30."}',
    '-----BEGIN PUBLIC KEY-----',
    'authelia_xx_abc.def',
    'authelia_at_abc',
  ])('%j', async (text) => {
    await expect(decodeToken(text, reader)).rejects.toMatchObject({ code: 'ERR_TOKEN_UNREADABLE', exitCode: 1 })
  })

  it('no message repeats it', async () => {
    const secret = 'c2VjcmV0c2VjcmV0c2VjcmV0'
    for (const text of [secret, `${secret}.${secret}.${secret}`, `eyJhbGciOiJub25lIn0.${secret}=.AA`]) {
      const error = await decodeToken(text, reader).catch((thrown: Error) => thrown)
      expect(`${error instanceof Error ? error.message : ''}`).not.toContain(secret)
    }
  })
})
