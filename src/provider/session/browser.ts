/**
 * Browser sessions. A visitor has a random cookie that is nowhere stored; who logs in gets a new one (so that nobody
 * can plant one beforehand) and a row under its hash.
 */
import { parse, serialize } from 'hono/utils/cookie'
import { encodeBase64url } from '../../primitives/base64url.ts'
import { sha256, sha256Text } from '../../primitives/sha256.ts'
import type { Exchange } from '../context.ts'
import { levelOf } from '../policy/level.ts'
import type { SessionRow } from '../storage/storage.ts'
import type { User } from '../user-store.ts'

/** A browser, logged in or not. */
export interface Browser {
  /** Hash of the cookie: what flows and form tokens are bound to. */
  key: string
  /** Set when the browser has to be given its cookie. */
  cookie: string | undefined
  login: Login | undefined
}

/** Who is logged in, and since when. */
export interface Login {
  session: SessionRow
  user: User
}

/** Seconds between notes of a session's use: a write per request would buy nothing. */
const TOUCH_INTERVAL = 60

function cookieName(issuer: string): string {
  const name = `oidc_session_${Buffer.from(sha256(issuer)).toString('hex').slice(0, 8)}`
  return isHttps(issuer) ? `__Host-${name}` : name
}

function isHttps(issuer: string): boolean {
  return issuer.startsWith('https:')
}

function hashCookie(value: string): string {
  return sha256Text(value)
}

/** `Set-Cookie` for a browser session: gone with the browser, out of reach of scripts, not sent across sites but by links. */
function setCookie(issuer: string, value: string): string {
  return serialize(cookieName(issuer), value, { path: '/', httpOnly: true, sameSite: 'Lax', secure: isHttps(issuer) })
}

function readCookie({ request, issuer }: Exchange): string | undefined {
  const header = request.headers.get('cookie')
  if (header === null) return undefined
  const name = cookieName(issuer)
  const value = parse(header, name)[name]
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined
}

function isAlive(row: SessionRow, { now, context }: Exchange): boolean {
  const { inactivity } = context.config.session
  return row.expires_at > now && (inactivity === 0 || row.used_at + inactivity > now)
}

async function findLogin(exchange: Exchange, key: string): Promise<Login | undefined> {
  const { storage, users } = exchange.context
  const session = await storage.findSession(key)
  if (session === undefined) return undefined
  const user = isAlive(session, exchange) ? await users.find(session.username) : undefined
  if (user === undefined) {
    await storage.deleteSession(key)
    return undefined
  }
  if (session.used_at + TOUCH_INTERVAL <= exchange.now) await storage.touchSession(key, exchange.now)
  return { session, user: session.edited_user ?? user }
}

/** A browser that nobody knows yet. */
function newBrowser(exchange: Exchange): { key: string; cookie: string } {
  const value = encodeBase64url(exchange.context.random(32))
  return { key: hashCookie(value), cookie: setCookie(exchange.issuer, value) }
}

/** The browser that sent the request; its user is looked up again, and gone when the user is. */
export async function readBrowser(exchange: Exchange): Promise<Browser> {
  const value = readCookie(exchange)
  if (value === undefined) return { ...newBrowser(exchange), login: undefined }
  const key = hashCookie(value)
  return { key, cookie: undefined, login: await findLogin(exchange, key) }
}

/** With which factors, and in `--dev` with which claims, somebody logs in. */
export type LoginDetails = Pick<SessionRow, 'password_at' | 'totp_at' | 'edited_user'>

/** Logs a user in under a new cookie and forgets the old session (RFC 9700 and OWASP: no session fixation). */
export async function logIn(exchange: Exchange, browser: Browser, user: User, details: LoginDetails): Promise<Browser> {
  const { storage, config } = exchange.context
  const fresh = newBrowser(exchange)
  const session: SessionRow = {
    key: fresh.key,
    username: user.username,
    ...details,
    created_at: exchange.now,
    used_at: exchange.now,
    expires_at: exchange.now + config.session.expiration,
  }
  await storage.deleteSession(browser.key)
  await storage.saveSession(session)
  return { ...fresh, login: { session, user } }
}

/** The same login with a second factor, just given. */
export function addSecondFactor(exchange: Exchange, browser: Browser, login: Login): Promise<Browser> {
  const { password_at } = login.session
  return logIn(exchange, browser, login.user, { password_at, totp_at: exchange.milliseconds, ...editedUserOf(login) })
}

/** The claims that were edited for a login: they go with whatever comes of it. */
export function editedUserOf({ session: { edited_user } }: Login): { edited_user?: User } {
  return edited_user === undefined ? {} : { edited_user }
}

/** Ends the session of a browser. */
export async function logOut(exchange: Exchange, browser: Browser): Promise<Browser> {
  await exchange.context.storage.deleteSession(browser.key)
  return { ...newBrowser(exchange), login: undefined }
}

/** Milliseconds; the later of the factors. */
export function authenticatedAt({ session }: Login): number {
  return Math.max(session.password_at, session.totp_at ?? 0)
}

/** RFC 8176 values of a login, in the order of the specification. */
export function amrOf({ session }: Login, { context }: Exchange): string[] {
  const knowledge = context.asReleased('amr_kba') ? ['pwd', 'kba'] : ['pwd']
  return levelOf(session) === 'two_factor' ? [...knowledge, 'otp', 'mfa'] : knowledge
}
