/**
 * The changes that edits are made of: a value replaced or filled in, an entry added, in blocks or in brackets.
 */
import { isCollection, isMap, isScalar } from 'yaml'
import { insertBlockEntry, type NewEntry, replaceBlockValue } from './block-edit.ts'
import type { BlockPlace } from './block-position.ts'
import type { EditPath, EditValue } from './edit.ts'
import { type Collection, type Entry, entriesOf, isFlow } from './entries.ts'
import { EditNotPossible } from './errors.ts'
import { errorAt, type Step } from './find.ts'
import { insertFlowEntry, replaceFlowValue } from './flow-edit.ts'
import { columnOf, isBlank, lineStart, nextLine } from './lines.ts'
import { renderComment, renderDocument } from './render.ts'
import { endOfEmptyDocument, type SourceDocument } from './source-document.ts'
import { insertLines, remove, type Splice } from './splice.ts'
import { detectStyle, type Style } from './style.ts'
import { refuseFilledByTemplate } from './templates-around.ts'

/** Where an edit takes place. */
export interface Site {
  document: SourceDocument
  path: EditPath
  steps: readonly Step[]
  style: Style
}

export function siteOf(document: SourceDocument, path: EditPath, steps: readonly Step[], inner?: Collection): Site {
  const around = [...steps.map(({ collection }) => collection), ...(inner === undefined ? [] : [inner])]
  return { document, path, steps, style: detectStyle(document, around) }
}

export function placeIn(
  { document, path, steps }: Site,
  collection: Collection,
  entries: readonly Entry[],
): BlockPlace {
  const { source } = document
  const holder = steps.findLast((step) => step.entry.value?.node === collection)?.entry
  const column = columnOf(source, entries[0]?.start ?? 0)
  const isFlush = holder !== undefined && isMap(steps.at(-1)?.collection) && columnOf(source, holder.start) === column
  return { column, commentColumn: isFlush ? column + 1 : column, home: holder?.start ?? 0, path }
}

/** Puts a value in the place of an entry's value. */
export function replaceValue(site: Site, { collection, entry }: Step, value: EditValue): Splice[] {
  const { document, path, style } = site
  if (isFlow(collection)) return replaceFlowValue(document, collection, entry, value, path, style)
  const place = { column: 0, commentColumn: 0, home: 0, path }
  if (entry.indicatorEnd === undefined)
    throw new EditNotPossible('a key without `:` cannot be given a value', errorAt(document, entry.start, path))
  return replaceBlockValue(document, collection, entry, value, place, style)
}

function hasTag(node: unknown): boolean {
  return (isScalar(node) || isCollection(node)) && node.tag !== undefined
}

/** Fills the empty value of an entry. */
export function fillValue(site: Site, step: Step, value: EditValue): Splice[] {
  const { document, path } = site
  refuseFilledByTemplate(document, step.entry.end, path)
  if (hasTag(step.entry.value?.node))
    throw new EditNotPossible('a value with a tag cannot be filled', errorAt(document, step.entry.start, path))
  return replaceValue(site, step, value)
}

export function fillDocument(site: Site, value: EditValue, comment: string | undefined): Splice[] {
  const { document, style } = site
  return insertLines(document, endOfEmptyDocument(document), [
    ...renderComment(comment, 0),
    ...renderDocument(value, style),
  ])
}

/** Whether brackets or braces hold nothing, not even a comment, and may become a block. */
function isBareFlow({ source }: SourceDocument, collection: Collection): boolean {
  const [start, end] = [collection.range?.[0] ?? 0, collection.range?.[1] ?? 0]
  return isFlow(collection) && collection.items.length === 0 && isBlank(source.slice(start + 1, end - 1))
}

export function insertEntry(site: Site, collection: Collection, at: number, entry: NewEntry): Splice[] {
  const { document, path, steps, style } = site
  const entries = entriesOf(document, collection)
  const holder = steps.at(-1)
  if (isBareFlow(document, collection) && !(holder !== undefined && isFlow(holder.collection))) {
    const value = entry.key === undefined ? [entry.value] : { [entry.key]: entry.value }
    if (holder === undefined) return replaceRoot(site, collection, renderDocument(value, style))
    return fillValue(site, holder, value)
  }
  if (isFlow(collection)) return insertFlowEntry(document, collection, entries, at, entry, path, style)
  return insertBlockEntry(document, entries, at, entry, placeIn(site, collection, entries), style)
}

export function replaceRoot({ document }: Site, root: Collection, lines: readonly string[]): Splice[] {
  const { source, lineEnd: eol } = document
  const entries = isFlow(root) ? [] : entriesOf(document, root)
  const start = entries[0]?.start ?? root.range?.[0] ?? 0
  const end = entries.at(-1)?.end ?? root.range?.[1] ?? 0
  return isBlank(source.slice(lineStart(source, start), start))
    ? [{ start, end, text: lines.join(eol) }]
    : [remove(start, end), ...insertLines(document, nextLine(source, end), lines)]
}
