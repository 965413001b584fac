/** Times in Go's layouts: the layout is how 2006-01-02 15:04:05 -0700 would be written. */
import { zoneName, zoneOffset } from './time-zone.ts'
import type { GoTime } from './values.ts'

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const
export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

/** The words of a layout, longest first where one starts another. */
export const LAYOUT_WORD =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|2006|-07:00:00|-070000|-07:00|-0700|-07|Z07:00:00|Z070000|Z07:00|Z0700|Z07|[.,]0+(?!\d)|[.,]9+(?!\d)|__2|_2006|_2|002|01|02|03|04|05|06|15|PM|pm|1|2|3|4|5/g

interface Fields {
  date: Date
  time: GoTime
  offset: number
}

const two = (value: number): string => String(value).padStart(2, '0')
const spaced = (value: number, width: number): string => String(value).padStart(width, ' ')
const twelve = (hours: number): number => hours % 12 || 12

function yearDay(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1
}

function offsetText(offset: number, word: string): string {
  if (word.startsWith('Z') && offset === 0) return 'Z'
  const [hours, minutes, seconds] = [Math.abs(offset) / 3600, (Math.abs(offset) / 60) % 60, Math.abs(offset) % 60].map(
    (part) => two(Math.floor(part)),
  )
  const colon = word.includes(':') ? ':' : ''
  const digits = word.replace(/[^0-9]/g, '').length
  return `${offset < 0 ? '-' : '+'}${[hours, minutes, seconds].slice(0, digits / 2).join(colon)}`
}

/** Seconds are known to milliseconds here; the rest are zeros. */
function fraction(date: Date, word: string): string {
  const digits = String(date.getUTCMilliseconds())
    .padStart(3, '0')
    .padEnd(9, '0')
    .slice(0, word.length - 1)
  if (word[1] === '0') return word.charAt(0) + digits
  const trimmed = digits.replace(/0+$/, '')
  return trimmed === '' ? '' : word.charAt(0) + trimmed
}

const WORDS: Readonly<Record<string, (fields: Fields) => string>> = {
  January: ({ date }) => MONTHS[date.getUTCMonth()] ?? '',
  Jan: ({ date }) => (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3),
  Monday: ({ date }) => DAYS[date.getUTCDay()] ?? '',
  Mon: ({ date }) => (DAYS[date.getUTCDay()] ?? '').slice(0, 3),
  MST: ({ time }) => zoneName(time),
  '2006': ({ date }) => String(date.getUTCFullYear()).padStart(4, '0'),
  _2006: ({ date }) => `_${String(date.getUTCFullYear()).padStart(4, '0')}`,
  '06': ({ date }) => two(date.getUTCFullYear() % 100),
  '01': ({ date }) => two(date.getUTCMonth() + 1),
  '1': ({ date }) => String(date.getUTCMonth() + 1),
  '02': ({ date }) => two(date.getUTCDate()),
  _2: ({ date }) => spaced(date.getUTCDate(), 2),
  '2': ({ date }) => String(date.getUTCDate()),
  '002': ({ date }) => String(yearDay(date)).padStart(3, '0'),
  __2: ({ date }) => spaced(yearDay(date), 3),
  '15': ({ date }) => two(date.getUTCHours()),
  '03': ({ date }) => two(twelve(date.getUTCHours())),
  '3': ({ date }) => String(twelve(date.getUTCHours())),
  '04': ({ date }) => two(date.getUTCMinutes()),
  '4': ({ date }) => String(date.getUTCMinutes()),
  '05': ({ date }) => two(date.getUTCSeconds()),
  '5': ({ date }) => String(date.getUTCSeconds()),
  PM: ({ date }) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  pm: ({ date }) => (date.getUTCHours() < 12 ? 'am' : 'pm'),
}

/** Writes a time in a layout, in the time's own zone. */
export function formatTime(time: GoTime, layout: string): string {
  const offset = zoneOffset(time.zone, time.milliseconds)
  const fields: Fields = { date: new Date(time.milliseconds + offset * 1000), time, offset }
  return layout.replace(LAYOUT_WORD, (word) => {
    const write = WORDS[word]
    if (write) return write(fields)
    return /^[.,]/.test(word) ? fraction(fields.date, word) : offsetText(offset, word)
  })
}
