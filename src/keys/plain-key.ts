/**
 * Keys in the form that JOSE knows: RSASSA-PSS keys as plain RSA keys, explicit curve parameters as the named curve.
 * The numbers stay the same, so does the thumbprint.
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { PrivateKeyInfo } from '@peculiar/asn1-pkcs8'
import { id_rsaEncryption } from '@peculiar/asn1-rsa'
import { AsnConvert } from '@peculiar/asn1-schema'
import { AlgorithmIdentifier, SubjectPublicKeyInfo } from '@peculiar/asn1-x509'
import type { JWK } from 'jose'
import { kindOf } from './kind.ts'

const RSA_ENCRYPTION = new AlgorithmIdentifier({
  algorithm: id_rsaEncryption,
  parameters: new Uint8Array([5, 0]).buffer,
})

function plainRsa(key: KeyObject): KeyObject {
  if (key.type === 'private') {
    const info = AsnConvert.parse(key.export({ format: 'der', type: 'pkcs8' }), PrivateKeyInfo)
    info.privateKeyAlgorithm = RSA_ENCRYPTION
    return createPrivateKey({ key: Buffer.from(AsnConvert.serialize(info)), format: 'der', type: 'pkcs8' })
  }
  const spki = AsnConvert.parse(key.export({ format: 'der', type: 'spki' }), SubjectPublicKeyInfo)
  spki.algorithm = RSA_ENCRYPTION
  return createPublicKey({ key: Buffer.from(AsnConvert.serialize(spki)), format: 'der', type: 'spki' })
}

/** Rewrites what JOSE cannot name; other keys come back with the same numbers. */
export function plainKey(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType === 'rsa-pss') return plainRsa(key)
  if (key.asymmetricKeyType !== 'ec') return key
  try {
    const jwk = { key: key.export({ format: 'jwk' }), format: 'jwk' } as const
    return key.type === 'private' ? createPrivateKey(jwk) : createPublicKey(jwk)
  } catch {
    return key
  }
}

/** The uncompressed point of an EC public key (SEC 1 §2.3.3), for curves that Node gives no JWK for. */
function pointJwk(publicKey: KeyObject): JWK {
  const spki = AsnConvert.parse(publicKey.export({ format: 'der', type: 'spki' }), SubjectPublicKeyInfo)
  const point = Buffer.from(spki.subjectPublicKey)
  const size = (point.length - 1) / 2
  const [x, y] = [point.subarray(1, 1 + size), point.subarray(1 + size)]
  return { kty: 'EC', crv: kindOf(publicKey).crv ?? '', x: x.toString('base64url'), y: y.toString('base64url') }
}

/** The public half of any key as JWK, with curve names of our own where the standards have none (P-224). */
export function anyPublicJwk(key: KeyObject): JWK {
  const plain = plainKey(key)
  const publicKey = plain.type === 'private' ? createPublicKey(plain) : plain
  try {
    return publicKey.export({ format: 'jwk' }) as JWK
  } catch {
    return pointJwk(publicKey)
  }
}
