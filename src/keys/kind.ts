/** Type and size of a key object, in the words of JOSE. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { JWK } from 'jose'
import type { KeyKind } from './algorithms.ts'

export interface SizedKind extends KeyKind {
  /** RSA modulus length. */
  bits?: number
}

/** OpenSSL's names of curves in those of JOSE (RFC 7518 §6.2.1.1, RFC 8812 §3.1); P-224 has no JOSE name but this. */
const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
  secp224r1: 'P-224',
}

const OKP_CURVES: Readonly<Record<string, string>> = {
  ed25519: 'Ed25519',
  ed448: 'Ed448',
  x25519: 'X25519',
  x448: 'X448',
}

/** What kind of key this is; an unknown curve keeps OpenSSL's name. RSASSA-PSS keys count as RSA. */
export function kindOf(key: KeyObject): SizedKind {
  const type = key.asymmetricKeyType ?? ''
  const { modulusLength, namedCurve = 'unknown' } = key.asymmetricKeyDetails ?? {}
  if (type === 'ec') return { kty: 'EC', crv: CURVES[namedCurve] ?? namedCurve }
  if (type.startsWith('rsa')) return { kty: 'RSA', ...(modulusLength === undefined ? {} : { bits: modulusLength }) }
  return { kty: 'OKP', crv: OKP_CURVES[type] ?? type }
}

/** The public half as JWK; undefined for keys that Node gives no JWK for (RSASSA-PSS, P-224). */
export function publicJwkOf(key: KeyObject): JWK | undefined {
  try {
    return (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' }) as JWK
  } catch {
    return undefined
  }
}
