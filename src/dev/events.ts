/** The last things that a provider told its operator: what tests look at afterwards. No secret is in them. */
import type { Clock } from '../primitives/clock.ts'
import type { Log, LogEvent } from '../provider/log.ts'

export interface RecordedEvent extends LogEvent {
  /** Counts from 1; a gap says that earlier ones are forgotten. */
  number: number
  /** RFC 3339, by the provider's clock. */
  time: string
}

export interface EventRecord {
  log: Log
  /** Those after `number`, oldest first. */
  since(number?: number): readonly RecordedEvent[]
}

/** Events that are kept. */
export const EVENT_LIMIT = 1_000

/** A record of the last {@link EVENT_LIMIT} events, which are also told to `next`. */
export function recordEvents(clock: Clock, next: Log): EventRecord {
  let events: RecordedEvent[] = []
  let count = 0
  return {
    log(event) {
      count += 1
      events.push({ ...event, number: count, time: new Date(clock()).toISOString() })
      // Cut down rarely: shifting each time would move all of them each time.
      if (events.length >= 2 * EVENT_LIMIT) events = events.slice(-EVENT_LIMIT)
      next(event)
    },
    since: (number = 0) => events.slice(-EVENT_LIMIT).filter((event) => event.number > number),
  }
}
