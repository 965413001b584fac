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
/**
 * Anybody can name a key id that nobody knows, so a client's server is not asked more often than this: enough for a
 * client that rotates its keys, useless to who wants it flooded.
 */
const FETCHES_PER_WINDOW = 4
const WINDOW_SECONDS = 60

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

interface Remote {
  keys: JWK[]
  /** Seconds; the set is used until then. */
  until: number
  /** Seconds; when it was asked for within the last window. */
  asked: number[]
  /** Under way: who comes meanwhile waits for the same answer. */
  pending: Promise<JWK[]> | undefined
}

/** The JWK Sets at `jwks_uri`: kept for an hour, asked for again when a key is missing, within limits. */
function createRemoteKeys(fetchDocument: DocumentFetcher, now: () => number) {
  const remotes = new Map<string, Remote>()
  const remoteAt = (uri: string): Remote => {
    const known = remotes.get(uri)
    if (known !== undefined) return known
    const remote: Remote = { keys: [], until: 0, asked: [], pending: undefined }
    remotes.set(uri, remote)
    return remote
  }
  const fetchKeys = async (uri: string, remote: Remote): Promise<JWK[]> => {
    const keys = keysOf(JSON.parse(await fetchDocument(uri)))
    Object.assign(remote, { keys, until: now() + CACHE_SECONDS })
    return keys
  }
  const refresh = (uri: string, remote: Remote): Promise<JWK[]> => {
    if (remote.pending !== undefined) return remote.pending
    remote.asked = remote.asked.filter((at) => at > now() - WINDOW_SECONDS)
    if (remote.asked.length >= FETCHES_PER_WINDOW) return Promise.resolve([])
    remote.asked.push(now())
    remote.pending = fetchKeys(uri, remote).finally(() => {
      remote.pending = undefined
    })
    return remote.pending
  }
  return async (uri: string, wanted: WantedKey): Promise<JWK | undefined> => {
    const remote = remoteAt(uri)
    const known = remote.until > now() ? remote.keys.find((jwk) => fits(jwk, wanted)) : undefined
    return known ?? (await refresh(uri, remote)).find((jwk) => fits(jwk, wanted))
  }
}

/** Keys of the `jwks` option come first, else those of `jwks_uri`, fetched again once on a miss. */
export function createClientKeys(fetchDocument: DocumentFetcher, now: () => number): ClientKeys {
  const inline = new Map<string, JWK[]>()
  const remoteKey = createRemoteKeys(fetchDocument, now)
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
  return {
    async find(client, wanted) {
      const own = inlineKeys(client).find((jwk) => fits(jwk, wanted))
      const jwk = own ?? (client.jwks_uri === '' ? undefined : await remoteKey(client.jwks_uri, wanted))
      return jwk === undefined ? undefined : importOnce(jwk, wanted.alg)
    },
  }
}
