/** The shape of one check: it looks at a request and objects, or does not. */
import type { OptionPath, ResolvedClient } from '../../config/resolved.ts'
import type { ErrorCode } from '../../spec/error-codes.ts'
import type { ResponseMode } from '../../spec/response-types.ts'
import type { AuthorizationRequest } from '../authorization/request.ts'
import type { Exchange } from '../context.ts'
import type { Parameters } from '../http/parameters.ts'
import { OAuthError, type RefusedRedirect } from '../oauth-error.ts'

/** What a check has against a request. */
export interface Objection {
  error: ErrorCode
  /** For the client's developer. */
  hint: string
  /** For the client's developer where `enable_client_debug_messages` allows it. */
  debug?: string
  /** See {@link OAuthErrorOptions}. */
  strict?: boolean
  option?: OptionPath
  sent?: string
  expected?: readonly string[]
  change?: string
  command?: string
  learn?: RefusedRedirect
}

/** A request of which nothing is known to be true. */
export interface Received {
  parameters: Parameters
  /** The client, once it was found. */
  client: ResolvedClient | undefined
  /** Where an answer may go, once that was proved. */
  redirect_uri: string | undefined
  /** A request that was checked when it was pushed: no other check applies. */
  pushed: AuthorizationRequest | undefined
}

/** A request whose client and redirect URI are proved. */
export interface Identified {
  parameters: Parameters
  client: ResolvedClient
  redirect_uri: string
  /** The mode asked for; `undefined`: the default of the response type. */
  response_mode: ResponseMode | undefined
}

/** A step that may learn something: the client, the redirect URI. */
export interface Step {
  /** The rule, with its section. */
  rule: string
  step: (received: Received, exchange: Exchange) => Received | Objection | Promise<Received | Objection>
}

export interface Check {
  rule: string
  check: (request: Identified, exchange: Exchange) => Objection | undefined
}

export function isObjection(outcome: object): outcome is Objection {
  return 'error' in outcome
}

/** The objection as the error that the client, the log and the page of `--dev` get to see. */
export function refusal({ error, hint, debug, strict = false, ...detail }: Objection, rule: string): OAuthError {
  return new OAuthError(error, { hint, strict, ...(debug === undefined ? {} : { debug }), detail: { rule, ...detail } })
}
