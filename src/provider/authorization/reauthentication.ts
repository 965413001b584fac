/** Whether a user who is logged in has to log in again (OpenID Connect Core 1.0 §3.1.2.1: `prompt=login`, `max_age`). */
import type { AsReleased } from '../compat.ts'
import type { AuthorizationRequest } from './request.ts'

export interface LastAuthentication {
  /** Milliseconds. */
  at: number
  /** Whether it happened for this very request. */
  forThisRequest: boolean
}

/** `requested_at` is fixed when the request is first seen, so that logging in during the flow satisfies it. */
export function needsLogin(
  { prompt, max_age, requested_at }: AuthorizationRequest,
  last: LastAuthentication,
  asReleased: AsReleased,
): boolean {
  if (max_age === 0 && asReleased('max_age')) return true
  if (last.forThisRequest) return false
  if (prompt.includes('login') || max_age === 0) return last.at <= requested_at
  return max_age !== null && last.at + max_age * 1000 < requested_at
}
