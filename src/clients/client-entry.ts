/** From what was said about a client to its entry in the configuration: options in the order in which they are written. */
import { derivedGrantTypes, derivedResponseModes } from '../config/resolve/client.ts'
import { AUTHENTICATED_ENDPOINTS } from '../config/schema/client-authentication-options.ts'
import { CLIENT_OPTIONS } from '../config/schema/client-options.ts'
import { GRANT_TYPE } from '../spec/grant-types.ts'
import { OFFLINE_SCOPES } from '../spec/scopes.ts'

export type OptionValue = string | boolean | number | readonly string[]

/** Options as they stand in the configuration. */
export type ClientEntry = Readonly<Record<string, OptionValue>>

/** What was said; what was not said has a default that is safe. */
export interface ClientRequest {
  client_id: string
  client_name?: string | undefined
  public?: boolean | undefined
  redirect_uris?: readonly string[] | undefined
  audience?: readonly string[] | undefined
  scopes?: readonly string[] | undefined
  response_types?: readonly string[] | undefined
  response_modes?: readonly string[] | undefined
  grant_types?: readonly string[] | undefined
  authorization_policy?: string | undefined
  lifespan?: string | undefined
  claims_policy?: string | undefined
  sector_identifier_uri?: string | undefined
  consent_mode?: string | undefined
  require_pkce?: boolean | undefined
  pkce_challenge_method?: string | undefined
  token_endpoint_auth_method?: string | undefined
  token_endpoint_auth_signing_alg?: string | undefined
  jwks_uri?: string | undefined
}

/** How a client keeps its secret: a digest, in plain text because something is computed with it, or it has none. */
export type SecretKind = 'digest' | 'plaintext' | 'none'

function isOffline(scopes: readonly string[]): boolean {
  return scopes.some((scope) => OFFLINE_SCOPES.includes(scope))
}

interface Flow {
  response_types: readonly string[]
  grant_types: readonly string[]
  scopes: readonly string[]
}

function scopesOf({ scopes, grant_types = [] }: ClientRequest): readonly string[] {
  if (scopes !== undefined) return scopes
  if (grant_types.includes(GRANT_TYPE.clientCredentials)) return []
  const usual = CLIENT_OPTIONS.scopes.default
  return grant_types.includes(GRANT_TYPE.refreshToken) ? [...usual, 'offline_access'] : usual
}

/** Who may ask for `offline_access` gets the grant that it is for, and the other way round. */
export function flowOf(request: ClientRequest): Flow {
  const scopes = scopesOf(request)
  const response_types = request.response_types ?? CLIENT_OPTIONS.response_types.default
  const derived = derivedGrantTypes(response_types)
  const usual = isOffline(scopes) ? [...derived, GRANT_TYPE.refreshToken] : derived
  return { scopes, response_types, grant_types: request.grant_types ?? usual }
}

/** Whether users are sent back to the client through their browser. */
export function needsRedirectUri(request: ClientRequest): boolean {
  const redirecting: readonly string[] = [GRANT_TYPE.authorizationCode, GRANT_TYPE.implicit]
  return flowOf(request).grant_types.some((grant) => redirecting.includes(grant))
}

export function methodOf({ public: isPublic = false, token_endpoint_auth_method }: ClientRequest): string {
  return token_endpoint_auth_method ?? (isPublic ? 'none' : 'client_secret_basic')
}

/** What the authentication method does with a secret. */
export function secretKindOf(request: ClientRequest): SecretKind {
  const method = methodOf(request)
  if (request.public === true || method === 'none' || method === 'private_key_jwt') return 'none'
  return method === 'client_secret_jwt' ? 'plaintext' : 'digest'
}

/** PKCE by S256 wherever there is a code (RFC 9700 §2.1.1), unless it was refused. */
function pkceOf({ require_pkce, pkce_challenge_method: method }: ClientRequest, { grant_types }: Flow) {
  const hasCode = grant_types.includes(GRANT_TYPE.authorizationCode)
  const isRequired = require_pkce ?? (hasCode || method !== undefined)
  return { require_pkce: isRequired, pkce_challenge_method: isRequired ? (method ?? 'S256') : (method ?? '') }
}

