/** Errors of the template filter: a failure inside carries no place, the evaluator and the parser know it. */
import { ToolError } from '../../../errors.ts'

/** A template that cannot be read or run; the position is in the user's file. */
export class TemplateInvalid extends ToolError {
  readonly code = 'ERR_TEMPLATE_INVALID'
}

/** What went wrong, without a place; caught by the evaluator, which adds it. Never holds a value: it may be a secret. */
export class TemplateFailure extends Error {
  readonly hint: string | undefined
  /** Offset in the text of the template, where it is already known. */
  readonly offset: number | undefined

  constructor(message: string, { hint, offset }: { hint?: string | undefined; offset?: number | undefined } = {}) {
    super(message)
    this.hint = hint
    this.offset = offset
  }
}

/** Stops the evaluation with a message for the user. */
export function fail(message: string, hint?: string): never {
  throw new TemplateFailure(message, { hint })
}
