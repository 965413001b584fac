import { describe, expect, it } from 'vitest'
import { ALL_CODES } from '../../src/config/explain.ts'
import { PROBLEM_CODES } from '../../src/config/rules/codes.ts'
import type { FoundProblem } from '../../src/config/rules/report.ts'
import { validate } from '../../src/config/validate.ts'
import { DIGEST, type DocumentParts, documentOf, pem } from './documents.ts'
import { loadText } from './load-text.ts'

const NOW = Date.parse('2026-11-01T00:00:00Z')

async function problemsOf(text: string): Promise<readonly FoundProblem[]> {
  return validate(await loadText(text), { clock: () => NOW }).problems
}

const BEARER = "scopes: ['authelia.bearer.authz']\ngrant_types: ['authorization_code']"
const CLIENT_KEY = `jwks:\n  - key_id: 'k1'\n    key: ${pem('RSA2048_PUB', 6)}`
const ALL_PRIVATE_KEY_JWT = ['token', 'revocation', 'introspection', 'pushed_authorization_request']
  .flatMap((name) => [`${name}_endpoint_auth_method: private_key_jwt`, `${name}_endpoint_auth_signing_alg: RS256`])
  .join('\n')
const POLICY = (lines: string) => `authorization_policies:\n  staff:\n    rules:\n      - ${lines}`
const CLAIMS = (lines: string) => `claims_policies:\n  web:\n    ${lines}`

