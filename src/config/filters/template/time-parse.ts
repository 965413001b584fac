/** Reads times that are written in one of Go's layouts. */
import { DAYS, LAYOUT_WORD, MONTHS } from './time-layout.ts'
import { fromWallClock, UTC } from './time-zone.ts'
import type { GoTime, TimeZone } from './values.ts'

interface Parsed {
  year: number
  month: number
  day: number
  yearDay: number | undefined
  hours: number
  minutes: number
  seconds: number
  milliseconds: number
  afternoon: boolean | undefined
  zone: TimeZone | undefined
}

interface Rule {
  pattern: string
  read(text: string): Partial<Parsed>
}

function number(pattern: string, read: (value: number) => Partial<Parsed>): Rule {
  return { pattern, read: (text) => read(Number(text.trim())) }
}

function name(names: readonly string[], length: number | undefined, read: (index: number) => Partial<Parsed>): Rule {
  const known = names.map((entry) => entry.slice(0, length).toLowerCase())
  return { pattern: known.join('|'), read: (text) => read(known.indexOf(text.toLowerCase())) }
}

const month = (value: number): Partial<Parsed> => ({ month: value })
const monthNamed = (index: number): Partial<Parsed> => ({ month: index + 1 })
const day = (value: number): Partial<Parsed> => ({ day: value })
const yearDay = (value: number): Partial<Parsed> => ({ yearDay: value })
const hours = (value: number): Partial<Parsed> => ({ hours: value })
const minutes = (value: number): Partial<Parsed> => ({ minutes: value })
const seconds = (value: number): Partial<Parsed> => ({ seconds: value })
const nothing = (): Partial<Parsed> => ({})
const half: Rule = { pattern: '[AaPp][Mm]', read: (text) => ({ afternoon: /^p/i.test(text) }) }

const RULES: Readonly<Record<string, Rule>> = {
  '2006': number('\\d{4}', (year) => ({ year })),
  '06': number('\\d{2}', (value) => ({ year: value + (value >= 69 ? 1900 : 2000) })),
  January: name(MONTHS, undefined, monthNamed),
  Jan: name(MONTHS, 3, monthNamed),
  Monday: name(DAYS, undefined, nothing),
  Mon: name(DAYS, 3, nothing),
  '01': number('\\d{2}', month),
  '1': number('\\d{1,2}', month),
  '02': number('\\d{2}', day),
  _2: number(' ?\\d{1,2}', day),
  '2': number('\\d{1,2}', day),
  '002': number('\\d{3}', yearDay),
  __2: number(' {0,2}\\d{1,3}', yearDay),
  '15': number('\\d{1,2}', hours),
  '03': number('\\d{2}', hours),
  '3': number('\\d{1,2}', hours),
  '04': number('\\d{2}', minutes),
  '4': number('\\d{1,2}', minutes),
  '05': number('\\d{2}', seconds),
  '5': number('\\d{1,2}', seconds),
  PM: half,
  pm: half,
  MST: { pattern: '[A-Z]{3,5}', read: (text) => ({ zone: text === 'UTC' ? UTC : { name: text, offset: 0 } }) },
}

const ZONE: Rule = {
  pattern: 'Z|[+-]\\d{2}(?::?\\d{2}){0,2}',
  read: (text) => {
    const [h = 0, m = 0, s = 0] = (text.match(/\d{2}/g) ?? []).map(Number)
    const offset = (h * 3600 + m * 60 + s) * (text.startsWith('-') ? -1 : 1)
    return { zone: text === 'Z' ? UTC : { name: '', offset } }
  },
}
const FRACTION: Rule = {
  pattern: '(?:[.,]\\d+)?',
  read: (text) => ({ milliseconds: Math.floor(Number(`0.${text.slice(1) || '0'}`) * 1000) }),
}

function ruleOf(word: string): Rule {
  return RULES[word] ?? (/^[.,]/.test(word) ? FRACTION : ZONE)
}

/** Seconds may have a fraction that the layout does not mention. */
function compile(layout: string): { pattern: RegExp; rules: Rule[] } {
  const rules: Rule[] = []
  let pattern = ''
  let end = 0
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  for (const match of layout.matchAll(LAYOUT_WORD)) {
    const rule = ruleOf(match[0])
    rules.push(rule)
    pattern += `${literal(layout.slice(end, match.index))}(${rule.pattern})`
    end = match.index + match[0].length
    if (match[0].endsWith('5') && match[0] !== '15' && !/^[.,][09]/.test(layout.slice(end))) {
      rules.push(FRACTION)
      pattern += `(${FRACTION.pattern})`
    }
  }
  return { pattern: new RegExp(`^${pattern}${literal(layout.slice(end))}$`, 'i'), rules }
}

function toTime(parsed: Parsed, local: TimeZone): GoTime | undefined {
  const noon = parsed.afternoon === undefined ? parsed.hours : (parsed.hours % 12) + (parsed.afternoon ? 12 : 0)
  const [m, d] = parsed.yearDay === undefined ? [parsed.month, parsed.day] : [1, parsed.yearDay]
  const date = new Date(Date.UTC(2000, 0, 1, noon, parsed.minutes, parsed.seconds, parsed.milliseconds))
  date.setUTCFullYear(parsed.year, m - 1, d)
  const inRange = noon < 24 && parsed.minutes < 60 && parsed.seconds < 60
  const sameDay = parsed.yearDay !== undefined || (date.getUTCMonth() === m - 1 && date.getUTCDate() === d)
  if (!inRange || !sameDay) return undefined
  const zone = parsed.zone ?? local
  return { kind: 'time', milliseconds: fromWallClock(date.getTime(), zone), zone }
}

const MIDNIGHT: Parsed = {
  year: 0,
  month: 1,
  day: 1,
  yearDay: undefined,
  hours: 0,
  minutes: 0,
  seconds: 0,
  milliseconds: 0,
  afternoon: undefined,
  zone: undefined,
}

/** Go's zero time, which `toDate` gives for a text that is no date. */
export const ZERO_TIME: GoTime = { kind: 'time', milliseconds: -62_135_596_800_000, zone: UTC }

/** Reads a text in a layout; a time without a zone is in `local`. Undefined when it does not fit. */
export function parseTime(layout: string, text: string, local: TimeZone): GoTime | undefined {
  const { pattern, rules } = compile(layout)
  const match = pattern.exec(text)
  if (!match) return undefined
  const read = rules.map((rule, index) => rule.read(match[index + 1] ?? ''))
  const parsed: Parsed = Object.assign({ ...MIDNIGHT }, ...read)
  return toTime(parsed, local)
}
