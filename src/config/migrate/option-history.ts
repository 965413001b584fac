/**
 * Every option of every generation of `identity_providers.oidc`: since when, until when, and what became of it. All that
 * migrates a document, in its text or in memory, reads this table.
 */
import type { Generation } from '../generations/detect.ts'

export type Fate =
  /** Still there under its name. */
  | { kind: 'same' }
  /** The same place, another name. */
  | { kind: 'renamed'; to: string }
  /** Another place. */
  | { kind: 'moved'; to: string }
  /** Nothing takes its place. */
  | { kind: 'removed'; why: string }

export interface OptionHistory {
  /** Relative to `identity_providers.oidc`, list entries as `[]`. */
  path: string
  /** First and last generation that has it. */
  generations: readonly [first: Generation, last: Generation]
  fate: Fate
  /** What the current provider does with the old name by itself. */
  provider?: 'maps' | 'refuses'
}

function same(first: Generation, ...paths: string[]): OptionHistory[] {
  return paths.map((path) => ({ path, generations: [first, 5], fate: { kind: 'same' } }))
}

function renamed(first: Generation, path: string, to: string, provider: 'maps' | 'refuses'): OptionHistory {
  return { path, generations: [first, 4], fate: { kind: 'renamed', to }, provider }
}

function moved(first: Generation, path: string, to: string, provider: 'maps' | 'refuses'): OptionHistory {
  return { path, generations: [first, 4], fate: { kind: 'moved', to }, provider }
}

const SIGNED_RESPONSES = ['authorization', 'id_token', 'access_token', 'userinfo', 'introspection'] as const
const ENDPOINTS = ['token', 'revocation', 'introspection', 'pushed_authorization_request'] as const

const CURRENT_RESPONSE_OPTIONS = SIGNED_RESPONSES.flatMap((response) =>
  [
    'signed_response_alg',
    'signed_response_key_id',
    'encrypted_response_alg',
    'encrypted_response_enc',
    'encrypted_response_key_id',
  ].map((option) => `clients[].${response}_${option}`),
)
const CURRENT_ENDPOINT_OPTIONS = ENDPOINTS.flatMap((endpoint) => [
  ...(endpoint === 'token' ? [] : [`clients[].${endpoint}_endpoint_auth_method`]),
  `clients[].${endpoint}_endpoint_auth_signing_alg`,
])

export const OPTION_HISTORY: readonly OptionHistory[] = [
  ...same(1, 'hmac_secret', 'clients'),
  ...same(
    1,
    'clients[].authorization_policy',
    'clients[].redirect_uris',
    'clients[].scopes',
    'clients[].grant_types',
    'clients[].response_types',
  ),
  renamed(1, 'clients[].id', 'clients[].client_id', 'maps'),
  renamed(1, 'clients[].description', 'clients[].client_name', 'maps'),
  renamed(1, 'clients[].secret', 'clients[].client_secret', 'maps'),
  moved(1, 'issuer_private_key', 'jwks[].key', 'maps'),

  ...same(
    2,
    'enable_client_debug_messages',
    'minimum_parameter_entropy',
    'enforce_pkce',
    'enable_pkce_plain_challenge',
  ),
  ...same(2, 'cors', 'cors.endpoints', 'cors.allowed_origins', 'cors.allowed_origins_from_client_redirect_uris'),
  ...same(2, 'clients[].public', 'clients[].audience', 'clients[].response_modes', 'clients[].consent_mode'),
  ...same(2, 'clients[].pre_configured_consent_duration', 'clients[].pkce_challenge_method'),
  renamed(2, 'clients[].sector_identifier', 'clients[].sector_identifier_uri', 'maps'),
  renamed(2, 'clients[].userinfo_signing_algorithm', 'clients[].userinfo_signed_response_alg', 'maps'),
  renamed(2, 'clients[].enforce_pkce', 'clients[].require_pkce', 'refuses'),
  moved(2, 'issuer_certificate_chain', 'jwks[].certificate_chain', 'maps'),
  moved(2, 'access_token_lifespan', 'lifespans.access_token', 'maps'),
  moved(2, 'authorize_code_lifespan', 'lifespans.authorize_code', 'maps'),
  moved(2, 'id_token_lifespan', 'lifespans.id_token', 'maps'),
  moved(2, 'refresh_token_lifespan', 'lifespans.refresh_token', 'maps'),

  {
    path: 'pushed_authorizations',
    generations: [3, 4],
    fate: { kind: 'removed', why: 'its options have other places' },
    provider: 'refuses',
  },
  moved(3, 'pushed_authorizations.enforce', 'require_pushed_authorization_requests', 'refuses'),
  {
    path: 'pushed_authorizations.context_lifespan',
    generations: [3, 4],
    fate: { kind: 'removed', why: 'a pushed authorization request lives for 5 minutes' },
    provider: 'refuses',
  },
  renamed(3, 'clients[].enforce_par', 'clients[].require_pushed_authorization_requests', 'refuses'),

  ...same(4, 'clients[].token_endpoint_auth_method'),

  ...same(5, 'jwks', 'jwks[].key_id', 'jwks[].use', 'jwks[].algorithm', 'jwks[].key', 'jwks[].certificate_chain'),
  ...same(5, 'enable_jwt_access_token_stateless_introspection', 'require_pushed_authorization_requests'),
  ...same(5, 'discovery_signed_response_alg', 'discovery_signed_response_key_id'),
  ...same(5, 'authorization_policies', 'claims_policies', 'scopes'),
  ...same(
    5,
    'lifespans',
    'lifespans.access_token',
    'lifespans.authorize_code',
    'lifespans.id_token',
    'lifespans.refresh_token',
  ),
  ...same(5, 'lifespans.device_code', 'lifespans.jwt_secured_authorization', 'lifespans.custom'),
  ...same(
    5,
    'clients[].client_id',
    'clients[].client_name',
    'clients[].client_secret',
    'clients[].sector_identifier_uri',
  ),
  ...same(
    5,
    'clients[].request_uris',
    'clients[].lifespan',
    'clients[].claims_policy',
    'clients[].requested_audience_mode',
  ),
  ...same(
    5,
    'clients[].require_pkce',
    'clients[].require_pushed_authorization_requests',
    'clients[].allow_multiple_auth_methods',
  ),
  ...same(
    5,
    'clients[].request_object_signing_alg',
    'clients[].request_object_encryption_alg',
    'clients[].request_object_encryption_enc',
  ),
  ...same(5, 'clients[].jwks_uri', 'clients[].jwks'),
  ...same(5, ...CURRENT_RESPONSE_OPTIONS, ...CURRENT_ENDPOINT_OPTIONS),
]

/** What became of one option; undefined for a name that no generation knows. */
export function historyOf(path: string): OptionHistory | undefined {
  return OPTION_HISTORY.find((entry) => entry.path === path)
}
