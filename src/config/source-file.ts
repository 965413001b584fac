/** One configuration file: its text as written, its value, and the way from an option to line and column. */
import type { SourcePosition } from '../errors.ts'
import type { PositionPart } from './problem.ts'
import type { OptionPath } from './resolved.ts'
import { linePositions } from './yaml/line-positions.ts'
import { readDocument, type YamlDocument } from './yaml/read-document.ts'

/** What the filters made of a file. */
export interface FilteredText {
  text: string
  map: { original(line: number, column: number): { line: number; column: number } }
}

export interface SourceFile {
  file: string
  /** As it stands in the file. */
  text: string
  document: YamlDocument
  /** The position in the user's file of an offset of the text that was parsed. */
  at(offset: number): SourcePosition
}

/** Where a path leads in one source. */
export interface FoundPosition {
  /** Steps of the path that were found. */
  depth: number
  /** Whether the source has the list that the path goes through: then no earlier source has a say. */
  passedList: boolean
  position: SourcePosition
}

/** Parses a file; `filtered` is the text to parse where filters changed it. */
export function readSource(file: string, text: string, filtered?: FilteredText): SourceFile {
  const parsed = filtered?.text ?? text
  const positions = linePositions(parsed)
  return {
    file,
    text,
    document: readDocument(parsed),
    at(offset) {
      const { line, column } = positions(offset)
      const original = filtered?.map.original(line, column) ?? { line, column }
      return { file, line: original.line, column: original.column }
    },
  }
}

/** Follows a path as far as the file goes. */
export function findInSource(source: SourceFile, path: OptionPath, part: PositionPart): FoundPosition {
  const { depth, passedList, key, value } = source.document.locator.locate(path)
  const isWhole = depth === path.length
  return { depth, passedList, position: source.at(isWhole && part === 'value' ? value : key) }
}
