/**
 * Whether the parts of a private key belong together. OpenSSL's reader does not ask, and a key with a damaged part
 * would sign what nobody can verify, or leak itself in a faulty RSA-CRT signature.
 */
import { createECDH, type KeyObject } from 'node:crypto'
import type { JWK } from 'jose'

function integer(part: string | undefined): bigint {
  const hex = Buffer.from(part ?? '', 'base64url').toString('hex')
  return BigInt(`0x${hex || '0'}`)
}

/** RFC 8017 §3.2: n = p·q, e·d ≡ 1, dP, dQ and qInv as they follow from these. */
function isConsistentRsa(jwk: JWK): boolean {
  const [n, e, d, p, q, dp, dq, qi] = [jwk.n, jwk.e, jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].map(integer)
  if (!n || !e || !d || !p || !q || !dp || !dq || !qi || p <= 1n || q <= 1n) return false
  const exponents = (e * d) % (p - 1n) === 1n && (e * d) % (q - 1n) === 1n
  return n === p * q && exponents && dp === d % (p - 1n) && dq === d % (q - 1n) && (q * qi) % p === 1n
}

const ECDH_CURVES: Readonly<Record<string, string>> = {
  'P-256': 'prime256v1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
}

/** SEC 1 §3.2.1: the public point is d·G. */
function isConsistentEc(jwk: JWK): boolean {
  const curve = ECDH_CURVES[jwk.crv ?? '']
  if (curve === undefined) return true
  const ecdh = createECDH(curve)
  try {
    ecdh.setPrivateKey(Buffer.from(jwk.d ?? '', 'base64url'))
  } catch {
    return false
  }
  const point = [Buffer.of(4), Buffer.from(jwk.x ?? '', 'base64url'), Buffer.from(jwk.y ?? '', 'base64url')]
  return ecdh.getPublicKey().equals(Buffer.concat(point))
}

/** Whether a key's parts fit; true for public keys and types whose public half is always derived (RFC 8032). */
export function isConsistent(key: KeyObject): boolean {
  if (key.type !== 'private' || !['rsa', 'ec'].includes(key.asymmetricKeyType ?? '')) return true
  try {
    const jwk = key.export({ format: 'jwk' }) as JWK
    return jwk.kty === 'RSA' ? isConsistentRsa(jwk) : isConsistentEc(jwk)
  } catch {
    return true
  }
}
