/** Why a change of the clients was refused. Nothing has been written when one of these is thrown. */
import { EXIT, ToolError } from '../errors.ts'

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

/** The client needs something of the provider that nobody allowed to change: exit status 2. */
export class ProviderChangesNeeded extends ToolError {
  readonly code = 'ERR_PROVIDER_CHANGES'
  override readonly exitCode = EXIT.usage
}
