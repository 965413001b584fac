/** "grant_type" values (RFC 6749, RFC 8628 §3.4). */
export const GRANT_TYPE = {
  authorizationCode: 'authorization_code',
  implicit: 'implicit',
  clientCredentials: 'client_credentials',
  refreshToken: 'refresh_token',
  deviceCode: 'urn:ietf:params:oauth:grant-type:device_code',
} as const

export type GrantType = (typeof GRANT_TYPE)[keyof typeof GRANT_TYPE]

export const GRANT_TYPES: readonly GrantType[] = Object.values(GRANT_TYPE)
