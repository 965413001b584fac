/** Makes the operations of a migration in the text of a file; what they do not concern stays byte for byte. */
import { isScalar } from 'yaml'
import type { Edit, EditPath, EditValue } from '../../editor/edit.ts'
import { editYaml } from '../../editor/edit-yaml.ts'
import { EditNotPossible } from '../../editor/errors.ts'
import { errorAt, findPath } from '../../editor/find.ts'
import { lineStart } from '../../editor/lines.ts'
import { readSource, type SourceDocument } from '../../editor/source-document.ts'
import { applySplices, type Splice } from '../../editor/splice.ts'
import { PROVIDER_PATH } from '../path.ts'
import type { OptionPath } from '../resolved.ts'
import type { Operation } from './operation.ts'
import { blockMapping, dashIndentation, type EntryLines, indentation, linesOf, shiftLines } from './text-lines.ts'

interface Place {
  document: SourceDocument
  /** Path of the section in this document. */
  path: EditPath
}

function ended(text: string, { lineEnd }: SourceDocument): string {
  return text === '' || text.endsWith('\n') ? text : text + lineEnd
}

/** The lines of an entry under another key, shifted. */
function renamedLines({ document }: Place, lines: EntryLines, key: string, columns: number): string {
  const { source } = document
  const { entry, start, end } = lines
  const text = source.slice(start, entry.start) + key + source.slice(entry.keyEnd, end)
  return shiftLines(ended(text, document), columns)
}

