/** Differences in what tokens and documents say. */
import { createHash, createHmac, createPrivateKey } from 'node:crypto'
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose'
import { publishKey } from '../../../src/keys/published-key.ts'
import { authorize, basic, postJson } from '../support/flows.ts'
import {
  CALLBACK,
  client,
  ISSUER,
  issuerKey,
  RS_KEY,
  SVC,
  type TestProvider,
  testProvider,
  vectorFile,
} from '../support/provider.ts'
import { idTokenClaims, type Mode, type Observations, providerIn, tokensOf } from './observe.ts'

const SECRET = 'a-secret-of-more-than-32-characters'

function leftHalf(hash: 'sha256' | 'sha512', text: string): string {
  const digest = createHash(hash).update(text).digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}

/** The hash behind `at_hash` of an ID token that RS512 signed. */
async function hashBehind(mode: Mode): Promise<string | undefined> {
  const keys = [RS_KEY, issuerKey('rsa-3072.pkcs8.pem', 'RS512', 'rs512')]
  const test = providerIn(mode, { web: { id_token_signed_response_alg: 'RS512' }, keys })
  const { id_token = '', access_token = '' } = await tokensOf(test)
  const { at_hash } = decodeJwt(id_token)
  return (['sha256', 'sha512'] as const).find((hash) => leftHalf(hash, access_token) === at_hash)
}

/** Which key verifies an ID token that HS256 signed. */
async function hmacKeyOf(mode: Mode): Promise<string> {
  const web = { client_secret: `$plaintext$${SECRET}`, id_token_signed_response_alg: 'HS256' }
  const test = providerIn(mode, { web })
  const { id_token = '' } = await tokensWith(test, SECRET)
  const raw = await compactVerify(id_token, Buffer.from(SECRET)).catch(() => undefined)
  if (raw !== undefined) return 'the secret'
  await compactVerify(id_token, createHash('sha256').update(SECRET).digest())
  return 'SHA-256 of the secret'
}

async function tokensWith(test: TestProvider, secret: string): Promise<Record<string, string>> {
  const form = { grant_type: 'authorization_code', code: await authorize(test), redirect_uri: CALLBACK }
  return (await postJson(test, '/api/oidc/token', form, { Authorization: basic('web', secret) })).body
}

async function jwtAccessToken(mode: Mode): Promise<unknown> {
  const test = testProvider({ clients: [client({ ...SVC, access_token_signed_response_alg: 'RS256' })], compat: mode })
  const headers = { Authorization: basic('svc', 'secret') }
  const { body } = await postJson(test, '/api/oidc/token', { grant_type: 'client_credentials', scope: 'api' }, headers)
  const { scope, scp, aud } = decodeJwt(body['access_token'] ?? '')
  return { scope, scp, aud }
}

async function userinfo({ provider }: TestProvider, access_token: string): Promise<Response> {
  const headers = { Authorization: `Bearer ${access_token}` }
  return provider.fetch(new Request(`${ISSUER}/api/oidc/userinfo`, { headers }))
}

async function userinfoOfNobody(mode: Mode): Promise<number> {
  const test = providerIn(mode)
  const { access_token = '' } = await tokensOf(test)
  test.provider.reconfigure({ users: { find: async () => undefined, verifyPassword: async () => undefined } })
  return (await userinfo(test, access_token)).status
}

async function signedUserinfo(mode: Mode): Promise<unknown> {
  const test = providerIn(mode, { web: { userinfo_signed_response_alg: 'RS256' } })
  const { access_token = '' } = await tokensOf(test)
  const { iss, aud } = decodeJwt(await (await userinfo(test, access_token)).text())
  return { iss, aud }
}

async function document(test: TestProvider, path: string) {
  return (await test.provider.fetch(new Request(ISSUER + path))).json()
}

async function metadataAlgorithm(mode: Mode): Promise<unknown> {
  const keys = [RS_KEY, issuerKey('ec-p256.pkcs8.pem', 'ES256', 'es')]
  const provider = { discovery_signed_response_alg: 'RS256', discovery_signed_response_key_id: 'es' }
  const { signed_metadata } = await document(providerIn(mode, { keys, provider }), '/.well-known/openid-configuration')
  const { alg, kid } = decodeProtectedHeader(signed_metadata)
  return { alg, kid }
}

/** Whose HMAC the signature half of an opaque token is. */
async function opaqueKey(mode: Mode): Promise<string | undefined> {
  const { access_token = '' } = await tokensOf(providerIn(mode))
  const [random = '', signature] = access_token.replace('authelia_at_', '').split('.')
  const digest = createHash('sha256').update('this_is_a_secret_abc123abc123abc').digest()
  const keys = { bytes: digest, text: Buffer.from(digest.toString('hex').slice(0, 32)) }
  const of = (key: Buffer) => createHmac('sha512-256', key).update(Buffer.from(random, 'base64url')).digest('base64url')
  return Object.entries(keys).find(([, key]) => of(key) === signature)?.[0]
}

export const TOKEN_DIFFERENCES: Observations<
  | 'hash_claims'
  | 'hmac_signing_key'
  | 'jwt_access_token_claims'
  | 'amr_kba'
  | 'bearer_errors'
  | 'vanished_user'
  | 'signed_userinfo_parties'
  | 'signed_metadata_key'
  | 'key_id_digits'
  | 'hmac_key'
> = {
  hash_claims: { observe: hashBehind, standard: 'sha512', released: 'sha256' },
  hmac_signing_key: { observe: hmacKeyOf, standard: 'the secret', released: 'SHA-256 of the secret' },
  jwt_access_token_claims: {
    observe: jwtAccessToken,
    standard: { scope: 'api', scp: ['api'], aud: [ISSUER] },
    released: { scope: undefined, scp: ['api'], aud: [] },
  },
  amr_kba: {
    observe: async (mode) => (await idTokenClaims(providerIn(mode)))['amr'],
    standard: ['pwd'],
    released: ['pwd', 'kba'],
  },
  bearer_errors: {
    observe: async (mode) => {
      const response = await userinfo(providerIn(mode), 'unknown')
      return /error="([^"]*)"/.exec(response.headers.get('WWW-Authenticate') ?? '')?.[1]
    },
    standard: 'invalid_token',
    released: 'request_unauthorized',
  },
  vanished_user: { observe: userinfoOfNobody, standard: 401, released: 200 },
  signed_userinfo_parties: {
    observe: signedUserinfo,
    standard: { iss: ISSUER, aud: ['web'] },
    released: { iss: undefined, aud: undefined },
  },
  signed_metadata_key: {
    observe: metadataAlgorithm,
    standard: { alg: 'ES256', kid: 'es' },
    released: { alg: 'RS256', kid: 'es' },
  },
  key_id_digits: {
    observe: async (mode) => {
      const privateKey = createPrivateKey(vectorFile('keys/rsa-2048.pkcs8.pem'))
      const keys = [publishKey({ privateKey, alg: 'RS256', use: 'sig' })]
      return (await document(providerIn(mode, { keys }), '/jwks.json')).keys[0].kid
    },
    standard: '1e81d3b-rs256',
    released: '1e81d3-rs256',
  },
  hmac_key: { observe: opaqueKey, standard: 'bytes', released: 'text' },
}
