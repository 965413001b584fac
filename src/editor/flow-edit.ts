/**
 * Edits of flow collections: entries between brackets or braces, on one line or on several.
 */
import { isSeq } from 'yaml'
import { type NewEntry, styleOfValue } from './block-edit.ts'
import type { EditPath, EditValue } from './edit.ts'
import { type Collection, commaAfter, type Entry } from './entries.ts'
import { columnOf, isBlank, lineEnd, lineStart, nextLine } from './lines.ts'
import { renderComment, renderInline, renderKey } from './render.ts'
import type { SourceDocument } from './source-document.ts'
import { insertLines, remove, removeWithLine, type Splice } from './splice.ts'
import type { Style } from './style.ts'
import { refuseTemplateLines, refuseTornBlock } from './templates-around.ts'

function renderFlowEntry({ key, value }: NewEntry, style: Style): string {
  const text = renderInline(value, style)
  return key === undefined ? text : `${renderKey(key, style)}: ${text}`
}

function hasOwnLine({ source }: SourceDocument, { start }: Entry): boolean {
  return isBlank(source.slice(lineStart(source, start), start))
}

function bounds(collection: Collection): { open: number; close: number } {
  return { open: (collection.range?.[0] ?? 0) + 1, close: (collection.range?.[1] ?? 0) - 1 }
}

function refuseTemplates(document: SourceDocument, collection: Collection, path: EditPath): void {
  const { open, close } = bounds(collection)
  refuseTemplateLines(document, open, close, path)
  refuseTornBlock(document, open, close, path)
}

function append(
  document: SourceDocument,
  collection: Collection,
  last: Entry,
  entry: NewEntry,
  style: Style,
): Splice[] {
  const { source } = document
  const text = renderFlowEntry(entry, style)
  const comma = commaAfter(collection, last.index)
  const { close } = bounds(collection)
  const isLastOfLine = lineEnd(source, comma ?? last.end) < close
  if (!hasOwnLine(document, last) || !isLastOfLine) return [{ start: last.end, end: last.end, text: `, ${text}` }]
  const column = columnOf(source, last.start)
  const line = ' '.repeat(column) + text + (comma === undefined ? '' : ',')
  return [
    ...(comma === undefined ? [{ start: last.end, end: last.end, text: ',' }] : []),
    ...insertLines(document, nextLine(source, comma ?? last.end), [...renderComment(entry.comment, column), line]),
  ]
}

/** Adds an entry before the entry `at`, or behind the last one. */
export function insertFlowEntry(
  document: SourceDocument,
  collection: Collection,
  entries: readonly Entry[],
  at: number,
  entry: NewEntry,
  path: EditPath,
  style: Style,
): Splice[] {
  refuseTemplates(document, collection, path)
  const last = entries.at(-1)
  const next = entries[at]
  if (last === undefined) {
    const { open } = bounds(collection)
    return [{ start: open, end: open, text: renderFlowEntry(entry, style) }]
  }
  if (next === undefined) return append(document, collection, last, entry, style)
  const text = `${renderFlowEntry(entry, style)},`
  if (!hasOwnLine(document, next)) return [{ start: next.start, end: next.start, text: `${text} ` }]
  const column = columnOf(document.source, next.start)
  const lines = [...renderComment(entry.comment, column), ' '.repeat(column) + text]
  return insertLines(document, lineStart(document.source, next.start), lines)
}

/** Removes an entry with its comma. */
export function removeFlowEntry(
  document: SourceDocument,
  collection: Collection,
  entries: readonly Entry[],
  entry: Entry,
  path: EditPath,
): Splice[] {
  refuseTemplates(document, collection, path)
  const { source } = document
  const comma = commaAfter(collection, entry.index)
  const next = entries[entry.index + 1]
  if (comma !== undefined) {
    const isJoined = isBlank(source.slice(entry.end, comma))
    const follows = next !== undefined && isBlank(source.slice(comma + 1, next.start)) && !hasOwnLine(document, next)
    if (follows && isJoined) return [remove(entry.start, next.start)]
    if (isJoined) return [removeOwnLine(document, entry.start, comma + 1)]
    return [remove(entry.start, entry.end), remove(comma, comma + 1)]
  }
  const before = entry.index === 0 ? undefined : commaAfter(collection, entry.index - 1)
  if (before === undefined) return [remove(entry.start, entry.end)]
  if (isBlank(source.slice(before + 1, entry.start)) && !hasOwnLine(document, entry)) return [remove(before, entry.end)]
  return [remove(before, before + 1), removeOwnLine(document, entry.start, entry.end)]
}

/** Removes the whole line, with the comment behind the entry, where the entry alone stands on it. */
function removeOwnLine(document: SourceDocument, start: number, end: number): Splice {
  const { source } = document
  const stop = lineEnd(source, end)
  const isAlone = isBlank(source.slice(lineStart(source, start), start)) && /^\s*#/.test(source.slice(end, stop))
  return isAlone ? remove(lineStart(source, start), nextLine(source, stop)) : removeWithLine(document, start, end)
}

/** Puts a value in the place of another one, or where none is written yet. */
export function replaceFlowValue(
  document: SourceDocument,
  collection: Collection,
  entry: Entry,
  value: EditValue,
  path: EditPath,
  style: Style,
): Splice[] {
  const text = renderInline(value, styleOfValue(entry, style))
  const from = entry.properties[0]?.start ?? entry.value?.start
  const to = entry.value?.end ?? entry.properties.at(-1)?.end
  if (from !== undefined && to !== undefined) {
    refuseTornBlock(document, from, to, path)
    return [{ start: from, end: to, text }]
  }
  const start = entry.indicatorEnd ?? entry.keyEnd
  const lead = entry.indicatorEnd === undefined && !isSeq(collection) ? ': ' : ' '
  return [{ start, end: start, text: lead + text }]
}
