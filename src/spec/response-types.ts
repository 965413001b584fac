/** "response_type" values (RFC 6749 §3.1.1, OAuth 2.0 Multiple Response Type Encoding Practices). */
export const RESPONSE_TYPES = [
  'code',
  'id_token',
  'token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
] as const

export type ResponseType = (typeof RESPONSE_TYPES)[number]

/** Response types that return a code together with something else (OpenID Connect Core 1.0 §3.3). */
export const HYBRID_RESPONSE_TYPES: readonly string[] = ['code id_token', 'code token', 'code id_token token']

/** Response types without a code (OpenID Connect Core 1.0 §3.2; `token` is RFC 6749 §4.2). */
export const IMPLICIT_RESPONSE_TYPES: readonly string[] = ['id_token', 'token', 'id_token token']

/** "response_mode" values (OAuth 2.0 Multiple Response Types §2.1, Form Post Response Mode, JARM §2.3). */
export const RESPONSE_MODES = [
  'form_post',
  'query',
  'fragment',
  'jwt',
  'form_post.jwt',
  'query.jwt',
  'fragment.jwt',
] as const

export type ResponseMode = (typeof RESPONSE_MODES)[number]
