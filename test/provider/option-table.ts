/**
 * Each option of the configuration beside what shows its effect on the wire: rows of the provider scenarios, tests by file and
 * title, a run of `options/effects.ts`, or one sentence why it can have none.
 */

export type Evidence =
  | { rows: readonly string[] }
  /** Path below `test/`, and the title as it is written there. */
  | { test: readonly [file: string, title: string] }
  | { effect: true }
  | { none: string }

const rows = (...ids: string[]): Evidence => ({ rows: ids })
const test = (file: string, title: string): Evidence => ({ test: [file, title] })
const effect: Evidence = { effect: true }
const none = (sentence: string): Evidence => ({ none: sentence })

const ANSWER_OBJECTS = ['authorization', 'id_token', 'access_token', 'userinfo', 'introspection']
const ANSWER_OPTIONS = [
  'signed_response_alg',
  'signed_response_key_id',
  'encrypted_response_alg',
  'encrypted_response_enc',
  'encrypted_response_key_id',
]
const ENDPOINTS = ['token', 'revocation', 'introspection', 'pushed_authorization_request']

const NO_CODE = none('This grant hands out no authorization code.')
const NO_ID_TOKEN = none('Client credentials concern no user, so no ID token comes of them (RFC 6749 §4.4).')
const NO_REFRESH_TOKEN = none('RFC 6749 §4.2.2 and §4.4.3: no refresh token comes of this grant.')
const NO_GRANT = none('The grant JWT bearer is not supported, so nothing lives by this.')

/** Lifespans of what single grants issue. */
const GRANT_LIFESPANS: Readonly<Record<string, Readonly<Record<string, Evidence>>>> = {
  authorize_code: { access_token: effect, authorize_code: effect, id_token: effect, refresh_token: effect },
  device_code: { access_token: effect, authorize_code: NO_CODE, id_token: effect, refresh_token: effect },
  implicit: { access_token: effect, authorize_code: NO_CODE, id_token: effect, refresh_token: NO_REFRESH_TOKEN },
  client_credentials: {
    access_token: effect,
    authorize_code: NO_CODE,
    id_token: NO_ID_TOKEN,
    refresh_token: NO_REFRESH_TOKEN,
  },
  refresh_token: { access_token: effect, authorize_code: NO_CODE, id_token: effect, refresh_token: effect },
  jwt_bearer: { access_token: NO_GRANT, authorize_code: NO_GRANT, id_token: NO_GRANT, refresh_token: NO_GRANT },
}

function grantLifespans(): Record<string, Evidence> {
  return Object.fromEntries(
    Object.entries(GRANT_LIFESPANS).flatMap(([grant, tokens]) =>
      Object.entries(tokens).map(([token, evidence]) => [`lifespans.custom.NAME.grants.${grant}.${token}`, evidence]),
    ),
  )
}

function effects(paths: readonly string[]): Record<string, Evidence> {
  return Object.fromEntries(paths.map((path) => [path, effect]))
}

