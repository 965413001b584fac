/**
 * Options whose effect no scenario row shows: what is seen with the option set, and not without it. Both configurations go
 * through the program's own loader.
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { Given, JsonObject } from '../scenarios/vectors.ts'
import { vectorFile } from '../support/provider.ts'
import {
  accessTokenClaim,
  accessTokenLife,
  codeAfter,
  deviceCodeLife,
  errorOf,
  header,
  idTokenLife,
  jarmLife,
  type Observe,
  type ObservedGrant,
  pageText,
  publishedKey,
  refreshAfter,
  SIGNED_OBJECTS,
  type SignedObject,
  statusOfAssertion,
  statusOfEncryptedObject,
  statusOfObject,
  statusOfPost,
  userinfoClaims,
} from './observe.ts'

export interface Effect {
  /** With the option. */
  given: Given
  /** Without it. */
  base: Given
  observe: Observe
  /** What is seen with the option, and not without it. */
  shows: unknown
}

const LASTING = { scope: 'openid profile offline_access' } as const

/** What each grant needs before it can be observed. */
const SITUATIONS: Readonly<Record<ObservedGrant, Given>> = {
  authorize_code: { grant: LASTING },
  refresh_token: { grant: LASTING },
  device_code: {
    client: {
      use: 'tv',
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      scopes: ['openid', 'offline_access'],
    },
    device: { scope: 'openid offline_access' },
    steps: ['decide_accept'],
  },
  implicit: { session: '2fa', client: { use: 'hybrid' } },
  client_credentials: { client: { use: 'svc' } },
}

function lifespans(situation: Given, values: JsonObject): Given {
  return { ...situation, config: { ...situation.config, lifespans: values } }
}

/** The same with the client on the set of lifespans `c`. */
function custom(situation: Given, values: JsonObject): Given {
  return lifespans({ ...situation, client: { ...situation.client, lifespan: 'c' } }, { custom: { c: values } })
}

/** What a lifespan of ten minutes does to the tokens of a grant. */
const SHORT: Readonly<Record<string, (grant: ObservedGrant) => { observe: Observe; shows: unknown }>> = {
  access_token: (grant) => ({ observe: accessTokenLife(grant), shows: 600 }),
  id_token: (grant) => ({ observe: idTokenLife(grant), shows: 600 }),
  refresh_token: (grant) => ({ observe: refreshAfter(grant, 601), shows: 400 }),
  authorize_code: () => ({ observe: codeAfter(500), shows: true }),
}

const TOKENS: Readonly<Record<ObservedGrant, readonly string[]>> = {
  authorize_code: ['access_token', 'authorize_code', 'id_token', 'refresh_token'],
  device_code: ['access_token', 'id_token', 'refresh_token'],
  implicit: ['access_token', 'id_token'],
  client_credentials: ['access_token'],
  refresh_token: ['access_token', 'id_token', 'refresh_token'],
}

function grantLifespans(): Record<string, Effect> {
  const effects: Record<string, Effect> = {}
  for (const [grant, situation] of Object.entries(SITUATIONS) as [ObservedGrant, Given][]) {
    for (const token of TOKENS[grant]) {
      const shown = SHORT[token]?.(grant)
      if (shown === undefined) continue
      const given = custom(situation, { grants: { [grant]: { [token]: '10m' } } })
      effects[`lifespans.custom.NAME.grants.${grant}.${token}`] = { given, base: custom(situation, {}), ...shown }
    }
  }
  return effects
}

function plainLifespans(): Record<string, Effect> {
  const effects: Record<string, Effect> = {}
  const base = SITUATIONS.authorize_code
  for (const [token, show] of Object.entries(SHORT)) {
    const shown = show('authorize_code')
    effects[`lifespans.${token}`] = { given: lifespans(base, { [token]: '10m' }), base, ...shown }
    effects[`lifespans.custom.NAME.${token}`] = {
      given: custom(base, { [token]: '10m' }),
      base: custom(base, {}),
      ...shown,
    }
  }
  const device: Given = { client: { use: 'tv' } }
  const jarm: Given = { session: '2fa', client: { consent_mode: 'implicit', response_modes: ['jwt'] } }
  return {
    ...effects,
    'lifespans.device_code': {
      given: lifespans(device, { device_code: '5m' }),
      base: device,
      observe: deviceCodeLife,
      shows: 300,
    },
    'lifespans.jwt_secured_authorization': {
      given: lifespans(jarm, { jwt_secured_authorization: '1m' }),
      base: jarm,
      observe: jarmLife,
      shows: 60,
    },
  }
}

