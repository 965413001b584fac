/** The provider's section with every default in place. */
import type {
  AuthorizationPolicy,
  ClaimsPolicy,
  CorsEndpoint,
  CustomLifespan,
  GrantLifespans,
  IssuerKeyOptions,
  LifespanGrant,
  Lifespans,
  PkceEnforcement,
  PolicyLevel,
  ResolvedProvider,
} from '../resolved.ts'
import type { CheckedSection } from '../rules/check-current.ts'
import type { RuleContext } from '../rules/context.ts'
import { resolveSigning } from '../rules/signing.ts'
import { LIFESPAN_OPTIONS } from '../schema/lifespan-options.ts'
import type { ProviderOptions } from '../schema/provider-options.ts'
import { resolveClient } from './client.ts'

/** What an earlier generation did differently. */
export interface Compatibility {
  /** Indexes of clients that may send their secret in any way. */
  anySecretMethod: ReadonlySet<number>
  /** Seconds; the fixed 5 minutes without it. */
  pushedAuthorizationLifespan?: number
}

export const CURRENT: Compatibility = { anySecretMethod: new Set() }

const PUSHED_AUTHORIZATION_LIFESPAN = 300

function level(text: string | undefined): PolicyLevel {
  return text === 'one_factor' || text === 'deny' ? text : 'two_factor'
}

function mapValues<V, R>(
  named: Readonly<Record<string, V>> | undefined,
  convert: (value: V, key: string) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(named ?? {}).map(([key, value]) => [key, convert(value, key)]))
}

function policies({ provider, definitions }: RuleContext): Record<string, AuthorizationPolicy> {
  return mapValues(provider.authorization_policies, ({ default_policy, rules = [] }) => ({
    default_policy: level(default_policy),
    rules: rules.map(({ policy, subject = [], networks = [] }) => ({
      policy: level(policy),
      subject,
      networks: networks.flatMap((network) => definitions.networks.get(network) ?? [network]),
    })),
  }))
}

type Tokens = { readonly [K in keyof GrantLifespans]?: number | undefined }

/** Negative values are skipped like zero. */
function atLeastZero(seconds: number | undefined): number {
  return Math.max(0, seconds ?? 0)
}

function tokens({ access_token, authorize_code, id_token, refresh_token }: Tokens): GrantLifespans {
  return {
    access_token: atLeastZero(access_token),
    authorize_code: atLeastZero(authorize_code),
    id_token: atLeastZero(id_token),
    refresh_token: atLeastZero(refresh_token),
  }
}

function customLifespans({ lifespans }: ProviderOptions): Record<string, CustomLifespan> {
  return mapValues(lifespans?.custom, (custom) => {
    const grants: Partial<Record<LifespanGrant, GrantLifespans>> = {}
    for (const [grant, lives] of Object.entries(custom.grants ?? {}))
      grants[grant as LifespanGrant] = tokens(lives ?? {})
    return { ...tokens(custom), device_code: atLeastZero(custom.device_code), grants }
  })
}

type GlobalLifespan = Exclude<keyof typeof LIFESPAN_OPTIONS, 'custom'>

function lifespans(provider: ProviderOptions, { pushedAuthorizationLifespan }: Compatibility): Lifespans {
  const seconds = (name: GlobalLifespan): number => {
    const given = provider.lifespans?.[name] ?? 0
    return given > 0 ? given : Number(LIFESPAN_OPTIONS[name].default)
  }
  return {
    access_token: seconds('access_token'),
    authorize_code: seconds('authorize_code'),
    id_token: seconds('id_token'),
    refresh_token: seconds('refresh_token'),
    device_code: seconds('device_code'),
    jwt_secured_authorization: seconds('jwt_secured_authorization'),
    pushed_authorization_request: pushedAuthorizationLifespan || PUSHED_AUTHORIZATION_LIFESPAN,
    custom: customLifespans(provider),
  }
}

function claimsPolicies(provider: ProviderOptions): Record<string, ClaimsPolicy> {
  return mapValues(provider.claims_policies, (policy) => ({
    id_token: policy.id_token ?? [],
    access_token: policy.access_token ?? [],
    id_token_audience_mode:
      policy.id_token_audience_mode === 'experimental-merged' ? 'experimental-merged' : 'specification',
    custom_claims: mapValues(policy.custom_claims, ({ name, attribute }, key) => ({
      name: name || key,
      attribute: attribute || key,
    })),
  }))
}

function issuerKeys({ keys }: RuleContext): readonly IssuerKeyOptions[] {
  return keys.list.map(({ entry }) => ({
    key_id: entry.key_id || undefined,
    use: entry.use === 'enc' ? 'enc' : 'sig',
    algorithm: entry.algorithm || undefined,
    key: entry.key,
    certificate_chain: entry.certificate_chain || undefined,
  }))
}

const ENTROPY = 8

function entropy(value = 0): number {
  return value > 0 || value === -1 ? value : ENTROPY
}

function pkceEnforcement(value: string | undefined): PkceEnforcement {
  return value === 'always' || value === 'never' ? value : 'public_clients_only'
}

function discovery({ provider, keys }: RuleContext) {
  const { alg, keyId } = resolveSigning(keys, {
    alg: provider.discovery_signed_response_alg ?? '',
    keyId: provider.discovery_signed_response_key_id ?? '',
    fallback: '',
  })
  return { discovery_signed_response_alg: alg || 'none', discovery_signed_response_key_id: keyId }
}

function cors({ cors: given = {} }: ProviderOptions): ResolvedProvider['cors'] {
  return {
    endpoints: (given.endpoints ?? []) as readonly CorsEndpoint[],
    allowed_origins: given.allowed_origins ?? [],
    allowed_origins_from_client_redirect_uris: given.allowed_origins_from_client_redirect_uris ?? false,
  }
}

/** Fills in the defaults of the provider and its clients. */
export function resolveProvider({ context, clients }: CheckedSection, compatibility: Compatibility): ResolvedProvider {
  const { provider } = context
  return {
    hmac_secret: provider.hmac_secret ?? '',
    jwks: issuerKeys(context),
    enable_client_debug_messages: provider.enable_client_debug_messages ?? false,
    minimum_parameter_entropy: entropy(provider.minimum_parameter_entropy),
    enforce_pkce: pkceEnforcement(provider.enforce_pkce),
    enable_pkce_plain_challenge: provider.enable_pkce_plain_challenge ?? false,
    enable_jwt_access_token_stateless_introspection: provider.enable_jwt_access_token_stateless_introspection ?? false,
    ...discovery(context),
    require_pushed_authorization_requests: provider.require_pushed_authorization_requests ?? false,
    authorization_policies: policies(context),
    lifespans: lifespans(provider, compatibility),
    claims_policies: claimsPolicies(provider),
    scopes: mapValues(provider.scopes, ({ claims = [] }) => ({ claims })),
    cors: cors(provider),
    clients: clients.map((client) => resolveClient(client, compatibility.anySecretMethod.has(client.index))),
  }
}
