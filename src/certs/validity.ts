/** From when to when a certificate is valid. */
import { UsageError } from '../errors.ts'

export type CertificateRole = 'leaf' | 'intermediate' | 'root'

const DAY_MS = 86_400_000

/** Days; the CA/Browser Forum's limit of old, above which clients begin to object. */
export const LONG_LEAF_DAYS = 825

/** Days by role when nothing is asked for. */
export const DEFAULT_DAYS: Readonly<Record<CertificateRole, number>> = { leaf: 365, intermediate: 1825, root: 3650 }

/** Clocks of readers may be behind ours. */
const SKEW_MS = 5 * 60_000

/** RFC 5280 §4.1.2.5 can name no later moment. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59)

export interface ValidityRequest {
  days?: number | undefined
  /** ISO 8601. */
  not_before?: string | undefined
  not_after?: string | undefined
}

export interface Validity {
  notBefore: Date
  notAfter: Date
}

/**
 * Reads a date or a date with time (ISO 8601, UTC unless it says otherwise), in milliseconds since 1970.
 *
 * @throws {@link UsageError}
 */
export function parseMoment(text: string, flag: string): number {
  const time = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?$/.test(text)
    ? Date.parse(/T[^Z+-]*$/.test(text) ? `${text}Z` : text)
    : Number.NaN
  if (Number.isNaN(time)) {
    throw new UsageError(`'${text}' is not a date`, { hint: `write ${flag} 2027-01-31 or 2027-01-31T12:00:00Z` })
  }
  return time
}

/**
 * The validity of a new certificate: whole seconds, from five minutes ago unless asked otherwise.
 *
 * @throws {@link UsageError} when it would end before it begins
 */
export function validityFor(role: CertificateRole, request: ValidityRequest, now: number): Validity {
  const { days = DEFAULT_DAYS[role], not_before, not_after } = request
  const begin = not_before === undefined ? now - SKEW_MS : parseMoment(not_before, '--not-before')
  const start = not_before === undefined ? now : begin
  const end = not_after === undefined ? start + days * DAY_MS : parseMoment(not_after, '--not-after')
  if (end <= begin) throw new UsageError('the certificate would end before it begins')
  return { notBefore: wholeSeconds(begin), notAfter: wholeSeconds(Math.min(end, LATEST)) }
}

function wholeSeconds(time: number): Date {
  return new Date(Math.floor(time / 1000) * 1000)
}

const UNITS: Readonly<Record<string, number>> = {
  h: DAY_MS / 24,
  d: DAY_MS,
  w: 7 * DAY_MS,
  M: 30 * DAY_MS,
  y: 365 * DAY_MS,
}

/**
 * A duration such as `30d`, in milliseconds; a bare number is days.
 *
 * @throws {@link UsageError}
 */
export function parsePeriod(text: string): number {
  const [, count = '', unit = 'd'] = /^(\d+)([hdwMy])?$/.exec(text) ?? []
  const factor = UNITS[unit]
  if (count === '' || factor === undefined) {
    throw new UsageError(`'${text}' is not a duration`, { hint: 'write 30d, 12h, 4w, 6M or 1y' })
  }
  return Number(count) * factor
}
