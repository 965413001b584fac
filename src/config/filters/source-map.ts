/**
 * Where a character of an expanded text came from: text that a filter copied maps letter by letter, text that it made
 * maps to the start of the expression that made it.
 */
import { lineStarts } from '../yaml/line-positions.ts'

/** A stretch of the expanded text. */
interface Segment {
  /** Offset in the expanded text. */
  start: number
  /** Offset in the source: of the first character when copied, of the expression otherwise. */
  source: number
  copied: boolean
}

export interface OriginalPosition {
  /** Counted from 1. */
  line: number
  /** Counted from 1, in UTF-16 units. */
  column: number
  /** False where the position lies in what an expression gave. */
  copied: boolean
}

/** Line starts of a text, to turn offsets into lines and columns and back; the text is scanned at the first question. */
export class TextLines {
  readonly #text: string
  #found: Uint32Array | undefined

  constructor(text: string) {
    this.#text = text
  }

  get #starts(): Uint32Array {
    this.#found ??= lineStarts(this.#text)
    return this.#found
  }

  position(offset: number): { line: number; column: number } {
    const starts = this.#starts
    const line = lastAtMost(starts.length, (index) => (starts[index] ?? 0) <= offset)
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 }
  }

  offset(line: number, column: number): number {
    const starts = this.#starts
    const index = Math.min(Math.max(line, 1), starts.length) - 1
    return (starts[index] ?? 0) + Math.max(column, 1) - 1
  }
}

/** The last index below `length` for which `holds`; the predicate is true for a prefix that includes 0. */
function lastAtMost(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}

/** Collects the expanded text and its segments while a filter runs. */
export class ExpandedText {
  readonly #pieces: string[] = []
  readonly #segments: Segment[] = []
  length = 0

  /** Adds text copied from `source` on. */
  copy(text: string, source: number): void {
    this.#add(text, { start: this.length, source, copied: true })
  }

  /** Adds text made by the expression at `source`. */
  insert(text: string, source: number): void {
    this.#add(text, { start: this.length, source, copied: false })
  }

  #add(text: string, segment: Segment): void {
    if (text === '') return
    this.#pieces.push(text)
    this.#segments.push(segment)
    this.length += text.length
  }

  toString(): string {
    return this.#pieces.join('')
  }

  segments(): readonly Segment[] {
    return this.#segments
  }
}

/** Maps positions of an expanded text back to the text that the user wrote. */
export class SourceMap {
  readonly #segments: readonly Segment[]
  readonly #before: SourceMap | undefined
  readonly #expanded: TextLines
  readonly #source: TextLines

  constructor({
    source,
    expanded,
    before,
  }: { source: string; expanded: ExpandedText; before?: SourceMap | undefined }) {
    this.#segments = expanded.segments()
    this.#before = before
    this.#expanded = new TextLines(expanded.toString())
    this.#source = new TextLines(source)
  }

  /** The map of a text that no filter touched. */
  static identity(text: string): SourceMap {
    const expanded = new ExpandedText()
    expanded.copy(text, 0)
    return new SourceMap({ source: text, expanded })
  }

  /** Maps a position of the expanded text (both counted from 1) to the user's file. */
  original(line: number, column: number): OriginalPosition {
    return this.#resolve(this.#expanded.offset(line, column))
  }

  #resolve(offset: number): OriginalPosition {
    const { source, copied } = this.#sourceOf(offset)
    const position = this.#source.position(source)
    if (!this.#before) return { ...position, copied }
    const earlier = this.#before.original(position.line, position.column)
    return { ...earlier, copied: copied && earlier.copied }
  }

  #sourceOf(offset: number): { source: number; copied: boolean } {
    const index = lastAtMost(this.#segments.length, (at) => (this.#segments[at]?.start ?? 0) <= offset)
    const segment = this.#segments[index]
    if (!segment) return { source: 0, copied: true }
    return { source: segment.source + (segment.copied ? offset - segment.start : 0), copied: segment.copied }
  }
}