/** Code → a document that draws it, and the option that it is about (below the section, or the client). */
const ROWS: readonly (readonly [code: string, path: string, parts: DocumentParts])[] = [
  ['ERR_OPTION_TYPE', 'minimum_parameter_entropy', { provider: 'minimum_parameter_entropy: x' }],
  ['ERR_OPTION_UNKNOWN', 'colour', { provider: 'colour: red' }],
  ['ERR_OPTION_VALUE', 'enforce_pkce', { provider: 'enforce_pkce: sometimes' }],
  ['ERR_OPTION_RENAMED', 'clients[0].description', { client: 'description: x' }],
  ['ERR_OPTION_RENAMED_TWICE', 'clients[0].description', { client: 'description: x\nclient_name: y' }],
  ['ERR_NAME_INVALID', 'lifespans.custom.-bad', { provider: "lifespans:\n  custom:\n    '-bad': {access_token: 1h}" }],
  ['ERR_CLIENT_KEY_OPTION_UNKNOWN', 'clients[0].jwks[0].colour', { client: `${CLIENT_KEY}\n    colour: red` }],
  ['ERR_DURATION_LEFTOVER', 'lifespans.access_token', { provider: 'lifespans: {access_token: 1h30}' }],
  ['ERR_HMAC_SECRET_MISSING', 'hmac_secret', { hmacSecret: '' }],
  ['ERR_HMAC_SECRET_SHORT', 'hmac_secret', { hmacSecret: 'short' }],
  ['ERR_ENTROPY_LOW', 'minimum_parameter_entropy', { provider: 'minimum_parameter_entropy: 7' }],
  ['ERR_ENTROPY_DISABLED', 'minimum_parameter_entropy', { provider: 'minimum_parameter_entropy: -1' }],
  [
    'ERR_STATELESS_INTROSPECTION_UNUSED',
    'enable_jwt_access_token_stateless_introspection',
    { provider: 'enable_jwt_access_token_stateless_introspection: true' },
  ],
  ['ERR_JWKS_MISSING', 'jwks', { provider: 'jwks: []' }],
  [
    'ERR_JWKS_AND_SINGLE_KEY',
    'jwks',
    { provider: `jwks:\n  - key: ${pem('RSA2048', 6)}\nissuer_private_key: ${pem('RSA2048B', 2)}` },
  ],
  ['ERR_SINGLE_KEY_DEPRECATED', 'issuer_private_key', { provider: `issuer_private_key: ${pem('RSA2048', 2)}` }],
  ['ERR_SINGLE_KEY_NOT_RSA', 'issuer_private_key', { provider: `issuer_private_key: ${pem('EC256', 2)}` }],
  [
    'ERR_SIGNING_KEY_ID_UNKNOWN',
    'clients[0].id_token_signed_response_key_id',
    { client: 'id_token_signed_response_key_id: nope' },
  ],
  [
    'ERR_SIGNING_ALGORITHM_WITHOUT_KEY',
    'discovery_signed_response_alg',
    { provider: 'discovery_signed_response_alg: ES256' },
  ],
  [
    'ERR_SIGNING_ALGORITHM_NONE',
    'clients[0].id_token_signed_response_alg',
    { client: 'id_token_signed_response_alg: none' },
  ],
  [
    'ERR_SIGNING_ALGORITHM_NEEDS_SECRET',
    'clients[0].userinfo_signed_response_alg',
    { client: 'userinfo_signed_response_alg: HS256' },
  ],
  ['ERR_CORS_ORIGIN', 'cors.allowed_origins', { provider: "cors: {allowed_origins: ['https://a.example.com/']}" }],
  [
    'ERR_CORS_WILDCARD',
    'cors.allowed_origins',
    { provider: "cors: {allowed_origins: ['*', 'https://a.example.com']}" },
  ],
  ['ERR_CORS_ORIGIN_SCHEME', 'cors.allowed_origins', { provider: "cors: {allowed_origins: ['//a.example.com']}" }],
  [
    'ERR_POLICY_NAME',
    'authorization_policies.deny',
    { provider: "authorization_policies:\n  deny:\n    rules: [{subject: 'user:a'}]" },
  ],
  [
    'ERR_POLICY_RULES_MISSING',
    'authorization_policies.staff.rules',
    { provider: 'authorization_policies:\n  staff: {}' },
  ],
  ['ERR_POLICY_RULE_EMPTY', 'authorization_policies.staff.rules[0]', { provider: POLICY('policy: deny') }],
  ['ERR_POLICY_SUBJECT', 'authorization_policies.staff.rules[0].subject', { provider: POLICY('subject: staff') }],
  [
    'ERR_POLICY_NETWORK',
    'authorization_policies.staff.rules[0].networks',
    { provider: POLICY('networks: [10.0.0.0/33]') },
  ],
  ['ERR_POLICY_UNUSED', 'authorization_policies.staff', { provider: POLICY("subject: 'group:a'") }],
  [
    'ERR_LIFESPAN_UNUSED',
    'lifespans.custom.short',
    { provider: 'lifespans:\n  custom:\n    short: {access_token: 5m}' },
  ],
  [
    'ERR_LIFESPAN_DEVICE_CODE',
    'lifespans.custom.tv.device_code',
    { provider: 'lifespans:\n  custom:\n    tv: {device_code: 5m}', client: 'lifespan: tv' },
  ],
  ['ERR_LIFESPAN_REFRESH_SHORT', 'lifespans.refresh_token', { provider: 'lifespans: {refresh_token: 5m}' }],
  ['ERR_CLAIMS_POLICY_UNUSED', 'claims_policies.web', { provider: CLAIMS('id_token: [email]') }],
  ['ERR_SCOPE_UNUSED', 'scopes.team', { provider: 'scopes:\n  team: {claims: [email]}' }],
  ['ERR_CLAIM_RESERVED', 'claims_policies.web.id_token', { provider: CLAIMS('id_token: [aud]') }],
  ['ERR_CLAIM_UNKNOWN', 'claims_policies.web.access_token', { provider: CLAIMS('access_token: [shoe]') }],
  [
    'ERR_CLAIM_TWICE',
    'claims_policies.web.custom_claims.b',
    { provider: CLAIMS('custom_claims: {a: {name: x, attribute: email}, b: {name: x, attribute: email}}') },
  ],
  ['ERR_CLAIM_ATTRIBUTE', 'claims_policies.web.custom_claims.shoe', { provider: CLAIMS('custom_claims: {shoe: {}}') }],
  ['ERR_SCOPE_STANDARD', 'scopes.email', { provider: 'scopes:\n  email: {claims: [email]}' }],
  ['ERR_SCOPE_RESERVED', 'scopes', { provider: 'scopes:\n  authelia.x: {claims: [email]}' }],
  ['ERR_CLIENT_ID_MISSING', 'clients[0].client_id', { clients: `- client_secret: '${DIGEST}'` }],
  ['ERR_CLIENT_ID_LENGTH', 'clients[0].client_id', { clients: `- client_id: '${'a'.repeat(101)}'\n  public: true` }],
  ['ERR_CLIENT_ID_CHARACTERS', 'clients[0].client_id', { clients: "- client_id: 'my app'\n  public: true" }],
  [
    'ERR_CLIENT_ID_DUPLICATE',
    'clients[1].client_id',
    { clients: '- client_id: a\n  public: true\n- client_id: a\n  public: true' },
  ],
  ['ERR_CLIENT_SECRET_MISSING', 'clients[0].client_secret', { clients: '- client_id: app' }],
  [
    'ERR_CLIENT_SECRET_UNWANTED',
    'clients[0].client_secret',
    { clients: `- client_id: app\n  public: true\n  client_secret: '${DIGEST}'` },
  ],
  ['ERR_CLIENT_SECRET_DIGEST', 'clients[0].client_secret', { client: "client_secret: '$1$abc$def'" }],
  ['ERR_CLIENT_SECRET_PLAINTEXT', 'clients[0].client_secret', { client: "client_secret: 'correct horse'" }],
  [
    'ERR_CLIENT_SECRET_HASHED',
    'clients[0].client_secret',
    { client: `client_secret: '${DIGEST}'\ntoken_endpoint_auth_method: client_secret_jwt` },
  ],
  ['ERR_CLIENT_REFERENCE', 'clients[0].lifespan', { client: 'lifespan: long' }],
  ['ERR_CLIENT_POLICY_FORBIDDEN', 'clients[0].authorization_policy', { client: 'authorization_policy: deny' }],
  [
    'ERR_CLIENT_SECTOR',
    'clients[0].sector_identifier_uri',
    { client: 'sector_identifier_uri: https://a.example.com/s#x' },
  ],
  ['ERR_CLIENT_SECTOR_HOST', 'clients[0].sector_identifier_uri', { client: 'sector_identifier_uri: example.com' }],
  [
    'ERR_CLIENT_SECTOR_UNCHECKED',
    'clients[0].sector_identifier_uri',
    { client: 'sector_identifier_uri: https://a.example.com/s' },
  ],
  ['ERR_CLIENT_REDIRECT_URI', 'clients[0].redirect_uris', { client: 'redirect_uris: [/cb]' }],
  [
    'ERR_CLIENT_REDIRECT_URI_OUT_OF_BAND',
    'clients[0].redirect_uris',
    { client: "redirect_uris: ['urn:ietf:wg:oauth:2.0:oob']" },
  ],
  [
    'ERR_CLIENT_REDIRECT_URI_DUPLICATE',
    'clients[0].redirect_uris',
    { client: 'redirect_uris: [https://a/, https://a/]' },
  ],
  ['ERR_CLIENT_REDIRECT_URI_MISSING', 'clients[0].redirect_uris', { client: 'redirect_uris: []' }],
  [
    'ERR_CLIENT_REDIRECT_URI_COMMA',
    'clients[0].redirect_uris',
    { client: 'redirect_uris: "https://a.example.com/x, https://a.example.com/y"' },
  ],
  [
    'ERR_CLIENT_REDIRECT_URI_FRAGMENT',
    'clients[0].redirect_uris',
    { client: 'redirect_uris: ["https://a.example.com/#x"]' },
  ],
  ['ERR_CLIENT_REDIRECT_URI_HTTP', 'clients[0].redirect_uris', { client: 'redirect_uris: [http://a.example.com/]' }],
  ['ERR_CLIENT_REQUEST_URI', 'clients[0].request_uris', { client: 'request_uris: [http://a.example.com/]' }],
  ['ERR_CLIENT_REQUEST_URI_DUPLICATE', 'clients[0].request_uris', { client: 'request_uris: [https://a/, https://a/]' }],
  ['ERR_CLIENT_SCOPE_UNKNOWN', 'clients[0].scopes', { client: 'scopes: [openid, calendar]' }],
  ['ERR_CLIENT_SCOPE_DUPLICATE', 'clients[0].scopes', { client: 'scopes: [openid, openid]' }],
  [
    'ERR_CLIENT_SCOPE_FORBIDDEN',
    'clients[0].scopes',
    { client: 'scopes: [openid]\ngrant_types: [client_credentials]' },
  ],
  [
    'ERR_CLIENT_SCOPE_CLAIM',
    'clients[0].scopes',
    {
      provider: `claims_policies:\n  web: {custom_claims: {dept: {attribute: email}}}\n  bare: {}\nscopes:\n  team: {claims: [dept]}`,
      client: 'claims_policy: bare\nscopes: [openid, team]',
    },
  ],
  ['ERR_CLIENT_OFFLINE_WITHOUT_CODE', 'clients[0].scopes', { client: 'scopes: [openid, offline_access]' }],
  ['ERR_CLIENT_RESPONSE_TYPE', 'clients[0].response_types', { client: 'response_types: [token id_token]' }],
  [
    'ERR_CLIENT_DUPLICATE',
    'clients[0].grant_types',
    { client: 'grant_types: [authorization_code, authorization_code]' },
  ],
  ['ERR_CLIENT_GRANT_WITHOUT_RESPONSE_TYPE', 'clients[0].grant_types', { client: 'grant_types: [implicit]' }],
  ['ERR_CLIENT_GRANT_PUBLIC', 'clients[0].grant_types', { client: 'public: true\ngrant_types: [client_credentials]' }],
  [
    'ERR_CLIENT_REFRESH_WITHOUT_SCOPE',
    'clients[0].grant_types',
    { client: 'grant_types: [authorization_code, refresh_token]' },
  ],
  ['ERR_CLIENT_DEPRECATED_VALUES', 'clients[0]', { client: 'scopes: [openid, openid]' }],
  ['ERR_CLIENT_AUTH_METHOD', 'clients[0].token_endpoint_auth_method', { client: 'token_endpoint_auth_method: tls' }],
  [
    'ERR_CLIENT_AUTH_ALGORITHM',
    'clients[0].token_endpoint_auth_signing_alg',
    { client: `${CLIENT_KEY}\n${ALL_PRIVATE_KEY_JWT.replace('RS256', 'ES256')}` },
  ],
  ['ERR_CLIENT_AUTH_KEYS', 'clients[0].jwks', { client: ALL_PRIVATE_KEY_JWT }],
  [
    'ERR_CLIENT_AUTH_PARTIAL',
    'clients[0].token_endpoint_auth_method',
    { client: 'token_endpoint_auth_method: private_key_jwt' },
  ],
  [
    'ERR_CLIENT_ENCRYPTION_ALGORITHM',
    'clients[0].id_token_encrypted_response_alg',
    { client: 'id_token_encrypted_response_alg: dir' },
  ],
  [
    'ERR_CLIENT_ENCRYPTION_UNSIGNED',
    'clients[0].userinfo_encrypted_response_alg',
    { client: `${CLIENT_KEY}\nuserinfo_encrypted_response_alg: RSA-OAEP-256` },
  ],
  [
    'ERR_CLIENT_ENCRYPTION_KEYS',
    'clients[0].id_token_encrypted_response_alg',
    { client: 'id_token_encrypted_response_alg: ECDH-ES' },
  ],
  [
    'ERR_CLIENT_RSA1_5',
    'clients[0].id_token_encrypted_response_alg',
    { client: `${CLIENT_KEY}\nid_token_encrypted_response_alg: RSA1_5` },
  ],
  ['ERR_CLIENT_BEARER', 'clients[0].audience', { client: BEARER }],
  ['ERR_CLIENT_JWKS_URI', 'clients[0].jwks_uri', { client: 'jwks_uri: http://a.example.com/' }],
  [
    'ERR_CLIENT_REQUEST_OBJECT_ALGORITHM',
    'clients[0].request_object_signing_alg',
    { client: `${CLIENT_KEY}\nrequest_object_signing_alg: ES256` },
  ],
  [
    'ERR_CLIENT_REQUEST_OBJECT_KEYS',
    'clients[0].request_object_signing_alg',
    { client: 'request_object_signing_alg: ES256' },
  ],
  [
    'ERR_CLIENT_REQUEST_OBJECT_KEYS',
    'clients[0].request_object_signing_alg',
    { client: 'request_object_signing_alg: HS256' },
  ],
  ['ERR_CLIENT_PKCE_PLAIN', 'clients[0].pkce_challenge_method', { client: 'pkce_challenge_method: plain' }],
  ['ERR_KEY_RSA1_5', 'jwks[0].algorithm', { key: 'use: enc\nalgorithm: RSA1_5' }],
  ['ERR_KEY_ALGORITHM_MISMATCH', 'jwks[0].algorithm', { key: 'algorithm: ES256' }],
  ['ERR_KEY_ID_LONG', 'jwks[0].key_id', { key: 'key_id: a-rather-long-key-id' }],
  ['ERR_KEY_TOO_SMALL', 'jwks[0].key', { keyName: 'RSA1024' }],
  ['ERR_KEY_NO_RS256', 'jwks', { keyName: 'EC256' }],
]

