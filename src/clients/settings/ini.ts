/**
 * INI: `[section]` and `key = value`. There is no standard; values stand bare where every reader takes them so, else
 * between double quotes or, holding those, between backquotes.
 */
import { SettingsFormatWrong } from '../templates/errors.ts'
import type { Json } from '../templates/schema.ts'
import { asText } from './expand.ts'

const MARKS = ['"', '`', "'"] as const

function quote(text: string, setting: string): string {
  if (/[\r\n]/.test(text)) throw new SettingsFormatWrong(`${setting}: a line break cannot stand in an INI file`)
  const isSafe = text === text.trim() && !/^["'`]/.test(text) && !/[;#]|\\$/.test(text)
  if (isSafe) return text
  const mark = MARKS.find((candidate) => !text.includes(candidate))
  if (mark === undefined)
    throw new SettingsFormatWrong(`${setting}: a text with every kind of quote cannot stand in an INI file`)
  return mark + text + mark
}

/** Whether every text of the content fits into an INI file. */
export function fitsIni(content: Json): boolean {
  if (typeof content === 'string') return !/[\r\n]/.test(content) && MARKS.some((mark) => !content.includes(mark))
  return typeof content !== 'object' || content === null || Object.values(content).every(fitsIni)
}

function isSection(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function lines(values: Readonly<Record<string, Json>>): string[] {
  return Object.entries(values).map(([key, value]) => `${key} = ${quote(asText(value), key)}`)
}

/**
 * Writes sections; values outside any section come first.
 *
 * @throws {@link SettingsFormatWrong} for a text that no INI file can hold
 */
export function writeIni(content: Readonly<Record<string, Json>>): string {
  const loose = Object.fromEntries(Object.entries(content).filter(([, value]) => !isSection(value)))
  const sections = Object.entries(content).flatMap(([name, value]) =>
    isSection(value) ? [[`[${name}]`, ...lines(value)].join('\n')] : [],
  )
  const parts = Object.keys(loose).length === 0 ? sections : [lines(loose).join('\n'), ...sections]
  return `${parts.join('\n\n')}\n`
}
