/** The issuer's keys, imported once, and which of them signs what. */
import type { JWK } from 'jose'
import { importJWK } from 'jose'
import type { ResolvedClient } from '../config/resolved.ts'
import type { IssuerKey } from '../keys/published-key.ts'
import { HMAC_ALGORITHMS, ISSUER_SIGNING_ALGORITHMS, SIGNING_ALGORITHMS } from '../spec/algorithms.ts'
import { hmacKey, plaintextSecret } from './client/plaintext-secret.ts'
import type { AsReleased } from './compat.ts'
import type { RetiredKey } from './retired-keys.ts'

/** What signs a JWT: a key of the issuer, or a client's secret. */
export interface Signer {
  alg: string
  /** Absent for HS*. */
  kid: string | undefined
  key: () => Promise<CryptoKey | Uint8Array>
}

/** A key of the issuer, ready for use. */
export interface ProviderKey {
  kid: string
  alg: string
  use: 'sig' | 'enc'
  publicJwk: JWK
  /** Both spellings of a computed id, for references in the configuration. */
  ids: readonly string[]
  privateKey: () => Promise<CryptoKey>
  publicKey: () => Promise<CryptoKey>
}

export interface KeyRing {
  /** What is verified and decrypted with: the keys of the configuration, and retired ones as long as they count. */
  readonly keys: readonly ProviderKey[]
  /** The JWK Set, written when it changes. */
  readonly jwks: string
  /** JWS algorithms that the keys can serve, then HS*, in the order of discovery. */
  signingAlgorithms: readonly string[]
  /** The key that `key_id` names, else the first of `alg` in the order of the configuration. */
  find(alg: string, key_id: string): ProviderKey | undefined
  /** The signer of a client's objects; `undefined` when the configuration names none. */
  signerFor(client: ResolvedClient, alg: string, key_id: string): Signer | undefined
}

const FAMILIES = ['HS', 'RS', 'ES', 'PS']

function family(alg: string): number {
  const at = FAMILIES.indexOf(alg.slice(0, 2))
  return at === -1 ? FAMILIES.length : at
}

function byFamily(left: ProviderKey, right: ProviderKey): number {
  if (family(left.alg) !== family(right.alg)) return family(left.alg) - family(right.alg)
  if (left.alg !== right.alg) return left.alg < right.alg ? -1 : 1
  return left.kid < right.kid ? -1 : Number(left.kid > right.kid)
}

/** Remembers the one import of a key; a failed import is tried again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make().catch((error) => {
      made = undefined
      throw error
    })
    return made
  }
}

async function importAs(jwk: JWK, alg: string): Promise<CryptoKey> {
  const key = await importJWK({ ...jwk, ext: false }, alg)
  if (key instanceof Uint8Array) throw new TypeError(`a key for ${alg} cannot be symmetric`)
  return key
}

function readyKey(key: IssuerKey, asReleased: AsReleased): ProviderKey {
  const kid = asReleased('key_id_digits') ? key.key_id_released : key.key_id
  return {
    kid,
    alg: key.alg,
    use: key.use,
    publicJwk: { ...key.publicJwk, kid },
    ids: [key.key_id, key.key_id_released],
    privateKey: once(() => importAs(key.privateKey.export({ format: 'jwk' }) as JWK, key.alg)),
    publicKey: once(() => importAs(key.publicJwk, key.alg)),
  }
}

/** The JWK Set document (RFC 7517 §5): public halves, sorted by family, algorithm and id. */
function jwksDocument(keys: readonly ProviderKey[]): string {
  return JSON.stringify({ keys: [...keys].sort(byFamily).map(({ publicJwk }) => publicJwk) })
}

/** The keys of a configuration followed by retired ones, and the document about them, until the next of these is over. */
function createShownKeys(own: readonly ProviderKey[], retired: readonly RetiredProviderKey[], now: () => number) {
  const show = (count: readonly RetiredProviderKey[]) => {
    const keys = [...own, ...count.map(({ key }) => key)]
    const published = [...own, ...count.filter(({ key }) => key.use === 'sig').map(({ key }) => key)]
    return { keys, jwks: jwksDocument(published), until: Math.min(...count.map(({ until }) => until)) }
  }
  let shown = show(retired)
  return () => {
    if (shown.until <= now()) shown = show(retired.filter(({ until }) => until > now()))
    return shown
  }
}

interface RetiredProviderKey {
  key: ProviderKey
  until: number
}

/** An id is published once: a key of the configuration takes it over (RFC 7517 §4.5). */
function readyRetired(
  retired: readonly RetiredKey[],
  own: readonly ProviderKey[],
  asReleased: AsReleased,
): RetiredProviderKey[] {
  const ready = retired.map(({ key, until }) => ({ key: readyKey(key, asReleased), until }))
  return ready.filter(
    ({ key: { kid } }, at) =>
      !own.some((one) => one.kid === kid) && ready.findLastIndex(({ key }) => key.kid === kid) === at,
  )
}

/** What the ring has beside the keys of the configuration. */
export interface Retired {
  keys: readonly RetiredKey[]
  /** NumericDate. */
  now: () => number
}

/** Builds the key ring; imports begin with the first use and happen once. Retired keys verify and sign nothing. */
export function createKeyRing(issuerKeys: readonly IssuerKey[], asReleased: AsReleased, retired: Retired): KeyRing {
  const keys = issuerKeys.map((key) => readyKey(key, asReleased))
  const shown = createShownKeys(keys, readyRetired(retired.keys, keys, asReleased), retired.now)
  const signing = keys.filter(({ use }) => use === 'sig')
  const find = (alg: string, key_id: string) =>
    key_id === '' ? signing.find((key) => key.alg === alg) : signing.find(({ ids }) => ids.includes(key_id))
  return {
    get keys() {
      return shown().keys
    },
    get jwks() {
      return shown().jwks
    },
    signingAlgorithms: SIGNING_ALGORITHMS.filter(
      (alg) =>
        !(ISSUER_SIGNING_ALGORITHMS as readonly string[]).includes(alg) || signing.some((key) => key.alg === alg),
    ),
    find,
    signerFor(client, alg, key_id) {
      if (key_id === '' && (HMAC_ALGORITHMS as readonly string[]).includes(alg))
        return secretSigner(client, alg, asReleased)
      const key = find(alg, key_id)
      return key === undefined ? undefined : { alg: key.alg, kid: key.kid, key: key.privateKey }
    },
  }
}

function secretSigner(client: ResolvedClient, alg: string, asReleased: AsReleased): Signer | undefined {
  const secret = plaintextSecret(client)
  if (secret === undefined) return undefined
  const key = hmacKey(secret, alg, asReleased)
  return { alg, kid: undefined, key: () => Promise.resolve(key) }
}
