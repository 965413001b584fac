/** The two discovery documents (OpenID Connect Discovery 1.0 §3, RFC 8414 §2), written once for each issuer. */
import type { JWTPayload } from 'jose'
import { uuid } from '../../primitives/random.ts'
import { CONTENT_ENCRYPTION_ALGORITHMS, KEY_MANAGEMENT_ALGORITHMS, SIGNING_ALGORITHMS } from '../../spec/algorithms.ts'
import { CLIENT_AUTHENTICATION_METHODS } from '../../spec/client-authentication.ts'
import { GRANT_TYPE } from '../../spec/grant-types.ts'
import { RESPONSE_MODES, RESPONSE_TYPES } from '../../spec/response-types.ts'
import type { Exchange, ProviderContext } from '../context.ts'
import { ENDPOINTS } from '../endpoints.ts'
import { jsonText, type Reply } from '../http/reply.ts'
import type { Signer } from '../keys.ts'
import { SIGNED_METADATA_LIFETIME } from '../retired-keys.ts'
import { signJwt } from '../tokens/jwt.ts'

type Metadata = Record<string, unknown>

const SCOPES = ['offline_access', 'openid', 'profile', 'email', 'address', 'phone', 'groups']

const CLAIMS =
  'amr aud azp client_id exp iat iss jti rat auth_time nonce groups sub name given_name family_name middle_name nickname preferred_username profile picture website email email_verified alt_emails gender birthdate zoneinfo locale phone_number phone_number_verified address updated_at'.split(
    ' ',
  )

/** RSA1_5 is a padding oracle, and never computed here. */
const ENCRYPTION_ALGS = KEY_MANAGEMENT_ALGORITHMS.filter((alg) => alg !== 'RSA1_5')
const WITH_NONE = [...SIGNING_ALGORITHMS, 'none']

/** Members of the RFC 8414 document, in order. */
const AUTHORIZATION_SERVER_MEMBERS = [
  'issuer',
  'jwks_uri',
  'authorization_endpoint',
  'token_endpoint',
  'subject_types_supported',
  'response_types_supported',
  'grant_types_supported',
  'response_modes_supported',
  'scopes_supported',
  'claims_supported',
  'token_endpoint_auth_methods_supported',
  'token_endpoint_auth_signing_alg_values_supported',
  'introspection_endpoint',
  'revocation_endpoint',
  'introspection_endpoint_auth_methods_supported',
  'revocation_endpoint_auth_methods_supported',
  'revocation_endpoint_auth_signing_alg_values_supported',
  'code_challenge_methods_supported',
  'device_authorization_endpoint',
  'authorization_response_iss_parameter_supported',
  'introspection_signing_alg_values_supported',
  'introspection_encryption_alg_values_supported',
  'introspection_encryption_enc_values_supported',
  'pushed_authorization_request_endpoint',
  'require_pushed_authorization_requests',
]

function endpointMembers(issuer: string): Metadata {
  return Object.fromEntries(
    ENDPOINTS.flatMap(({ metadata, path }) => (metadata === undefined ? [] : [[metadata, issuer + path]])),
  )
}

function authenticationMembers(): Metadata {
  return {
    token_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION_METHODS,
    token_endpoint_auth_signing_alg_values_supported: SIGNING_ALGORITHMS,
    revocation_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION_METHODS,
    revocation_endpoint_auth_signing_alg_values_supported: SIGNING_ALGORITHMS,
    introspection_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION_METHODS.filter((method) => method !== 'none'),
  }
}

function encryptionMembers(object: string): Metadata {
  return {
    [`${object}_encryption_alg_values_supported`]: ENCRYPTION_ALGS,
    [`${object}_encryption_enc_values_supported`]: CONTENT_ENCRYPTION_ALGORITHMS,
  }
}

/** What is signed lists what the keys can serve; what clients may send lists what is understood (Discovery §3). */
function signingMembers(object: string, algorithms: readonly string[]): Metadata {
  return { [`${object}_signing_alg_values_supported`]: algorithms, ...encryptionMembers(object) }
}

