/**
 * The configuration after loading, checking and filling in defaults: the only form that the provider and the client
 * tools see. Names are the option names; durations are in seconds; everything that has a default is present.
 */
import type { SourcePosition } from '../errors.ts'

export type OptionPath = readonly (string | number)[]

export type PkceEnforcement = 'never' | 'public_clients_only' | 'always'
export type PolicyLevel = 'one_factor' | 'two_factor' | 'deny'
export type ConsentMode = 'explicit' | 'implicit' | 'pre-configured'
export type RequestedAudienceMode = 'explicit' | 'implicit'
export type CorsEndpoint =
  | 'authorization'
  | 'device-authorization'
  | 'pushed-authorization-request'
  | 'token'
  | 'introspection'
  | 'revocation'
  | 'userinfo'

/** An entry of `identity_providers.oidc.jwks`; `key` and `certificate_chain` are PEM text. */
export interface IssuerKeyOptions {
  key_id: string | undefined
  use: 'sig' | 'enc'
  algorithm: string | undefined
  key: string
  certificate_chain: string | undefined
}

/** An entry of a client's `jwks`: a public key. */
export interface ClientKeyOptions {
  key_id: string
  use: 'sig' | 'enc'
  algorithm: string | undefined
  key: string
  certificate_chain: string | undefined
}

export interface PolicyRule {
  policy: PolicyLevel
  /** Outer list: any; inner list: all. */
  subject: readonly (readonly string[])[]
  /** CIDR blocks, names already looked up in `definitions.network`. */
  networks: readonly string[]
}

export interface AuthorizationPolicy {
  default_policy: PolicyLevel
  rules: readonly PolicyRule[]
}

export interface GrantLifespans {
  access_token: number
  authorize_code: number
  id_token: number
  refresh_token: number
}

export interface CustomLifespan extends GrantLifespans {
  device_code: number
  grants: Partial<Record<LifespanGrant, GrantLifespans>>
}

export type LifespanGrant =
  | 'authorize_code'
  | 'device_code'
  | 'implicit'
  | 'client_credentials'
  | 'refresh_token'
  | 'jwt_bearer'

/** Seconds; a custom value of 0 means "not set here". */
export interface Lifespans {
  access_token: number
  authorize_code: number
  id_token: number
  refresh_token: number
  device_code: number
  jwt_secured_authorization: number
  /** Lifetime of a pushed authorization request: 300, unless an older generation configured it. */
  pushed_authorization_request: number
  custom: Readonly<Record<string, CustomLifespan>>
}

export interface ClaimsPolicy {
  id_token: readonly string[]
  access_token: readonly string[]
  id_token_audience_mode: 'specification' | 'experimental-merged'
  /** Claim name → attribute. */
  custom_claims: Readonly<Record<string, { name: string; attribute: string }>>
}

