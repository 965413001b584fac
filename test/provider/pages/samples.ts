/** One interaction for each page and state, as the provider would hand them over. */
import type {
  ConsentInteraction,
  EditClaimsInteraction,
  ErrorInteraction,
  HomeInteraction,
  Interaction,
  InteractionClient,
  LoginInteraction,
  PageContext,
} from '../../../src/provider/interaction/interaction.ts'

export const CONTEXT: PageContext = {
  nonce: 'bm9uY2U',
  languages: ['en'],
  base_path: '',
  issuer: 'https://auth.example.com',
}
export const DEV_CONTEXT: PageContext = { ...CONTEXT, issuer: 'http://localhost:9091', dev: true, open: true }

const form = (action: string) => ({ action, form_token: 'kV3oQ1yqJ8mTzR5c' })
const alice = { username: 'alice', display_name: 'Alice Archer' }

export const GRAFANA: InteractionClient = {
  client_id: 'grafana',
  name: 'Grafana',
  returns_to: 'grafana.example.com',
  policy_uri: 'https://grafana.example.com/privacy',
  tos_uri: 'https://grafana.example.com/terms',
}

/** Applications of devices have no redirect URI. */
const TELEVISION: InteractionClient = { client_id: 'television', name: 'Television' }

export const DEV_USERS = [
  { ...alice, email: 'alice@example.com', groups: ['admins', 'dev'] },
  { username: 'bob', display_name: 'Bob Baker', email: 'bob@example.com', groups: ['dev'] },
  { username: 'carol', display_name: 'Carol Chen', email: 'carol@example.com', groups: ['ops'] },
  { username: 'dave', display_name: 'Dave Díaz', email: 'dave@example.com', groups: [] },
]

export const LOGIN: LoginInteraction = { page: 'login', ...form('/login'), client: GRAFANA, cancel: true }

export const DEV_LOGIN: LoginInteraction = {
  page: 'login',
  ...form('/login'),
  client: GRAFANA,
  dev_users: DEV_USERS,
  edit_claims: '/dev/claims',
  cancel: true,
}

const { edit_claims: _link, ...DEV_LOGIN_CARDS } = DEV_LOGIN

export const EDIT_CLAIMS: EditClaimsInteraction = {
  page: 'edit-claims',
  ...form('/dev/claims?flow=5f0c1a9e&user=alice'),
  client: GRAFANA,
  user: alice,
  users: DEV_USERS.map((user) => ({ ...user, edit_url: `/dev/claims?flow=5f0c1a9e&user=${user.username}` })),
  fields: {
    display_name: 'Alice Archer',
    given_name: 'Alice',
    family_name: 'Archer',
    nickname: 'Al',
    zoneinfo: 'Europe/London',
    locale: 'en-GB',
    website: 'https://alice.example.com',
    emails: 'alice@example.com\narcher@example.com',
    email_verified: 'true',
    phone_number: '+44 20 7946 0958',
    groups: 'admins\ndev',
    street_address: '1 High Street',
    locality: 'London',
    postal_code: 'SW1A 1AA',
    country: 'GB',
    extra: '{\n  "department": "sales"\n}',
  },
  back: '/login?flow=5f0c1a9e',
}

export const CONSENT: ConsentInteraction = {
  page: 'consent',
  ...form('/consent/openid/decision'),
  client: GRAFANA,
  user: alice,
  scopes: [
    { name: 'openid', description: 'openid' },
    { name: 'profile', description: 'profile', value: 'Alice Archer' },
    { name: 'email', description: 'email', value: 'alice@example.com' },
    { name: 'groups', description: 'groups', value: 'admins, dev' },
    { name: 'offline_access', description: 'offline_access' },
    { name: 'dashboards:read' },
  ],
  claims: [
    { name: 'birthdate', essential: true, value: '1990-04-01' },
    { name: 'phone_number', essential: false, value: '+44 20 7946 0958' },
    { name: 'department', essential: false, value: 'sales' },
  ],
  audience: ['https://api.example.com'],
  remember_allowed: true,
  remember_for: 604_800,
  switch_account: true,
}

