/** Which parameters, members and headers hold something that can be used, and what it is. */

export type SecretKind =
  | 'client secret'
  | 'password'
  | 'one-time code'
  | 'enrolment code'
  | 'form token'
  | 'authorization code'
  | 'access token'
  | 'refresh token'
  | 'ID token'
  | 'token'
  | 'device code'
  | 'user code'
  | 'code verifier'
  | 'client assertion'
  | 'request object'
  | 'pushed request'
  | 'response JWT'
  | 'flow'
  | 'cookie'
  | 'credentials'
  | 'unknown parameter'

/** By name, in requests and answers alike. */
export const SECRET_NAMES: ReadonlyMap<string, SecretKind> = new Map<string, SecretKind>([
  ['client_secret', 'client secret'],
  ['password', 'password'],
  ['totp', 'one-time code'],
  ['enrolment_code', 'enrolment code'],
  ['setup', 'one-time code'],
  ['form_token', 'form token'],
  ['code', 'authorization code'],
  ['access_token', 'access token'],
  ['refresh_token', 'refresh token'],
  ['id_token', 'ID token'],
  ['id_token_hint', 'ID token'],
  ['token', 'token'],
  ['device_code', 'device code'],
  ['user_code', 'user code'],
  ['code_verifier', 'code verifier'],
  ['client_assertion', 'client assertion'],
  ['assertion', 'client assertion'],
  ['request', 'request object'],
  ['response', 'response JWT'],
  ['flow', 'flow'],
  ['consent_id', 'flow'],
  ['parked_request', 'pushed request'],
])

/** Parameters of requests whose value is shown; any other may hold anything, and is masked. */
export const PUBLIC_PARAMETERS: ReadonlySet<string> = new Set([
  ...['client_id', 'redirect_uri', 'response_type', 'response_mode', 'scope', 'state', 'nonce', 'prompt', 'max_age'],
  ...['display', 'ui_locales', 'claims_locales', 'claims', 'acr_values', 'login_hint', 'request_uri', 'registration'],
  ...['code_challenge', 'code_challenge_method', 'grant_type', 'audience', 'resource', 'token_type_hint'],
  ...[
    'client_assertion_type',
    'username',
    'user',
    'decision',
    'remember',
    'cancel',
    'error',
    'error_description',
    'iss',
  ],
])

/** Headers that say something about a request, beside `Authorization` and `Cookie`, which are masked. */
export const SHOWN_HEADERS = ['accept', 'content-type', 'origin', 'user-agent'] as const
