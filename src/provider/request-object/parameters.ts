/** Request parameters as claims (RFC 9101 §4), and how they take the place of the outer ones. */
import type { JWTPayload } from 'jose'
import { splitList } from '../authorization/request.ts'
import type { AsReleased } from '../compat.ts'
import { Parameters } from '../http/parameters.ts'

/** Claims of the JWT itself: no request parameters. */
const JWT_CLAIMS: readonly string[] = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti']

/** Parameters that may be sent several times (RFC 8707 §2). */
const REPEATABLE: readonly string[] = ['audience', 'resource']

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

/** RFC 9101 §4: numbers and booleans as their text, lists of words joined, anything else as JSON. */
function asText(value: unknown, asReleased: AsReleased): string {
  if (typeof value === 'string') return value
  // What the released reference makes of a number cannot be read as one again.
  if (typeof value === 'number' && asReleased('request_object_leniency')) return `%!s(float64=${value})`
  if (isTextList(value)) return value.join(' ')
  return JSON.stringify(value)
}

/** The parameters inside an object. */
export function objectParameters(claims: JWTPayload, asReleased: AsReleased): Parameters {
  const entries = Object.entries(claims)
    .filter(([name, value]) => !JWT_CLAIMS.includes(name) && value !== undefined && value !== null)
    .flatMap(([name, value]): [string, string][] =>
      REPEATABLE.includes(name) && isTextList(value)
        ? value.map((one) => [name, one])
        : [[name, asText(value, asReleased)]],
    )
  return Parameters.from(entries)
}

/** Core §6.1: `openid` may stand outside alone. */
function withOpenid(inner: string | undefined, outer: string | undefined): string | undefined {
  const scopes = splitList(inner)
  if (scopes.includes('openid') || !splitList(outer).includes('openid')) return inner
  return ['openid', ...scopes].join(' ')
}

/**
 * The request that an object makes. RFC 9101 §6.3: its own parameters alone count; for a client without a registered
 * algorithm the older rule of Core §6.1 holds, and what the object lacks is taken from outside.
 */
export function mergeParameters(outer: Parameters, inner: Parameters, { alone }: { alone: boolean }): Parameters {
  const client = {
    client_id: outer.get('client_id'),
    response_type: inner.get('response_type') ?? outer.get('response_type'),
  }
  if (alone) return inner.with({ ...client, scope: withOpenid(inner.get('scope'), outer.get('scope')) })
  const names = new Set(inner.entries().map(([name]) => name))
  const missing = outer.entries().filter(([name]) => !names.has(name))
  const scope = inner.has('scope') ? withOpenid(inner.get('scope'), outer.get('scope')) : outer.get('scope')
  return Parameters.from([...inner.entries(), ...missing]).with({
    ...client,
    scope,
    request: undefined,
    request_uri: undefined,
  })
}
