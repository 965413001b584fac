import type { OAuthError } from '../oauth-error.ts'
import type { ResponseDestination } from './request.ts'

/** A refusal that goes to the client by its redirect URI (RFC 6749 §4.1.2.1). */
export class AuthorizationRefused extends Error {
  readonly refusal: OAuthError
  readonly destination: ResponseDestination

  constructor(refusal: OAuthError, destination: ResponseDestination) {
    super(refusal.message, { cause: refusal })
    this.name = 'AuthorizationRefused'
    this.refusal = refusal
    this.destination = destination
  }
}
