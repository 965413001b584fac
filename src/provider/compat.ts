/**
 * Where the released reference differs from the standards on the wire, one row each: `standard` is what this provider
 * does, `released` what it does with `compat: 'authelia'`. {@link NOT_SWITCHED} are the differences that stay as they are
 * in both modes. `docs/compat.md` is written from both tables.
 */

export interface Row {
  /** The section of the standard that decides; `''` where none does. */
  rule: string
  standard: string
  released: string
}

export const DIFFERENCES = {
  local_errors: {
    rule: 'RFC 6749 §4.1.2.1',
    standard: 'an error page with its own status',
    released: 'a redirect to the outcome page, with the error in its query',
  },
  early_errors_in_fragment: {
    rule: 'OAuth 2.0 Multiple Response Types §5',
    standard: 'errors of a request for tokens come in the fragment',
    released: 'early ones come in the query',
  },
  missing_response_type: {
    rule: 'RFC 6749 §4.1.2.1',
    standard: '`invalid_request` without `response_type`',
    released: '`unsupported_response_type`',
  },
  prompt_none: {
    rule: 'OpenID Connect Core 1.0 §3.1.2.1',
    standard: '`prompt=none` never shows a page: `consent_required` or `login_required`',
    released: 'it does for consent, levels and age of the login',
  },
  max_age: {
    rule: 'OpenID Connect Core 1.0 §3.1.2.1',
    standard: '`max_age=0` asks for one login; a value that is no number is refused',
    released: 'both ask for a login for ever',
  },
  unregistered_claims: {
    rule: 'OpenID Connect Core 1.0 §5.5.1',
    standard: 'claims of scopes that the client does not have are left out',
    released: '`access_denied`',
  },
  request_object_leniency: {
    rule: 'RFC 9101 §4, OpenID Connect Core 1.0 §6.1',
    standard: 'request objects without `typ`, and with numbers, are read',
    released: 'refused without `typ`; numbers become text that is no number',
  },
  form_post_jwt_script: {
    rule: 'JARM §2.3.3',
    standard: 'the page of `form_post.jwt` may run its script',
    released: 'its Content-Security-Policy blocks it',
  },
  unsupported_grant_type: {
    rule: 'RFC 6749 §5.2',
    standard: '`unsupported_grant_type`',
    released: '`invalid_request`',
  },
  token_challenge: {
    rule: 'RFC 6749 §5.2',
    standard: 'a Basic challenge with 401 where Basic was used',
    released: 'no challenge',
  },
  endpoint_auth_methods: {
    rule: 'RFC 8414 §2',
    standard: 'each endpoint has its own authentication method',
    released: "always the token endpoint's",
  },
  basic_raw_retry: {
    rule: 'RFC 6749 §2.3.1',
    standard: 'Basic credentials are form-decoded, and tried as they stand where that fails',
    released: 'form-decoded ones alone',
  },
  concurrent_refresh: {
    rule: 'RFC 6749 §5.2',
    standard: '`invalid_grant` for all but one of refreshes at the same time, and the end of the family',
    released: '`invalid_request`, and the family lives',
  },
  refresh_without_offline: {
    rule: 'RFC 6749 §5.2',
    standard: '`invalid_grant` where no offline scope was granted',
    released: '`scope_not_granted` with 403',
  },
  refreshed_nonce: {
    rule: 'OpenID Connect Core 1.0 §12.2',
    standard: 'no `nonce` in refreshed ID tokens',
    released: 'repeated',
  },
  device_grant_missing: {
    rule: 'RFC 8628 §3.1, RFC 6749 §5.2',
    standard: '`unauthorized_client` for a client without the device grant',
    released: '`invalid_grant`',
  },
  device_errors: {
    rule: 'RFC 8628 §3.5',
    standard: '`access_denied`, `expired_token`, `slow_down`, `invalid_grant`',
    released: '`server_error`, and `authorization_pending` after the end',
  },
  granted_resource: {
    rule: 'RFC 8707 §2',
    standard: 'a `resource` becomes an audience of the token',
    released: 'checked, and then forgotten',
  },
  client_code_lifespan: {
    rule: 'RFC 6749 §4.1.2',
    standard: "the code lifespan of a client's own `lifespan` counts",
    released: 'ignored',
  },
  hash_claims: {
    rule: 'OpenID Connect Core 1.0 §3.1.3.6',
    standard: '`at_hash`, `c_hash`, `s_hash` with the hash of the signing algorithm',
    released: 'always SHA-256',
  },
  hmac_signing_key: {
    rule: 'OpenID Connect Core 1.0 §10.1',
    standard: 'HS256, HS384, HS512 are keyed with the octets of the secret',
    released: 'with a hash of the secret',
  },
  jwt_access_token_claims: {
    rule: 'RFC 9068 §2.2, §3',
    standard: 'JWT access tokens have `scope`; without an audience `aud` is the issuer',
    released: '`scp` alone; `aud` may be empty',
  },
  amr_kba: {
    rule: 'RFC 8176 §2',
    standard: '`amr` never has `kba`',
    released: '`kba` with every password',
  },
  bearer_errors: {
    rule: 'RFC 6750 §3.1',
    standard: '`invalid_token`, and a bare challenge where no token came',
    released: '`request_unauthorized`',
  },
  vanished_user: {
    rule: 'RFC 6750 §3.1',
    standard: 'userinfo of a user who is gone: `invalid_token`',
    released: 'an answer with `sub` and `rat`',
  },
  signed_userinfo_parties: {
    rule: 'OpenID Connect Core 1.0 §5.3.2',
    standard: 'signed userinfo has `iss` and `aud`',
    released: 'neither',
  },
  introspection_authentication: {
    rule: 'RFC 7662 §2.3',
    standard: '`invalid_client` and `invalid_token`, each with its challenge',
    released: '`request_unauthorized`',
  },
  introspection_jwt: {
    rule: 'RFC 9701 §4, §5',
    standard: "the JWT form by the caller's registration or `Accept`, for inactive tokens too",
    released: "by the token owner's registration, never for inactive ones",
  },
  revocation_failure: {
    rule: 'RFC 7009 §2.2.1',
    standard: '503 when revocation fails',
    released: '500 without a body',
  },
  signed_metadata_key: {
    rule: 'RFC 8414 §2.1',
    standard: '`signed_metadata` by the key that its header names, and none for `none`',
    released: 'always by the RS256 key',
  },
  key_id_digits: {
    rule: '',
    standard: 'computed key ids of 7 digits, as documented',
    released: 'computed key ids of 6 digits',
  },
  hmac_key: {
    rule: '',
    standard: 'opaque tokens are keyed with the 32 bytes of SHA-256(`hmac_secret`), as documented',
    released: 'with the first 32 characters of its hexadecimal text',
  },
} as const satisfies Readonly<Record<string, Row>>

