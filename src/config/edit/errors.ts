/** Why an edit of the configuration was refused. Nothing has been written when one of these is thrown. */
import { EXIT, ToolError } from '../../errors.ts'
import type { Problem } from '../problem.ts'
import type { FoundProblem } from '../rules/report.ts'

/** More than these would hide the first. */
const TOLD = 5

function reasons(problems: readonly Problem[]): string {
  const told = problems.slice(0, TOLD).map(({ message }) => message)
  const more = problems.length > TOLD ? [`and ${problems.length - TOLD} more`] : []
  return [...told, ...more].join('; ')
}

/** The provider would refuse the configuration for a new reason; `problems` are the reasons: exit status 3. */
export class EditAddsError extends ToolError {
  readonly code = 'ERR_EDIT_ADDS_ERROR'
  override readonly exitCode = EXIT.notGood
  override readonly details: { readonly problems: readonly Problem[] }

  constructor(problems: readonly FoundProblem[]) {
    const [first] = problems
    super(`the provider would refuse the configuration afterwards: ${reasons(problems)}`, {
      hint: first?.hint,
      path: first?.path,
    })
    this.details = { problems: problems.map(({ fix: _fix, renameTo: _name, ...problem }) => problem) }
  }
}

/** Filters or other files would make something else of the edited text than was meant. */
export class EditMeansSomethingElse extends ToolError {
  readonly code = 'ERR_EDIT_MEANING'
}
