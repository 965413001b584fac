/** The parameters of a request: a form or a query, read once. */
import { OAuthError } from '../oauth-error.ts'

/** RFC 8707 §2 lets `resource` repeat; `audience` goes with it. */
const REPEATABLE: readonly string[] = ['audience', 'resource']

/**
 * Parameters by name. A parameter sent without a value counts as omitted (RFC 6749 §3.1, §3.2), so `get` never
 * returns an empty text.
 */
export class Parameters {
  readonly #values: ReadonlyMap<string, readonly string[]>

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values
  }

  static from(entries: Iterable<readonly [string, string]>): Parameters {
    const values = new Map<string, string[]>()
    for (const [name, value] of entries) {
      const sent = values.get(name)
      if (sent === undefined) values.set(name, [value])
      else sent.push(value)
    }
    return new Parameters(values)
  }

  get(name: string): string | undefined {
    return this.#values.get(name)?.[0] || undefined
  }

  all(name: string): readonly string[] {
    return (this.#values.get(name) ?? []).filter((value) => value !== '')
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  /** Whether nothing was sent at all. */
  get isEmpty(): boolean {
    return this.#values.size === 0
  }

  /** Names sent more than once that may come only once. */
  repeated(): string[] {
    return [...this.#values]
      .filter(([name, sent]) => sent.length > 1 && !REPEATABLE.includes(name))
      .map(([name]) => name)
  }

  entries(): [string, string][] {
    return [...this.#values].flatMap(([name, sent]) => sent.map((value): [string, string] => [name, value]))
  }

  /** These parameters with some replaced; `undefined` removes one. */
  with(changes: Readonly<Record<string, string | undefined>>): Parameters {
    const values = new Map(this.#values)
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) values.delete(name)
      else values.set(name, [value])
    }
    return new Parameters(values)
  }
}

/** @throws {@link OAuthError} `invalid_request` when a parameter comes twice (RFC 6749 §3.1, §3.2) */
export function refuseRepeated(parameters: Parameters): void {
  const [name] = parameters.repeated()
  if (name === undefined) return
  throw new OAuthError('invalid_request', {
    hint: `The parameter '${name}' is repeated.`,
    detail: { rule: 'RFC 6749 §3.1: request parameters must not be included more than once', sent: name },
  })
}
