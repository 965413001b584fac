/** Scope values with a meaning of their own (OpenID Connect Core 1.0 §5.4, §11; the rest by convention of the provider). */
export const STANDARD_SCOPES = [
  'openid',
  'email',
  'profile',
  'address',
  'phone',
  'groups',
  'offline_access',
  'offline',
  'authelia.bearer.authz',
] as const

/** Scopes that ask for a refresh token. */
export const OFFLINE_SCOPES: readonly string[] = ['offline_access', 'offline']
