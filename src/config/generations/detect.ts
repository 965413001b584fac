/** Which release a configuration was written for, by the options that it uses. */
import { isTree, type Tree } from '../merge.ts'
import { CLIENT_OPTIONS } from '../schema/client-options.ts'
import { PROVIDER_OPTIONS } from '../schema/provider-options.ts'

export type Generation = 1 | 2 | 3 | 4 | 5

export const GENERATIONS: readonly Generation[] = [1, 2, 3, 4, 5]

const FIRST_PROVIDER = ['hmac_secret', 'issuer_private_key', 'clients']
const FIRST_CLIENT = [
  'id',
  'description',
  'secret',
  'authorization_policy',
  'redirect_uris',
  'scopes',
  'grant_types',
  'response_types',
]

const SECOND_PROVIDER = [
  'access_token_lifespan',
  'authorize_code_lifespan',
  'id_token_lifespan',
  'refresh_token_lifespan',
  'enable_client_debug_messages',
  'minimum_parameter_entropy',
  'enforce_pkce',
  'enable_pkce_plain_challenge',
  'cors',
  'issuer_certificate_chain',
]
const SECOND_CLIENT = [
  'public',
  'sector_identifier',
  'audience',
  'response_modes',
  'userinfo_signing_algorithm',
  'consent_mode',
  'pre_configured_consent_duration',
  'enforce_pkce',
  'pkce_challenge_method',
]

/** Options that only the current generation has. */
const CURRENT_PROVIDER = Object.keys(PROVIDER_OPTIONS).filter(
  (key) => ![...FIRST_PROVIDER, ...SECOND_PROVIDER].includes(key),
)
const CURRENT_CLIENT = Object.keys(CLIENT_OPTIONS).filter(
  (key) => ![...FIRST_CLIENT, ...SECOND_CLIENT, 'token_endpoint_auth_method'].includes(key),
)

interface Keys {
  provider: ReadonlySet<string>
  client: ReadonlySet<string>
}

function keysOf(section: Tree): Keys {
  const clients = Array.isArray(section['clients']) ? section['clients'].filter(isTree) : []
  const client = new Set<string>()
  for (const one of clients) for (const key of Object.keys(one)) client.add(key)
  return { provider: new Set(Object.keys(section)), client }
}

function has(keys: Keys, provider: readonly string[], client: readonly string[]): boolean {
  return provider.some((key) => keys.provider.has(key)) || client.some((key) => keys.client.has(key))
}

function hasOldNames({ client }: Keys): boolean {
  return ['id', 'secret', 'description'].some((key) => client.has(key))
}

/** The generation of an `identity_providers.oidc` section; one with nothing special is current. */
export function detectGeneration(section: Tree): Generation {
  const keys = keysOf(section)
  if (has(keys, CURRENT_PROVIDER, CURRENT_CLIENT)) return 5
  if (keys.client.has('token_endpoint_auth_method')) return hasOldNames(keys) ? 4 : 5
  if (has(keys, ['pushed_authorizations'], ['enforce_par'])) return 3
  if (has(keys, SECOND_PROVIDER, SECOND_CLIENT)) return 2
  return hasOldNames(keys) || keys.provider.has('issuer_private_key') ? 1 : 5
}
