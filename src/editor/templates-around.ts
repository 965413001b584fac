/**
 * Where an edit would tear template blocks apart, or take a place that a template expression fills.
 */
import type { EditPath } from './edit.ts'
import { EditInsideTemplate } from './errors.ts'
import { errorAt } from './find.ts'
import { nextLine } from './lines.ts'
import type { SourceDocument } from './source-document.ts'
import { isBalanced } from './template-blocks.ts'
import type { Expression } from './template-mask.ts'

/** The template expression that begins the line at `offset`, when it stands there alone. */
export function ownLineExpression(document: SourceDocument, offset: number): Expression | undefined {
  let start = offset
  while (document.source[start] === ' ' || document.source[start] === '\t') start += 1
  return document.expressions.find((expression) => expression.ownLine && expression.start === start)
}

/** The first line at or after `offset` that is neither blank nor a comment. */
function contentLine({ source }: SourceDocument, offset: number): number {
  let line = offset
  while (
    line < source.length &&
    /^[ \t]*(?:#.*)?\r?$/.test(source.slice(line, nextLine(source, line)).replace(/\n$/, ''))
  )
    line = nextLine(source, line)
  return line
}

/** Refuses to fill a place whose content the line below makes, as in `clients:` over `{{ fileContent … }}`. */
export function refuseFilledByTemplate(document: SourceDocument, offset: number, path: EditPath): void {
  const line = contentLine(document, nextLine(document.source, offset))
  const expression = line < document.source.length ? ownLineExpression(document, line) : undefined
  if (expression?.kind !== 'output') return
  throw new EditInsideTemplate(
    'the lines below are made by a template expression',
    errorAt(document, expression.start, path, 'edit the file that it reads, or write the value out here'),
  )
}

/** Refuses to take away one end of a template block without the other. */
export function refuseTornBlock(document: SourceDocument, start: number, end: number, path: EditPath): void {
  if (isBalanced(document.expressions, start, end)) return
  throw new EditInsideTemplate(
    'the edit would take away one end of a template block and leave the other',
    errorAt(document, start, path, 'edit this place by hand'),
  )
}

/** Refuses an edit inside brackets or braces in which a template expression has a line of its own. */
export function refuseTemplateLines(document: SourceDocument, start: number, end: number, path: EditPath): void {
  const line = document.expressions.find((other) => other.ownLine && other.start >= start && other.end <= end)
  if (line === undefined) return
  throw new EditInsideTemplate(
    'a template expression makes a part of this collection',
    errorAt(document, line.start, path, 'edit this place by hand'),
  )
}