export interface ResolvedClient {
  client_id: string
  client_name: string
  /** A digest, `$plaintext$…`, or undefined for public and key-based clients. */
  client_secret: string | undefined
  sector_identifier_uri: string
  public: boolean
  redirect_uris: readonly string[]
  request_uris: readonly string[]
  audience: readonly string[]
  scopes: readonly string[]
  response_types: readonly string[]
  response_modes: readonly string[]
  grant_types: readonly string[]
  authorization_policy: string
  lifespan: string
  claims_policy: string
  requested_audience_mode: RequestedAudienceMode
  consent_mode: ConsentMode
  /** Seconds; only for `pre-configured`. */
  pre_configured_consent_duration: number
  require_pushed_authorization_requests: boolean
  require_pkce: boolean
  pkce_challenge_method: '' | 'plain' | 'S256'
  authorization_signed_response_alg: string
  authorization_signed_response_key_id: string
  authorization_encrypted_response_alg: string
  authorization_encrypted_response_enc: string
  authorization_encrypted_response_key_id: string
  id_token_signed_response_alg: string
  id_token_signed_response_key_id: string
  id_token_encrypted_response_alg: string
  id_token_encrypted_response_enc: string
  id_token_encrypted_response_key_id: string
  access_token_signed_response_alg: string
  access_token_signed_response_key_id: string
  access_token_encrypted_response_alg: string
  access_token_encrypted_response_enc: string
  access_token_encrypted_response_key_id: string
  userinfo_signed_response_alg: string
  userinfo_signed_response_key_id: string
  userinfo_encrypted_response_alg: string
  userinfo_encrypted_response_enc: string
  userinfo_encrypted_response_key_id: string
  introspection_signed_response_alg: string
  introspection_signed_response_key_id: string
  introspection_encrypted_response_alg: string
  introspection_encrypted_response_enc: string
  introspection_encrypted_response_key_id: string
  request_object_signing_alg: string
  request_object_encryption_alg: string
  request_object_encryption_enc: string
  /** More than one only for a confidential client of generation 1 to 4 without a configured method. */
  token_endpoint_auth_methods: readonly string[]
  token_endpoint_auth_signing_alg: string
  revocation_endpoint_auth_methods: readonly string[]
  revocation_endpoint_auth_signing_alg: string
  introspection_endpoint_auth_methods: readonly string[]
  introspection_endpoint_auth_signing_alg: string
  pushed_authorization_request_endpoint_auth_methods: readonly string[]
  pushed_authorization_request_endpoint_auth_signing_alg: string
  allow_multiple_auth_methods: boolean
  jwks_uri: string
  jwks: readonly ClientKeyOptions[]
}

/** `identity_providers.oidc` */
export interface ResolvedProvider {
  hmac_secret: string
  jwks: readonly IssuerKeyOptions[]
  enable_client_debug_messages: boolean
  /** Characters; -1 switches the check off. */
  minimum_parameter_entropy: number
  enforce_pkce: PkceEnforcement
  enable_pkce_plain_challenge: boolean
  enable_jwt_access_token_stateless_introspection: boolean
  discovery_signed_response_alg: string
  discovery_signed_response_key_id: string
  require_pushed_authorization_requests: boolean
  authorization_policies: Readonly<Record<string, AuthorizationPolicy>>
  lifespans: Lifespans
  claims_policies: Readonly<Record<string, ClaimsPolicy>>
  scopes: Readonly<Record<string, { claims: readonly string[] }>>
  cors: {
    endpoints: readonly CorsEndpoint[]
    allowed_origins: readonly string[]
    allowed_origins_from_client_redirect_uris: boolean
  }
  clients: readonly ResolvedClient[]
}

/** The parts of the other sections that the provider needs. */
export interface ResolvedConfiguration {
  provider: ResolvedProvider
  /** `server.address` path or `server.path`: the prefix of the issuer, `''` without one. */
  base_path: string
  session: {
    /** `session.cookies[].authelia_url` and `domain`: where the issuer's host may come from. */
    cookies: readonly { domain: string; authelia_url: string | undefined }[]
    /** Seconds. */
    inactivity: number
    expiration: number
    remember_me: number
  }
  users: {
    /** `authentication_backend.file.path`, as written. */
    path: string | undefined
    watch: boolean
    search_email: boolean
    search_case_insensitive: boolean
    extra_attributes: Readonly<Record<string, { value_type: string; multi_valued: boolean }>>
  }
  /** `definitions.user_attributes`: name → expression. */
  user_attributes: Readonly<Record<string, string>>
  totp: {
    disable: boolean
    issuer: string
    algorithm: 'SHA1' | 'SHA256' | 'SHA512'
    digits: 6 | 8
    /** Seconds. */
    period: number
    /** Periods before and after that are accepted. */
    skew: number
    /** Bytes. */
    secret_size: number
    disable_reuse_security_policy: boolean
  }
  storage_encryption_key: string | undefined
  /** Where an option stands in the user's files; undefined for a default. */
  positionOf(path: OptionPath): SourcePosition | undefined
}
