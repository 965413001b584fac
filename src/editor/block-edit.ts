/**
 * Edits of block collections: entries on lines of their own.
 */
import { isMap, isScalar, isSeq } from 'yaml'
import { type BlockPlace, endOfEntryLines, lineBefore, lineBehind } from './block-position.ts'
import type { EditValue } from './edit.ts'
import { type Collection, type Entry, isFlow } from './entries.ts'
import { columnOf, isBlank, lineEnd, lineStart, nextLine } from './lines.ts'
import { type Rendered, renderComment, renderEntryValue, renderInline, renderItem, renderKey } from './render.ts'
import type { SourceDocument } from './source-document.ts'
import { insertLines, remove, removeWithLine, type Splice } from './splice.ts'
import type { Quote, Style } from './style.ts'
import { refuseTornBlock } from './templates-around.ts'

/** A new entry: a key with its value, or an item. */
export interface NewEntry {
  key: string | undefined
  value: EditValue
  comment: string | undefined
}

function renderEntry({ key, value, comment }: NewEntry, column: number, style: Style): string[] {
  const pad = ' '.repeat(column)
  const head = key === undefined ? `${pad}-` : `${pad}${renderKey(key, style)}:`
  const { inline, lines } =
    key === undefined ? renderItem(value, column, style) : renderEntryValue(value, column, style)
  return [...renderComment(comment, column), head + inline, ...lines]
}

/** Whether the entries of a collection are parted by blank lines. */
function hasBlankLines({ source }: SourceDocument, entries: readonly Entry[]): boolean {
  const [before, last] = entries.slice(-2)
  if (before === undefined || last === undefined) return false
  return /\n[ \t]*\r?\n/.test(source.slice(before.end, last.start))
}

/** Whether an entry stands on the line of an outer dash, as `a` in `- a: 1`. */
function sharesLine({ source }: SourceDocument, { start }: Entry): boolean {
  return !isBlank(source.slice(lineStart(source, start), start))
}

/** Adds an entry before the entry `at`, or behind the last one. */
export function insertBlockEntry(
  document: SourceDocument,
  entries: readonly Entry[],
  at: number,
  entry: NewEntry,
  place: BlockPlace,
  style: Style,
): Splice[] {
  const lines = renderEntry(entry, place.column, style)
  const next = entries[at]
  const last = entries.at(-1)
  if (next === undefined) {
    const offset = last === undefined ? place.home : lineBehind(document, last, place)
    const isParted = hasBlankLines(document, entries) && !endsWithBlankLine(document.source, offset)
    return insertLines(document, offset, isParted ? ['', ...lines] : lines)
  }
  if (!sharesLine(document, next)) {
    const isParted = hasBlankLines(document, entries)
    return insertLines(document, lineBefore(document, next, place), isParted ? [...lines, ''] : lines)
  }
  const text = [...lines, ' '.repeat(place.column)].join(document.lineEnd).trimStart()
  return [{ start: next.start, end: next.start, text }]
}

function endsWithBlankLine(source: string, offset: number): boolean {
  return /\n[ \t]*\r?\n$/.test(source.slice(0, offset))
}

/** Removes an entry that is not the only one. */
export function removeBlockEntry(
  document: SourceDocument,
  entries: readonly Entry[],
  entry: Entry,
  place: BlockPlace,
): Splice[] {
  const { source } = document
  const next = entries[entry.index + 1]
  if (!sharesLine(document, entry)) {
    const [start, end] = [lineStart(source, entry.start), endOfEntryLines(document, entry, place.column)]
    refuseTornBlock(document, start, end, place.path)
    return [remove(start, end)]
  }
  const stop = next !== undefined && isBlank(source.slice(entry.end, next.start)) ? next.start : entry.end
  refuseTornBlock(document, entry.start, stop, place.path)
  return [remove(entry.start, stop)]
}

/** Moves an item, with the comments directly above it, to another place of its sequence. */
export function moveBlockItem(
  document: SourceDocument,
  entries: readonly Entry[],
  entry: Entry,
  to: number,
  place: BlockPlace,
): Splice[] {
  const { source, lineEnd: eol } = document
  const target = entries[to > entry.index ? to + 1 : to]
  const isCompact = entries[0] !== undefined && sharesLine(document, entries[0])
  if (isCompact && (to === 0 || entry.index === 0)) return rotateItems(source, entries, entry.index, to)
  const last = entries.at(-1) ?? entry
  const [start, end] = [lineBefore(document, entry, place), endOfEntryLines(document, entry, place.column)]
  refuseTornBlock(document, start, end, place.path)
  const offset = target === undefined ? lineBehind(document, last, place) : lineBefore(document, target, place)
  const lines = source
    .slice(start, end)
    .replace(/\r?\n$/, '')
    .split(eol)
  return [remove(start, end), ...insertLines(document, offset, lines)]
}

