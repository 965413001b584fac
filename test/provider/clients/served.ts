/** The provider behind a real port, with a client for every way to authenticate. */
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import { importPKCS8 } from 'jose'
import type { ResolvedClient } from '../../../src/config/resolved.ts'
import type { Provider } from '../../../src/provider/app.ts'
import { listen } from '../../../src/serve/listen.ts'
import { Browser, signIn } from '../../support/browser.ts'
import { CALLBACK, client, issuerKey, RS_KEY, testProvider, vectorFile } from '../support/provider.ts'

export const SECRET = 'a-secret: with "everything" that+needs%encoding and more than 64 octets in all'
const CLIENT_PEM = vectorFile('keys/ec-p256.pkcs8.pem')

export type Method = 'client_secret_basic' | 'client_secret_post' | 'client_secret_jwt' | 'private_key_jwt' | 'none'
export const METHODS: readonly Method[] = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'none',
]

const COMMON: Partial<ResolvedClient> = {
  redirect_uris: [CALLBACK],
  scopes: ['openid', 'profile', 'email', 'offline_access', 'api'],
  authorization_policy: 'one_factor',
}

const HYBRID: Partial<ResolvedClient> = {
  ...COMMON,
  client_secret: `$plaintext$${SECRET}`,
  response_types: ['code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token'],
  response_modes: ['query', 'fragment', 'form_post'],
  grant_types: ['authorization_code', 'implicit', 'refresh_token'],
}

export const SIGNING_ALGS = ['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'HS256', 'HS384', 'HS512'] as const

function byMethod(method: Method): ResolvedClient {
  const isPublic = method === 'none'
  const usesKey = method === 'private_key_jwt'
  return client({
    ...COMMON,
    client_id: method,
    public: isPublic,
    client_secret: isPublic || usesKey ? undefined : `$plaintext$${SECRET}`,
    grant_types: ['authorization_code', 'refresh_token', ...(isPublic ? [] : ['client_credentials'])],
    token_endpoint_auth_methods: [method],
    token_endpoint_auth_signing_alg: usesKey ? 'ES256' : method === 'client_secret_jwt' ? 'HS256' : '',
    jwks: usesKey
      ? [
          {
            key_id: 'k1',
            use: 'sig',
            algorithm: 'ES256',
            key: createPublicKey(createPrivateKey(CLIENT_PEM)).export({ type: 'spki', format: 'pem' }).toString(),
            certificate_chain: undefined,
          },
        ]
      : [],
  })
}

/** The key of the client that authenticates by it. */
export async function clientKey(): Promise<{ key: CryptoKey; kid: string }> {
  return { key: await importPKCS8(CLIENT_PEM, 'ES256'), kid: 'k1' }
}

const CLIENTS: readonly ResolvedClient[] = [
  ...METHODS.map(byMethod),
  ...SIGNING_ALGS.map((alg) =>
    client({
      ...HYBRID,
      client_id: `by ${alg}`,
      id_token_signed_response_alg: alg,
      userinfo_signed_response_alg: alg,
    }),
  ),
  ...['one', 'two', 'three'].map((name) =>
    client({
      ...HYBRID,
      client_id: `pairwise ${name}`,
      sector_identifier_uri: `https://${name === 'three' ? 'other' : 'sector'}.example.com/uris.json`,
    }),
  ),
]

const KEYS = [
  RS_KEY,
  issuerKey('rsa-3072.pkcs8.pem', 'RS512', 'rs512'),
  issuerKey('rsa-4096.pkcs8.pem', 'PS256', 'ps256'),
  issuerKey('ec-p256.pkcs8.pem', 'ES256', 'es256'),
  issuerKey('ec-p384.pkcs8.pem', 'ES384', 'es384'),
  issuerKey('ec-p521.pkcs8.pem', 'ES512', 'es512'),
]

export interface ServedProvider {
  issuer: string
  close(): Promise<void>
}

/** Listens on a free port of this machine, with the present time. */
export async function serveProvider(): Promise<ServedProvider> {
  let provider: Provider | undefined
  const listener = await listen({
    port: 0,
    answer: async (request) => provider?.answer(request) ?? { status: 503, headers: {}, body: null },
  })
  const issuer = `http://localhost:${listener.port}`
  provider = testProvider({ clients: CLIENTS, keys: KEYS, clock: Date.now, issuer }).provider
  return { issuer, close: () => listener.close(0) }
}

/** Logs alice in and accepts; where the browser is sent with the answer. */
export function logIn(url: URL | string, browser = new Browser()): Promise<URL> {
  return signIn(browser, url, { username: 'alice', password: 'alice' })
}

/** OpenID Connect Core 1.0 §3.3.2.11: the left half of the hash that the alg of the ID token names. */
export function halfHash(text: string, alg: string): string {
  const digest = createHash(`sha${alg.slice(2)}`)
    .update(text, 'ascii')
    .digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}
