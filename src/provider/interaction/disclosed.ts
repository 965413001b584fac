/** What an application would read about an account, for the page that asks for the account's permission. */
import type { ResolvedClient } from '../../config/resolved.ts'
import type { AuthorizationRequest } from '../authorization/request.ts'
import { requestedClaims } from '../claims/claims-parameter.ts'
import { type ClaimsSource, idTokenClaims, userinfoClaims } from '../claims/granted-claims.ts'
import type { Exchange } from '../context.ts'
import type { User } from '../user-store.ts'

/** Claims by name. */
export type Disclosed = Readonly<Record<string, unknown>>

/** Claims whose values stand beside the words for a scope (OpenID Connect Core 1.0 §5.4). */
export const SAID_BY_SCOPE: Readonly<Record<string, readonly string[]>> = {
  profile: ['name'],
  email: ['email', 'alt_emails'],
  phone: ['phone_number'],
  address: ['address'],
  groups: ['groups'],
}

/** Every claim that the ID token and userinfo would have if all were allowed. */
export function disclosed(
  { context, now }: Exchange,
  client: ResolvedClient,
  user: User,
  { scopes, claims, requested_at }: Pick<AuthorizationRequest, 'scopes' | 'claims' | 'requested_at'>,
): Disclosed {
  const granted_claims = claims === null ? [] : requestedClaims(claims).map(({ name }) => name)
  const source: ClaimsSource = { context, client, user, scopes, claims, granted_claims, requested_at, now }
  return { ...idTokenClaims(source, { withoutAccessToken: false }), ...userinfoClaims(source) }
}

/** Texts in the order they stand in a value; numbers and truth values say nothing to people. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

/** The values of some claims in one text; nothing where there are none. */
export function shownValue(values: Disclosed, names: readonly string[]): { value?: string } {
  const texts = names.flatMap((name) => textsOf(values[name]))
  return texts.length === 0 ? {} : { value: texts.join(', ') }
}
