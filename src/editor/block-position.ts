/**
 * The line at which a new entry of a block collection begins.
 */
import type { EditPath } from './edit.ts'
import type { Entry } from './entries.ts'
import { EditInsideTemplate } from './errors.ts'
import { errorAt } from './find.ts'
import { isBlank, lineEnd, lineStart, nextLine } from './lines.ts'
import type { SourceDocument } from './source-document.ts'
import { areInSameBlock } from './template-blocks.ts'
import { ownLineExpression } from './templates-around.ts'

export interface BlockPlace {
  /** Column of the entries. */
  column: number
  /** Comments at this column or deeper belong to the collection. */
  commentColumn: number
  /** Where the collection belongs: its key or dash, or the start of the text. */
  home: number
  path: EditPath
}

type LineKind = 'blank' | 'comment' | 'output' | 'control' | 'other'

function kindOfLine(document: SourceDocument, line: number): LineKind {
  const text = document.source.slice(line, lineEnd(document.source, line))
  if (isBlank(text)) return 'blank'
  if (text.trimStart().startsWith('#')) return 'comment'
  const expression = ownLineExpression(document, line)
  if (expression === undefined) return 'other'
  if (expression.kind === 'silent') return 'comment'
  return expression.kind === 'output' ? 'output' : 'control'
}

function indentOf(source: string, line: number): number {
  return /^[ ]*/.exec(source.slice(line, lineEnd(source, line)))?.[0].length ?? 0
}

function lineAfter(document: SourceDocument, line: number): number {
  const expression = ownLineExpression(document, line)
  return nextLine(document.source, expression?.end ?? line)
}

/**
 * The line behind the last entry: behind the comments that belong to the collection, behind template lines that
 * continue the entry, and outside of template blocks that the collection itself stands outside of.
 */
export function lineBehind(document: SourceDocument, last: Entry, place: BlockPlace): number {
  const { source, blocks } = document
  const isHome = (offset: number) => areInSameBlock(blocks, place.home, offset)
  let line = nextLine(source, last.end)
  let found = isHome(line) ? line : undefined
  let continues = true
  while (line < source.length) {
    const kind = kindOfLine(document, line)
    const belongs = kind === 'comment' ? indentOf(source, line) >= place.commentColumn : kind === 'output' && continues
    const isForeign = kind === 'comment' && !belongs && found !== undefined
    if (kind === 'other' || (isForeign && document.care === 'none')) break
    if (kind === 'control' && found !== undefined) continues = false
    line = lineAfter(document, line)
    const mayStand = belongs || (found === undefined && kind !== 'blank')
    if (mayStand && isHome(line)) found = line
  }
  return found ?? refusePlace(document, last.end, place.path)
}

/** The line before an entry and before the comments directly above it. */
export function lineBefore(document: SourceDocument, entry: Entry, place: BlockPlace): number {
  const { source } = document
  let line = lineStart(source, entry.start)
  for (let above = line; above > lineStart(source, 0); line = above) {
    above = lineStart(source, above - 1)
    if (kindOfLine(document, above) !== 'comment' || indentOf(source, above) !== place.column) break
  }
  if (!areInSameBlock(document.blocks, place.home, line)) return refusePlace(document, entry.start, place.path)
  return line
}

/** End of the lines of an entry, with comments directly below it that are indented deeper than its start. */
export function endOfEntryLines(document: SourceDocument, entry: Entry, column: number): number {
  const { source } = document
  let line = nextLine(source, entry.end)
  let end = line
  while (line < source.length) {
    const kind = kindOfLine(document, line)
    const isDeeper = kind === 'comment' && indentOf(source, line) > column
    if (!isDeeper && (document.care === 'none' || (kind !== 'comment' && kind !== 'blank'))) break
    line = lineAfter(document, line)
    if (isDeeper || (kind === 'blank' && document.care === 'all')) end = line
  }
  return end
}

function refusePlace(document: SourceDocument, offset: number, path: EditPath): never {
  throw new EditInsideTemplate(
    'the place for the new entry lies inside a template block',
    errorAt(document, offset, path, 'edit this place by hand'),
  )
}
