/** Durations as the configuration writes them: `90`, `1h30m`, `1 day and 12 hours`. */

const SECONDS_PER_UNIT: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 7 * 86_400,
  M: 30 * 86_400,
  y: 365 * 86_400,
}

const LONG_UNIT: Readonly<Record<string, string>> = {
  millisecond: 'ms',
  second: 's',
  minute: 'm',
  hour: 'h',
  day: 'd',
  week: 'w',
  month: 'M',
  year: 'y',
}

/** A number that does not start with 0, and everything up to the next digit or blank. */
const PART = /([1-9]\d*?)([^\d\s]+)/g

export const DURATION_UNITS = 'ns us ms s m h d w M y'

/** How a generation reads a duration: what is removed first, and whether units have long names. */
export interface DurationSyntax {
  removed: RegExp | undefined
  longUnits: boolean
}

export const CURRENT_DURATIONS: DurationSyntax = { removed: /and| /g, longUnits: true }
/** The 4.38 development releases did not know `and`. */
export const DURATIONS_WITHOUT_AND: DurationSyntax = { removed: / /g, longUnits: true }
/** Release 4.37: short units, blanks stay. */
export const SHORT_DURATIONS: DurationSyntax = { removed: undefined, longUnits: false }

export type ParsedDuration =
  | { seconds: number /** Text that was read past without a meaning. */; ignored: string }
  | { error: string }

function unitSeconds(unit: string, { longUnits }: DurationSyntax): number | undefined {
  const short = longUnits ? (LONG_UNIT[unit] ?? LONG_UNIT[unit.replace(/s$/, '')] ?? unit) : unit
  return Object.hasOwn(SECONDS_PER_UNIT, short) ? SECONDS_PER_UNIT[short] : undefined
}

function parseParts(text: string, syntax: DurationSyntax): ParsedDuration {
  let seconds = 0
  let found = false
  for (const [, number = '', unit = ''] of text.matchAll(PART)) {
    const perUnit = unitSeconds(unit, syntax)
    if (perUnit === undefined) return { error: `'${unit}' is no unit of time` }
    seconds += Number(number) * perUnit
    found = true
  }
  return found ? { seconds, ignored: text.replaceAll(PART, '').trim() } : { error: 'there is no number with a unit' }
}

/** Reads a duration text; the result is in seconds. */
export function parseDuration(text: string, syntax: DurationSyntax = CURRENT_DURATIONS): ParsedDuration {
  if (text === '') return { seconds: 0, ignored: '' }
  if (/^\d+$/.test(text)) return { seconds: Number(text), ignored: '' }
  return parseParts(syntax.removed === undefined ? text : text.replaceAll(syntax.removed, ''), syntax)
}

const WRITTEN_UNITS = [
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const

/** Writes seconds in the short form: 5400 is `1h30m`, 0 is `0s`. */
export function formatDuration(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds))
  if (rest === 0) return '0s'
  let text = ''
  for (const [unit, size] of WRITTEN_UNITS) {
    const count = Math.floor(rest / size)
    if (count > 0) text += `${count}${unit}`
    rest -= count * size
  }
  return text
}
