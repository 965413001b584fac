/** One client with every default in place. */
import { HYBRID_RESPONSE_TYPES, IMPLICIT_RESPONSE_TYPES } from '../../spec/response-types.ts'
import type { ClientKeyOptions, ConsentMode, ResolvedClient } from '../resolved.ts'
import { methodAt } from '../rules/clients/authentication.ts'
import type { ClientContext } from '../rules/clients/client-context.ts'
import { signingOf } from '../rules/clients/responses.ts'
import { AUTHENTICATED_ENDPOINTS, type AuthenticatedEndpoint } from '../schema/client-authentication-options.ts'
import { CLIENT_OPTIONS } from '../schema/client-options.ts'
import { RESPONSE_OBJECTS, type ResponseObject } from '../schema/client-response-options.ts'
import type { ClientOptions } from '../schema/provider-options.ts'

const WEEK = 7 * 86_400
const OLD_SECRET_METHODS = ['client_secret_basic', 'client_secret_post']

function givenOr(values: readonly string[] | undefined, fallback: () => readonly string[]): readonly string[] {
  return values !== undefined && values.length > 0 ? values : fallback()
}

function usesCode(types: readonly string[]): boolean {
  return types.includes('code')
}

function usesFragment(types: readonly string[]): boolean {
  return types.some((type) => IMPLICIT_RESPONSE_TYPES.includes(type) || HYBRID_RESPONSE_TYPES.includes(type))
}

/** `response_modes` where none are given. */
export function derivedResponseModes(types: readonly string[]): readonly string[] {
  return ['form_post', ...(usesCode(types) ? ['query'] : []), ...(usesFragment(types) ? ['fragment'] : [])]
}

/** `grant_types` where none are given. */
export function derivedGrantTypes(types: readonly string[]): readonly string[] {
  const hybrid = types.some((type) => HYBRID_RESPONSE_TYPES.includes(type))
  const implicit = hybrid || types.some((type) => IMPLICIT_RESPONSE_TYPES.includes(type))
  return [...(usesCode(types) || hybrid ? ['authorization_code'] : []), ...(implicit ? ['implicit'] : [])]
}

function consent({ consent_mode = '', pre_configured_consent_duration: duration = 0 }: ClientOptions) {
  const isOpen = consent_mode === '' || consent_mode === 'auto'
  const mode = isOpen ? (duration > 0 ? 'pre-configured' : 'explicit') : consent_mode
  const isRemembered = mode === 'pre-configured'
  return {
    consent_mode: mode as ConsentMode,
    pre_configured_consent_duration: isRemembered ? duration || WEEK : duration,
  }
}

type SigningOptions = Pick<
  ResolvedClient,
  `${ResponseObject}_signed_response_alg` | `${ResponseObject}_signed_response_key_id`
>
type EncryptionOptions = Pick<
  ResolvedClient,
  | `${ResponseObject}_encrypted_response_alg`
  | `${ResponseObject}_encrypted_response_enc`
  | `${ResponseObject}_encrypted_response_key_id`
>

function signing(context: ClientContext): SigningOptions {
  const resolved = RESPONSE_OBJECTS.map((object) => {
    const { alg, keyId } = signingOf(context, object)
    return { [`${object}_signed_response_alg`]: alg, [`${object}_signed_response_key_id`]: keyId }
  })
  return Object.assign({}, ...resolved)
}

function encryption(client: ClientOptions): EncryptionOptions {
  const resolved = RESPONSE_OBJECTS.map((object) => {
    const alg = client[`${object}_encrypted_response_alg`] ?? ''
    const isOn = alg !== '' && alg !== 'none'
    return {
      [`${object}_encrypted_response_alg`]: isOn ? alg : '',
      [`${object}_encrypted_response_enc`]: isOn ? client[`${object}_encrypted_response_enc`] || 'A128CBC-HS256' : '',
      [`${object}_encrypted_response_key_id`]: isOn ? (client[`${object}_encrypted_response_key_id`] ?? '') : '',
    }
  })
  return Object.assign({}, ...resolved)
}

