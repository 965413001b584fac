/** What is kept of a request: headers and parameters, masked, and what its JWTs say. */
import type { SeenRequest } from '../follow.ts'
import type { Shown, ShownClaims } from './flow.ts'
import { SHOWN_HEADERS } from './secret-kinds.ts'
import type { Tools } from './tools.ts'

const CREDENTIALS = /^(basic|bearer|dpop)\s+(\S+)$/i

function authorizationOf(authorization: string, { masker }: Tools): Shown {
  const [, scheme = '', value = authorization] = CREDENTIALS.exec(authorization) ?? []
  const kind = /^basic$/i.test(scheme) ? 'client secret' : scheme === '' ? 'credentials' : 'access token'
  return { name: scheme === '' ? 'authorization' : `authorization (${scheme})`, masked: masker.mask(kind, value) }
}

/** Cookies of ours; those of other programs on this machine are nobody's business. */
function cookiesOf(header: string | null, { masker }: Tools): Shown[] {
  if (header?.includes('oidc_') !== true) return []
  const own = header.matchAll(/(?:^|;\s*)((?:__Host-)?oidc_\w+)=([^;]*)/g)
  return [...own].map(([, name = '', value = '']) => ({
    name: `cookie (${name})`,
    masked: masker.mask('cookie', value),
  }))
}

/** The headers that say something about a request. */
export function headersOf({ headers }: SeenRequest, tools: Tools): Shown[] {
  const authorization = headers.get('authorization')
  return [
    ...(authorization === null ? [] : [authorizationOf(authorization, tools)]),
    ...cookiesOf(headers.get('cookie'), tools),
    ...SHOWN_HEADERS.flatMap((name) => {
      const sent = headers.get(name)
      return sent === null ? [] : [tools.masker.text(name, sent)]
    }),
  ]
}

export function parametersOf({ parameters }: SeenRequest, { masker, limits }: Tools): Shown[] {
  return parameters.slice(0, limits.values).map(([name, value]) => masker.parameter(name, value))
}

const SENT_JWTS: Readonly<Record<string, ShownClaims['kind']>> = {
  client_assertion: 'assertion',
  request: 'request_object',
}

/** JWTs that the client sent: what it says of itself. */
export function sentClaims({ parameters }: SeenRequest, { claims }: Tools): ShownClaims[] {
  return parameters.flatMap(([name, value]) => {
    const kind = SENT_JWTS[name]
    return kind === undefined ? [] : (claims.jwt(kind, value, {}) ?? [])
  })
}