/** Every member of the OpenID Connect document. */
function openidMetadata({ config: { provider }, keys }: ProviderContext, issuer: string): Metadata {
  const served = keys.signingAlgorithms
  return {
    issuer,
    ...endpointMembers(issuer),
    subject_types_supported: ['public', 'pairwise'],
    response_types_supported: RESPONSE_TYPES,
    grant_types_supported: [
      GRANT_TYPE.authorizationCode,
      GRANT_TYPE.implicit,
      GRANT_TYPE.clientCredentials,
      GRANT_TYPE.refreshToken,
      GRANT_TYPE.deviceCode,
    ],
    response_modes_supported: RESPONSE_MODES,
    scopes_supported: SCOPES,
    claims_supported: CLAIMS,
    ...authenticationMembers(),
    code_challenge_methods_supported: provider.enable_pkce_plain_challenge ? ['S256', 'plain'] : ['S256'],
    ...signingMembers('introspection', [...served, 'none']),
    require_pushed_authorization_requests: provider.require_pushed_authorization_requests,
    authorization_response_iss_parameter_supported: true,
    ...signingMembers('id_token', served),
    ...signingMembers('userinfo', [...served, 'none']),
    ...signingMembers('request_object', WITH_NONE),
    claim_types_supported: ['normal'],
    request_parameter_supported: true,
    request_uri_parameter_supported: true,
    require_request_uri_registration: true,
    claims_parameter_supported: true,
    prompt_values_supported: ['consent', 'login', 'none', 'select_account'],
    ...signingMembers('authorization', served),
  }
}

function authorizationServerMetadata(openid: Metadata): Metadata {
  return Object.fromEntries(AUTHORIZATION_SERVER_MEMBERS.map((member) => [member, openid[member]]))
}

const SIGNING_OPTION = ['identity_providers', 'oidc', 'discovery_signed_response_alg']

/** The signer of `signed_metadata` (RFC 8414 §2.1); `undefined`: the documents are not signed. */
function metadataSigner({ config, keys, asReleased }: ProviderContext): Signer | undefined {
  const { discovery_signed_response_alg: alg, discovery_signed_response_key_id: key_id } = config.provider
  if (key_id === '' && alg === '') return undefined
  // Only where it was written: an option that is left out is resolved to the same word.
  const isNone = key_id === '' && alg === 'none' && config.positionOf(SIGNING_OPTION) !== undefined
  if (alg === 'none' && key_id === '' && !(isNone && asReleased('signed_metadata_key'))) return undefined
  const named = keys.find(isNone ? 'RS256' : alg, key_id)
  if (named === undefined) return undefined
  const signing = asReleased('signed_metadata_key') ? keys.find('RS256', '') : named
  return signing && { alg: signing.alg, kid: named.kid, key: signing.privateKey }
}

async function write({ context, now, issuer }: Exchange, metadata: Metadata): Promise<string> {
  const signer = metadataSigner(context)
  if (signer === undefined) return JSON.stringify(metadata)
  const claims: JWTPayload = {
    ...metadata,
    iss: issuer,
    iat: now,
    exp: now + SIGNED_METADATA_LIFETIME,
    jti: uuid(context.random),
  }
  return JSON.stringify({
    ...metadata,
    signed_metadata: await signJwt({ witness: undefined }, 'signed_metadata', claims, signer),
  })
}

/** Written when first asked for; signed documents are renewed before they expire. */
function remembered(exchange: Exchange, document: string, make: () => Metadata): Promise<string> {
  const { context, issuer, now } = exchange
  const name = `${document} ${issuer}`
  const known = context.documents.get(name)
  if (known !== undefined && known.until > now) return known.text
  const text = write(exchange, make())
  context.documents.set(name, { text, until: now + SIGNED_METADATA_LIFETIME / 2 })
  return text
}

export async function openidConfigurationEndpoint(exchange: Exchange): Promise<Reply> {
  const { context, issuer } = exchange
  return jsonText(await remembered(exchange, 'openid', () => openidMetadata(context, issuer)))
}

export async function authorizationServerEndpoint(exchange: Exchange): Promise<Reply> {
  const { context, issuer } = exchange
  return jsonText(
    await remembered(exchange, 'oauth', () => authorizationServerMetadata(openidMetadata(context, issuer))),
  )
}