function recipientKey(file: string, key_id: string): JsonObject {
  const key = createPublicKey(vectorFile(`keys/${file}`))
    .export({ format: 'pem', type: 'spki' })
    .toString()
  return { key, key_id, use: 'enc' }
}

/** A client with two keys to be encrypted for, at a provider with three to sign with. */
function objectSituation(object: SignedObject, options: JsonObject): Given {
  const jwks = [recipientKey('rsa-2048.pkcs8.pem', 'k1'), recipientKey('rsa-3072.pkcs8.pem', 'k2')]
  const common = { jwks, [`${object}_signed_response_alg`]: 'RS256' }
  const config = { jwks: ['rs', 'rs-b', 'es256'] }
  if (object !== 'authorization') return { config, client: { ...common, ...options }, grant: LASTING }
  const ways = { consent_mode: 'implicit', response_modes: ['jwt'] }
  return { config, session: '2fa', client: { ...common, ...ways, ...options } }
}

function objectOptions(object: SignedObject): Record<string, Effect> {
  const option = (name: string) => `clients[].${object}_${name}`
  const signed = objectSituation(object, {})
  const encrypted = { [`${object}_encrypted_response_alg`]: 'RSA-OAEP-256' }
  const base = objectSituation(object, encrypted)
  const effect = (options: JsonObject, from: Given, member: string, shows: string): Effect => ({
    given: objectSituation(object, options),
    base: from,
    observe: header(object, member),
    shows,
  })
  return {
    [option('signed_response_alg')]: effect({ [`${object}_signed_response_alg`]: 'ES256' }, signed, 'alg', 'ES256'),
    [option('signed_response_key_id')]: effect({ [`${object}_signed_response_key_id`]: 'rs-b' }, signed, 'kid', 'rs-b'),
    [option('encrypted_response_alg')]: effect(encrypted, signed, 'alg', 'RSA-OAEP-256'),
    [option('encrypted_response_enc')]: effect(
      { ...encrypted, [`${object}_encrypted_response_enc`]: 'A256GCM' },
      base,
      'enc',
      'A256GCM',
    ),
    [option('encrypted_response_key_id')]: effect(
      { ...encrypted, [`${object}_encrypted_response_key_id`]: 'k2' },
      base,
      'kid',
      'k2',
    ),
  }
}

const ENDPOINTS = {
  token: { path: '/api/oidc/token', values: { grant_type: 'client_credentials', scope: 'api' } },
  introspection: { path: '/api/oidc/introspection', values: { token: 'x' } },
  revocation: { path: '/api/oidc/revocation', values: { token: 'x' } },
  pushed_authorization_request: {
    path: '/api/oidc/pushed-authorization-request',
    values: {
      response_type: 'code',
      redirect_uri: 'https://rp.example.com/cb',
      scope: 'openid',
      state: 'state-0123456789',
    },
  },
} as const

/** Each endpoint authenticates by its own options. */
function authenticationOptions(): Record<string, Effect> {
  const keys = { jwks: ['client-es', 'client-rs'] }
  return Object.fromEntries(
    Object.entries(ENDPOINTS).flatMap(([endpoint, { path, values }]): [string, Effect][] => {
      const client = {
        ...(endpoint === 'token' ? { grant_types: ['client_credentials'], scopes: ['api'] } : {}),
        token_endpoint_auth_method: 'client_secret_basic',
      }
      const method = `${endpoint}_endpoint_auth_method`
      const alg = `${endpoint}_endpoint_auth_signing_alg`
      const bySecret: Given = { config: { scopes: { api: { claims: [] } } }, client }
      const byKey: Given = { ...bySecret, client: { use: 'svc-key', ...keys, [alg]: 'RS256' } }
      const asked = endpoint === 'pushed_authorization_request' ? {} : values
      return [
        [
          `clients[].${method}`,
          {
            given: { ...bySecret, client: { ...client, [method]: 'client_secret_post' } },
            base: bySecret,
            observe: statusOfPost(path, values),
            shows: { token: 200, introspection: 200, revocation: 200, pushed_authorization_request: 201 }[endpoint],
          },
        ],
        [
          `clients[].${alg}`,
          {
            given: byKey,
            base: { ...bySecret, client: { use: 'svc-key', ...keys } },
            observe: statusOfAssertion(path, asked),
            shows: 401,
          },
        ],
      ]
    }),
  )
}

