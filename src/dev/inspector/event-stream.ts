/** What happens, as server-sent events (HTML §9.2): which flows have changed, and nothing of what is in them. */
import type { Recorder } from './recorder.ts'

/** What happens within this time is told at once. */
const GATHER_MS = 100
/** Proxies close what is silent for long. */
const KEEP_ALIVE_MS = 15_000

/** Characters that wait for a reader. */
const UNREAD_LIMIT = 16 * 1024

export interface EventStreams {
  /** `undefined`: too many are open. */
  open(): AsyncIterable<string> | undefined
  /** Ends all of them. */
  close(): void
}

/** A browser opens one for each of its pages. */
const LIMIT = 50

/** A stream that a reader who goes away ends at once, also while nothing happens. */
class EventStream implements AsyncIterableIterator<string> {
  #text = 'retry: 1000\n\n'
  #wake: (() => void) | undefined
  #ended = false
  readonly #ids = new Set<string>()
  #gathering: NodeJS.Timeout | undefined
  readonly #keepAlive: NodeJS.Timeout
  readonly #onEnd: () => void

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd
    this.#keepAlive = setInterval(() => this.#say(': still here\n\n'), KEEP_ALIVE_MS)
    this.#keepAlive.unref()
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  changed(id: string): void {
    this.#ids.add(id)
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined
      this.#say(`event: flow\ndata: ${JSON.stringify({ ids: [...this.#ids] })}\n\n`)
      this.#ids.clear()
    }, GATHER_MS)
    this.#gathering.unref()
  }

  #say(text: string): void {
    // A reader that does not read misses what happens; it asks for the page again with the next event that it gets.
    if (this.#text.length < UNREAD_LIMIT) this.#text += text
    this.#wake?.()
  }

  async next(): Promise<IteratorResult<string>> {
    while (this.#text === '' && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.#ended) return { done: true, value: undefined }
    const value = this.#text
    this.#text = ''
    return { done: false, value }
  }

  async return(): Promise<IteratorResult<string>> {
    if (!this.#ended) this.#onEnd()
    this.#ended = true
    clearInterval(this.#keepAlive)
    clearTimeout(this.#gathering)
    this.#wake?.()
    return { done: true, value: undefined }
  }
}

export function createEventStreams(recorder: Pick<Recorder, 'listen'>): EventStreams {
  const streams = new Set<EventStream>()
  recorder.listen((id) => {
    for (const stream of streams) stream.changed(id)
  })
  return {
    open() {
      if (streams.size >= LIMIT) return undefined
      const stream: EventStream = new EventStream(() => streams.delete(stream))
      streams.add(stream)
      return stream
    },
    close() {
      for (const stream of [...streams]) void stream.return()
    },
  }
}
