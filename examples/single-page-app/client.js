/** Who tokens for the API are made for. */
export const AUDIENCE = 'https://api.example.com'

/** The application as a provider has to know it. */
export const clientAt = (origin) => ({
  client_id: 'single-page-app',
  client_name: 'Single-page application',
  public: true,
  redirect_uris: [`${origin}/callback`],
  scopes: ['openid', 'profile', 'email', 'offline_access'],
  audience: [AUDIENCE],
  requested_audience_mode: 'implicit',
  access_token_signed_response_alg: 'RS256',
})
