/** What may be wrong with a template or with what was given for it. */
import { EXIT, type SourcePosition, ToolError, type ToolErrorOptions } from '../../errors.ts'

/** No template has this id: exit status 2. */
export class TemplateNotFound extends ToolError {
  readonly code = 'ERR_TEMPLATE_NOT_FOUND'
  override readonly exitCode = EXIT.usage
}

/** A value that the template needs is missing or wrong: exit status 2; the message names the flag. */
export class TemplateValueWrong extends ToolError {
  readonly code = 'ERR_TEMPLATE_VALUE'
  override readonly exitCode = EXIT.usage
}

/** The application cannot be configured in the format that was asked for: exit status 2. */
export class SettingsFormatWrong extends ToolError {
  readonly code = 'ERR_SETTINGS_FORMAT'
  override readonly exitCode = EXIT.usage
}

export interface TemplateProblem {
  message: string
  position: SourcePosition
  /** Where in the template, such as `client.redirect_uris[0]`. */
  path: string
}

/** The file of a template breaks the schema; `problems` holds all that was found, the message the first. */
export class TemplateInvalid extends ToolError {
  readonly code = 'ERR_TEMPLATE_INVALID'
  readonly problems: readonly TemplateProblem[]

  constructor(message: string, problems: readonly TemplateProblem[], options?: ToolErrorOptions) {
    super(message, options)
    this.problems = problems
  }
}
