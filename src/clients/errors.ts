/** Why a change of the clients was refused. Nothing has been written when one of these is thrown. */
import type { Problem } from '../config/problem.ts'
import { EXIT, ToolError, type ToolErrorOptions } from '../errors.ts'

export class ClientExists extends ToolError {
  readonly code = 'ERR_CLIENT_EXISTS'
}

export class ClientNotFound extends ToolError {
  readonly code = 'ERR_CLIENT_NOT_FOUND'
}

/** Clients of an earlier generation have other option names: they are migrated first. */
export class OlderGeneration extends ToolError {
  readonly code = 'ERR_EDIT_OLDER_GENERATION'
}

/** The provider would refuse the configuration for a new reason; `problems` are the reasons: exit status 3. */
export class EditAddsError extends ToolError {
  readonly code = 'ERR_EDIT_ADDS_ERROR'
  override readonly exitCode = EXIT.notGood
  readonly problems: readonly Problem[]

  constructor(message: string, problems: readonly Problem[], options?: ToolErrorOptions) {
    super(message, options)
    this.problems = problems
  }
}

/** Filters or other files would make something else of the edited text than was meant. */
export class EditMeansSomethingElse extends ToolError {
  readonly code = 'ERR_EDIT_MEANING'
}

/** The client needs something of the provider that nobody allowed to change: exit status 2. */
export class ProviderChangesNeeded extends ToolError {
  readonly code = 'ERR_PROVIDER_CHANGES'
  override readonly exitCode = EXIT.usage
}
