/**
 * Which key serves which algorithm (RFC 7518 §3.1 and §4.1, RFC 8037 §3.1), and which one the provider takes when the
 * configuration names none (`identity_providers.oidc.jwks[].algorithm`).
 */
import { ISSUER_SIGNING_ALGORITHMS } from '../spec/algorithms.ts'

export type KeyUse = 'sig' | 'enc'

/** JWK "kty" and "crv" (RFC 7518 §6, RFC 8037 §2). */
export interface KeyKind {
  kty: 'RSA' | 'EC' | 'OKP'
  /** The curve; undefined for RSA. */
  crv?: string
}

/** What a private key can be generated for with `use: sig`; EdDSA is not accepted in the provider's configuration. */
export const GENERATED_SIGNING_ALGORITHMS = [...ISSUER_SIGNING_ALGORITHMS, 'EdDSA'] as const

/** What a private key can be generated for with `use: enc`; the first is the default. */
export const GENERATED_ENCRYPTION_ALGORITHMS = [
  'RSA-OAEP-256',
  'RSA-OAEP',
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A256KW',
] as const

export type GeneratedAlgorithm =
  | (typeof GENERATED_SIGNING_ALGORITHMS)[number]
  | (typeof GENERATED_ENCRYPTION_ALGORITHMS)[number]

/** RSA modulus lengths that can be generated, in bits. */
export const MODULUS_LENGTHS = [2048, 3072, 4096] as const

export const ISSUER_CURVES = ['P-256', 'P-384', 'P-521'] as const

const SIGNING_CURVES: Readonly<Record<string, string>> = {
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
  EdDSA: 'Ed25519',
}

const DEFAULT_BY_CURVE: Readonly<Record<string, string>> = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' }

const RSA_SIGNING = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']

/** The use that an algorithm name implies: signing names of RFC 7518 §3.1 and RFC 8037, else encryption. */
export function useOf(alg: string): KeyUse {
  return (GENERATED_SIGNING_ALGORITHMS as readonly string[]).includes(alg) ? 'sig' : 'enc'
}

/** The kind of key that is generated for an algorithm: ECDH-ES keys lie on P-256. */
export function kindFor(alg: GeneratedAlgorithm): KeyKind {
  if (alg === 'EdDSA') return { kty: 'OKP', crv: 'Ed25519' }
  if (alg.startsWith('ECDH-ES')) return { kty: 'EC', crv: 'P-256' }
  const crv = SIGNING_CURVES[alg]
  return crv === undefined ? { kty: 'RSA' } : { kty: 'EC', crv }
}

/** The algorithm of a key that is configured without one; undefined where the provider detects none. */
export function detectAlgorithm({ kty, crv = '' }: KeyKind, use: KeyUse): string | undefined {
  if (kty === 'RSA') return use === 'sig' ? 'RS256' : 'RSA-OAEP-256'
  if (kty === 'OKP' || !(ISSUER_CURVES as readonly string[]).includes(crv)) return undefined
  return use === 'sig' ? DEFAULT_BY_CURVE[crv] : 'ECDH-ES+A256KW'
}

/** Whether a key of this kind can do what `alg` asks (RFC 7518 §3.3 to §3.5, §4.2 to §4.6, RFC 8037 §3.1). */
export function fits({ kty, crv = '' }: KeyKind, alg: string): boolean {
  return servedAlgorithms({ kty, crv }).includes(alg)
}

/** Every algorithm that a key of this kind can serve; empty for curves that JOSE does not use here. */
export function servedAlgorithms({ kty, crv = '' }: KeyKind): readonly string[] {
  if (kty === 'RSA') return [...RSA_SIGNING, 'RSA-OAEP', 'RSA-OAEP-256']
  const signing = Object.keys(SIGNING_CURVES).filter((alg) => SIGNING_CURVES[alg] === crv)
  const agreement = crv === 'X25519' || (kty === 'EC' && (ISSUER_CURVES as readonly string[]).includes(crv))
  return agreement ? [...signing, 'ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'] : signing
}
