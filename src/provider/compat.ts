/**
 * Where the released reference differs from the standards on the wire, one row each: `standard` is what this provider
 * does, `released` what it does with `compat: 'authelia'`. Differences that would open a hole have no row.
 */
export const DIFFERENCES = {
  local_errors: { standard: 'an error page with its own status', released: 'a redirect to the outcome page' },
  amr_kba: { standard: 'kba is never claimed (RFC 8176 §2)', released: 'kba with every password' },
  key_id_digits: { standard: 'computed key ids of 7 digits', released: 'computed key ids of 6 digits' },
  hmac_key: { standard: 'the 32 bytes of SHA-256(hmac_secret)', released: 'the first 32 characters of its hex text' },
  device_grant_missing: { standard: 'unauthorized_client (RFC 8628 §3.1)', released: 'invalid_grant' },
  basic_raw_retry: { standard: 'unencoded Basic credentials are tried too', released: 'form-decoded ones alone' },
  D01: { standard: 'WWW-Authenticate with 401 (RFC 6749 §5.2)', released: 'no challenge' },
  D02: { standard: 'unsupported_grant_type (RFC 6749 §5.2)', released: 'invalid_request' },
  D03: { standard: 'early implicit errors in the fragment', released: 'in the query' },
  D04: { standard: 'prompt=none never shows a page (Core §3.1.2.1)', released: 'it does for consent and levels' },
  D05: { standard: 'max_age=0 is prompt=login; a bad one is refused', released: 'both ask for ever' },
  D06: { standard: 'at_hash by the algorithm of the ID token (Core §3.1.3.6)', released: 'always SHA-256' },
  D07: { standard: 'HS* keys are the octets of the secret (Core §10.1)', released: 'hashes of the secret' },
  D08: { standard: 'JWT access tokens have scope and aud (RFC 9068 §2.2)', released: 'scp alone, aud may be empty' },
  D09: { standard: 'invalid_token (RFC 6750 §3.1)', released: 'request_unauthorized' },
  D11: { standard: 'signed userinfo has iss and aud (Core §5.3.2)', released: 'neither' },
  D12: { standard: 'invalid_client at introspection (RFC 7662 §2.3)', released: 'request_unauthorized' },
  D14: { standard: 'introspection JWT by the caller (RFC 9701)', released: 'by the token owner, never when inactive' },
  D15: { standard: 'device errors of RFC 8628 §3.5', released: 'server_error and authorization_pending' },
  D16: { standard: "each endpoint's own authentication method", released: "always the token endpoint's" },
  D17: { standard: 'request objects without typ, with numbers (Core §6)', released: 'refused, broken' },
  D19: { standard: 'unregistered claims are left out (Core §5.5.1)', released: 'access_denied' },
  D21: { standard: 'no nonce after refresh (Core §12.2)', released: 'repeated' },
  D22: { standard: 'signed_metadata by the key its header names', released: 'always by the RS256 key' },
  D23: { standard: "a client's code lifespan counts", released: 'ignored' },
  D24: { standard: 'resource is granted (RFC 8707)', released: 'validated only' },
  D25: { standard: '503 when revocation fails (RFC 7009 §2.2.1)', released: '500 without body' },
  D29: { standard: 'form_post.jwt may run its script', released: 'its policy blocks it' },
  D34: { standard: 'invalid_grant for the loser of a concurrent refresh', released: 'invalid_request' },
  D35: { standard: 'invalid_grant without an offline scope', released: 'scope_not_granted' },
  D36: { standard: 'invalid_request without response_type (RFC 6749 §4.1.2.1)', released: 'unsupported_response_type' },
  D38: { standard: 'invalid_token when the user is gone', released: 'an answer all the same' },
} as const

export type Difference = keyof typeof DIFFERENCES

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
