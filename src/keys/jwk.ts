/** Reads JWKs and JWK Sets (RFC 7517), private or public. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { JWK } from 'jose'
import { isConsistent } from './consistency.ts'
import { MaterialDamaged } from './material-errors.ts'

export interface ReadJwk {
  key: KeyObject
  /** As given: `kid`, `alg`, `use` and `x5c` are of interest. */
  jwk: JWK
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const ADVICE = 'a key is an object with "kty", a set one with "keys"'

/** Names that a JWK may leave out or must not garble; everything else in it is ignored. */
function assertStrings(jwk: Record<string, unknown>, where: string): void {
  const wrong = ['kty', 'crv', 'kid', 'alg', 'use'].find(
    (name) => jwk[name] !== undefined && typeof jwk[name] !== 'string',
  )
  if (wrong) throw new MaterialDamaged(`"${wrong}" of ${where} is not a string`)
}

/** Node fills in the public half of an OKP key itself and does not compare it with the one that is given. */
function hasStatedPoint(key: KeyObject, jwk: JWK): boolean {
  return key.type !== 'private' || jwk.kty !== 'OKP' || key.export({ format: 'jwk' }).x === jwk.x
}

/**
 * Reads one JWK.
 *
 * @throws {@link MaterialDamaged} for symmetric keys, missing members and parts that contradict each other
 */
export function readJwk(value: unknown, where: string): ReadJwk {
  if (!isObject(value) || value['kty'] === undefined)
    throw new MaterialDamaged(`${where} is not a JWK`, { hint: ADVICE })
  assertStrings(value, where)
  const jwk = value as JWK
  if (jwk.kty === 'oct') {
    throw new MaterialDamaged(`${where} is a symmetric key, which has no public half`, { hint: 'see `oidc secret`' })
  }
  try {
    const input = { key: jwk as Record<string, unknown>, format: 'jwk' } as const
    const key = jwk.d === undefined ? createPublicKey(input) : createPrivateKey(input)
    if (isConsistent(key) && hasStatedPoint(key, jwk)) return { key, jwk }
  } catch (cause) {
    throw new MaterialDamaged(`${where} is damaged, incomplete or of an unknown type`, { cause })
  }
  throw new MaterialDamaged(`the parts of ${where} contradict each other`)
}

/**
 * Reads the text of a JWK or JWK Set.
 *
 * @throws {@link MaterialDamaged}
 */
export function readJwks(text: string): { keys: ReadJwk[]; isSet: boolean } {
  const value = parseJson(text)
  if (!isObject(value) || !Array.isArray(value['keys'])) return { keys: [readJwk(value, 'the value')], isSet: false }
  return { keys: value['keys'].map((key, index) => readJwk(key, `keys[${index}]`)), isSet: true }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The cause quotes the text, which may hold a private key.
    throw new MaterialDamaged('the text is not JSON', { hint: ADVICE })
  }
}
