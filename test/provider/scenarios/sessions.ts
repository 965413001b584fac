/** Who is logged in, and how. */
import { createHash } from 'node:crypto'
import type { TotpSecret } from '../../../src/provider/user-store.ts'
import { totpCode } from '../../../src/secrets/totp.ts'
import { type Browser, type Page, pageName } from '../support/browser.ts'
import { FIXTURES } from './vectors.ts'
import { ISSUER, type World } from './world.ts'

export const TOTP: TotpSecret = {
  secret: Buffer.from('12345678901234567890'),
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
}

/** Logs a browser in through the login page, and raises the session to what the fixture says. */
export async function openSession(world: World, browser: Browser, name: string, secondsAgo = 0): Promise<void> {
  const { user, factors = [] } = FIXTURES.sessions[name] ?? {}
  if (user === undefined) return
  await browser.submit(await browser.open(`${ISSUER}${world.given.server?.base_path ?? ''}/login`), credentials(user))
  const [cookie = ''] = [...browser.cookies.values()].slice(-1)
  const key = createHash('sha256').update(cookie).digest('base64url')
  const row = await world.storage.findSession(key)
  if (row === undefined) throw new Error(`${user} could not log in`)
  const at = world.clock.now - secondsAgo * 1000
  await world.storage.saveSession({ ...row, password_at: at, totp_at: factors.includes('totp') ? at : null })
}

function credentials(username: string): { username: string; password: string } {
  return { username, password: FIXTURES.users[username]?.password ?? '' }
}

/** Fills in the login page, and the second factor where it follows. */
export async function logIn(world: World, page: Page, username: string): Promise<Page> {
  const next = await world.browser.submit(page, credentials(username))
  if (pageName(next.body) !== 'second-factor') return next
  return world.browser.submit(next, { totp: totpCode(TOTP, Math.floor(world.clock.now / 30_000)) })
}
