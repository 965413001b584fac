/** What the provider did, as tests want it: the list so far, a listener, or one event after the other. */
import type { RecordedEvent } from '../dev/events.ts'

export interface Events extends AsyncIterable<RecordedEvent> {
  /** Those after `number` (default: all that are kept, the last 1,000), oldest first. */
  list(number?: number): readonly RecordedEvent[]
  /** Is told each event from now on; the result ends that. */
  on(listener: (event: RecordedEvent) => void): () => void
  /** From now on, until the provider is closed. */
  [Symbol.asyncIterator](): AsyncIterator<RecordedEvent, undefined>
}

export interface EventSource {
  events: Events
  /** Tells what is new. */
  notice(): void
  /** Ends iterations. */
  end(): void
}

/** Events of a record whose part after a number `since` gives. */
export function createEvents(since: (number?: number) => readonly RecordedEvent[]): EventSource {
  const listeners = new Set<(event: RecordedEvent) => void>()
  const endings = new Set<() => void>()
  let last = 0
  const on = (listener: (event: RecordedEvent) => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return {
    events: { list: since, on, [Symbol.asyncIterator]: () => iterate(on, endings) },
    notice() {
      const fresh = since(last)
      last = fresh.at(-1)?.number ?? last
      for (const event of fresh) for (const listener of listeners) listener(event)
    },
    end() {
      for (const ending of endings) ending()
      listeners.clear()
    },
  }
}

function iterate(on: Events['on'], endings: Set<() => void>): AsyncIterator<RecordedEvent, undefined> {
  const waiting: RecordedEvent[] = []
  let isOver = false
  let wake = () => {}
  const off = on((event) => {
    waiting.push(event)
    wake()
  })
  const finish = () => {
    isOver = true
    off()
    endings.delete(finish)
    wake()
  }
  endings.add(finish)
  return {
    async next() {
      while (waiting.length === 0 && !isOver) await new Promise<void>((resolve) => (wake = resolve))
      const value = waiting.shift()
      return value === undefined ? { done: true, value } : { done: false, value }
    },
    async return() {
      finish()
      return { done: true, value: undefined }
    },
  }
}