/** Replaces a key where it stands; quotes around it stay. */
function renameKey({ document }: Place, path: EditPath, name: string): string {
  const found = findPath(document, path)
  if (found.kind !== 'found' || !isScalar(found.entry.key)) {
    throw new EditNotPossible('the key cannot be renamed here', errorAt(document, 0, path))
  }
  const { key, keyEnd } = found.entry
  const start = key.range?.[0] ?? found.entry.start
  const quote = /^["']/.exec(document.source.slice(start))?.[0] ?? ''
  return applySplices(document.source, [{ start, end: keyEnd, text: quote + name + quote }])
}

/** Out of a nested mapping the lines go above it, below the comments that it has; into another mapping at its end. */
function moveLines(place: Place, from: EditPath, to: EditPath): string {
  const { document } = place
  const lines = linesOf(document, from)
  const parent = to.slice(0, -1)
  const siblings = blockMapping(document, parent)
  const key = String(to.at(-1))
  if (siblings === undefined) return nestLines(place, lines, to)
  const first = siblings[0]
  const column = first === undefined ? 0 : first.start - lineStart(document.source, first.start)
  const isAncestor = parent.every((step, index) => from[index] === step)
  const ancestor = isAncestor ? linesOf(document, from.slice(0, to.length)).entry.start : undefined
  const target = ancestor === undefined ? endOfLast(document, siblings) : lineStart(document.source, ancestor)
  const text = renamedLines(place, lines, key, column - lines.column)
  return replaceAndInsert(document, lines, target, text)
}

function endOfLast({ source }: SourceDocument, siblings: readonly { end: number }[]): number {
  const end = siblings.at(-1)?.end ?? 0
  const feed = source.indexOf('\n', end)
  return feed < 0 ? source.length : feed + 1
}

function replaceAndInsert(document: SourceDocument, { start, end }: EntryLines, target: number, text: string): string {
  const atOpenEnd = target === document.source.length && !document.source.endsWith('\n')
  const inserted: Splice = { start: target, end: target, text: atOpenEnd ? document.lineEnd + text : text }
  return applySplices(document.source, [{ start, end, text: '' }, inserted])
}

/** The mapping to move into is made where the entry stood. */
function nestLines(place: Place, lines: EntryLines, to: EditPath): string {
  const { document } = place
  const columns = indentation(document, place.path)
  const head = `${' '.repeat(lines.column)}${String(to.at(-2))}:${document.lineEnd}`
  const text = head + renamedLines(place, lines, String(to.at(-1)), columns)
  return applySplices(document.source, [{ start: lines.start, end: lines.end, text }])
}

/** The list is made where the key stood, so that comments above it stay there. */
function wrapKey(place: Place, from: EditPath, { entry }: Extract<Operation, { kind: 'wrap key' }>): string {
  const { document } = place
  const { source, lineEnd: eol } = document
  const lines = linesOf(document, from)
  const first = lineStart(source, lines.entry.start)
  const dash = lines.column + dashIndentation(document, [...place.path, 'clients'], indentation(document, place.path))
  const fields = Object.entries(entry).map(([name, value]) => `${name}: '${value}'`)
  const head = [
    `${' '.repeat(lines.column)}jwks:`,
    ...fields.map((field, index) => `${' '.repeat(dash)}${index === 0 ? '- ' : '  '}${field}`),
  ]
  const key = renamedLines(place, { ...lines, start: first }, 'key', dash + 2 - lines.column)
  return applySplices(source, [{ start: first, end: lines.end, text: head.join(eol) + eol + key }])
}

/** Without lines of its own: the value is written anew at its place. Comments in flow collections cannot be kept. */
function moveValue({ document }: Place, from: EditPath, to: EditPath, wrap?: Record<string, string>): string {
  const found = findPath(document, from)
  const node = found.kind === 'found' ? found.entry.value?.node : undefined
  if (!isScalar(node) || hasTemplate(document, node.range ?? undefined)) {
    throw new EditNotPossible('the value cannot be moved from here', errorAt(document, 0, from))
  }
  const value = node.value as EditValue
  const edits: Edit[] = [
    { kind: 'remove', path: from },
    { kind: 'set', path: to, value: wrap === undefined ? value : [{ ...wrap, key: value }] },
  ]
  return editYaml(document.source, edits, { file: document.file })
}

function hasTemplate({ expressions }: SourceDocument, range: readonly [number, number, number] | undefined): boolean {
  const [start, end] = range ?? [0, 0]
  return expressions.some((expression) => expression.start < end && expression.end > start)
}

/** Runs the way that keeps the lines, and where the form does not allow it the plain one. */
function orElse(lines: () => string, plain: () => string): string {
  try {
    return lines()
  } catch (error) {
    if (error instanceof EditNotPossible) return plain()
    throw error
  }
}

function setValue({ document }: Place, edit: Edit): string {
  const found = findPath(document, edit.path)
  const node = found.kind === 'found' ? found.entry.value?.node : undefined
  if (node && hasTemplate(document, node.range ?? undefined)) {
    throw new EditNotPossible('a template expression gives this value', errorAt(document, 0, edit.path))
  }
  return editYaml(document.source, [edit], { file: document.file })
}

function apply(place: Place, operation: Operation): string {
  const at = (path: OptionPath): EditPath => [...place.path, ...path]
  switch (operation.kind) {
    case 'rename':
      return renameKey(place, at(operation.path), operation.key)
    case 'move': {
      const [from, to] = [at(operation.from), at(operation.to)]
      return orElse(
        () => moveLines(place, from, to),
        () => moveValue(place, from, to),
      )
    }
    case 'remove':
      return findPath(place.document, at(operation.path)).kind === 'found'
        ? editYaml(place.document.source, [{ kind: 'remove', path: at(operation.path) }], { file: place.document.file })
        : place.document.source
    case 'set': {
      const comment = operation.comment === undefined ? {} : { comment: operation.comment }
      return setValue(place, { kind: 'set', path: at(operation.path), value: operation.value, ...comment })
    }
    case 'insert':
      return setValue(place, { kind: 'insert', path: at(operation.path), at: operation.at, value: operation.value })
    case 'wrap key': {
      const [from, to] = [at(operation.from), at(operation.to)]
      return orElse(
        () => wrapKey(place, from, operation),
        () => moveValue(place, from, to, operation.entry),
      )
    }
    default:
      return place.document.source
  }
}

/**
 * Makes one operation in a text.
 *
 * @throws `EditFailed` of the editor where the text is written in a way that it cannot change
 */
export function applyToText(source: string, operation: Operation, file: string): string {
  if (operation.kind === 'tell') return source
  return apply({ document: readSource(source, file), path: PROVIDER_PATH }, operation)
}
