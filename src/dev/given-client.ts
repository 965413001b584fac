/** A client as a test describes it: the options of the configuration under their own names, everything else left out. */
import type { ConsentMode } from '../config/resolved.ts'

type ResponseObject = 'authorization' | 'id_token' | 'access_token' | 'userinfo' | 'introspection'
type AuthenticatedEndpoint =
  | 'token_endpoint'
  | 'revocation_endpoint'
  | 'introspection_endpoint'
  | 'pushed_authorization_request_endpoint'

type AuthenticationMethod =
  | 'client_secret_basic'
  | 'client_secret_post'
  | 'client_secret_jwt'
  | 'private_key_jwt'
  | 'none'

type TextOption =
  | `${ResponseObject}_signed_response_${'alg' | 'key_id'}`
  | `${ResponseObject}_encrypted_response_${'alg' | 'enc' | 'key_id'}`
  | `${AuthenticatedEndpoint}_auth_signing_alg`
  | 'request_object_signing_alg'
  | 'request_object_encryption_alg'
  | 'request_object_encryption_enc'

/** A public key of a client, in PEM. */
export interface GivenClientKey {
  key_id: string
  use?: 'sig' | 'enc'
  algorithm?: string
  key: string
  certificate_chain?: string
}

/**
 * An entry of `identity_providers.oidc.clients`. What is left out is what a test wants: one factor, every standard scope,
 * code and refresh token, the secret by Basic or in the form.
 */
export interface GivenClient
  extends Partial<Record<TextOption, string>>,
    Partial<Record<`${AuthenticatedEndpoint}_auth_method`, AuthenticationMethod>> {
  client_id: string
  /** Shown on the consent page; default: the `client_id`. */
  client_name?: string
  /** In plain text, or a digest; default: a drawn one. */
  client_secret?: string
  /** A client that can keep no secret, such as a single-page application; default `false`. */
  public?: boolean
  /** Compared letter by letter. */
  redirect_uris?: readonly string[]
  /** Default: openid, profile, email, groups, phone, address, offline_access. */
  scopes?: readonly string[]
  /** Default: authorization_code, refresh_token. */
  grant_types?: readonly string[]
  response_types?: readonly string[]
  response_modes?: readonly string[]
  /** For `resource` and `audience`: who access tokens may be for. */
  audience?: readonly string[]
  requested_audience_mode?: 'explicit' | 'implicit'
  /** Default `one_factor`. */
  authorization_policy?: string
  /** Default `implicit`: nobody is asked. */
  consent_mode?: ConsentMode | 'auto'
  pre_configured_consent_duration?: string | number
  require_pkce?: boolean
  pkce_challenge_method?: '' | 'plain' | 'S256'
  require_pushed_authorization_requests?: boolean
  lifespan?: string
  claims_policy?: string
  sector_identifier_uri?: string
  request_uris?: readonly string[]
  allow_multiple_auth_methods?: boolean
  jwks_uri?: string
  jwks?: readonly GivenClientKey[]
}
