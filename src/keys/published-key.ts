/**
 * A key of the issuer as the provider uses it, built from parts that are known to be good. It needs `node:crypto` alone,
 * so that a provider with a made-up key starts without the ASN.1 modules; keys of a configuration come through
 * `loadIssuerKey`.
 */
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { JWK } from 'jose'
import type { KeyUse } from './algorithms.ts'
import { exportJwk, type JwkLabels } from './export.ts'
import { computeKeyId, computeReleasedKeyId, thumbprint } from './key-id.ts'

/** A private key of `identity_providers.oidc.jwks` with its published half. */
export interface IssuerKey {
  key_id: string
  /** The id that released servers give: the same when it is explicit, else with 6 digits. */
  key_id_released: string
  alg: string
  use: KeyUse
  privateKey: KeyObject
  /** As published; members in the order use, kty, kid, crv, alg, numbers, x5c, x5t, x5t#S256. */
  publicJwk: JWK
  /** RFC 7638, SHA-256, base64url. */
  thumbprint: string
}

export interface IssuerKeyParts {
  privateKey: KeyObject
  alg: string
  use: KeyUse
  /** Default: the computed id. */
  key_id?: string | undefined
  /** Members of RFC 7517 §4.7 to §4.9. */
  certificate?: Pick<JwkLabels, 'x5c' | 'x5t' | 'x5t#S256'>
}

/** Builds the issuer's key from a private key that needs no checking, such as a generated one. */
export function publishKey({ privateKey, alg, use, key_id, certificate = {} }: IssuerKeyParts): IssuerKey {
  const publicKey = createPublicKey(privateKey)
  const jwk = publicKey.export({ format: 'jwk' }) as JWK
  const kid = key_id || computeKeyId(jwk, alg)
  return {
    key_id: kid,
    key_id_released: key_id || computeReleasedKeyId(jwk, alg),
    alg,
    use,
    privateKey,
    publicJwk: exportJwk(publicKey, { use, kid, alg, ...certificate }),
    thumbprint: thumbprint(jwk),
  }
}
