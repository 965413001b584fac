/**
 * Errors for people: what a user of the program can act on. (Errors for OAuth clients are `OAuthError` of the provider.)
 */

/** Exit statuses of every command. */
export const EXIT = {
  done: 0,
  failure: 1,
  usage: 2,
  notGood: 3,
  bug: 70,
  interrupted: 130,
} as const

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT]

/** Where in the user's files an error lies; lines and columns count from 1. */
export interface SourcePosition {
  file: string
  line: number
  column: number
}

export interface ToolErrorOptions {
  /** What would be right, as a sentence or a command to run. */
  hint?: string | undefined
  /** Option path or parameter at fault, such as `identity_providers.oidc.clients[0].client_id`. */
  path?: string | undefined
  position?: SourcePosition | undefined
  cause?: unknown
}

/**
 * What the user can act on. `code` is public and stable; `message` may be reworded and starts in lower case
 * without a final full stop. It never holds a secret.
 */
export abstract class ToolError extends Error {
  abstract readonly code: `ERR_${string}`
  readonly exitCode: ExitStatus = EXIT.failure
  readonly hint: string | undefined
  readonly path: string | undefined
  readonly position: SourcePosition | undefined
  /** Further members of the error under `--json`, in snake_case. */
  readonly details: Readonly<Record<string, unknown>> = {}

  constructor(message: string, { hint, path, position, cause }: ToolErrorOptions = {}) {
    super(message, { cause })
    this.name = new.target.name
    this.hint = hint
    this.path = path
    this.position = position
  }
}

/** A flag, value or argument is wrong or missing: exit status 2. */
export class UsageError extends ToolError {
  readonly code = 'ERR_USAGE'
  override readonly exitCode = EXIT.usage
}

/** The user ended a prompt (Ctrl-C): exit status 130, nothing written. */
export class Interrupted extends ToolError {
  readonly code = 'ERR_INTERRUPTED'
  override readonly exitCode = EXIT.interrupted
}
