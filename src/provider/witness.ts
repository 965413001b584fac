/**
 * Who follows one request through the provider: an inspector, which is told what is decided and what is signed, or a test,
 * which makes a JWT wrong to see whether its client notices.
 */
import type { JWTPayload } from 'jose'

export type JwtKind =
  | 'id_token'
  | 'access_token'
  | 'userinfo'
  | 'introspection'
  | 'authorization_response'
  | 'signed_metadata'

/** A JWT before it is signed. */
export interface JwtDraft {
  kind: JwtKind
  header: { alg: string; typ: string; kid?: string }
  claims: JWTPayload
}

/** Something that was decided on the way to the answer. */
export interface Decision {
  /** What was decided, in a few words: `client_secret_basic`, `consent remembered`. */
  decision: string
  /** Section of a standard, or what made it so. */
  rule?: string
  /** Option path that decides it. */
  option?: string
  [detail: string]: unknown
}

/** An authorization response before it is written in its mode. */
export interface AuthorizationAnswer {
  client_id: string
  /** With `state`, and with `iss` where it does not stand in a JWT. */
  parameters: Readonly<Record<string, string>>
}

export interface Witness {
  /** Names the request in the log; default: a random one. */
  id?: string
  decided?(decision: Decision): void
  /** Returns the JWT that is signed instead. */
  signs?(draft: JwtDraft): JwtDraft
  /** Returns the text that is sent instead of a signed JWT. */
  signed?(kind: JwtKind, jwt: string): string
  /** Returns the parameters that are sent instead. */
  answers?(answer: AuthorizationAnswer): AuthorizationAnswer['parameters']
}
