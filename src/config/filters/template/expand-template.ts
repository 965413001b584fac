/** The filter `template`: expands the `{{ … }}` of a configuration file by the rules of Go's text/template, without data. */
import type { SourcePosition } from '../../../errors.ts'
import type { Random } from '../../../primitives/random.ts'
import type { Environment } from '../environment.ts'
import { ExpandedText, SourceMap, TextLines } from '../source-map.ts'
import { type UnreadableFile, unreadablePlaceholder } from '../unreadable.ts'
import { Budget } from './budget.ts'
import { Evaluator } from './evaluator.ts'
import { FUNCTION_NAMES } from './functions/table.ts'
import { parseTemplate } from './parser.ts'
import type { TemplateFiles } from './template-function.ts'
import { TemplateFailure, TemplateInvalid } from './template-invalid.ts'
import type { TimeZone } from './values.ts'

export interface TemplateSurroundings {
  environment: Environment
  files: TemplateFiles
  /** Milliseconds since 1970. */
  now: number
  zone: TimeZone
  random: Random | undefined
}

export interface ExpandedTemplate {
  text: string
  map: SourceMap
  unreadable: UnreadableFile[]
}

/** @throws {@link TemplateInvalid} with the position in the user's file */
export function expandTemplate(
  source: string,
  { file, before, ...surroundings }: TemplateSurroundings & { file: string; before?: SourceMap | undefined },
): ExpandedTemplate {
  const original = originalPositions(source, before)
  const expanded = new ExpandedText()
  const unreadable: UnreadableFile[] = []
  const note = (path: string, reason: string, offset: number): string => {
    const placeholder = unreadablePlaceholder(unreadable.length)
    unreadable.push({ path, reason, ...original(offset), placeholder })
    return placeholder
  }
  try {
    const template = parseTemplate(source, FUNCTION_NAMES)
    new Evaluator(template, { ...surroundings, budget: new Budget() }, expanded, note).run()
  } catch (error) {
    throw error instanceof TemplateFailure ? invalid(error, { file, ...original(error.offset ?? 0) }) : error
  }
  return { text: expanded.toString(), map: new SourceMap({ source, expanded, before }), unreadable }
}

function originalPositions(
  source: string,
  before: SourceMap | undefined,
): (offset: number) => { line: number; column: number } {
  const lines = new TextLines(source)
  return (offset) => {
    const position = lines.position(offset)
    if (!before) return position
    const { line, column } = before.original(position.line, position.column)
    return { line, column }
  }
}

function invalid(failure: TemplateFailure, position: SourcePosition): TemplateInvalid {
  return new TemplateInvalid(failure.message, { hint: failure.hint, position, cause: failure })
}
