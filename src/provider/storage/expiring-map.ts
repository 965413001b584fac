/** A map whose entries end: swept in slices, so that no request pays for a million of them. */

interface Entry<V> {
  value: V
  expires_at: number
}

const SLICE = 500

export class ExpiringMap<V> {
  readonly #entries = new Map<string, Entry<V>>()
  #cursor: Iterator<[string, Entry<V>]> | undefined

  get(key: string): V | undefined {
    return this.#entries.get(key)?.value
  }

  set(key: string, value: V, expires_at: number): void {
    this.#entries.set(key, { value, expires_at })
  }

  /** Replaces a value and leaves its end as it is. */
  replace(key: string, value: V): void {
    const entry = this.#entries.get(key)
    if (entry !== undefined) entry.value = value
  }

  delete(key: string): void {
    this.#entries.delete(key)
  }

  expiresAt(key: string): number | undefined {
    return this.#entries.get(key)?.expires_at
  }

  get size(): number {
    return this.#entries.size
  }

  /** Looks at the next slice and drops what ended before `now`; `dropped` hears of each. */
  sweep(now: number, dropped: (value: V) => void = () => undefined): void {
    this.#cursor ??= this.#entries.entries()
    for (let seen = 0; seen < SLICE; seen += 1) {
      const { done, value } = this.#cursor.next()
      if (done === true) {
        this.#cursor = undefined
        return
      }
      const [key, entry] = value
      if (entry.expires_at >= now) continue
      this.#entries.delete(key)
      dropped(entry.value)
    }
  }
}
