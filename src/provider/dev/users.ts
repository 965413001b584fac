/** The users that `serve --dev` makes up: enough variety that every claim is seen with and without a value. */

import { encodeBase64url } from '../../primitives/base64url.ts'
import type { Random } from '../../primitives/random.ts'
import { equalInConstantTime } from '../../primitives/sha256.ts'
import type { DevUser } from '../interaction/interaction.ts'
import type { SecondFactorStore, TotpSecret, User, UserStore } from '../user-store.ts'

export const MADE_UP_USERS: readonly User[] = [
  {
    username: 'alice',
    display_name: 'Alice Adams',
    given_name: 'Alice',
    family_name: 'Adams',
    nickname: 'Al',
    email: 'alice@example.com',
    groups: ['admins', 'staff'],
    locale: 'en-GB',
    zoneinfo: 'Europe/London',
    website: 'https://alice.example.com',
    phone_number: '+44 20 7946 0958',
    address: { street_address: '1 High Street', locality: 'London', postal_code: 'SW1A 1AA', country: 'GB' },
  },
  {
    username: 'bob',
    display_name: 'Bob Brown',
    given_name: 'Bob',
    family_name: 'Brown',
    email: 'bob@example.com',
    groups: ['staff'],
    locale: 'en-US',
  },
  {
    username: 'carol',
    display_name: 'Carol Çelik 陳',
    given_name: 'Carol',
    family_name: 'Çelik 陳',
    email: 'carol.celik+test@example.com',
    groups: [],
    locale: 'tr-TR',
  },
  { username: 'dave', display_name: 'Dave', groups: [] },
]

/** A user and what they know, for the ready document. */
export interface MadeUpUser {
  user: User
  password: string
  totp: TotpSecret
}

/** Bytes of a shared secret (RFC 4226 §4). */
const TOTP_BYTES = 20

/** Users with passwords: the name where only this machine can ask, else random ones. */
export function makeUpUsers(
  random: Random,
  { randomPasswords }: { randomPasswords: boolean },
  users: readonly User[] = MADE_UP_USERS,
): MadeUpUser[] {
  return users.map((user) => ({
    user,
    password: randomPasswords ? encodeBase64url(random(12)) : user.username,
    totp: { secret: random(TOTP_BYTES), algorithm: 'SHA1', digits: 6, period: 30 },
  }))
}

/** The made-up users behind the interfaces that real ones come through. */
export function createMadeUpStore(made: readonly MadeUpUser[]): UserStore & SecondFactorStore {
  const byName = new Map(made.map((one) => [one.user.username, one]))
  return {
    find: async (username) => byName.get(username)?.user,
    async verifyPassword(username, password) {
      const known = byName.get(username)
      return equalInConstantTime(password, known?.password ?? '') && known !== undefined ? known.user : undefined
    },
    findTotp: async (username) => byName.get(username)?.totp,
    async enrol(username, totp) {
      const known = byName.get(username)
      if (known !== undefined) byName.set(username, { ...known, totp })
      return known !== undefined
    },
  }
}

/** The card of a user on the login page. */
export function cardOf({ username, display_name, email, groups }: User): DevUser {
  return { username, display_name, groups, ...(email === undefined ? {} : { email }) }
}