export type Difference = keyof typeof DIFFERENCES

/** A difference that is the same in both modes, and why. */
export interface Unswitched {
  rule: string
  here: string
  released: string
  reason: string
}

const HOLE = 'switching it would open a hole'

export const NOT_SWITCHED: readonly Unswitched[] = [
  {
    rule: 'RFC 9700 §4.3.2',
    here: 'an access token in the query is no token',
    released: 'it is accepted',
    reason: HOLE,
  },
  {
    rule: 'RFC 7662 §4',
    here: 'opaque tokens are described to their client and their audience alone',
    released: 'any client learns about any token',
    reason: HOLE,
  },
  {
    rule: 'RFC 6749 §3.1',
    here: 'a repeated parameter is `invalid_request`',
    released: 'the first one counts',
    reason: HOLE,
  },
  {
    rule: 'Fetch §3.2, CORS protocol',
    here: 'preflights work at every endpoint that allows origins; a foreign origin gets no header; `*` never comes with credentials',
    released: 'minimal preflights at two endpoints; headers for a foreign origin; `*` with credentials',
    reason: HOLE,
  },
  {
    rule: 'RFC 9101 §6.3',
    here: 'of a request with a request object only the object counts',
    released: 'scopes are joined, other parameters from outside fill gaps',
    reason: HOLE,
  },
  {
    rule: 'RFC 6749 §5.2',
    here: 'the HMAC of a code or refresh token is checked before its reuse is punished',
    released: 'after it, so that half a used code kills its tokens; `invalid_request` on refresh',
    reason: HOLE,
  },
  {
    rule: 'OpenID Connect RP-Initiated Logout 1.0 §2',
    here: 'logout is set up apart from the configuration of the reference',
    released: 'there is no logout endpoint',
    reason: 'there is nothing to compare with',
  },
  {
    rule: 'RFC 6749 §4.1.2.1',
    here: 'PKCE, nonce and prompt are checked when the request comes',
    released: 'after consent, or at the token endpoint',
    reason: 'the codes are the same; only the moment differs',
  },
  {
    rule: 'OpenID Connect Discovery 1.0 §3',
    here: 'the algorithms that the keys can serve, and HS256, HS384, HS512',
    released: 'algorithms without a key are listed too',
    reason: 'a list of what does not work helps nobody',
  },
  {
    rule: 'RFC 9126 §2.2',
    here: 'a pushed request that was opened in time may be finished after its own lifetime',
    released: 'it ends with its lifetime, also in the middle of a login',
    reason: 'it is a matter of storage, not of an answer',
  },
  {
    rule: 'OpenID Connect Core 1.0 §3.1.2.1',
    here: '`state` of at least 8 characters is required; `minimum_parameter_entropy: -1` switches that off',
    released: 'the same',
    reason: 'kept in both modes: clients depend on it, and it protects them',
  },
  {
    rule: 'RFC 7009 §2.1',
    here: 'revoking an access token ends its refresh tokens too',
    released: 'the same',
    reason: 'kept in both modes: the standard allows it',
  },
  {
    rule: 'OAuth 2.0 Multiple Response Types §2.1',
    here: 'a default `response_mode` is not compared with `response_modes` of the client',
    released: 'the same',
    reason: 'kept in both modes: refusing would break clients that work',
  },
  {
    rule: 'OpenID Connect Core 1.0 §2',
    here: '`acr` is `"0"`, and there only where `acr_values` was sent',
    released: 'the same',
    reason: 'kept in both modes: no higher value is ever true',
  },
  {
    rule: 'OpenID Connect Core 1.0 §5.1',
    here: '`email_verified` is true, `phone_number_verified` false',
    released: 'the same',
    reason: 'kept in both modes: the user database is the authority',
  },
  {
    rule: 'RFC 6749 §4.4',
    here: 'client credentials of a public client: `invalid_grant`',
    released: 'the same',
    reason: 'kept in both modes: the refusal is what matters',
  },
]

/** Which side of a difference holds: `true` is the released reference's. */
export type AsReleased = (difference: Difference) => boolean

/** The chooser for one provider. */
export function chooseBehaviour(compat: 'authelia' | undefined): AsReleased {
  return compat === 'authelia' ? (difference) => difference in DIFFERENCES : () => false
}

/** Codes that only the released reference sends. */
export const RELEASED_ERROR_CODES = {
  request_unauthorized: { status: 401, description: 'The request could not be authorized.' },
  scope_not_granted: { status: 403, description: 'The token was not granted the scope.' },
} as const

export type ReleasedErrorCode = keyof typeof RELEASED_ERROR_CODES
