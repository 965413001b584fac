/** The provider's weak typing: which YAML values an option of each type accepts, and what they become. */
import { type DurationSyntax, parseDuration } from '../duration.ts'
import type { ListType, ScalarType } from '../schema/option.ts'
import { parseUri } from '../uri.ts'

export type Reading<T> =
  | { value: T /** Text of a duration that had no meaning. */; ignored?: string }
  | { refused: string }

const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True'])
const FALSE = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False', ''])

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function readString(value: unknown): Reading<string> {
  if (typeof value === 'string') return { value }
  if (isNumber(value)) return { value: String(value) }
  if (typeof value === 'boolean') return { value: value ? '1' : '0' }
  return { refused: 'must be a text' }
}

function readBoolean(value: unknown): Reading<boolean> {
  if (typeof value === 'boolean') return { value }
  if (isNumber(value)) return { value: Number(value) !== 0 }
  if (typeof value === 'string' && TRUE.has(value)) return { value: true }
  if (typeof value === 'string' && FALSE.has(value)) return { value: false }
  return { refused: 'must be true or false' }
}

const INTEGER = /^[-+]?(\d+|0x[0-9a-f]+|0o[0-7]+|0b[01]+)$/i

/** A leading sign is not part of what `Number` takes before `0x`. */
function integerOf(text: string): number {
  const negative = text.startsWith('-')
  const magnitude = Number(text.replace(/^[-+]/, ''))
  return negative ? -magnitude : magnitude
}

function readInteger(value: unknown): Reading<number> {
  if (isNumber(value)) return { value: Math.trunc(Number(value)) }
  if (typeof value === 'boolean') return { value: value ? 1 : 0 }
  if (value === '') return { value: 0 }
  if (typeof value === 'string' && INTEGER.test(value)) return { value: integerOf(value) }
  return { refused: 'must be an integer' }
}

function readDuration(value: unknown, syntax: DurationSyntax): Reading<number> {
  if (isNumber(value)) return { value: Math.round(Number(value)) }
  if (typeof value !== 'string') return { refused: 'must be a duration such as 90m, 12h or 1w' }
  const parsed = parseDuration(value, syntax)
  if ('error' in parsed) return { refused: `is no duration: ${parsed.error}` }
  return { value: parsed.seconds, ignored: parsed.ignored }
}

function readUri(value: unknown): Reading<string> {
  const text = readString(value)
  return 'refused' in text || parseUri(text.value) !== undefined ? text : { refused: 'is no URI' }
}

function readTextAlone(value: unknown): Reading<string> {
  if (typeof value === 'string') return { value }
  return { refused: 'must be a text: write it in quotes' }
}

/** Reads one value; durations are in seconds. */
export function readScalar(
  type: ScalarType,
  value: unknown,
  durations: DurationSyntax,
): Reading<string | number | boolean> {
  switch (type) {
    case 'boolean':
      return readBoolean(value)
    case 'integer':
      return readInteger(value)
    case 'duration':
      return readDuration(value, durations)
    case 'uri':
      return readUri(value)
    case 'client-secret':
      return readTextAlone(value)
    default:
      return readString(value)
  }
}

function readTexts(values: readonly unknown[]): Reading<readonly string[]> {
  const texts: string[] = []
  for (const value of values) {
    const text = value === null ? { value: '' } : readString(value)
    if ('refused' in text) return { refused: 'must be a list of texts' }
    texts.push(text.value)
  }
  return { value: texts }
}

function splitAtCommas(text: string): readonly string[] {
  return text === '' ? [] : text.split(',')
}

function readList(value: unknown, split: (text: string) => readonly string[]): Reading<readonly string[]> {
  if (Array.isArray(value)) return readTexts(value)
  const text = readString(value)
  return 'refused' in text ? { refused: 'must be a list of texts' } : { value: split(text.value) }
}

/** A text is one list whose entries must all hold; in a list each entry is an alternative. */
function readSubjects(value: unknown): Reading<readonly (readonly string[])[]> {
  const alternatives = Array.isArray(value) ? value : value === '' ? [] : [value]
  const subjects: (readonly string[])[] = []
  for (const alternative of alternatives) {
    const all = readList(alternative, splitAtCommas)
    if ('refused' in all) return { refused: 'must be a list of texts, or a list of such lists' }
    subjects.push(all.value)
  }
  return { value: subjects }
}

/** Reads a list of texts, or of lists of texts. */
export function readListOption(
  type: ListType,
  value: unknown,
): Reading<readonly string[] | readonly (readonly string[])[]> {
  if (type === 'subjects') return readSubjects(value)
  if (type === 'uris') return readList(value, (text) => (text === '' ? [] : [text]))
  return readList(value, splitAtCommas)
}
