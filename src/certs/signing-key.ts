/** Keys in the form in which the certificate library signs with them (Web Crypto). */
import { createPublicKey, type KeyObject, webcrypto } from 'node:crypto'
import { UsageError } from '../errors.ts'
import { kindOf } from '../keys/kind.ts'
import { PublicKey } from './x509.ts'

type CryptoKey = webcrypto.CryptoKey

/** RFC 5758 §3.2: the hash goes with the curve; SHA-1 is never used. */
const CURVE_HASHES: Readonly<Record<string, string>> = { 'P-384': 'SHA-384', 'P-521': 'SHA-512' }

export interface SigningKey {
  key: CryptoKey
  algorithm: { name: string; hash?: string; namedCurve?: string }
}

function algorithmOf(key: KeyObject): SigningKey['algorithm'] {
  const { kty, crv = '', bits = 0 } = kindOf(key)
  if (kty === 'RSA' && bits >= 2048) return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  if (kty === 'EC' && ['P-256', 'P-384', 'P-521'].includes(crv)) {
    return { name: 'ECDSA', namedCurve: crv, hash: CURVE_HASHES[crv] ?? 'SHA-256' }
  }
  if (crv === 'Ed25519') return { name: 'Ed25519' }
  const what = kty === 'RSA' ? `an RSA key of ${bits} bits` : `a ${crv} key`
  throw new UsageError(`no certificate is signed with ${what}`, {
    hint: 'use RSA from 2048 bits, P-256, P-384, P-521 or Ed25519',
  })
}

/**
 * A private key for signing certificates and requests.
 *
 * @throws {@link UsageError} for weak keys and curves that certificates should not use
 */
export async function importSigningKey(key: KeyObject): Promise<SigningKey> {
  const algorithm = algorithmOf(key)
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' })
  return { key: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']), algorithm }
}

/** The same key's public half, ready to verify: requests carry a signature of their own. */
export async function importVerifyingKey(key: KeyObject): Promise<CryptoKey> {
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return webcrypto.subtle.importKey('spki', spki, algorithmOf(key), true, ['verify'])
}

/** A public key as the library puts it into certificates. */
export function subjectPublicKey(key: KeyObject): PublicKey {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  return new PublicKey(publicKey.export({ format: 'der', type: 'spki' }))
}
