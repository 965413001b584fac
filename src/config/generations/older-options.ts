/** The options of generations 1 to 4, all together; each generation takes those that it has. */
import { CORS_OPTIONS } from '../schema/cors-options.ts'
import { type Decoded, defineOptions, type Options } from '../schema/option.ts'

const described = (description: string) => ({ description })

export const OLDER_CLIENT_OPTIONS = defineOptions({
  id: { type: 'string', ...described('The identifier of the client.') },
  description: { type: 'string', ...described('The name of the client.') },
  secret: { type: 'client-secret', secret: true, ...described('The secret of the client.') },
  authorization_policy: { type: 'string', ...described('What a user must prove.') },
  redirect_uris: { type: 'uris', ...described('Where answers may be sent.') },
  scopes: { type: 'strings', ...described('Scopes of the client.') },
  grant_types: { type: 'strings', ...described('Grants of the client.') },
  response_types: { type: 'strings', ...described('Response types of the client.') },
  public: { type: 'boolean', ...described('Whether the client has no secret.') },
  sector_identifier: { type: 'string', ...described('The host that pairwise subjects are made for.') },
  audience: { type: 'strings', ...described('Audiences of the client.') },
  response_modes: { type: 'strings', ...described('Response modes of the client.') },
  userinfo_signing_algorithm: { type: 'string', ...described('The algorithm of userinfo answers.') },
  consent_mode: { type: 'string', ...described('How users consent.') },
  pre_configured_consent_duration: { type: 'duration', ...described('How long a consent is remembered.') },
  enforce_pkce: { type: 'boolean', ...described('Whether the client must use PKCE.') },
  pkce_challenge_method: { type: 'string', ...described('The PKCE method of the client.') },
  enforce_par: { type: 'boolean', ...described('Whether the client must push its requests.') },
  token_endpoint_auth_method: { type: 'string', ...described('How the client authenticates.') },
})

export const OLDER_PROVIDER_OPTIONS = defineOptions({
  hmac_secret: { type: 'string', secret: true, ...described('The secret behind opaque tokens.') },
  issuer_private_key: { type: 'private-key', secret: true, ...described('The private key.') },
  issuer_certificate_chain: { type: 'certificate-chain', ...described('The certificates of the key.') },
  access_token_lifespan: { type: 'duration', ...described('Life of an access token.') },
  authorize_code_lifespan: { type: 'duration', ...described('Life of an authorization code.') },
  id_token_lifespan: { type: 'duration', ...described('Life of an ID token.') },
  refresh_token_lifespan: { type: 'duration', ...described('Life of a refresh token.') },
  enable_client_debug_messages: { type: 'boolean', ...described('Tells clients more about errors.') },
  minimum_parameter_entropy: { type: 'integer', ...described('The least length of state and nonce.') },
  enforce_pkce: { type: 'string', ...described('Which clients must use PKCE.') },
  enable_pkce_plain_challenge: { type: 'boolean', ...described('Accepts the PKCE method plain.') },
  cors: { type: 'object', options: CORS_OPTIONS, ...described('Which other origins may call.') },
  pushed_authorizations: {
    type: 'object',
    ...described('Pushed authorization requests.'),
    options: {
      enforce: { type: 'boolean', ...described('All clients must push their requests.') },
      context_lifespan: { type: 'duration', ...described('Life of a pushed request.') },
    },
  },
  clients: { type: 'entries', options: OLDER_CLIENT_OPTIONS, ...described('The clients.') },
})

export type OlderProvider = Decoded<typeof OLDER_PROVIDER_OPTIONS>
export type OlderClient = Decoded<typeof OLDER_CLIENT_OPTIONS>

const FIRST_PROVIDER = ['hmac_secret', 'issuer_private_key', 'clients'] as const
const SECOND_PROVIDER = [
  'issuer_certificate_chain',
  'access_token_lifespan',
  'authorize_code_lifespan',
  'id_token_lifespan',
  'refresh_token_lifespan',
  'enable_client_debug_messages',
  'minimum_parameter_entropy',
  'enforce_pkce',
  'enable_pkce_plain_challenge',
  'cors',
] as const
const FIRST_CLIENT = [
  'id',
  'description',
  'secret',
  'authorization_policy',
  'redirect_uris',
  'scopes',
  'grant_types',
  'response_types',
] as const
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
] as const

/** Names of the options that each generation added. */
export const ADDED_OPTIONS = {
  1: { provider: FIRST_PROVIDER, client: FIRST_CLIENT },
  2: { provider: SECOND_PROVIDER, client: SECOND_CLIENT },
  3: { provider: ['pushed_authorizations'], client: ['enforce_par'] },
  4: { provider: [], client: ['token_endpoint_auth_method'] },
} as const

export type OlderGenerationNumber = keyof typeof ADDED_OPTIONS

function pick(options: Options, names: readonly string[]): Options {
  return Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name)))
}

function addedUntil(generation: OlderGenerationNumber, part: 'provider' | 'client'): readonly string[] {
  const numbers = [1, 2, 3, 4] as const
  return numbers
    .filter((number) => number <= generation)
    .flatMap((number): readonly string[] => ADDED_OPTIONS[number][part])
}

/** The provider's options of one generation, its clients' among them. */
export function olderOptions(generation: OlderGenerationNumber): Options {
  const client = pick(OLDER_CLIENT_OPTIONS, addedUntil(generation, 'client'))
  const clients = { ...OLDER_PROVIDER_OPTIONS.clients, options: client }
  return { ...pick(OLDER_PROVIDER_OPTIONS, addedUntil(generation, 'provider')), clients }
}
