/** Client authentication methods (OpenID Connect Core 1.0 §9, RFC 7591 §2). */
export const CLIENT_AUTHENTICATION_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'none',
] as const

export type ClientAuthenticationMethod = (typeof CLIENT_AUTHENTICATION_METHODS)[number]
