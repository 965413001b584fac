/** What a client may do, in sentences. */

import { formatDuration } from '../config/duration.ts'
import type { ResolvedClient } from '../config/resolved.ts'
import { GRANT_TYPE } from '../spec/grant-types.ts'
import { HYBRID_RESPONSE_TYPES, IMPLICIT_RESPONSE_TYPES } from '../spec/response-types.ts'
import { OFFLINE_SCOPES } from '../spec/scopes.ts'

const POLICIES: Readonly<Record<string, string>> = {
  one_factor: 'with their password (one_factor)',
  two_factor: 'with password and second factor (two_factor)',
}

const SCOPES: Readonly<Record<string, string>> = {
  openid: 'who the user is',
  profile: 'names and other attributes',
  email: 'mail addresses',
  address: 'the postal address',
  phone: 'the phone number',
  groups: 'group names',
  offline_access: 'tokens for later',
  offline: 'tokens for later',
}

const METHODS: Readonly<Record<string, string>> = {
  none: 'by its client_id alone',
  client_secret_basic: 'by its secret in the header (client_secret_basic)',
  client_secret_post: 'by its secret in the body (client_secret_post)',
  client_secret_jwt: 'by an assertion signed with its secret (client_secret_jwt)',
  private_key_jwt: 'by an assertion signed with its key (private_key_jwt)',
}

type Sentence = (client: ResolvedClient) => string | undefined

function has({ grant_types }: ResolvedClient, grant: string): boolean {
  return grant_types.includes(grant)
}

function hasUsers(client: ResolvedClient): boolean {
  return client.grant_types.some((grant) => grant !== GRANT_TYPE.clientCredentials)
}

const login: Sentence = (client) => {
  if (!hasUsers(client)) return undefined
  const policy = client.authorization_policy
  return `users log in ${POLICIES[policy] ?? `as the policy '${policy}' says`}`
}

const consent: Sentence = (client) => {
  if (!hasUsers(client)) return undefined
  switch (client.consent_mode) {
    case 'explicit':
      return 'users are asked for consent each time'
    case 'implicit':
      return 'users are not asked for consent'
    case 'pre-configured':
      return `users may let their consent be remembered for ${formatDuration(client.pre_configured_consent_duration)}`
  }
}

const scopes: Sentence = ({ scopes }) => {
  if (scopes.length === 0) return 'it may ask for no scope'
  const named = scopes.map((scope) => (SCOPES[scope] === undefined ? scope : `${scope} (${SCOPES[scope]})`))
  return `it may ask for ${named.join(', ')}`
}

const code: Sentence = (client) => {
  if (!has(client, GRANT_TYPE.authorizationCode)) return undefined
  const method = client.pkce_challenge_method === '' ? '' : ` by ${client.pkce_challenge_method}`
  const pkce = client.require_pkce ? `must use PKCE${method}` : 'need not use PKCE'
  return `it exchanges codes for tokens and ${pkce}`
}

const pushed: Sentence = ({ require_pushed_authorization_requests }) =>
  require_pushed_authorization_requests ? 'it must push its authorization requests (PAR)' : undefined

const frontChannel: Sentence = ({ response_types }) => {
  const types = response_types.filter((type) => [...IMPLICIT_RESPONSE_TYPES, ...HYBRID_RESPONSE_TYPES].includes(type))
  return types.length === 0 ? undefined : `tokens may travel through the browser (${types.join(', ')})`
}

const refresh: Sentence = (client) => {
  if (!has(client, GRANT_TYPE.refreshToken) || !client.scopes.some((scope) => OFFLINE_SCOPES.includes(scope))) {
    return undefined
  }
  return 'it gets refresh tokens, so it may act while the user is away'
}

const service: Sentence = (client) =>
  has(client, GRANT_TYPE.clientCredentials)
    ? 'it gets tokens for itself, without a user (client_credentials)'
    : undefined

const device: Sentence = (client) =>
  has(client, GRANT_TYPE.deviceCode) ? 'users may log it in from another device (device code)' : undefined

const authentication: Sentence = ({ token_endpoint_auth_methods: methods }) =>
  `it proves itself at the token endpoint ${methods.map((method) => METHODS[method] ?? method).join(', or ')}`

const accessTokens: Sentence = ({ access_token_signed_response_alg: alg }) =>
  alg === '' || alg === 'none' ? 'its access tokens are opaque' : `its access tokens are JWTs signed with ${alg}`

const idTokens: Sentence = ({ scopes, id_token_signed_response_alg: alg }) =>
  scopes.includes('openid') ? `its ID tokens are signed with ${alg}` : undefined

const redirects: Sentence = ({ redirect_uris }) =>
  redirect_uris.length === 0 ? undefined : `answers go to ${redirect_uris.join(', ')}`

const pairwise: Sentence = ({ sector_identifier_uri }) =>
  sector_identifier_uri === '' ? undefined : `it sees subjects of its sector alone (${sector_identifier_uri})`

const SENTENCES: readonly Sentence[] = [
  login,
  consent,
  scopes,
  code,
  pushed,
  frontChannel,
  refresh,
  service,
  device,
  authentication,
  idTokens,
  accessTokens,
  redirects,
  pairwise,
]

/** What the client may do and what is asked of it, a sentence each. */
export function describeClient(client: ResolvedClient): string[] {
  return SENTENCES.flatMap((sentence) => sentence(client) ?? [])
}
