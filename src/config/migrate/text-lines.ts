/** Entries of block mappings as whole lines, to be moved with their comments. */
import { isMap, isSeq } from 'yaml'
import type { EditPath } from '../../editor/edit.ts'
import { type Collection, type Entry, entriesOf, isFlow } from '../../editor/entries.ts'
import { EditNotPossible } from '../../editor/errors.ts'
import { errorAt, findPath } from '../../editor/find.ts'
import { columnOf, isBlank, lineStart, nextLine } from '../../editor/lines.ts'
import type { SourceDocument } from '../../editor/source-document.ts'

export interface EntryLines {
  entry: Entry
  /** First line, the comments directly above included. */
  start: number
  /** Behind the line end of the last line. */
  end: number
  /** Column of the key, counted from 0. */
  column: number
}

/** Where a comment block that belongs to the line at `start` begins: comment lines of the same column. */
function commentStart(source: string, start: number, column: number): number {
  let first = start
  while (first > 0) {
    const above = lineStart(source, first - 1)
    const line = source.slice(above, first)
    if (!line.slice(column).startsWith('#') || !isBlank(line.slice(0, column))) break
    first = above
  }
  return first
}

/** The lines of one entry of a block mapping. @throws {@link EditNotPossible} for an entry that shares its line */
export function linesOf(document: SourceDocument, path: EditPath): EntryLines {
  const found = findPath(document, path)
  if (found.kind !== 'found' || !isMap(found.collection) || isFlow(found.collection)) {
    throw new EditNotPossible('it is written in a form whose lines cannot be moved', errorAt(document, 0, path))
  }
  const { entry } = found
  const { source } = document
  const first = lineStart(source, entry.start)
  if (!isBlank(source.slice(first, entry.start))) {
    throw new EditNotPossible('it shares its line with something else', errorAt(document, entry.start, path))
  }
  const column = columnOf(source, entry.start)
  return { entry, start: commentStart(source, first, column), end: nextLine(source, entry.end), column }
}

/** The block mapping at a path with its entries; undefined where nothing stands there. */
export function blockMapping(document: SourceDocument, path: EditPath): readonly Entry[] | undefined {
  const found = findPath(document, path)
  if (found.kind === 'missing') return undefined
  const node = found.kind === 'found' ? found.entry.value?.node : undefined
  if (!isMap(node) || isFlow(node) || node.items.length === 0) {
    throw new EditNotPossible(
      'the place to move it to is written in a form that cannot take lines',
      errorAt(document, 0, path),
    )
  }
  return entriesOf(document, node)
}

/** Columns by which a nested mapping is indented here. */
export function indentation(document: SourceDocument, path: EditPath): number {
  const [outer, inner] = [path.slice(0, -1), path].map((at) => {
    const found = findPath(document, at)
    return found.kind === 'found' ? columnOf(document.source, found.entry.start) : 0
  })
  return Math.max((inner ?? 0) - (outer ?? 0), 0) || 2
}

/** Columns by which the dashes of a list stand behind the key of the list. */
export function dashIndentation(document: SourceDocument, list: EditPath, fallback: number): number {
  const found = findPath(document, list)
  const node = found.kind === 'found' ? found.entry.value?.node : undefined
  if (found.kind !== 'found' || !isSeq(node) || isFlow(node as Collection)) return fallback
  const [first] = entriesOf(document, node as Collection)
  return first === undefined
    ? fallback
    : columnOf(document.source, first.start) - columnOf(document.source, found.entry.start)
}

const INDENTING = /(\{\{[^}]*\b(?:m|n)?indent\s+)(\d+)/g

/** Shifts lines; template functions that indent what they give are shifted likewise. */
export function shiftLines(text: string, columns: number): string {
  const shifted = text
    .split('\n')
    .map((line) => {
      if (isBlank(line)) return line
      return columns >= 0 ? ' '.repeat(columns) + line : line.replace(new RegExp(`^ {0,${-columns}}`), '')
    })
    .join('\n')
  return shifted.replace(
    INDENTING,
    (_all, before: string, width: string) => before + Math.max(Number(width) + columns, 0),
  )
}