describe('each code of a problem: a document that draws it, at the option that is at fault', () => {
  it.each(ROWS)('%s at %s', async (code, path, parts) => {
    const problems = await problemsOf(documentOf(parts))
    const found = problems.filter((problem) => problem.code === code)
    expect(problems.map((problem) => problem.code)).toContain(code)
    expect(found.map((problem) => problem.path)).toContain(`identity_providers.oidc.${path}`)
    expect(found[0]?.severity).toBe(ALL_CODES[code]?.severity)
    expect(found[0]).toMatchObject({ file: 'configuration.yml', line: expect.any(Number), column: expect.any(Number) })
  })

  it.each([
    ['HS256 with a secret in plain text', 'client_secret: $plaintext$abc\nrequest_object_signing_alg: HS256'],
    ['none', 'request_object_signing_alg: none'],
    ['keys by address', 'request_object_signing_alg: ES256\njwks_uri: https://app.example.com/jwks.json'],
    ['objects that are encrypted to the provider', 'request_object_encryption_alg: RSA-OAEP-256'],
  ])('OpenID Connect Core §6.1: request objects can be verified, %s', async (_what, client) => {
    const found = await problemsOf(documentOf({ client }))
    expect(found.map(({ code }) => code)).not.toContain('ERR_CLIENT_REQUEST_OBJECT_KEYS')
  })

  it('a configuration with nothing wrong has no problem', async () => {
    expect(await problemsOf(documentOf())).toEqual([])
  })

  /** Met by the tests of loading, of other sections and of earlier generations. */
  const ELSEWHERE = new Set([
    'ERR_FILE_LIMIT',
    'ERR_PROBLEM_LIMIT',
    'ERR_FILE_UNREADABLE',
    'ERR_TEMPLATE_INVALID',
    'ERR_EXPAND_ENV_DIGEST',
    'ERR_SECTION_MISSING',
    'ERR_CLIENTS_MISSING',
    'ERR_NETWORK_DEFINED_TWICE',
    'ERR_ATTRIBUTE_NAME',
    'ERR_ATTRIBUTE_EXPRESSION',
    'ERR_CLIENT_SECTOR_DOCUMENT',
    'ERR_GENERATION_ADVICE',
  ])

  it('every code has a row', () => {
    const met = new Set(ROWS.map(([code]) => code))
    const missing = Object.keys(PROBLEM_CODES).filter(
      (code) => !met.has(code) && !ELSEWHERE.has(code) && !/^ERR_(YAML|ENVIRONMENT)_/.test(code),
    )
    expect(missing).toEqual([])
  })
})