export const DEV_ERROR: ErrorInteraction = {
  page: 'error',
  status: 400,
  error: 'invalid_request',
  error_description: 'The "redirect_uri" does not match any of the URIs that the client has registered.',
  request_id: '5f0c1a9e-7b7d-4b8e-9a51-2f6f3f6d1c11',
  time: 1_795_449_600,
  set_up: true,
  dev: {
    rule: 'The redirect URI is compared as a string, character by character (RFC 6749 §3.1.2.3).',
    option: 'identity_providers.oidc.clients[0].redirect_uris',
    position: 'configuration.yml:41:9',
    sent: 'http://localhost:3000/login/generic_oauth/',
    expected: ['http://localhost:3000/login/generic_oauth', 'https://grafana.example.com/login/generic_oauth'],
    command: "oidc client set grafana 'redirect_uris+=http://localhost:3000/login/generic_oauth/'",
    change: "add 'http://localhost:3000/login/generic_oauth/' to the client's redirect_uris",
    learn: { ...form('/dev/learn'), redirect_uri: 'http://localhost:3000/login/generic_oauth/', client_id: 'grafana' },
  },
}

export const DEV_HOME = {
  page: 'home' as const,
  issuer: 'http://localhost:9091',
  sign_in: '/login',
  dev: {
    users: DEV_USERS.map((user) => ({ ...user, password: user.username })),
    clients: [
      {
        client_id: 'app',
        name: 'Test application',
        public: false,
        redirect_uris: [],
        any_loopback: true,
      },
      { client_id: 'web', name: 'web', public: true, redirect_uris: ['https://web.example.com/callback'] },
    ],
    endpoints: [
      {
        name: 'openid-configuration',
        url: 'http://localhost:9091/.well-known/openid-configuration',
        browsable: true,
      },
      {
        name: 'oauth-authorization-server',
        url: 'http://localhost:9091/.well-known/oauth-authorization-server',
        browsable: true,
      },
      { name: 'jwks', url: 'http://localhost:9091/jwks.json', browsable: true },
      ...[
        'authorization',
        'token',
        'device-authorization',
        'pushed-authorization-request',
        'introspection',
        'revocation',
        'userinfo',
      ].map((name) => ({ name, url: `http://localhost:9091/api/oidc/${name}` })),
    ],
    try: '/dev/try',
    inspector: '/dev',
  },
} satisfies HomeInteraction

const { try: _tryIt, inspector: _flows, ...DEV_LISTS } = DEV_HOME.dev

export interface Sample {
  name: string
  interaction: Interaction
  context: PageContext
}

const plain = (name: string, interaction: Interaction): Sample => ({ name, interaction, context: CONTEXT })
const dev = (name: string, interaction: Interaction): Sample => ({ name, interaction, context: DEV_CONTEXT })

export const OTPAUTH_URI =
  'otpauth://totp/Authelia:alice?algorithm=SHA1&digits=6&issuer=Authelia&period=30&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

/** Names without a place to break, in both directions, and with what markup is made of. */
const LONG = `<b>"Ünbroken"&${'x'.repeat(450)}\u202eabc שלום`
const longClient: InteractionClient = { ...GRAFANA, client_id: LONG, name: LONG, returns_to: LONG }
const longUser = { username: LONG, display_name: LONG, groups: [LONG] }

const setup = {
  secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  otpauth_uri: OTPAUTH_URI,
  sealed: 'eyJhbGciOiJkaXIifQ..iv.text.tag',
}
const enrol = {
  page: 'second-factor-enrol',
  ...form('/second-factor'),
  client: GRAFANA,
  user: alice,
  cancel: true,
} as const
const factor = { page: 'second-factor', ...form('/second-factor'), client: GRAFANA, user: alice } as const
const device = { page: 'device', ...form('/consent/openid/device-authorization'), user: alice } as const
const { dev: _, ...error } = DEV_ERROR
const { set_up: _cause, ...ownError } = error

