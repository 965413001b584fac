/**
 * Guessing is slowed for each pair of user and address, in memory and always on. Nobody is locked out from elsewhere: what
 * one address types wrong makes that address wait and no other. An attempt counts when it begins, so that many at once
 * gain nothing; a right one clears what the address owes for the user.
 */

import { networkOf } from '../../primitives/networks.ts'
import { sha256Text } from '../../primitives/sha256.ts'
import { ExpiringMap } from '../storage/expiring-map.ts'

/** What is guessed at. */
export type Secret = 'password' | 'totp' | 'enrolment_code'

export interface Guess {
  secret: Secret
  /** As typed: a name that nobody has is slowed like any other. */
  username: string
  address: string
}

export interface Guesses {
  /** Counts an attempt; seconds to wait instead when it is not allowed yet. */
  attempt(guess: Guess, now: number): number | undefined
  /** The attempt was right. */
  succeeded(guess: Guess): void
}

/** Attempts before the first wait: fingers slip. */
const FREE = 5
/** Seconds of the first wait; each further one is twice as long. */
const FIRST_WAIT = 15
/** Seconds; at most 12 guesses an hour in the long run. */
const LONGEST_WAIT = 5 * 60
/** Seconds without an attempt after which the address starts anew. */
const FORGIVEN_AFTER = 60 * 60

/**
 * Attempts an hour at the one-time codes of a user from everywhere. Six digits do not stand an attacker with many
 * addresses (RFC 4226 §7.3); whoever gets to them has the password already, so this locks nobody out who has not lost that.
 */
const TOTP_ATTEMPTS = 100
const TOTP_WINDOW = 60 * 60

interface Count {
  attempts: number
  /** When the next attempt is allowed. */
  open_at: number
}

/** Of a fixed length, whatever was typed; upper and lower case may name the same user. */
function keyOf(...parts: readonly string[]): string {
  return sha256Text(JSON.stringify(parts))
}

function waitAfter(attempts: number): number {
  return attempts < FREE ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - FREE))
}

/** A memory for one process, which outlives a change of the configuration. */
export function createGuesses(): Guesses {
  const pairs = new ExpiringMap<Count>()
  const users = new ExpiringMap<Count>()
  const pairOf = ({ secret, username, address }: Guess) => keyOf(secret, username.toLowerCase(), networkOf(address))
  const current = (counts: ExpiringMap<Count>, key: string, now: number) =>
    (counts.expiresAt(key) ?? 0) > now ? counts.get(key) : undefined

  /** Over all addresses, in windows of an hour from the first attempt. */
  const waitForUser = ({ secret, username }: Guess, now: number): number => {
    if (secret !== 'totp') return 0
    const key = keyOf(secret, username.toLowerCase())
    const { attempts, open_at } = current(users, key, now) ?? { attempts: 0, open_at: now + TOTP_WINDOW }
    if (attempts >= TOTP_ATTEMPTS) return open_at - now
    users.set(key, { attempts: attempts + 1, open_at }, open_at)
    return 0
  }
  return {
    attempt(guess, now) {
      pairs.sweep(now)
      users.sweep(now)
      const key = pairOf(guess)
      const { attempts, open_at } = current(pairs, key, now) ?? { attempts: 0, open_at: now }
      if (open_at > now) return open_at - now
      const wait = waitForUser(guess, now)
      if (wait > 0) return wait
      pairs.set(key, { attempts: attempts + 1, open_at: now + waitAfter(attempts + 1) }, now + FORGIVEN_AFTER)
      return undefined
    },
    succeeded(guess) {
      pairs.delete(pairOf(guess))
    },
  }
}
