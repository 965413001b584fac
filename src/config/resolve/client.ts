/** One client with every default in place. */
import { HYBRID_RESPONSE_TYPES, IMPLICIT_RESPONSE_TYPES } from '../../spec/response-types.ts'
import type { ClientKeyOptions, ConsentMode, ResolvedClient } from '../resolved.ts'
import type { ClientContext } from '../rules/clients/client-context.ts'
import { signingOf } from '../rules/clients/responses.ts'
import type { EndpointOptionNames } from '../schema/client-authentication-options.ts'
import { CLIENT_OPTIONS } from '../schema/client-options.ts'
import { RESPONSE_OPTION_NAMES, type ResponseOptionNames } from '../schema/client-response-options.ts'
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

type Texts<Name extends string> = Record<Name, string>
type ResponseOptions = Texts<ResponseOptionNames[keyof ResponseOptionNames]>
type AuthenticationOptions = Texts<EndpointOptionNames['signingAlg']> &
  Record<EndpointOptionNames['methods'], readonly string[]>

/** Signing and encryption of what the client gets, and how it authenticates. */
type SecuringOptions = ResponseOptions & AuthenticationOptions

function setResponses(context: ClientContext, resolved: Partial<SecuringOptions>): void {
  const { client } = context
  for (const options of RESPONSE_OPTION_NAMES) {
    const { alg, keyId } = signingOf(context, options)
    const { signedAlg, signedKeyId, encryptedAlg, encryptedEnc, encryptedKeyId } = options
    const encryption = client[encryptedAlg] ?? ''
    const isOn = encryption !== '' && encryption !== 'none'
    resolved[signedAlg] = alg
    resolved[signedKeyId] = keyId
    resolved[encryptedAlg] = isOn ? encryption : ''
    resolved[encryptedEnc] = isOn ? client[encryptedEnc] || 'A128CBC-HS256' : ''
    resolved[encryptedKeyId] = isOn ? (client[encryptedKeyId] ?? '') : ''
  }
}

function setAuthentication(
  { client, endpoints }: ClientContext,
  anySecretMethod: boolean,
  resolved: Partial<SecuringOptions>,
): void {
  for (const { method, options } of endpoints) {
    const isOpen = anySecretMethod && client.public !== true && !client[options.method]
    const preset = method === 'client_secret_jwt' ? 'HS256' : ''
    resolved[options.methods] = isOpen ? OLD_SECRET_METHODS : [method]
    resolved[options.signingAlg] = client[options.signingAlg] || preset
  }
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
  const { scopes, response_types, response_modes, grant_types, authorization_policy } = flow(context)
  const { consent_mode, pre_configured_consent_duration } = consent(client)
  const { require_pkce, pkce_challenge_method } = pkce(client)
  const resolved: Omit<ResolvedClient, keyof SecuringOptions> & Partial<SecuringOptions> = {
    client_id,
    client_name: client.client_name || client_id,
    client_secret: storedSecret(client.client_secret ?? ''),
    sector_identifier_uri: client.sector_identifier_uri ?? '',
    public: isPublic,
    redirect_uris: client.redirect_uris ?? [],
    request_uris: client.request_uris ?? [],
    audience: client.audience ?? [],
    scopes,
    response_types,
    response_modes,
    grant_types,
    authorization_policy,
    lifespan: client.lifespan ?? '',
    claims_policy: client.claims_policy ?? '',
    requested_audience_mode: client.requested_audience_mode === 'implicit' ? 'implicit' : 'explicit',
    consent_mode,
    pre_configured_consent_duration,
    require_pushed_authorization_requests: client.require_pushed_authorization_requests ?? false,
    require_pkce,
    pkce_challenge_method,
    request_object_signing_alg: client.request_object_signing_alg ?? '',
    request_object_encryption_alg: client.request_object_encryption_alg ?? '',
    request_object_encryption_enc: client.request_object_encryption_enc ?? '',
    allow_multiple_auth_methods: client.allow_multiple_auth_methods ?? false,
    jwks_uri: client.jwks_uri ?? '',
    jwks: inlineKeys(client),
  }
  setResponses(context, resolved)
  setAuthentication(context, anySecretMethod, resolved)
  return resolved as ResolvedClient
}
