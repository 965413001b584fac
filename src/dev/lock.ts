/**
 * Who may use what only a developer should: whoever has the control token, by a bearer header or by the cookie that a
 * browser gets in exchange for it. Only `--expose` asks browsers; the control API always asks.
 */
import { createHmac } from 'node:crypto'
import { parse, serialize } from 'hono/utils/cookie'
import { equalInConstantTime, sha256 } from '../primitives/sha256.ts'
import type { IncomingRequest } from '../provider/http/request.ts'

export interface Lock {
  /** Whether the request carries the token as RFC 6750 §2.1 says. */
  hasBearer(request: Pick<IncomingRequest, 'headers'>): boolean
  /** Whether it carries the token or the cookie. */
  isOpenTo(request: Pick<IncomingRequest, 'headers'>): boolean
  isToken(text: string): boolean
  /** `Set-Cookie` for a browser whose user has typed the token. */
  cookie(path: string, secure: boolean): string
}

/** A lock with one token; `name` tells the cookies of servers on one host apart. */
export function createLock(token: string, name: string): Lock {
  const cookieName = `oidc_dev_${Buffer.from(sha256(name)).toString('hex').slice(0, 8)}`
  const value = createHmac('sha256', token).update('dev cookie').digest('base64url')
  const isToken = (text: string) => equalInConstantTime(text, token)
  const hasBearer: Lock['hasBearer'] = ({ headers }) => {
    const [, presented] = /^bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '') ?? []
    return presented !== undefined && isToken(presented)
  }
  return {
    hasBearer,
    isOpenTo(request) {
      const header = request.headers.get('cookie')
      const sent = header === null ? undefined : parse(header)[cookieName]
      return (sent !== undefined && equalInConstantTime(sent, value)) || hasBearer(request)
    },
    isToken,
    cookie: (path, secure) => serialize(cookieName, value, { path, httpOnly: true, sameSite: 'Lax', secure }),
  }
}