/** Every page in every state that looks different. */
export const SAMPLES: readonly Sample[] = [
  plain('login', LOGIN),
  plain('login-alone', { page: 'login', ...form('/login') }),
  plain('login-failed', { ...LOGIN, username: 'alice', failed: 'credentials' }),
  plain('login-slow-down', { ...LOGIN, failed: 'slow_down' }),
  dev('login-dev', DEV_LOGIN),
  dev('login-dev-cards', DEV_LOGIN_CARDS),
  dev('edit-claims', EDIT_CLAIMS),
  dev('edit-claims-failed', { ...EDIT_CLAIMS, fields: { extra: '- sales' }, failed: 'extra' }),
  plain('second-factor', { ...factor, cancel: true }),
  plain('second-factor-failed', { ...factor, cancel: true, failed: 'code' }),
  dev('second-factor-dev', { ...factor, cancel: true, dev_code: '287082', enrol: '/second-factor/enrol' }),
  plain('second-factor-enrol', enrol),
  plain('second-factor-enrol-failed', { ...enrol, failed: 'enrolment_code' }),
  plain('second-factor-enrol-setup', { ...enrol, setup }),
  dev('second-factor-enrol-setup-failed', { ...enrol, setup, failed: 'code', dev_code: '287082' }),
  plain('consent', CONSENT),
  plain('consent-small', {
    ...CONSENT,
    scopes: [{ name: 'openid', description: 'openid' }],
    claims: [],
    audience: [],
    remember_allowed: false,
    switch_account: false,
  }),
  plain('device', device),
  plain('device-with-code', { ...device, user_code: 'BDWPHQPK' }),
  plain('device-failed', { ...device, user_code: 'BDWP', failed: 'user_code' }),
  plain('device-done', { page: 'device-done', outcome: 'approved', client: TELEVISION, user: alice }),
  plain('device-done-denied', { page: 'device-done', outcome: 'denied', user: alice }),
  plain('logout', { page: 'logout', ...form('/logout'), client: GRAFANA, user: alice }),
  plain('logged-out', { page: 'logged-out', client: GRAFANA }),
  plain('error', error),
  plain('error-own', { ...ownError, error_description: 'The form was sent before.' }),
  dev('error-dev', DEV_ERROR),
  dev('error-told', {
    ...error,
    status: 401,
    error: 'invalid_client',
    error_description: 'Client authentication failed.',
    told: true,
    dev: {
      rule: 'RFC 6749 §2.3: the client must authenticate with the method it is registered for',
      option: 'identity_providers.oidc.clients[0].token_endpoint_auth_method',
      position: 'configuration.yml:14:9',
      sent: 'client_secret_basic',
      expected: ['client_secret_post'],
      change: 'in the application: authenticate with client_secret_post',
      command: 'oidc client set grafana token_endpoint_auth_method=client_secret_basic',
    },
  }),
  plain('home', { page: 'home', issuer: 'https://auth.example.com', user: alice, sign_out: form('/sign-out') }),
  plain('home-signed-out', { page: 'home', issuer: 'https://auth.example.com', sign_in: '/login' }),
  dev('home-dev', DEV_HOME),
  dev('home-dev-lists', { ...DEV_HOME, dev: DEV_LISTS }),
  dev('edit-claims-long', {
    ...EDIT_CLAIMS,
    client: longClient,
    user: longUser,
    users: [{ ...longUser, edit_url: '/dev/claims' }],
    fields: { display_name: LONG, emails: LONG, groups: LONG, extra: LONG },
  }),
  dev('login-long', { ...DEV_LOGIN, client: longClient, dev_users: [longUser] }),
  plain('consent-long', {
    ...CONSENT,
    client: longClient,
    user: longUser,
    scopes: [{ name: LONG, value: LONG }],
    claims: [
      { name: LONG, essential: true, value: LONG },
      { name: 'department', essential: false, value: LONG },
    ],
    audience: [LONG],
  }),
  dev('error-long', {
    ...DEV_ERROR,
    error_description: LONG,
    dev: { rule: LONG, option: LONG, position: LONG, sent: LONG, expected: [`${LONG}x`], change: LONG, command: LONG },
  }),
  dev('home-long', {
    page: 'home',
    issuer: 'http://localhost:9091',
    user: longUser,
    sign_out: form('/sign-out'),
    dev: {
      users: [longUser],
      clients: [{ client_id: LONG, name: LONG, public: true, redirect_uris: [LONG] }],
      endpoints: [{ name: LONG, url: LONG }],
    },
  }),
]
