/** Names that options had in earlier releases, and names that belong elsewhere. */

/** `clients[]`: old name → current name, mapped by the provider itself with a warning. */
export const RENAMED_CLIENT_OPTIONS: ReadonlyMap<string, string> = new Map([
  ['id', 'client_id'],
  ['description', 'client_name'],
  ['secret', 'client_secret'],
  ['sector_identifier', 'sector_identifier_uri'],
  ['userinfo_signing_algorithm', 'userinfo_signed_response_alg'],
])

/** `clients[]`: old name → current name, refused by the provider. */
export const RENAMED_CLIENT_OPTIONS_REFUSED: ReadonlyMap<string, string> = new Map([
  ['enforce_pkce', 'require_pkce'],
  ['enforce_par', 'require_pushed_authorization_requests'],
])

/** Provider: old name → name below `lifespans`, mapped by the provider itself with a warning. */
export const MOVED_LIFESPANS: ReadonlyMap<string, string> = new Map([
  ['access_token_lifespan', 'access_token'],
  ['authorize_code_lifespan', 'authorize_code'],
  ['id_token_lifespan', 'id_token'],
  ['refresh_token_lifespan', 'refresh_token'],
])

/** Hints for keys of earlier releases that are refused now, by key. */
export const REMOVED_OPTIONS: ReadonlyMap<string, string> = new Map([
  ['enforce_pkce', "it is called 'require_pkce' now; oidc config migrate --write renames it"],
  ['enforce_par', "it is called 'require_pushed_authorization_requests' now; oidc config migrate --write renames it"],
  [
    'pushed_authorizations',
    "'enforce' is 'require_pushed_authorization_requests' now, and the lifespan is fixed at 5 minutes",
  ],
])

/** Options of extensions, which the provider's own file may not hold. */
export const EXTENSION_OPTIONS: ReadonlySet<string> = new Set([
  'post_logout_redirect_uris',
  'backchannel_logout_uri',
  'backchannel_logout_session_required',
  'frontchannel_logout_uri',
  'frontchannel_logout_session_required',
  'initiate_login_uri',
  'logo_uri',
  'policy_uri',
  'tos_uri',
  'profile',
  'dpop_bound_access_tokens',
  'tls_client_certificate_bound_access_tokens',
  'refresh_requires_session',
  'session_management',
  'registration',
  'rotation',
])
