/** Generation 2: release 4.37, with public clients, CORS, consent modes and hashed secrets. */
import { SHORT_DURATIONS } from '../duration.ts'
import {
  idRequired,
  listWithin,
  policyKnown,
  redirectUrisAbsolute,
  secretFitsType,
  secretReadable,
  sectorIsHost,
  valueWithin,
} from './older-client-rules.ts'
import type { OlderClientRule, OlderGeneration } from './older-generation.ts'
import {
  clientsRequired,
  cors,
  entropyLow,
  idsDiffer,
  keyRequired,
  keyUsable,
  pkceEnforcement,
} from './older-provider-rules.ts'

export const G2_SCOPES = ['openid', 'email', 'profile', 'groups', 'offline_access']
const GRANTS = ['implicit', 'refresh_token', 'authorization_code', 'password', 'client_credentials']
export const G2_CORS_ENDPOINTS = ['authorization', 'token', 'introspection', 'revocation', 'userinfo']

/** Rules that generations 2 to 4 share. */
export const SHARED_CLIENT_RULES: readonly OlderClientRule[] = [
  idRequired,
  secretReadable,
  secretFitsType,
  redirectUrisAbsolute,
  sectorIsHost,
  policyKnown,
  listWithin('scopes', G2_SCOPES),
  listWithin('response_modes', ['form_post', 'query', 'fragment']),
  valueWithin('userinfo_signing_algorithm', ['none', 'RS256']),
  valueWithin('consent_mode', ['auto', 'explicit', 'implicit', 'pre-configured']),
  valueWithin('pkce_challenge_method', ['plain', 'S256']),
]

export const SHARED_PROVIDER_RULES = [
  keyRequired,
  keyUsable,
  clientsRequired,
  idsDiffer,
  entropyLow,
  pkceEnforcement,
] as const

export const G2: OlderGeneration = {
  generation: 2,
  release: '4.37',
  durations: SHORT_DURATIONS,
  ignoresUnknownClientOptions: false,
  providerRules: [...SHARED_PROVIDER_RULES, cors(G2_CORS_ENDPOINTS)],
  clientRules: [...SHARED_CLIENT_RULES, listWithin('grant_types', GRANTS)],
}
