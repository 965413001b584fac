/** Moments of a token (NumericDate, RFC 7519 §2) for people. */

export interface Reader {
  /** Milliseconds since 1970. */
  now: number
  /** IANA name; absent: that of the system. */
  timeZone?: string | undefined
}

/** Seconds of a unit, and up to how many seconds it is used. */
const UNITS: readonly [Intl.RelativeTimeFormatUnit, number, number][] = [
  ['second', 1, 90],
  ['minute', 60, 90 * 60],
  ['hour', 3600, 48 * 3600],
  ['day', 86_400, 90 * 86_400],
  ['month', 2_629_746, 24 * 2_629_746],
  ['year', 31_556_952, Number.POSITIVE_INFINITY],
]

/** Beyond that a `Date` has no value; seconds. */
const LATEST = 8_640_000_000_000

/** Whether a claim's value is a moment that can be shown. */
export function isMoment(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= LATEST
}

/** How far a moment lies from now: `in 5 minutes`, `2 days ago`. */
export function relative(seconds: number, { now }: Reader): string {
  const distance = Math.trunc(seconds - now / 1000)
  const [unit, length] = UNITS.find(([, , limit]) => Math.abs(distance) < limit) ?? ['year', 31_556_952]
  return new Intl.RelativeTimeFormat('en').format(Math.trunc(distance / length), unit)
}

/** Date, time and offset in the reader's zone. */
export function localTime(seconds: number, { timeZone }: Reader): string {
  // The Swedish form is ISO 8601's, with a blank.
  return new Intl.DateTimeFormat('sv-SE', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone,
    timeZoneName: 'shortOffset',
  }).format(seconds * 1000)
}
