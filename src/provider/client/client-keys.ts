/** Public keys of clients, imported once for each client and algorithm. */
import { createPublicKey, X509Certificate } from 'node:crypto'
import { importJWK, type JWK } from 'jose'
import type { ClientKeyOptions, ResolvedClient } from '../../config/resolved.ts'
import type { DocumentFetcher } from '../http/fetcher.ts'

export interface WantedKey {
  kid: string | undefined
  alg: string
  use: 'sig' | 'enc'
}

export interface ClientKeys {
  /** The key of the client that fits exactly; `undefined` when there is none. */
  find(client: ResolvedClient, wanted: WantedKey): Promise<CryptoKey | undefined>
}

/** Seconds that a fetched JWK Set is used. */
const CACHE_SECONDS = 60 * 60

function publicJwk({ key, key_id, use, algorithm }: ClientKeyOptions): JWK {
  const pem = key.includes('CERTIFICATE') ? new X509Certificate(key).publicKey : createPublicKey(key)
  return {
    ...pem.export({ format: 'jwk' }),
    kid: key_id,
    use,
    ...(algorithm === undefined ? {} : { alg: algorithm }),
  } as JWK
}

function fits(jwk: JWK, { kid, alg, use }: WantedKey): boolean {
  return (kid === undefined || jwk.kid === kid) && (jwk.use ?? use) === use && (jwk.alg ?? alg) === alg
}

function keysOf(document: unknown): JWK[] {
  if (typeof document !== 'object' || document === null || !('keys' in document) || !Array.isArray(document.keys))
    return []
  return document.keys.filter((key): key is JWK => typeof key === 'object' && key !== null && 'kty' in key)
}

interface Fetched {
  keys: JWK[]
  until: number
}

/** Keys of the `jwks` option come first, else those of `jwks_uri`, fetched again once on a miss. */
export function createClientKeys(fetchDocument: DocumentFetcher, now: () => number): ClientKeys {
  const inline = new Map<string, JWK[]>()
  const fetched = new Map<string, Fetched>()
  const imported = new WeakMap<JWK, Map<string, Promise<CryptoKey>>>()

  const importOnce = (jwk: JWK, alg: string): Promise<CryptoKey> => {
    const byAlg = imported.get(jwk) ?? new Map<string, Promise<CryptoKey>>()
    imported.set(jwk, byAlg)
    const known = byAlg.get(alg)
    if (known !== undefined) return known
    const key = importJWK(jwk, alg).then((value) => {
      if (value instanceof Uint8Array) throw new TypeError('a client key cannot be symmetric')
      return value
    })
    byAlg.set(alg, key)
    return key
  }
  const inlineKeys = (client: ResolvedClient): JWK[] => {
    const known = inline.get(client.client_id)
    if (known !== undefined) return known
    const keys = client.jwks.map(publicJwk)
    inline.set(client.client_id, keys)
    return keys
  }
  const fetchKeys = async (uri: string): Promise<JWK[]> => {
    const keys = keysOf(JSON.parse(await fetchDocument(uri)))
    fetched.set(uri, { keys, until: now() + CACHE_SECONDS })
    return keys
  }
  const remoteKey = async (uri: string, wanted: WantedKey): Promise<JWK | undefined> => {
    const cached = fetched.get(uri)
    const known =
      cached !== undefined && cached.until > now() ? cached.keys.find((jwk) => fits(jwk, wanted)) : undefined
    return known ?? (await fetchKeys(uri)).find((jwk) => fits(jwk, wanted))
  }
  return {
    async find(client, wanted) {
      const own = inlineKeys(client).find((jwk) => fits(jwk, wanted))
      const jwk = own ?? (client.jwks_uri === '' ? undefined : await remoteKey(client.jwks_uri, wanted))
      return jwk === undefined ? undefined : importOnce(jwk, wanted.alg)
    },
  }
}
