/** The names that placeholders may have, besides the values that a template declares. */

/** Follow from `--url`. */
export const ADDRESS_NAMES = ['url', 'host', 'domain', 'url_with_port'] as const

/** Known once the client is there; only inside the application's settings and `needs`. */
export const CLIENT_NAMES = ['client_id'] as const

/** Follow from the issuer and the secret; only inside the application's settings. */
export const SETTING_NAMES = [
  'client_secret',
  'random',
  'issuer',
  'issuer_origin',
  'issuer_authority',
  'issuer_host',
  'issuer_path',
  'discovery',
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'introspection_endpoint',
  'revocation_endpoint',
  'device_authorization_endpoint',
  'jwks_uri',
] as const

export type SettingName = (typeof SETTING_NAMES)[number]
