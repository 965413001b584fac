/** A clock that tests stop and move: every part of a provider reads this one, so that all of its state obeys. */
import type { Clock } from '../primitives/clock.ts'

export interface MovableClock {
  /** Milliseconds. */
  now: Clock
  /** Whether it stands still. */
  readonly frozen: boolean
  /** Goes on, or stands still, from this moment; milliseconds. */
  set(milliseconds: number): void
  /** Moves on. */
  advance(seconds: number): void
  freeze(): void
  unfreeze(): void
}

/** A clock that shows what `real` shows until somebody moves it. */
export function createMovableClock(real: Clock): MovableClock {
  let ahead = 0
  let stopped: number | undefined
  const now = () => stopped ?? real() + ahead
  const set = (milliseconds: number) => {
    ahead = milliseconds - real()
    if (stopped !== undefined) stopped = milliseconds
  }
  return {
    now,
    get frozen() {
      return stopped !== undefined
    },
    set,
    advance: (seconds) => set(now() + seconds * 1000),
    freeze() {
      stopped = now()
    },
    unfreeze() {
      const shown = now()
      stopped = undefined
      set(shown)
    },
  }
}