/** Lets the texts of items change places, while what stands between them stays. */
export function rotateItems(source: string, entries: readonly Entry[], from: number, to: number): Splice[] {
  const texts = entries.map(({ start, end }) => source.slice(start, end))
  const moved = texts.toSpliced(from, 1).toSpliced(to, 0, texts[from] ?? '')
  return entries.map(({ start, end }, index) => ({ start, end, text: moved[index] ?? '' }))
}

/** Takes away the written value: the text behind the `:` or `-`, or the lines below it. Comments stay. */
function removeValue(document: SourceDocument, entry: Entry): Splice[] {
  const { source } = document
  const { value, indicatorEnd } = entry
  const properties = entry.properties.map(({ start, end }) => remove(start - 1, end))
  if (value === undefined || indicatorEnd === undefined) return properties
  if (isScalar(value.node) && (value.node.type === 'BLOCK_LITERAL' || value.node.type === 'BLOCK_FOLDED')) {
    const header = lineEnd(source, value.start)
    const mark = /^[|>][-+\d]*/.exec(source.slice(value.start, header))?.[0].length ?? 1
    const from = value.start - (/[ \t]*$/.exec(source.slice(0, value.start))?.[0].length ?? 0)
    return [...properties, remove(from, value.start + mark), remove(header, value.end)]
  }
  const isBelow = lineStart(source, value.start) > indicatorEnd
  if (isBelow && isBlockCollection(value.node))
    return [...properties, remove(lineStart(source, value.start), nextLine(source, value.end))]
  return [...properties, removeWithLine(document, value.start, value.end)]
}

function isBlockCollection(node: unknown): boolean {
  return (isMap(node) || isSeq(node)) && !isFlow(node as Collection)
}

/** Where lines below an entry begin. */
function lineBelow({ source }: SourceDocument, { value, indicatorEnd = 0 }: Entry): number {
  if (value === undefined) return nextLine(source, indicatorEnd)
  return lineStart(source, value.start) > indicatorEnd ? lineStart(source, value.start) : nextLine(source, value.end)
}

const QUOTES: Readonly<Record<string, Quote>> = { QUOTE_SINGLE: 'single', QUOTE_DOUBLE: 'double' }

/** The style of the value that is replaced wins over that of its surroundings. */
export function styleOfValue(entry: Entry, style: Style): Style {
  const node = entry.value?.node
  if (!isScalar(node) || typeof node.value !== 'string' || node.type === undefined) return style
  const quote = QUOTES[node.type] ?? (node.type === 'PLAIN' ? 'plain' : style.quote)
  return { ...style, quote }
}

function renderReplacement(
  document: SourceDocument,
  entry: Entry,
  value: EditValue,
  isItem: boolean,
  style: Style,
): Rendered {
  const old = entry.value?.node
  const keepsBrackets =
    (isMap(old) || isSeq(old)) && isFlow(old) && old.items.length > 0 && Array.isArray(value) === isSeq(old)
  const column = columnOf(document.source, entry.start)
  const own = styleOfValue(entry, style)
  if (keepsBrackets && typeof value === 'object') return { inline: ` ${renderInline(value, own)}`, lines: [] }
  return isItem ? renderItem(value, column, own) : renderEntryValue(value, column, own)
}

/** Whether a scalar or flow collection stands on the line of its key or dash, so that it alone can be replaced. */
function isOnLine(
  { source }: SourceDocument,
  entry: Entry,
  { node, start }: { node: unknown; start: number },
): boolean {
  const isLiteral = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
  return !isLiteral && !isBlockCollection(node) && isBlank(source.slice(entry.indicatorEnd, start).replace('\n', '.'))
}

/** Puts a value in the place of another one, or where none is written yet. */
export function replaceBlockValue(
  document: SourceDocument,
  collection: Collection,
  entry: Entry,
  value: EditValue,
  place: BlockPlace,
  style: Style,
): Splice[] {
  const { inline, lines } = renderReplacement(document, entry, value, isSeq(collection), style)
  const old = entry.value
  if (old !== undefined && lines.length === 0 && entry.properties.length === 0 && isOnLine(document, entry, old)) {
    refuseTornBlock(document, old.start, old.end, place.path)
    return [{ start: old.start, end: old.end, text: inline.trimStart() }]
  }
  const removed = removeValue(document, entry)
  for (const { start, end } of removed) refuseTornBlock(document, start, end, place.path)
  const start = entry.indicatorEnd ?? entry.keyEnd
  return [{ start, end: start, text: inline }, ...removed, ...insertLines(document, lineBelow(document, entry), lines)]
}