const CLAIMS: JsonObject = { custom_claims: { dept: { name: 'department', attribute: 'nickname' } } }

function claimsSituation(policy: JsonObject | null, more: JsonObject = {}): Given {
  const policies: JsonObject = policy === null ? {} : { claims_policies: { p: policy } }
  return {
    user: { nickname: 'Jack' },
    config: { ...policies, scopes: { work: { claims: policy === null ? ['email'] : ['department', 'email'] } } },
    client: { scopes: ['openid', 'work'], ...(policy === null ? {} : { claims_policy: 'p' }), ...more },
    grant: { scope: 'openid work' },
  }
}

const ENCRYPTION_KEY = vectorFile('keys/rsa-3072.pkcs8.pem')

function publicPem(file: string): string {
  return createPublicKey(vectorFile(`keys/${file}`))
    .export({ format: 'pem', type: 'spki' })
    .toString()
}

const ENCRYPTED: Given = {
  session: '2fa',
  config: { jwks: ['rs', { key: ENCRYPTION_KEY, key_id: 'e', use: 'enc', algorithm: 'RSA-OAEP-256' }] },
  client: { use: 'jar' },
}

const encryptedObject = statusOfEncryptedObject(publicPem('rsa-3072.pkcs8.pem'), 'e')

/** A client that signs assertions with the key `client-es`. */
function keyed(entry: JsonObject): Given {
  const key = { key: publicPem('ec-p256.pkcs8.pem'), key_id: 'client-es' }
  return { client: { use: 'svc-key', jwks: [{ ...key, ...entry }] } }
}

const OTHER_EC_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .publicKey.export({ format: 'pem', type: 'spki' })
  .toString()

/** A client that signs request objects with the key `client-rs`. */
function jarKey(entry: JsonObject): Given {
  const key = { key: publicPem('rsa-3072.pkcs8.pem'), key_id: 'client-rs', ...entry }
  return { session: '2fa', client: { use: 'jar-any', jwks: [key] } }
}

const JWKS_URI = 'https://rp.example.com/jwks.json'

function remote(kid: string): Given {
  const jwk = createPublicKey(vectorFile('keys/ec-p256.pkcs8.pem')).export({ format: 'jwk' })
  const document = { keys: [{ ...jwk, kid, use: 'sig', alg: 'ES256' }] } as unknown as JsonObject
  return { client: { use: 'svc-key', jwks: [], jwks_uri: JWKS_URI }, documents: { [JWKS_URI]: document } }
}

const asksForToken = statusOfAssertion(ENDPOINTS.token.path, ENDPOINTS.token.values)

const JWT = { access_token_signed_response_alg: 'RS256' }
const SILENT: Given = { session: '2fa', client: { consent_mode: 'implicit' } }

function withPolicy(rule: JsonObject): Given {
  const policies = { p: { default_policy: 'one_factor', rules: [rule] } }
  return {
    ...SILENT,
    config: { authorization_policies: policies },
    client: { ...SILENT.client, authorization_policy: 'p' },
  }
}