/** `identity_providers.oidc` */
export const PROVIDER_EVIDENCE: Readonly<Record<string, Evidence>> = {
  hmac_secret: rows('tok-015', 'dev-008'),
  jwks: rows('jwks-001', 'jwks-004', 'jwks-005'),
  ...effects(['jwks[].key_id', 'jwks[].use', 'jwks[].algorithm']),
  'jwks[].key': rows('jwks-001', 'idt-005'),
  'jwks[].certificate_chain': rows('jwks-003'),
  issuer_private_key: rows('idt-010'),
  issuer_certificate_chain: effect,
  enable_client_debug_messages: rows('auth-045', 'auth-046'),
  minimum_parameter_entropy: rows('auth-013', 'auth-014', 'auth-015', 'auth-016'),
  enforce_pkce: rows('pkce-001', 'pkce-002', 'pkce-003'),
  enable_pkce_plain_challenge: rows('disc-003', 'disc-004', 'pkce-009', 'pkce-015'),
  enable_jwt_access_token_stateless_introspection: test(
    'provider/userinfo.test.ts',
    'enable_jwt_access_token_stateless_introspection: a JWT speaks for itself, revoked or not, until it expires',
  ),
  discovery_signed_response_alg: rows('disc-010', 'disc-011'),
  discovery_signed_response_key_id: rows('disc-012'),
  require_pushed_authorization_requests: rows('disc-005', 'par-007'),
  authorization_policies: rows('auth-032', 'auth-033'),
  'authorization_policies.NAME.default_policy': rows('auth-033'),
  'authorization_policies.NAME.rules': rows('auth-032', 'auth-033'),
  'authorization_policies.NAME.rules[].policy': rows('auth-032', 'auth-033'),
  'authorization_policies.NAME.rules[].subject': rows('auth-032', 'auth-033'),
  'authorization_policies.NAME.rules[].networks': effect,
  ...effects(['lifespans.access_token', 'lifespans.authorize_code', 'lifespans.id_token', 'lifespans.refresh_token']),
  ...effects(['lifespans.device_code', 'lifespans.jwt_secured_authorization']),
  'lifespans.custom': rows('life-001', 'life-002', 'life-003', 'life-004'),
  ...effects(['lifespans.custom.NAME.access_token', 'lifespans.custom.NAME.authorize_code']),
  ...effects(['lifespans.custom.NAME.id_token', 'lifespans.custom.NAME.refresh_token']),
  'lifespans.custom.NAME.device_code': none(
    'Device codes live by lifespans.device_code alone, as with the reference; the tokens that come of them do not.',
  ),
  ...grantLifespans(),
  claims_policies: rows('idt-003', 'idt-004'),
  'claims_policies.NAME.id_token': rows('idt-003'),
  'claims_policies.NAME.access_token': effect,
  'claims_policies.NAME.id_token_audience_mode': rows('idt-004'),
  ...effects(['claims_policies.NAME.custom_claims', 'claims_policies.NAME.custom_claims.CLAIM.name']),
  'claims_policies.NAME.custom_claims.CLAIM.attribute': effect,
  scopes: effect,
  'scopes.NAME.claims': effect,
  'cors.endpoints': rows('cors-003', 'cors-005'),
  'cors.allowed_origins': rows('cors-001', 'cors-002'),
  'cors.allowed_origins_from_client_redirect_uris': rows('cors-007'),
  clients: rows('auth-001', 'auth-002'),
  'clients[].client_id': rows('auth-002', 'cauth-006'),
  'clients[].client_name': effect,
  'clients[].client_secret': rows('cauth-001', 'cauth-006'),
  'clients[].sector_identifier_uri': rows('idt-007'),
  'clients[].public': rows('pkce-001', 'cauth-005'),
  'clients[].redirect_uris': rows('auth-004', 'auth-006', 'auth-007'),
  'clients[].request_uris': rows('jar-004'),
  'clients[].audience': rows('auth-017', 'auth-018', 'auth-019'),
  'clients[].scopes': rows('auth-008', 'auth-050'),
  'clients[].response_types': rows('auth-009', 'hyb-010'),
  'clients[].response_modes': rows('auth-011', 'auth-036'),
  'clients[].grant_types': rows('tok-002', 'tok-003', 'dev-007'),
  'clients[].authorization_policy': rows('auth-025', 'auth-030', 'auth-031'),
  'clients[].lifespan': rows('life-001', 'life-003'),
  'clients[].claims_policy': rows('idt-003', 'idt-004'),
  'clients[].requested_audience_mode': rows('cc-004', 'cc-005'),
  'clients[].consent_mode': rows('auth-023', 'auth-024', 'auth-027', 'cons-010'),
  'clients[].pre_configured_consent_duration': rows('cons-010'),
  'clients[].require_pushed_authorization_requests': rows('par-008'),
  'clients[].require_pkce': rows('pkce-008'),
  'clients[].pkce_challenge_method': rows('pkce-009'),
  ...effects(ANSWER_OBJECTS.flatMap((object) => ANSWER_OPTIONS.map((option) => `clients[].${object}_${option}`))),
  'clients[].request_object_signing_alg': rows('jar-001', 'jar-003', 'jar-012'),
  ...effects(['clients[].request_object_encryption_alg', 'clients[].request_object_encryption_enc']),
  ...effects(ENDPOINTS.map((endpoint) => `clients[].${endpoint}_endpoint_auth_method`)),
  ...effects(ENDPOINTS.map((endpoint) => `clients[].${endpoint}_endpoint_auth_signing_alg`)),
  'clients[].allow_multiple_auth_methods': rows('cauth-003', 'cauth-004'),
  'clients[].jwks_uri': effect,
  'clients[].jwks': rows('cauth-007', 'jar-001'),
  ...effects(['clients[].jwks[].key_id', 'clients[].jwks[].use', 'clients[].jwks[].algorithm', 'clients[].jwks[].key']),
  'clients[].jwks[].certificate_chain': none(
    'The certificates of a client’s key are checked when the configuration is loaded, and sent to nobody.',
  ),
}

