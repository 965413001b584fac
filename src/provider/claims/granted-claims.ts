/** Which user claims go where: the ID token, the userinfo answer, a JWT access token. */
import type { ResolvedClient } from '../../config/resolved.ts'
import type { ProviderContext } from '../context.ts'
import type { User } from '../user-store.ts'
import { type ClaimRequest, type ClaimsRequest, matchesRequest } from './claims-parameter.ts'
import { attributeReader } from './compute-attribute.ts'
import { claimsOfScopes, claimsPolicyOf, type MappedClaim } from './scope-claims.ts'
import { userClaims } from './user-claims.ts'

export interface ClaimsSource {
  context: ProviderContext
  client: ResolvedClient
  user: User
  /** Granted scopes. */
  scopes: readonly string[]
  /** The `claims` parameter. */
  claims: ClaimsRequest | null
  /** Voluntary claims that the user agreed to. */
  granted_claims: readonly string[]
  /** Seconds; when the authorization was asked for. */
  requested_at: number
  now: number
}

/** `rat` belongs to openid, and is asked for like a user claim. */
const REQUESTED_AT = 'rat'

/** Claims that the client may ask for one by one: those of its registered scopes (Core §5.5.1). */
export function requestableClaims({
  context,
  client,
}: Pick<ClaimsSource, 'context' | 'client'>): Map<string, MappedClaim> {
  const mapped = claimsOfScopes(context.config.provider, client, client.scopes)
  return new Map(mapped.map((claim) => [claim.name, claim]))
}

function valuesOf({ context, client, user, now }: ClaimsSource, claims: readonly MappedClaim[]) {
  return userClaims(user, claims, { now, read: attributeReader(context, client.client_id) })
}

function requestedValues(
  source: ClaimsSource,
  requests: Readonly<Record<string, ClaimRequest>>,
): Record<string, unknown> {
  const allowed = requestableClaims(source)
  const isGranted = (name: string, request: ClaimRequest) =>
    request?.essential === true || source.granted_claims.includes(name)
  const wanted = Object.entries(requests).flatMap(([name, request]) => {
    const claim = allowed.get(name)
    return claim !== undefined && isGranted(name, request) ? [claim] : []
  })
  const values = {
    ...valuesOf(source, wanted),
    ...(REQUESTED_AT in requests ? { rat: source.requested_at } : {}),
  }
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => matchesRequest(value, requests[name] ?? null)),
  )
}

function scopeValues(source: ClaimsSource, isWanted: (name: string) => boolean): Record<string, unknown> {
  const claims = claimsOfScopes(source.context.config.provider, source.client, source.scopes)
  return valuesOf(
    source,
    claims.filter(({ name }) => isWanted(name)),
  )
}

/**
 * User claims of an ID token: those that a claims policy lists or the claims parameter asks for, and with response type
 * `id_token` alone those of every scope, since no access token is there to fetch them with (Core §5.4).
 */
export function idTokenClaims(
  source: ClaimsSource,
  { withoutAccessToken }: { withoutAccessToken: boolean },
): Record<string, unknown> {
  const listed = claimsPolicyOf(source.context.config.provider, source.client)?.id_token ?? []
  return {
    ...scopeValues(source, (name) => withoutAccessToken || listed.includes(name)),
    ...(listed.includes(REQUESTED_AT) ? { rat: source.requested_at } : {}),
    ...requestedValues(source, source.claims?.id_token ?? {}),
  }
}

/** User claims of the userinfo answer (Core §5.3.2). */
export function userinfoClaims(source: ClaimsSource): Record<string, unknown> {
  return {
    rat: source.requested_at,
    ...scopeValues(source, () => true),
    ...requestedValues(source, source.claims?.userinfo ?? {}),
  }
}

/** User claims that a claims policy puts into JWT access tokens and introspection answers. */
export function accessTokenClaims(source: ClaimsSource): Record<string, unknown> {
  const listed = claimsPolicyOf(source.context.config.provider, source.client)?.access_token ?? []
  return listed.length === 0 ? {} : scopeValues(source, (name) => listed.includes(name))
}
