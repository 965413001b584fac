/** Users that were set for one run, before those that were there already. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Random } from '../primitives/random.ts'
import type { DevOptions } from '../provider/dev/options.ts'
import { cardOf } from '../provider/dev/users.ts'
import type { SecondFactorStore, TotpSecret, User, UserStore } from '../provider/user-store.ts'

/** What a user knows. */
export interface UserSecrets {
  /** Default: the name. */
  password?: string | undefined
  /** Default: the one there was, else a drawn one. */
  totp?: TotpSecret | undefined
}

interface SetUser {
  user: User
  password: string
}

/** What was set, by user name. */
export interface SetUsers {
  users: Map<string, SetUser>
  /** Of users that were set, and of whoever enrolled here. */
  generators: Map<string, TotpSecret>
}

export function noUsers(): SetUsers {
  return { users: new Map(), generators: new Map() }
}

/** Bytes of a shared secret (RFC 4226 §4). */
const TOTP_BYTES = 20

function isEqual(left: string, right: string): boolean {
  const fixed = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(fixed(left), fixed(right))
}

/** Sets a user; one that was set before keeps the generator. */
export function setUser(
  { users, generators }: SetUsers,
  user: User,
  { password = user.username, totp }: UserSecrets,
  random: Random,
): void {
  const drawn = (): TotpSecret => ({ secret: random(TOTP_BYTES), algorithm: 'SHA1', digits: 6, period: 30 })
  users.set(user.username, { user, password })
  generators.set(user.username, totp ?? generators.get(user.username) ?? drawn())
}

/** `below`, with `set` before it. */
export function overlayUsers({ users }: SetUsers, below: UserStore): UserStore {
  return {
    find: async (username) => users.get(username)?.user ?? below.find(username),
    async verifyPassword(username, password) {
      const known = users.get(username)
      if (known === undefined) return below.verifyPassword(username, password)
      return isEqual(password, known.password) ? known.user : undefined
    },
  }
}

/** The second factors of {@link overlayUsers}: whoever enrols does it here alone, and without a code. */
export function overlaySecondFactors(
  { generators }: SetUsers,
  below: SecondFactorStore | undefined,
): SecondFactorStore {
  return {
    findTotp: async (username) => generators.get(username) ?? below?.findTotp(username),
    async enrol(username, totp) {
      generators.set(username, totp)
      return true
    },
  }
}

/** Cards for the users that were set, and their passwords where pages show passwords. */
export function overlayDev({ users: set }: SetUsers, below: DevOptions): DevOptions {
  const users = new Map(below.users.map((card) => [card.username, card]))
  for (const { user } of set.values()) users.set(user.username, cardOf(user))
  const passwords = Object.fromEntries([...set.values()].map(({ user, password }) => [user.username, password]))
  return {
    ...below,
    users: [...users.values()],
    ...(below.passwords && { passwords: { ...below.passwords, ...passwords } }),
  }
}