/** The other sections. */
export const OTHER_EVIDENCE: Readonly<Record<string, Evidence>> = {
  'server.address': rows('disc-009'),
  'server.path': test('config/resolve.test.ts', '%j: the issuer has the prefix %j'),
  'session.domain': test('provider/issuer.test.ts', 'a cookie without authelia_url stands for its domain'),
  'session.inactivity': test('provider/session.test.ts', 'session.inactivity: after that long without a request'),
  'session.expiration': test('provider/session.test.ts', 'session.expiration: after that long, however busy'),
  'session.remember_me': none('The login page has no box to stay signed in, so no session is a remembered one.'),
  'session.cookies': test('provider/issuer.test.ts', 'is the host of a session cookie, over https alone'),
  'session.cookies[].domain': test('provider/issuer.test.ts', 'a cookie without authelia_url stands for its domain'),
  'session.cookies[].authelia_url': test(
    'provider/issuer.test.ts',
    'is the host of a session cookie, over https alone',
  ),
  'authentication_backend.file.path': test(
    'serve/users.test.ts',
    'the users of authentication_backend.file.path sign in',
  ),
  'authentication_backend.file.watch': test(
    'serve/users.test.ts',
    'authentication_backend.file.watch: a changed user file is taken over, a broken one is not',
  ),
  'authentication_backend.file.search.email': test(
    'users/user-store.test.ts',
    'search.email: the email will do, whatever its case',
  ),
  'authentication_backend.file.search.case_insensitive': test(
    'users/user-store.test.ts',
    'search.case_insensitive: any case of a name will do',
  ),
  'authentication_backend.file.extra_attributes': test(
    'serve/users.test.ts',
    'extra_attributes: an attribute of our own becomes a claim',
  ),
  'authentication_backend.file.extra_attributes.NAME.value_type': test(
    'users/user-file.test.ts',
    '%s, multi_valued %s: refuses %s',
  ),
  'authentication_backend.file.extra_attributes.NAME.multi_valued': test(
    'users/user-file.test.ts',
    '%s, multi_valued %s: refuses %s',
  ),
  ...Object.fromEntries(
    [
      'algorithm',
      ...['variant', 'iterations', 'memory', 'parallelism', 'key_length', 'salt_length'].map((one) => `argon2.${one}`),
      ...['iterations', 'block_size', 'parallelism', 'key_length', 'salt_length'].map((one) => `scrypt.${one}`),
      ...['pbkdf2', 'sha2crypt'].flatMap((name) =>
        ['variant', 'iterations', 'salt_length'].map((one) => `${name}.${one}`),
      ),
      'bcrypt.variant',
      'bcrypt.cost',
    ].map((option) => [
      `authentication_backend.file.password.${option}`,
      test('users/password-hash.test.ts', 'authentication_backend.file.password: %s makes %s'),
    ]),
  ),
  'authentication_backend.file.password.scrypt.variant': none(
    'Digests are made with scrypt itself; its relative yescrypt is recognised and not computed here.',
  ),
  'definitions.user_attributes': test(
    'serve/users.test.ts',
    'definitions.user_attributes: an attribute that is computed becomes a claim',
  ),
  'definitions.user_attributes.NAME.expression': test(
    'serve/users.test.ts',
    'definitions.user_attributes: an attribute that is computed becomes a claim',
  ),
  'totp.disable': test(
    'provider/second-factor-enrol.test.ts',
    'totp.disable: nobody enrols, and the page names the option',
  ),
  ...Object.fromEntries(
    ['issuer', 'algorithm', 'digits', 'period', 'secret_size'].map((option) => [
      `totp.${option}`,
      test(
        'provider/second-factor-enrol.test.ts',
        'totp.issuer, algorithm, digits, period and secret_size shape the new generator',
      ),
    ]),
  ),
  'totp.skew': test('provider/second-factor.test.ts', 'totp.skew %d: a code that is %d periods old is taken: %s'),
  'totp.disable_reuse_security_policy': test(
    'provider/second-factor.test.ts',
    'totp.disable_reuse_security_policy: a code counts as often as it is sent',
  ),
  'storage.encryption_key': test('users/totp-store.test.ts', 'encrypts the secrets'),
}
