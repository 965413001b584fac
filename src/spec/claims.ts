/** Claims with a meaning of their own (OpenID Connect Core 1.0 §2, §5.1; RFC 9068 §2.2). */

/** What a scope or a claims policy may hand out; the last three are the provider's own. */
export const STANDARD_CLAIMS: readonly string[] = [
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'email',
  'email_verified',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'phone_number',
  'phone_number_verified',
  'address',
  'groups',
  'alt_emails',
  'rat',
  'updated_at',
]

/** Claims of the protocol, which no configuration may set in an ID token. */
export const ID_TOKEN_RESERVED_CLAIMS: readonly string[] = [
  'jti',
  'azp',
  'scope',
  'iss',
  'sub',
  'aud',
  'sid',
  's_hash',
  'c_hash',
  'iat',
  'nbf',
  'exp',
  'auth_time',
  'amr',
  'acr',
  'nonce',
]

/** The same for access tokens, scopes and custom claims. */
export const RESERVED_CLAIMS: readonly string[] = [...ID_TOKEN_RESERVED_CLAIMS, 'client_id', 'scp', 'updated_at']