/** Each endpoint is judged by itself, so keys of the client must be named for all four. */
function authenticationOf(request: ClientRequest): ClientEntry {
  const method = methodOf(request)
  const alg = request.token_endpoint_auth_signing_alg
  if (method !== 'private_key_jwt') {
    return { token_endpoint_auth_method: method, token_endpoint_auth_signing_alg: alg ?? '' }
  }
  const all = AUTHENTICATED_ENDPOINTS.map((endpoint) => [
    [`${endpoint}_auth_method`, method],
    [`${endpoint}_auth_signing_alg`, alg ?? 'RS256'],
  ])
  return Object.fromEntries(all.flat())
}

/** Every option that is worth a line, with its value. */
function fullEntry(request: ClientRequest, secret: string | undefined): ClientEntry {
  const flow = flowOf(request)
  const isService = flow.grant_types.includes(GRANT_TYPE.clientCredentials)
  return {
    client_id: request.client_id,
    client_name: request.client_name ?? request.client_id,
    ...(secret === undefined ? {} : { client_secret: secret }),
    public: request.public ?? false,
    sector_identifier_uri: request.sector_identifier_uri ?? '',
    redirect_uris: request.redirect_uris ?? [],
    audience: request.audience ?? [],
    ...flow,
    response_modes: request.response_modes ?? derivedResponseModes(flow.response_types),
    authorization_policy: request.authorization_policy ?? (isService ? 'one_factor' : 'two_factor'),
    lifespan: request.lifespan ?? '',
    claims_policy: request.claims_policy ?? '',
    requested_audience_mode: 'explicit',
    consent_mode: request.consent_mode ?? 'explicit',
    require_pushed_authorization_requests: false,
    ...pkceOf(request, flow),
    id_token_signed_response_alg: 'RS256',
    access_token_signed_response_alg: 'none',
    userinfo_signed_response_alg: 'none',
    ...authenticationOf(request),
    jwks_uri: request.jwks_uri ?? '',
  }
}

/** What the provider takes for an option that is not there. */
function defaultsFor({ grant_types = [], response_types, scopes, ...entry }: ClientEntry): ClientEntry {
  const types = response_types as readonly string[]
  const isService = (grant_types as readonly string[]).includes(GRANT_TYPE.clientCredentials)
  return {
    client_name: entry['client_id'] ?? '',
    public: false,
    scopes: isService ? [] : CLIENT_OPTIONS.scopes.default,
    // The provider looks for a written response type where it meets offline_access.
    response_types: isOffline(scopes as readonly string[]) ? [] : CLIENT_OPTIONS.response_types.default,
    grant_types: derivedGrantTypes(types),
    response_modes: derivedResponseModes(types),
    authorization_policy: isService ? 'one_factor' : 'two_factor',
    requested_audience_mode: 'explicit',
    consent_mode: 'explicit',
    require_pushed_authorization_requests: false,
    require_pkce: false,
    id_token_signed_response_alg: 'RS256',
    access_token_signed_response_alg: 'none',
    userinfo_signed_response_alg: 'none',
    token_endpoint_auth_method: entry['public'] === true ? 'none' : 'client_secret_basic',
  }
}

function isEmpty(value: OptionValue): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0)
}

function isSame(value: OptionValue, preset: OptionValue | undefined): boolean {
  if (!Array.isArray(value) || !Array.isArray(preset)) return value === preset
  return value.length === preset.length && value.every((one) => preset.includes(one))
}

/**
 * The entry of a client; `secret` is its stored form. Only what differs from the provider's defaults is written, unless
 * `full` asks for all.
 */
export function clientEntry(
  request: ClientRequest,
  { secret, full = false }: { secret?: string | undefined; full?: boolean } = {},
): ClientEntry {
  const entry = fullEntry(request, secret)
  const defaults = full ? {} : defaultsFor(entry)
  return Object.fromEntries(
    Object.entries(entry).filter(([option, value]) => !isEmpty(value) && !isSame(value, defaults[option])),
  )
}
