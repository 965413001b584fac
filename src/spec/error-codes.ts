/** "error" values on the wire, each with the HTTP status of a JSON answer and its fixed description. */
export const ERROR_CODES = {
  // RFC 6749 §4.1.2.1, §5.2
  invalid_request: {
    status: 400,
    description: 'The request is missing a required parameter, includes an invalid one, or is malformed.',
  },
  invalid_client: { status: 401, description: 'Client authentication failed.' },
  invalid_grant: {
    status: 400,
    description:
      'The authorization code or refresh token is invalid, expired, revoked, or was issued to another client or redirect URI.',
  },
  unauthorized_client: { status: 400, description: 'The client is not authorized to use this method.' },
  unsupported_grant_type: { status: 400, description: 'The grant type is not supported.' },
  unsupported_response_type: { status: 400, description: 'The response type is not supported.' },
  invalid_scope: { status: 400, description: 'The requested scope is invalid, unknown, or malformed.' },
  access_denied: { status: 403, description: 'The resource owner or the authorization server denied the request.' },
  server_error: { status: 500, description: 'The authorization server met an unexpected condition.' },
  temporarily_unavailable: { status: 503, description: 'The authorization server cannot handle the request now.' },
  // OAuth 2.0 Multiple Response Types
  unsupported_response_mode: { status: 400, description: 'The response mode is not supported.' },
  // OpenID Connect Core 1.0 §3.1.2.6
  login_required: { status: 400, description: 'The end-user must log in.' },
  consent_required: { status: 400, description: 'The end-user must consent.' },
  interaction_required: { status: 400, description: 'The end-user must interact with the provider.' },
  request_not_supported: { status: 400, description: 'The "request" parameter is not supported.' },
  request_uri_not_supported: { status: 400, description: 'The "request_uri" parameter is not supported.' },
  registration_not_supported: { status: 400, description: 'The "registration" parameter is not supported.' },
  invalid_request_uri: {
    status: 400,
    description: 'The "request_uri" is unknown, expired, or its content is invalid.',
  },
  invalid_request_object: { status: 400, description: 'The request object is invalid.' },
  // RFC 6750 §3.1
  invalid_token: { status: 401, description: 'The access token is invalid, expired, or revoked.' },
  insufficient_scope: { status: 403, description: 'The access token does not carry the required scope.' },
  // RFC 8707 §2
  invalid_target: { status: 400, description: 'The requested audience or resource is invalid, unknown, or malformed.' },
  // RFC 8628 §3.5
  authorization_pending: { status: 400, description: 'The end-user has not decided yet.' },
  slow_down: { status: 400, description: 'The client polls too often.' },
  expired_token: { status: 400, description: 'The device code has expired.' },
  // the provider's own
  invalid_state: { status: 400, description: 'The "state" is missing or too short.' },
  insufficient_entropy: { status: 400, description: 'A security parameter is too short.' },
} as const satisfies Record<string, { status: number; description: string }>

export type ErrorCode = keyof typeof ERROR_CODES
