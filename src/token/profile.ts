/** What a JWT is used for, by the type that it states (RFC 8725 §3.11), else by its claims: a guess, and said as one. */
import type { JsonObject } from './token.ts'

const TYPES: Readonly<Record<string, string>> = {
  'at+jwt': 'access token (RFC 9068)',
  'logout+jwt': 'logout token (OpenID Connect Back-Channel Logout)',
  'dpop+jwt': 'DPoP proof (RFC 9449)',
  'oauth-authz-req+jwt': 'request object (RFC 9101)',
  'token-introspection+jwt': 'introspection response (RFC 9701)',
  'client-authentication+jwt': 'client assertion (RFC 7523)',
  'secevent+jwt': 'security event token (RFC 8417)',
}

/** The stated type: RFC 7515 §4.1.9 lets `application/` be left out, case does not count. */
export function statedType({ typ }: JsonObject): string | undefined {
  return typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined
}

interface Guess {
  profile: string
  all: readonly string[]
  /** One of these too. */
  any?: readonly string[]
}

/** The first that fits. */
const GUESSES: readonly Guess[] = [
  { profile: 'logout token', all: ['iss', 'aud', 'events'] },
  { profile: 'request object', all: ['client_id', 'response_type'] },
  { profile: 'authorization response (JARM)', all: ['iss', 'aud', 'exp'], any: ['code', 'error', 'state', 'response'] },
  { profile: 'access token', all: ['iss', 'exp'], any: ['scope', 'scp'] },
  {
    profile: 'ID token',
    all: ['iss', 'sub', 'aud', 'exp', 'iat'],
    any: ['nonce', 'at_hash', 'c_hash', 'auth_time', 'azp'],
  },
  { profile: 'userinfo', all: ['iss', 'sub', 'aud'], any: ['email', 'name', 'preferred_username', 'groups', 'rat'] },
]

function guess(claims: JsonObject): string | undefined {
  const has = (name: string) => Object.hasOwn(claims, name)
  if (has('sub') && claims['iss'] === claims['sub'] && has('aud') && has('jti')) return 'client assertion'
  return GUESSES.find(({ all, any }) => all.every(has) && (any === undefined || any.some(has)))?.profile
}

export interface Profile {
  name: string
  /** By its type; else the claims look like it. */
  isStated: boolean
}

/** `undefined` where neither tells. */
export function profileOf(header: JsonObject, claims: JsonObject): Profile | undefined {
  const type = statedType(header)
  const stated = type !== undefined && Object.hasOwn(TYPES, type) ? TYPES[type] : undefined
  if (stated !== undefined) return { name: stated, isStated: true }
  const name = guess(claims)
  return name === undefined ? undefined : { name, isStated: false }
}
