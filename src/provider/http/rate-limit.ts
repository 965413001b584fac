/** Limits on failed requests of one address to one endpoint, so that nothing is guessed through. */
import { networkOf } from '../../primitives/networks.ts'
import { ExpiringMap } from '../storage/expiring-map.ts'

/** So many failures in so many seconds. */
const WINDOWS: readonly { failures: number; seconds: number }[] = [
  { failures: 30, seconds: 60 },
  { failures: 40, seconds: 2 * 60 },
  { failures: 50, seconds: 10 * 60 },
  { failures: 100, seconds: 60 * 60 },
]
const LONGEST = 60 * 60

export interface RateLimiter {
  /** Seconds to wait; `undefined`: go ahead. */
  retryAfter(endpoint: string, address: string, now: number): number | undefined
  countFailure(endpoint: string, address: string, now: number): void
}

/** Seconds until the window has room again. */
function waitFor(
  failures: readonly number[],
  { failures: limit, seconds }: (typeof WINDOWS)[number],
  now: number,
): number {
  const decisive = failures.at(-limit)
  return decisive === undefined ? 0 : Math.max(0, decisive + seconds - now)
}

export function createRateLimiter(): RateLimiter {
  const failures = new ExpiringMap<number[]>()
  const keyOf = (endpoint: string, address: string) => `${endpoint} ${networkOf(address)}`
  return {
    retryAfter(endpoint, address, now) {
      const known = failures.get(keyOf(endpoint, address))
      if (known === undefined) return undefined
      const wait = Math.max(...WINDOWS.map((window) => waitFor(known, window, now)))
      return wait > 0 ? wait : undefined
    },
    countFailure(endpoint, address, now) {
      failures.sweep(now)
      const key = keyOf(endpoint, address)
      const known = failures.get(key) ?? []
      failures.set(key, [...known.filter((time) => time + LONGEST > now), now].slice(-100), now + LONGEST)
    },
  }
}
