/** Everything that can be done to a JWT by somebody who does not have the key. */
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

type Values = Readonly<Record<string, unknown>>

/** A genuine JWT, taken apart, and the public half of what signed it. */
export interface Genuine {
  token: string
  header: Values
  payload: Values
  publicKey: KeyObject
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function decode(part: string): Values {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Values
}

export function takeApart(token: string, publicKey: KeyObject): Genuine {
  const [header = '', payload = ''] = token.split('.')
  return { token, header: decode(header), payload: decode(payload), publicKey }
}

const HASHES: Readonly<Record<string, string>> = { '256': 'sha256', '384': 'sha384', '512': 'sha512' }

function signature(input: string, alg: string, key: KeyObject): string {
  const options = alg.startsWith('ES') ? { key, dsaEncoding: 'ieee-p1363' as const } : key
  return sign(HASHES[alg.slice(2)] ?? 'sha256', Buffer.from(input), options).toString('base64url')
}

/** A JWS by a private key. */
export function signed(header: Values, payload: Values, key: KeyObject): string {
  const input = `${encode(header)}.${encode(payload)}`
  return `${input}.${signature(input, String(header['alg']), key)}`
}

/** A JWS by an HMAC over any text, such as a public key that everybody knows. */
export function maced(header: Values, payload: Values, secret: string | Uint8Array): string {
  const input = `${encode(header)}.${encode(payload)}`
  const hash = HASHES[String(header['alg']).slice(2)] ?? 'sha256'
  return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`
}

const MALLORY = {
  RS: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  ES: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
}

function malloryFor(alg: unknown): KeyObject {
  return String(alg).startsWith('ES') ? MALLORY.ES : MALLORY.RS
}

/** Another key under every name that the header can give it. */
function byMallory({ header, payload }: Genuine, more: Values = {}, claims: Values = {}): string {
  return signed({ ...header, ...more }, { ...payload, ...claims }, malloryFor(header['alg']))
}

function publicJwk({ header }: Genuine): Values {
  return { ...createPublicKey(malloryFor(header['alg'])).export({ format: 'jwk' }), kid: header['kid'], use: 'sig' }
}

function parts({ token }: Genuine): [string, string, string] {
  const [header = '', payload = '', last = ''] = token.split('.')
  return [header, payload, last]
}

function pem({ publicKey }: Genuine): string {
  return publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

function withHeader(genuine: Genuine, header: Values): string {
  const [, payload, last] = parts(genuine)
  return `${encode({ ...genuine.header, ...header })}.${payload}.${last}`
}

/** The same last byte in another spelling: base64url has bits to spare there. */
function respelt({ token }: Genuine): string {
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return token.slice(0, -1) + ALPHABET[ALPHABET.indexOf(token.at(-1) ?? '') ^ 1]
}

export interface Forgery {
  name: string
  forge: (genuine: Genuine) => string
}

/** RFC 8725 §2: the known attacks on JWTs. */
export const FORGERIES: readonly Forgery[] = [
  ...['none', 'None', 'NONE', 'nOnE', ''].map((alg) => ({
    name: `§2.1: alg '${alg}' and no signature`,
    forge: ({ header, payload }: Genuine) => `${encode({ ...header, alg })}.${encode(payload)}.`,
  })),
  { name: '§2.1: alg none with the genuine signature', forge: (genuine) => withHeader(genuine, { alg: 'none' }) },
  {
    name: '§2.1: no alg at all',
    forge: ({ payload }) => `${encode({ typ: 'JWT' })}.${encode(payload)}.AAAA`,
  },
  ...['HS256', 'HS384', 'HS512'].flatMap((alg) => [
    {
      name: `§2.1: ${alg} keyed with the public key as PEM`,
      forge: (genuine: Genuine) => maced({ ...genuine.header, alg }, genuine.payload, pem(genuine)),
    },
    {
      name: `§2.1: ${alg} keyed with the public key as PEM, without kid`,
      forge: (genuine: Genuine) => maced({ typ: genuine.header['typ'], alg }, genuine.payload, pem(genuine)),
    },
  ]),
  {
    name: '§2.1: HS256 keyed with the public key as JWK',
    forge: (genuine) =>
      maced(
        { ...genuine.header, alg: 'HS256' },
        genuine.payload,
        JSON.stringify(genuine.publicKey.export({ format: 'jwk' })),
      ),
  },
  {
    name: '§2.1: HS256 keyed with nothing',
    forge: ({ header, payload }) => maced({ ...header, alg: 'HS256' }, payload, ''),
  },
  {
    name: '§2.1: another alg of the same family in the header',
    forge: (genuine) => withHeader(genuine, { alg: String(genuine.header['alg']).replace(/\d+$/, '512') }),
  },
  { name: '§2.2: signed by another key under the same kid', forge: (genuine) => byMallory(genuine) },
  { name: 'signed by another key that comes along as jwk', forge: (one) => byMallory(one, { jwk: publicJwk(one) }) },
  {
    name: 'signed by another key, without kid and with jwk',
    forge: (one) => byMallory(one, { kid: undefined, jwk: publicJwk(one) }),
  },
  ...['jku', 'x5u'].map((member) => ({
    name: `signed by another key that ${member} names`,
    forge: (one: Genuine) => byMallory(one, { [member]: 'https://evil.example/keys' }),
  })),
  { name: 'signed by another key that comes along as x5c', forge: (one) => byMallory(one, { x5c: ['MIIB'] }) },
  ...['../../../../dev/null', '/dev/null', "' OR 1=1 --", '', '__proto__', 'constructor', 0, ['k1'], {}].map((kid) => ({
    name: `signed by another key under kid ${JSON.stringify(kid)}`,
    forge: (one: Genuine) => byMallory(one, { kid }),
  })),
  {
    name: 'an HMAC with an empty secret under kid /dev/null',
    forge: ({ header, payload }) => maced({ ...header, alg: 'HS256', kid: '/dev/null' }, payload, ''),
  },
  { name: 'the genuine signature under another kid', forge: (one) => withHeader(one, { kid: 'other' }) },
  {
    name: 'RFC 7515 §4.1.11: a crit that nobody understands',
    forge: (one) => withHeader(one, { crit: ['x'], x: 1 }),
  },
  { name: 'RFC 7797: an unencoded payload', forge: (one) => withHeader(one, { b64: false, crit: ['b64'] }) },
  {
    name: 'another payload under the genuine signature',
    forge: (one) => {
      const [header, , last] = parts(one)
      return `${header}.${encode({ ...one.payload, sub: 'mallory' })}.${last}`
    },
  },
  {
    name: 'the genuine payload with a space, under the genuine signature',
    forge: (one) => {
      const [header, , last] = parts(one)
      return `${header}.${Buffer.from(`${JSON.stringify(one.payload)} `).toString('base64url')}.${last}`
    },
  },
  { name: 'a foreign issuer, by its own key', forge: (one) => byMallory(one, {}, { iss: 'https://evil.example' }) },
  {
    name: 'the signature left out',
    forge: (one) => `${parts(one)[0]}.${parts(one)[1]}.`,
  },
  { name: 'the last part left out', forge: (one) => `${parts(one)[0]}.${parts(one)[1]}` },
  { name: 'half of the signature', forge: ({ token }) => token.slice(0, -40) },
  {
    name: 'a signature of zeros (CVE-2022-21449)',
    forge: (one) => `${parts(one)[0]}.${parts(one)[1]}.${'A'.repeat(86)}`,
  },
  { name: 'a fourth part', forge: ({ token }) => `${token}.AAAA` },
  {
    name: 'the JSON serialization (RFC 7515 §7.2)',
    forge: (one) =>
      JSON.stringify({ protected: parts(one)[0], payload: parts(one)[1], signature: parts(one)[2], header: {} }),
  },
  { name: 'only a dot', forge: () => '.' },
  { name: 'only dots', forge: () => '..' },
]

/** A token that opens what the genuine one opens would be found under another name: only where tokens are looked up. */
export const RESPELT: Forgery = { name: 'the signature in another spelling', forge: respelt }