export const EFFECTS: Readonly<Record<string, Effect>> = {
  ...plainLifespans(),
  ...grantLifespans(),
  ...Object.fromEntries(SIGNED_OBJECTS.flatMap((object) => Object.entries(objectOptions(object)))),
  ...authenticationOptions(),
  'clients[].client_name': {
    given: { session: '2fa', client: { client_name: 'The wiki' } },
    base: { session: '2fa' },
    observe: pageText,
    shows: { page: 'consent', name: 'The wiki' },
  },
  'authorization_policies.NAME.rules[].networks': {
    given: withPolicy({ policy: 'deny', networks: ['203.0.113.0/24'] }),
    base: withPolicy({ policy: 'deny', networks: ['198.51.100.0/24'] }),
    observe: errorOf({}),
    shows: 'access_denied',
  },
  scopes: {
    given: claimsSituation(CLAIMS),
    base: { ...claimsSituation(CLAIMS), grant: { scope: 'openid' } },
    observe: async (world) => ((await userinfoClaims(world)) as JsonObject)['email'],
    shows: 'john@example.com',
  },
  'scopes.NAME.claims': {
    given: claimsSituation(CLAIMS),
    base: {
      ...claimsSituation(CLAIMS),
      config: { claims_policies: { p: CLAIMS }, scopes: { work: { claims: ['department'] } } },
    },
    observe: async (world) => ((await userinfoClaims(world)) as JsonObject)['email'],
    shows: 'john@example.com',
  },
  'claims_policies.NAME.custom_claims': {
    given: claimsSituation(CLAIMS),
    base: claimsSituation(null),
    observe: async (world) => ((await userinfoClaims(world)) as JsonObject)['department'],
    shows: 'Jack',
  },
  'claims_policies.NAME.custom_claims.CLAIM.name': {
    given: claimsSituation(CLAIMS),
    base: claimsSituation({ custom_claims: { department: { attribute: 'given_name' } } }),
    observe: async (world) => ((await userinfoClaims(world)) as JsonObject)['department'],
    shows: 'Jack',
  },
  'claims_policies.NAME.custom_claims.CLAIM.attribute': {
    given: claimsSituation({ custom_claims: { department: { attribute: 'given_name' } } }),
    base: claimsSituation(CLAIMS),
    observe: async (world) => ((await userinfoClaims(world)) as JsonObject)['department'],
    shows: 'John',
  },
  'claims_policies.NAME.access_token': {
    given: claimsSituation({ access_token: ['email'], ...CLAIMS }, JWT),
    base: claimsSituation(CLAIMS, JWT),
    observe: accessTokenClaim('email'),
    shows: 'john@example.com',
  },
  issuer_certificate_chain: {
    given: {
      generation: 'g1',
      config: { issuer_certificate_chain: vectorFile('keys/chain-rsa-2048-good-without-root.pem') },
    },
    base: { generation: 'g1' },
    observe: async (world) => ((await publishedKey('x5c')(world)) as unknown[]).map((chain) => Array.isArray(chain)),
    shows: [true],
  },
  'clients[].request_object_encryption_alg': {
    given: { ...ENCRYPTED, client: { ...ENCRYPTED.client, request_object_encryption_alg: 'RSA-OAEP' } },
    base: ENCRYPTED,
    observe: encryptedObject,
    shows: 400,
  },
  'clients[].request_object_encryption_enc': {
    given: {
      ...ENCRYPTED,
      client: {
        ...ENCRYPTED.client,
        request_object_encryption_alg: 'RSA-OAEP-256',
        request_object_encryption_enc: 'A256GCM',
      },
    },
    base: ENCRYPTED,
    observe: encryptedObject,
    shows: 400,
  },
  'clients[].jwks_uri': { given: remote('client-es'), base: remote('another'), observe: asksForToken, shows: 200 },
  'clients[].jwks[].key_id': {
    given: keyed({ key_id: 'another' }),
    base: keyed({}),
    observe: asksForToken,
    shows: 401,
  },
  'clients[].jwks[].use': {
    given: jarKey({ use: 'enc' }),
    base: jarKey({ use: 'sig' }),
    observe: statusOfObject,
    shows: 400,
  },
  'clients[].jwks[].key': {
    given: keyed({}),
    base: keyed({ key: OTHER_EC_KEY }),
    observe: asksForToken,
    shows: 200,
  },
  'clients[].jwks[].algorithm': {
    given: jarKey({ algorithm: 'PS256' }),
    base: jarKey({ algorithm: 'RS256' }),
    observe: statusOfObject,
    shows: 400,
  },
  'jwks[].key_id': {
    given: { config: { jwks: [{ key: vectorFile('keys/rsa-2048.pkcs8.pem'), key_id: 'mine' }] } },
    base: { config: { jwks: [{ key: vectorFile('keys/rsa-2048.pkcs8.pem') }] } },
    observe: publishedKey('kid'),
    shows: ['mine'],
  },
  'jwks[].algorithm': {
    given: {
      config: { jwks: ['rs', { key: vectorFile('keys/rsa-3072.pkcs8.pem'), key_id: 'b', algorithm: 'PS256' }] },
    },
    base: { config: { jwks: ['rs', { key: vectorFile('keys/rsa-3072.pkcs8.pem'), key_id: 'b' }] } },
    observe: publishedKey('alg'),
    shows: ['RS256', 'PS256'],
  },
  'jwks[].use': {
    given: {
      config: {
        jwks: [
          'rs',
          { key: vectorFile('keys/rsa-3072.pkcs8.pem'), key_id: 'b', use: 'enc', algorithm: 'RSA-OAEP-256' },
        ],
      },
    },
    base: { config: { jwks: ['rs', { key: vectorFile('keys/rsa-3072.pkcs8.pem'), key_id: 'b' }] } },
    observe: async (world) => ((await publishedKey('use')(world)) as string[]).includes('enc'),
    shows: true,
  },
}
