/** The browser session of the built-in application: its own cookie, since a login gives the provider's a new value. */
import { parse, serialize } from 'hono/utils/cookie'
import { encodeBase64url } from '../../primitives/base64url.ts'
import type { Random } from '../../primitives/random.ts'
import { sha256Text } from '../../primitives/sha256.ts'
import type { IncomingRequest } from '../../provider/http/request.ts'

export interface TrySession {
  /** A hash of the cookie: what runs and form tokens are bound to. */
  key: string
  /** `Set-Cookie`, for a browser that has none yet. */
  cookie: string | undefined
}

function cookieName(origin: string): string {
  return `oidc_try_${sha256Text(origin).replaceAll(/\W/g, '').slice(0, 8)}`
}

/** The session of a request, a new one for a browser without. */
export function readTrySession({ headers, url }: IncomingRequest, basePath: string, random: Random): TrySession {
  const name = cookieName(url.origin)
  const sent = parse(headers.get('cookie') ?? '', name)[name]
  if (sent !== undefined && /^[\w-]{43}$/.test(sent)) return { key: sha256Text(sent), cookie: undefined }
  const value = encodeBase64url(random(32))
  const secure = url.protocol === 'https:'
  const cookie = serialize(name, value, { path: `${basePath}/dev/try`, httpOnly: true, sameSite: 'Lax', secure })
  return { key: sha256Text(value), cookie }
}
