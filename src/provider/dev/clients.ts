/** The clients that `serve --dev` makes up. */
import type { ResolvedClient } from '../../config/resolved.ts'
import { GRANT_TYPE } from '../../spec/grant-types.ts'

/** Every option at its default: a confidential client without anything of its own. */
export const CLIENT_DEFAULTS: ResolvedClient = {
  client_id: '',
  client_name: '',
  client_secret: undefined,
  sector_identifier_uri: '',
  public: false,
  redirect_uris: [],
  request_uris: [],
  audience: [],
  scopes: ['openid', 'groups', 'profile', 'email'],
  response_types: ['code'],
  response_modes: ['form_post', 'query'],
  grant_types: [GRANT_TYPE.authorizationCode],
  authorization_policy: 'two_factor',
  lifespan: '',
  claims_policy: '',
  requested_audience_mode: 'explicit',
  consent_mode: 'explicit',
  pre_configured_consent_duration: 0,
  require_pushed_authorization_requests: false,
  require_pkce: false,
  pkce_challenge_method: '',
  authorization_signed_response_alg: 'RS256',
  authorization_signed_response_key_id: '',
  authorization_encrypted_response_alg: '',
  authorization_encrypted_response_enc: '',
  authorization_encrypted_response_key_id: '',
  id_token_signed_response_alg: 'RS256',
  id_token_signed_response_key_id: '',
  id_token_encrypted_response_alg: '',
  id_token_encrypted_response_enc: '',
  id_token_encrypted_response_key_id: '',
  access_token_signed_response_alg: 'none',
  access_token_signed_response_key_id: '',
  access_token_encrypted_response_alg: '',
  access_token_encrypted_response_enc: '',
  access_token_encrypted_response_key_id: '',
  userinfo_signed_response_alg: 'none',
  userinfo_signed_response_key_id: '',
  userinfo_encrypted_response_alg: '',
  userinfo_encrypted_response_enc: '',
  userinfo_encrypted_response_key_id: '',
  introspection_signed_response_alg: 'none',
  introspection_signed_response_key_id: '',
  introspection_encrypted_response_alg: '',
  introspection_encrypted_response_enc: '',
  introspection_encrypted_response_key_id: '',
  request_object_signing_alg: '',
  request_object_encryption_alg: '',
  request_object_encryption_enc: '',
  token_endpoint_auth_methods: ['client_secret_basic'],
  token_endpoint_auth_signing_alg: '',
  revocation_endpoint_auth_methods: [],
  revocation_endpoint_auth_signing_alg: '',
  introspection_endpoint_auth_methods: [],
  introspection_endpoint_auth_signing_alg: '',
  pushed_authorization_request_endpoint_auth_methods: [],
  pushed_authorization_request_endpoint_auth_signing_alg: '',
  allow_multiple_auth_methods: false,
  jwks_uri: '',
  jwks: [],
}

const GENEROUS: Partial<ResolvedClient> = {
  scopes: ['openid', 'profile', 'email', 'groups', 'phone', 'address', 'offline_access'],
  response_types: ['code'],
  response_modes: ['form_post', 'query', 'jwt', 'query.jwt', 'form_post.jwt'],
  grant_types: [GRANT_TYPE.authorizationCode, GRANT_TYPE.refreshToken, GRANT_TYPE.deviceCode],
  authorization_policy: 'one_factor',
}

export interface MadeUpClient {
  client_id: string
  client_name?: string
  redirect_uris?: readonly string[]
}

/** A public client with PKCE, as `--client ID=URI` and `spa` are. */
export function publicClient({ client_id, client_name = client_id, redirect_uris = [] }: MadeUpClient): ResolvedClient {
  return {
    ...CLIENT_DEFAULTS,
    ...GENEROUS,
    client_id,
    client_name,
    redirect_uris,
    public: true,
    require_pkce: true,
    token_endpoint_auth_methods: ['none'],
  }
}

/** A confidential client by basic or post, as `--confidential-client ID=URI` and `app` are. */
export function confidentialClient(
  { client_id, client_name = client_id, redirect_uris = [] }: MadeUpClient,
  client_secret: string,
): ResolvedClient {
  return {
    ...CLIENT_DEFAULTS,
    ...GENEROUS,
    client_id,
    client_name,
    redirect_uris,
    client_secret: `$plaintext$${client_secret}`,
    token_endpoint_auth_methods: ['client_secret_basic', 'client_secret_post'],
    introspection_endpoint_auth_methods: ['client_secret_basic', 'client_secret_post'],
    revocation_endpoint_auth_methods: ['client_secret_basic', 'client_secret_post'],
    pushed_authorization_request_endpoint_auth_methods: ['client_secret_basic', 'client_secret_post'],
  }
}

/** `app` and `spa`, which are there in every `serve --dev` without a configuration. */
export function makeUpClients(appSecret: string): ResolvedClient[] {
  return [
    confidentialClient({ client_id: 'app', client_name: 'Test application' }, appSecret),
    publicClient({ client_id: 'spa', client_name: 'Test single-page application' }),
  ]
}

/** Reads the `ID=URI` of a flag; `undefined` when it is none. */
export function parseClientFlag(text: string): { client_id: string; redirect_uri: string } | undefined {
  const at = text.indexOf('=')
  const [client_id, redirect_uri] = [text.slice(0, at), text.slice(at + 1)]
  return at > 0 && URL.canParse(redirect_uri) ? { client_id, redirect_uri } : undefined
}
