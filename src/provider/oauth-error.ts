/** Errors of the wire: what a client is told, and apart from it what the operator is told. */
import type { OptionPath } from '../config/resolved.ts'
import { ERROR_CODES, type ErrorCode } from '../spec/error-codes.ts'
import { RELEASED_ERROR_CODES, type ReleasedErrorCode } from './compat.ts'

/** Why a request was refused, for the log and the pages of `--dev`; it holds no secret and no token. */
export interface RefusalDetail {
  /** The rule that decided, with its section. */
  rule: string
  /** The option that decided. */
  option?: OptionPath
  sent?: string
  /** What would have matched. */
  expected?: readonly string[]
  /** The change to the configuration that would allow it. */
  change?: string
  command?: string
  /** A redirect URI that `--dev` may learn. */
  learn?: RefusedRedirect
}

export interface RefusedRedirect {
  client_id: string
  redirect_uri: string
}

export interface OAuthErrorOptions {
  /** Added to the code's fixed description. */
  hint?: string
  /** Added only with `enable_client_debug_messages`; never a secret, digest, token or path. */
  debug?: string
  status?: number
  headers?: Readonly<Record<string, string>>
  /** An answer without body: the challenge says everything (RFC 6750 §3.1). */
  bodiless?: boolean
  /** A rule that the released reference does not have: its way of showing errors is not followed. */
  strict?: boolean
  detail?: RefusalDetail
  cause?: unknown
}

const CODES = { ...ERROR_CODES, ...RELEASED_ERROR_CODES }

/** A refusal with its `error` code (RFC 6749 §5.2 and the standards built on it). */
export class OAuthError extends Error {
  readonly error: ErrorCode | ReleasedErrorCode
  readonly status: number
  readonly hint: string | undefined
  readonly debug: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly bodiless: boolean
  readonly strict: boolean
  readonly detail: RefusalDetail | undefined

  constructor(error: ErrorCode | ReleasedErrorCode, options: OAuthErrorOptions = {}) {
    super(options.hint ?? CODES[error].description, { cause: options.cause })
    this.name = 'OAuthError'
    this.error = error
    this.status = options.status ?? CODES[error].status
    this.hint = options.hint
    this.debug = options.debug
    this.headers = options.headers ?? {}
    this.bodiless = options.bodiless ?? false
    this.strict = options.strict ?? false
    this.detail = options.detail
  }
}

/** The `error_description`: fixed text, hint, and debug where the operator allows it; `"` may not stand in it (RFC 6749 §5.2). */
export function errorDescription(error: OAuthError, { debug }: { debug: boolean }): string {
  const parts = [CODES[error.error].description, error.hint, debug ? error.debug : undefined]
  return parts
    .filter((part) => part !== undefined && part !== '')
    .join(' ')
    .replaceAll('"', "'")
}

/** The option path as people write it: `identity_providers.oidc.clients[0].scopes`. */
export function formatOptionPath(path: OptionPath): string {
  return path.map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`)).join('')
}
