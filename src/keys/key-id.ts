/**
 * Thumbprints of keys (RFC 7638) and the key ids that are computed from them (`identity_providers.oidc.jwks[].key_id`).
 *
 * The members are joined by hand: `node:crypto` exports canonical ones (no leading zero bytes, coordinates at full
 * width), RFC 7638 §3.3 fixes their order, and none holds a character that JSON escapes. jose's
 * `calculateJwkThumbprint` gives the same bytes but would double the start-up time of `keys generate`.
 */
import { createHash } from 'node:crypto'
import type { JWK } from 'jose'

export type ThumbprintHash = 'sha256' | 'sha384' | 'sha512'

/** Digits of a computed key id: 7 as documented, 6 as released servers publish it. */
export const KEY_ID_DIGITS = 7
export const RELEASED_KEY_ID_DIGITS = 6

/** `identity_providers.oidc.jwks[].key_id`: what an explicit id may look like. */
export const KEY_ID_PATTERN = /^[a-zA-Z0-9](([a-zA-Z0-9._~-]*)([a-zA-Z0-9]))?$/

/** Bytes. */
export const KEY_ID_LIMIT = 100

/** RFC 7638 §3.2, RFC 8037 §2: required members in lexicographic order. */
const REQUIRED_MEMBERS: Readonly<Record<string, readonly (keyof JWK)[]>> = {
  RSA: ['e', 'kty', 'n'],
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  oct: ['k', 'kty'],
}

/** The bytes that RFC 7638 §3.1 hashes; members beyond the required ones do not count. */
export function thumbprintInput(jwk: JWK): string {
  const members = REQUIRED_MEMBERS[jwk.kty ?? ''] ?? []
  return JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]])))
}

/** The RFC 7638 thumbprint of a key whose members are canonical, as bytes. */
export function thumbprintBytes(jwk: JWK, hash: ThumbprintHash = 'sha256'): Buffer {
  return createHash(hash).update(thumbprintInput(jwk)).digest()
}

/** The RFC 7638 thumbprint, base64url. */
export function thumbprint(jwk: JWK, hash: ThumbprintHash = 'sha256'): string {
  return thumbprintBytes(jwk, hash).toString('base64url')
}

/** Names of the hash functions in the registry that RFC 9278 §4 refers to. */
const URI_HASH_NAMES: Readonly<Record<ThumbprintHash, string>> = {
  sha256: 'sha-256',
  sha384: 'sha-384',
  sha512: 'sha-512',
}

/** The JWK Thumbprint URI of RFC 9278 §3. */
export function thumbprintUri(jwk: JWK, hash: ThumbprintHash = 'sha256'): string {
  return `urn:ietf:params:oauth:jwk-thumbprint:${URI_HASH_NAMES[hash]}:${thumbprint(jwk, hash)}`
}

/**
 * The key id of a key that is configured without one: the first hex `digits` of its thumbprint, then the algorithm in
 * lower case with `.` for `+`; without an algorithm the digits alone.
 */
export function computeKeyId(publicJwk: JWK, alg: string | undefined, digits: number = KEY_ID_DIGITS): string {
  const prefix = thumbprintBytes(publicJwk).toString('hex').slice(0, digits)
  return alg ? `${prefix}-${alg.replaceAll('+', '.').toLowerCase()}` : prefix
}

/** The computed id as every released server publishes it (6 digits). */
export function computeReleasedKeyId(publicJwk: JWK, alg: string | undefined): string {
  return computeKeyId(publicJwk, alg, RELEASED_KEY_ID_DIGITS)
}
