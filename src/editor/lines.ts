/**
 * Lines of a text by offset. A line ends before its LF or CRLF.
 */
import type { SourcePosition } from '../errors.ts'

const BYTE_ORDER_MARK = '\uFEFF'

/** Offset of the first character of the line that holds `offset`; a byte order mark is no part of the first line. */
export function lineStart(text: string, offset: number): number {
  if (offset === 0) return text.startsWith(BYTE_ORDER_MARK) ? 1 : 0
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return start === 0 && text.startsWith(BYTE_ORDER_MARK) ? 1 : start
}

/** Offset of the line end (LF or CRLF) at or after `offset`, or the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset)
  if (feed === -1) return text.length
  return feed > offset && text[feed - 1] === '\r' ? feed - 1 : feed
}

/** Offset of the first character after the line that holds `offset`. */
export function nextLine(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset)
  return feed === -1 ? text.length : feed + 1
}

/** Column of `offset` in its line, counted from 0. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

export function isBlank(text: string): boolean {
  return text.trim() === ''
}

/** The line end that most lines of the text have. */
export function detectLineEnd(text: string): '\n' | '\r\n' {
  const feeds = text.split('\n').length - 1
  const carriageReturns = text.split('\r\n').length - 1
  return carriageReturns > feeds / 2 ? '\r\n' : '\n'
}

/** `file:line:column` of an offset, counted from 1. */
export function positionAt(text: string, offset: number, file: string): SourcePosition {
  let line = 1
  for (let feed = text.indexOf('\n'); feed !== -1 && feed < offset; feed = text.indexOf('\n', feed + 1)) line += 1
  return { file, line, column: columnOf(text, offset) + 1 }
}
