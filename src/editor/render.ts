/**
 * Writes plain values as YAML in the style of the surrounding text. Single scalars are written by the YAML library.
 */
import { Document, Scalar, YAMLSeq } from 'yaml'
import { type EditValue, entriesOfValue, isMapping, isSequence, TemplateExpression } from './edit.ts'
import { EditNotPossible } from './errors.ts'
import type { Quote, Style } from './style.ts'

/** What follows a `:` or `-`: text on its line, and whole lines below it. */
export interface Rendered {
  inline: string
  lines: readonly string[]
}

const SCALAR_TYPES = { single: 'QUOTE_SINGLE', double: 'QUOTE_DOUBLE', plain: 'PLAIN' } as const

/** YAML 1.1 readers take `yes`, `on` and `0o7` for something else than a string, so those are quoted too. */
const OPTIONS = { lineWidth: 0, compat: 'yaml-1.1', flowCollectionPadding: false } as const

function refuseTemplate(text: string): void {
  if (!text.includes('{{')) return
  throw new EditNotPossible('a value or comment cannot hold `{{`, which begins a template expression', {
    hint: 'leave the braces out, or write this value into the file by hand',
  })
}

function printScalar(value: unknown, quote: Quote): string {
  const scalar = new Scalar(value)
  if (typeof value === 'string') scalar.type = SCALAR_TYPES[quote]
  const sequence = new YAMLSeq()
  sequence.flow = true
  sequence.items.push(scalar)
  return new Document(sequence, OPTIONS).toString(OPTIONS).trimEnd().slice(1, -1)
}

/** Only double quotes can say these: controls, what is not printable in YAML (YAML 1.2.2 §5.1), and line breaks. */
const NEEDS_ESCAPE = /[^\t\x20-\x7E\xA0-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFF}]|[\u2028\u2029]/u

function printString(value: string, quote: Quote): string {
  refuseTemplate(value)
  if (NEEDS_ESCAPE.test(value)) return printScalar(value, 'double')
  if (quote === 'double') return printScalar(value, 'double')
  if (quote === 'single' || value.includes('$')) return printScalar(value, 'single')
  const plain = printScalar(value, 'plain')
  return plain === value ? plain : printScalar(value, 'single')
}

/** A value on one line: a scalar, or a collection in brackets or braces. */
export function renderInline(value: EditValue, style: Style): string {
  if (value instanceof TemplateExpression) return value.text
  if (isSequence(value)) return `[${value.map((item) => renderInline(item, style)).join(', ')}]`
  if (isMapping(value)) {
    const entries = entriesOfValue(value).map(([key, item]) => `${renderKey(key, style)}: ${renderInline(item, style)}`)
    return `{${entries.join(', ')}}`
  }
  if (typeof value === 'string') return printString(value, style.quote)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('only finite numbers can be written')
  return printScalar(value, 'plain')
}

/** A key of a mapping. */
export function renderKey(key: string, style: Style): string {
  return printString(key, style.keyQuote)
}

/** Text that a literal block can hold: lines of printable characters, the first one not indented. */
function fitsLiteral(value: string, { literals }: Style): boolean {
  if (!literals) return false
  const lines = value.split('\n')
  return lines.length > 1 && /^[^\s]/.test(value) && !lines.some((line) => NEEDS_ESCAPE.test(line) || /\s$/.test(line))
}

function renderLiteral(value: string, column: number): Rendered {
  refuseTemplate(value)
  const body = value.replace(/\n+$/, '')
  const ends = value.length - body.length
  const lines = body.split('\n').map((line) => (line === '' ? '' : ' '.repeat(column) + line))
  const header = ends === 0 ? '|-' : ends === 1 ? '|' : '|+'
  return { inline: ` ${header}`, lines: [...lines, ...Array<string>(Math.max(0, ends - 1)).fill('')] }
}

function isSimple(value: EditValue, style: Style): boolean {
  return !isMapping(value) && !isSequence(value) && !(typeof value === 'string' && fitsLiteral(value, style))
}

function isInline(value: EditValue, style: Style): boolean {
  if (isSequence(value)) return value.length === 0 || (style.flowLists && value.every((item) => isSimple(item, style)))
  return isMapping(value) ? entriesOfValue(value).length === 0 : isSimple(value, style)
}

/** The lines of a block collection whose entries stand at `column`. */
function renderBlock(value: EditValue, column: number, style: Style): string[] {
  const pad = ' '.repeat(column)
  if (isSequence(value)) return value.flatMap((item) => under(`${pad}-`, renderItem(item, column, style)))
  if (!isMapping(value)) return []
  return entriesOfValue(value).flatMap(([key, item]) =>
    under(`${pad}${renderKey(key, style)}:`, renderEntryValue(item, column, style)),
  )
}

function under(head: string, { inline, lines }: Rendered): string[] {
  return [head + inline, ...lines]
}

/** The value of a key that stands at `column`. */
export function renderEntryValue(value: EditValue, column: number, style: Style): Rendered {
  if (isInline(value, style)) return { inline: ` ${renderInline(value, style)}`, lines: [] }
  if (typeof value === 'string') return renderLiteral(value, column + style.step)
  const offset = isSequence(value) ? style.dashOffset : style.step
  return { inline: '', lines: renderBlock(value, column + offset, style) }
}

/** The item of a dash that stands at `column`. */
export function renderItem(value: EditValue, column: number, style: Style): Rendered {
  const gap = ' '.repeat(style.dashWidth - 1)
  if (isInline(value, style)) return { inline: gap + renderInline(value, style), lines: [] }
  if (typeof value === 'string') return renderLiteral(value, column + style.dashWidth)
  const [first = '', ...lines] = renderBlock(value, column + style.dashWidth, style)
  return { inline: gap + first.trimStart(), lines }
}

/** A whole document that was empty. */
export function renderDocument(value: EditValue, style: Style): string[] {
  return renderBlock(value, 0, style)
}

/** Comment lines at a column. */
export function renderComment(comment: string | undefined, column: number): string[] {
  if (comment === undefined) return []
  refuseTemplate(comment)
  return comment
    .split(/\r?\n/)
    .map((line) => `${' '.repeat(column)}# ${line.replace(new RegExp(NEEDS_ESCAPE, 'gu'), ' ')}`.trimEnd())
}
