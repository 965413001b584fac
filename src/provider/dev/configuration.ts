/** The configuration of `serve --dev` without a file: every option at its default. */
import type { ResolvedClient, ResolvedConfiguration, ResolvedProvider } from '../../config/resolved.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE

/** `identity_providers.oidc` with every default. */
export const PROVIDER_DEFAULTS: ResolvedProvider = {
  hmac_secret: '',
  jwks: [],
  enable_client_debug_messages: false,
  minimum_parameter_entropy: 8,
  enforce_pkce: 'public_clients_only',
  enable_pkce_plain_challenge: false,
  enable_jwt_access_token_stateless_introspection: false,
  discovery_signed_response_alg: 'none',
  discovery_signed_response_key_id: '',
  require_pushed_authorization_requests: false,
  authorization_policies: {},
  lifespans: {
    access_token: HOUR,
    authorize_code: MINUTE,
    id_token: HOUR,
    refresh_token: 90 * MINUTE,
    device_code: 10 * MINUTE,
    jwt_secured_authorization: 5 * MINUTE,
    pushed_authorization_request: 5 * MINUTE,
    custom: {},
  },
  claims_policies: {},
  scopes: {},
  cors: { endpoints: [], allowed_origins: [], allowed_origins_from_client_redirect_uris: false },
  clients: [],
}

/** Every section that the provider reads, at its defaults. */
export const CONFIGURATION_DEFAULTS: ResolvedConfiguration = {
  provider: PROVIDER_DEFAULTS,
  base_path: '',
  session: { cookies: [], inactivity: 5 * MINUTE, expiration: HOUR, remember_me: 30 * 24 * HOUR },
  users: { path: undefined, watch: false, search_email: false, search_case_insensitive: false, extra_attributes: {} },
  user_attributes: {},
  totp: {
    disable: false,
    issuer: 'Authelia',
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    skew: 1,
    secret_size: 32,
    disable_reuse_security_policy: false,
  },
  storage_encryption_key: undefined,
  positionOf: () => undefined,
}

/** A configuration with these clients and nothing else of its own. */
export function madeUpConfiguration(hmac_secret: string, clients: readonly ResolvedClient[]): ResolvedConfiguration {
  return {
    ...CONFIGURATION_DEFAULTS,
    session: { ...CONFIGURATION_DEFAULTS.session, inactivity: HOUR, expiration: 12 * HOUR },
    provider: { ...PROVIDER_DEFAULTS, hmac_secret, clients },
  }
}
