/** What is wrong or dangerous about a token, whoever signed it. */
import { profileOf, statedType } from './profile.ts'
import { isMoment, localTime, type Reader, relative } from './times.ts'
import type { JsonObject } from './token.ts'
import { visible } from './visible.ts'

export interface TokenWarning {
  /** Public and stable. */
  code: `TOKEN_${string}`
  message: string
}

/** Clocks differ; seconds. */
const LEEWAY = 60

/** Seconds since 1970 reach this in the year 5138: what is above it counts milliseconds. */
const MILLISECONDS = 100_000_000_000

const MOMENTS = ['exp', 'nbf', 'iat', 'auth_time'] as const

function formWarnings(claims: JsonObject): TokenWarning[] {
  return MOMENTS.flatMap((name) => {
    const value = claims[name]
    if (value === undefined) return []
    if (!isMoment(value)) {
      return [
        { code: 'TOKEN_TIME_FORM' as const, message: `${name} is not a number of seconds since 1970 (RFC 7519 §2)` },
      ]
    }
    if (value < MILLISECONDS) return []
    return [
      { code: 'TOKEN_TIME_FORM' as const, message: `${name} seems to count milliseconds; it has to count seconds` },
    ]
  })
}

function timeWarnings(claims: JsonObject, reader: Reader): TokenWarning[] {
  const { exp, nbf, iat } = claims
  const now = reader.now / 1000
  const at = (seconds: number) => `${localTime(seconds, reader)}, ${relative(seconds, reader)}`
  const warnings: TokenWarning[] = []
  if (isMoment(exp) && exp <= now) warnings.push({ code: 'TOKEN_EXPIRED', message: `expired ${at(exp)}` })
  if (isMoment(nbf) && nbf > now) {
    warnings.push({ code: 'TOKEN_NOT_YET_VALID', message: `not valid before ${at(nbf)}` })
  }
  if (isMoment(iat) && iat > now + LEEWAY) {
    warnings.push({ code: 'TOKEN_FROM_FUTURE', message: `issued ${at(iat)}: a clock is wrong` })
  }
  return warnings
}

/** RFC 8725 §3.10: who follows these believes whoever made the token. A DPoP proof brings its key on purpose. */
const EMBEDDED_KEYS = ['jwk', 'jku', 'x5u', 'x5c']

function headerWarnings(header: JsonObject): TokenWarning[] {
  const { alg, crit } = header
  const warnings: TokenWarning[] = []
  if (typeof alg === 'string' && alg.toLowerCase() === 'none') {
    warnings.push({ code: 'TOKEN_ALG_NONE', message: 'it is not signed (alg none): anybody can have written it' })
  }
  const embedded = EMBEDDED_KEYS.filter((name) => Object.hasOwn(header, name))
  if (embedded.length > 0 && statedType(header) !== 'dpop+jwt') {
    const message = `it names its own key (${embedded.join(', ')}): a reader takes keys from the issuer alone`
    warnings.push({ code: 'TOKEN_EMBEDDED_KEY', message })
  }
  if (crit !== undefined) {
    const names = Array.isArray(crit) ? visible(crit.map(String).join(', ')) : 'a value that is no list'
    warnings.push({ code: 'TOKEN_CRIT', message: `a reader that does not know ${names} has to refuse it (crit)` })
  }
  return warnings
}

function typeWarnings(header: JsonObject, claims: JsonObject): TokenWarning[] {
  const profile = profileOf(header, claims)
  if (profile?.name === 'access token') {
    const message = 'it looks like an access token without typ at+jwt (RFC 9068 §2.1): it can be taken for an ID token'
    return [{ code: 'TOKEN_TYPE', message }]
  }
  if (profile?.name.startsWith('logout token') && Object.hasOwn(claims, 'nonce')) {
    return [{ code: 'TOKEN_TYPE', message: 'a logout token must not have a nonce (Back-Channel Logout §2.4)' }]
  }
  return []
}

/** Everything that is wrong, the header first. */
export function warningsOf(header: JsonObject, claims: JsonObject, reader: Reader): TokenWarning[] {
  return [
    ...headerWarnings(header),
    ...typeWarnings(header, claims),
    ...formWarnings(claims),
    ...timeWarnings(claims, reader),
  ]
}
