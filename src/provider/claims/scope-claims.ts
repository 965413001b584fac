/** Scope → claims: the one table (OpenID Connect Core 1.0 §5.4 and the provider's own scopes). */
import type { ClaimsPolicy, ResolvedClient, ResolvedProvider } from '../../config/resolved.ts'

export const SCOPE_CLAIMS: Readonly<Record<string, readonly string[]>> = {
  profile: [
    'name',
    'given_name',
    'family_name',
    'middle_name',
    'nickname',
    'preferred_username',
    'profile',
    'picture',
    'website',
    'gender',
    'birthdate',
    'zoneinfo',
    'locale',
    'updated_at',
  ],
  email: ['email', 'email_verified', 'alt_emails'],
  groups: ['groups'],
  phone: ['phone_number', 'phone_number_verified'],
  address: ['address'],
}

/** A claim, and the user attribute that a claims policy takes it from; absent: the standard claim of that name. */
export interface MappedClaim {
  name: string
  attribute?: string
}

function customClaim(policy: ClaimsPolicy, listed: string): MappedClaim {
  const own = policy.custom_claims[listed] ?? Object.values(policy.custom_claims).find(({ name }) => name === listed)
  return own ?? { name: listed }
}

export function claimsPolicyOf(provider: ResolvedProvider, client: ResolvedClient): ClaimsPolicy | undefined {
  return client.claims_policy === '' ? undefined : provider.claims_policies[client.claims_policy]
}

/** The claims that scopes stand for; custom scopes give claims to clients with a claims policy alone. */
export function claimsOfScopes(
  provider: ResolvedProvider,
  client: ResolvedClient,
  scopes: readonly string[],
): MappedClaim[] {
  const policy = claimsPolicyOf(provider, client)
  return scopes.flatMap((scope) => {
    const standard = SCOPE_CLAIMS[scope]
    if (standard !== undefined) return standard.map((name) => ({ name }))
    const custom = provider.scopes[scope]
    return policy === undefined || custom === undefined
      ? []
      : custom.claims.map((listed) => customClaim(policy, listed))
  })
}
