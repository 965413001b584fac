/**
 * What a DER value is. The structures are recognised by the ASN.1 modules of the standards, not by Node, which
 * reads PKCS#8 under any label and takes explicit curve parameters.
 */
import { ECParameters, ECPrivateKey, id_ecPublicKey } from '@peculiar/asn1-ecc'
import { PFX } from '@peculiar/asn1-pfx'
import { EncryptedPrivateKeyInfo, PrivateKeyInfo } from '@peculiar/asn1-pkcs8'
import { id_RSASSA_PSS, RSAPrivateKey, RSAPublicKey } from '@peculiar/asn1-rsa'
import { AsnConvert } from '@peculiar/asn1-schema'
import { type AlgorithmIdentifier, Certificate, SubjectPublicKeyInfo } from '@peculiar/asn1-x509'

/**
 * RFC 5958 (`pkcs8`, `encrypted-pkcs8`), RFC 8017 (`pkcs1`, `pkcs1-public`), RFC 5915 (`sec1`), RFC 5280 (`spki`,
 * `certificate`), RFC 7292 (`pkcs12`).
 */
export type DerKind =
  | 'pkcs8'
  | 'encrypted-pkcs8'
  | 'pkcs1'
  | 'pkcs1-public'
  | 'sec1'
  | 'spki'
  | 'certificate'
  | 'pkcs12'

type AsnClass<T> = new () => T

/** Reads DER as one ASN.1 type; undefined when it is something else, damaged, or followed by other bytes. */
export function parseDer<T>(der: Uint8Array, type: AsnClass<T>): T | undefined {
  try {
    const value = AsnConvert.parse(der, type)
    return AsnConvert.serialize(value).byteLength === der.byteLength ? value : undefined
  } catch {
    return undefined
  }
}

/** As {@link parseDer}, but BER too and whatever follows is ignored: PKCS#12 files of other tools are not always DER. */
export function parseBer<T>(bytes: Uint8Array, type: AsnClass<T>): T | undefined {
  try {
    return AsnConvert.parse(bytes, type)
  } catch {
    return undefined
  }
}

const CLASSES: readonly [DerKind, AsnClass<unknown>][] = [
  ['pkcs8', PrivateKeyInfo],
  ['pkcs1', RSAPrivateKey],
  ['sec1', ECPrivateKey],
  ['spki', SubjectPublicKeyInfo],
  ['pkcs1-public', RSAPublicKey],
  ['encrypted-pkcs8', EncryptedPrivateKeyInfo],
  ['certificate', Certificate],
  ['pkcs12', PFX],
]

/** Tells the structure of a DER value; undefined for damaged or foreign bytes. */
export function derKind(der: Uint8Array): DerKind | undefined {
  const strict = CLASSES.find(([, type]) => parseDer(der, type) !== undefined)?.[0]
  return strict ?? (parseBer(der, PFX) === undefined ? undefined : 'pkcs12')
}

function keyAlgorithm(der: Uint8Array): AlgorithmIdentifier | undefined {
  return parseDer(der, PrivateKeyInfo)?.privateKeyAlgorithm ?? parseDer(der, SubjectPublicKeyInfo)?.algorithm
}

/** Whether the curve is written out instead of named (RFC 5480 §2.1.1 allows names only). */
export function hasExplicitCurve(der: Uint8Array): boolean {
  const sec1 = parseDer(der, ECPrivateKey)
  if (sec1) return sec1.parameters !== undefined && sec1.parameters.namedCurve === undefined
  const algorithm = keyAlgorithm(der)
  if (algorithm?.algorithm !== id_ecPublicKey || !algorithm.parameters) return false
  return parseDer(new Uint8Array(algorithm.parameters), ECParameters)?.namedCurve === undefined
}

/** Whether the key is bound to RSASSA-PSS by its algorithm identifier (RFC 4055 §1.2). */
export function isPssOnly(der: Uint8Array): boolean {
  return keyAlgorithm(der)?.algorithm === id_RSASSA_PSS
}