type AuthenticationOptions = Pick<
  ResolvedClient,
  `${AuthenticatedEndpoint}_auth_methods` | `${AuthenticatedEndpoint}_auth_signing_alg`
>

function authentication(client: ClientOptions, anySecretMethod: boolean): AuthenticationOptions {
  const resolved = AUTHENTICATED_ENDPOINTS.map((endpoint) => {
    const method = methodAt(client, endpoint)
    const isOpen = anySecretMethod && client.public !== true && !client[`${endpoint}_auth_method`]
    const preset = method === 'client_secret_jwt' ? 'HS256' : ''
    return {
      [`${endpoint}_auth_methods`]: isOpen ? OLD_SECRET_METHODS : [method],
      [`${endpoint}_auth_signing_alg`]: client[`${endpoint}_auth_signing_alg`] || preset,
    }
  })
  return Object.assign({}, ...resolved)
}

function inlineKeys({ jwks = [] }: ClientOptions): readonly ClientKeyOptions[] {
  return jwks.map((key) => ({
    key_id: key.key_id ?? '',
    use: key.use === 'enc' ? 'enc' : 'sig',
    algorithm: key.algorithm || undefined,
    key: key.key ?? '',
    certificate_chain: key.certificate_chain || undefined,
  }))
}

function storedSecret(secret: string): string | undefined {
  if (secret === '') return undefined
  return secret.startsWith('$') ? secret : `$plaintext$${secret}`
}

function flow({ client, hasClientCredentials, hasBearerScope }: ClientContext) {
  const bare = () => [] as const
  const response_types = givenOr(
    client.response_types,
    hasBearerScope ? bare : () => CLIENT_OPTIONS.response_types.default,
  )
  return {
    scopes: givenOr(client.scopes, hasClientCredentials ? bare : () => CLIENT_OPTIONS.scopes.default),
    response_types,
    response_modes: givenOr(client.response_modes, hasBearerScope ? bare : () => derivedResponseModes(response_types)),
    grant_types: givenOr(client.grant_types, hasBearerScope ? bare : () => derivedGrantTypes(response_types)),
    authorization_policy: client.authorization_policy || (hasClientCredentials ? 'one_factor' : 'two_factor'),
  }
}

function pkce({ require_pkce = false, pkce_challenge_method = '' }: ClientOptions) {
  const method = pkce_challenge_method === 'plain' || pkce_challenge_method === 'S256' ? pkce_challenge_method : ''
  return { require_pkce: require_pkce || method !== '', pkce_challenge_method: method } as const
}

/**
 * Fills in the defaults of one client.
 *
 * @param anySecretMethod a confidential client of an earlier generation without a configured method may send its secret
 * in any way
 */
export function resolveClient(context: ClientContext, anySecretMethod: boolean): ResolvedClient {
  const { client, isPublic } = context
  const { client_id = '' } = client
  return {
    client_id,
    client_name: client.client_name || client_id,
    client_secret: storedSecret(client.client_secret ?? ''),
    sector_identifier_uri: client.sector_identifier_uri ?? '',
    public: isPublic,
    redirect_uris: client.redirect_uris ?? [],
    request_uris: client.request_uris ?? [],
    audience: client.audience ?? [],
    ...flow(context),
    lifespan: client.lifespan ?? '',
    claims_policy: client.claims_policy ?? '',
    requested_audience_mode: client.requested_audience_mode === 'implicit' ? 'implicit' : 'explicit',
    ...consent(client),
    require_pushed_authorization_requests: client.require_pushed_authorization_requests ?? false,
    ...pkce(client),
    ...signing(context),
    ...encryption(client),
    request_object_signing_alg: client.request_object_signing_alg ?? '',
    request_object_encryption_alg: client.request_object_encryption_alg ?? '',
    request_object_encryption_enc: client.request_object_encryption_enc ?? '',
    ...authentication(client, anySecretMethod),
    allow_multiple_auth_methods: client.allow_multiple_auth_methods ?? false,
    jwks_uri: client.jwks_uri ?? '',
    jwks: inlineKeys(client),
  }
}
