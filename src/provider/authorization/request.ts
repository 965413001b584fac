/** An authorization request after every check that needs no user: plain data, as it is stored with flows and pushes. */

import type { ResponseMode } from '../../spec/response-types.ts'
import type { ClaimsRequest } from '../claims/claims-parameter.ts'

export interface AuthorizationRequest {
  client_id: string
  issuer: string
  /** Where the answer goes. */
  redirect_uri: string
  /** Whether it was sent, and so has to be repeated at the token endpoint (RFC 6749 §4.1.3). */
  redirect_uri_sent: boolean
  /** The parts of `response_type`, as a set. */
  response_type: readonly ('code' | 'token' | 'id_token')[]
  response_mode: ResponseMode
  state: string | null
  scopes: readonly string[]
  /** Requested audiences, or the client's own where its mode is `implicit`. */
  audience: readonly string[]
  /** RFC 8707. */
  resource: readonly string[]
  nonce: string | null
  prompt: readonly Prompt[]
  /** Seconds. */
  max_age: number | null
  claims: ClaimsRequest | null
  id_token_hint: string | null
  login_hint: string | null
  ui_locales: string | null
  acr_values: string | null
  code_challenge: string | null
  code_challenge_method: 'S256' | 'plain' | null
  /** Milliseconds; the first time that it was seen. */
  requested_at: number
  /** The pushed request that it came from (RFC 9126). */
  request_uri: string | null
}

export const PROMPTS = ['none', 'login', 'consent', 'select_account'] as const

export type Prompt = (typeof PROMPTS)[number]

export function has(
  request: Pick<AuthorizationRequest, 'response_type'>,
  part: 'code' | 'token' | 'id_token',
): boolean {
  return request.response_type.includes(part)
}

/** The scopes of a space-separated list (RFC 6749 §3.3). */
export function splitList(text: string | undefined): string[] {
  return (text ?? '').split(' ').filter((part) => part !== '')
}

/** Where an answer goes, right or wrong: everything that writing it needs. */
export interface ResponseDestination {
  client_id: string
  issuer: string
  redirect_uri: string
  response_mode: ResponseMode
  state: string | null
}

export function destinationOf(request: AuthorizationRequest): ResponseDestination {
  const { client_id, issuer, redirect_uri, response_mode, state } = request
  return { client_id, issuer, redirect_uri, response_mode, state }
}
