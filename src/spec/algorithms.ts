/** Algorithm names of RFC 7518 that a provider's configuration knows. */

export const HMAC_ALGORITHMS = ['HS256', 'HS384', 'HS512'] as const

/** JWS "alg" values for issuer keys (RFC 7518 §3.1); Ed25519 is not among them. */
export const ISSUER_SIGNING_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
] as const

export type IssuerSigningAlgorithm = (typeof ISSUER_SIGNING_ALGORITHMS)[number]

/** JWS "alg" values in the order that discovery documents list them. */
export const SIGNING_ALGORITHMS = [...HMAC_ALGORITHMS, ...ISSUER_SIGNING_ALGORITHMS] as const

/** JWE "alg" values (RFC 7518 §4.1) in the order that discovery documents list them. */
export const KEY_MANAGEMENT_ALGORITHMS = [
  'RSA1_5',
  'RSA-OAEP',
  'RSA-OAEP-256',
  'A128KW',
  'A192KW',
  'A256KW',
  'dir',
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A256KW',
  'A128GCMKW',
  'A192GCMKW',
  'A256GCMKW',
  'PBES2-HS256+A128KW',
  'PBES2-HS384+A192KW',
  'PBES2-HS512+A256KW',
] as const

/** JWE "enc" values (RFC 7518 §5.1). */
export const CONTENT_ENCRYPTION_ALGORITHMS = [
  'A128CBC-HS256',
  'A192CBC-HS384',
  'A256CBC-HS512',
  'A128GCM',
  'A192GCM',
  'A256GCM',
] as const
