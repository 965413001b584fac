/**
 * Changes of a text as ranges that are replaced; everything between them stays as it is.
 */
import { lineEnd } from './lines.ts'
import type { SourceDocument } from './source-document.ts'

export interface Splice {
  start: number
  end: number
  text: string
}

/** Replaces the ranges, which must not overlap. Those at the same place are made in the order given. */
export function applySplices(source: string, splices: readonly Splice[]): string {
  let text = ''
  let done = 0
  for (const splice of splices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (splice.start < done) throw new RangeError('splices overlap')
    text += source.slice(done, splice.start) + splice.text
    done = splice.end
  }
  return text + source.slice(done)
}

/** Puts whole lines at the start of a line, or behind a last line that has no line end (and then adds none). */
export function insertLines(
  { source, lineEnd: eol }: SourceDocument,
  offset: number,
  lines: readonly string[],
): Splice[] {
  if (lines.length === 0) return []
  const text = lines.join(eol)
  const isAtStart = offset === 0 || source[offset - 1] === '\n' || source[offset - 1] === '\uFEFF'
  return [{ start: offset, end: offset, text: isAtStart ? text + eol : eol + text }]
}

export function remove(start: number, end: number): Splice {
  return { start, end, text: '' }
}

/** Removes a range and the blanks before it; the whole line where nothing else stands on it. */
export function removeWithLine({ source }: SourceDocument, start: number, end: number): Splice {
  let from = start
  while (source[from - 1] === ' ' || source[from - 1] === '\t') from -= 1
  const stop = lineEnd(source, end)
  const isAlone = (from === 0 || source[from - 1] === '\n') && source.slice(end, stop).trim() === ''
  if (!isAlone) return remove(from, end)
  const next = source.indexOf('\n', stop)
  return remove(from, next === -1 ? source.length : next + 1)
}
