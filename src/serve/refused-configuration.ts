/** A configuration with errors: nothing is served, and every problem is shown as `config validate` shows it. */
import { countProblems, type Problem } from '../config/problem.ts'
import { problemText } from '../config/report/problem-text.ts'
import { EXIT, ToolError } from '../errors.ts'
import { forStderr } from '../output/colour.ts'

export class ConfigurationRefused extends ToolError {
  readonly code = 'ERR_CONFIGURATION_INVALID'
  override readonly exitCode = EXIT.notGood
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const { error } = countProblems(problems)
    const found = error === 0 ? 'no section identity_providers.oidc' : error === 1 ? 'an error' : `${error} errors`
    const hint = error === 0 ? 'make one with: oidc config init' : 'oidc config explain CODE tells more about each'
    super(`the configuration has ${found}, nothing is served`, { hint })
    this.problems = problems
  }

  /** The problems as text for stderr. */
  get text(): string {
    return this.problems.map((problem) => `${problemText(problem, { paint: forStderr })}\n`).join('')
  }
}
