/** Issues certificates (RFC 5280 §4) with the extensions that their role needs. */
import type { KeyObject } from 'node:crypto'
import type { KeyUse } from '../keys/algorithms.ts'
import { type ChainCertificate, readCertificate } from '../keys/chain.ts'
import { kindOf } from '../keys/kind.ts'
import type { Random } from '../primitives/random.ts'
import { nameConstraintsExtension, type PermittedName } from './name-constraints.ts'
import { importSigningKey, subjectPublicKey } from './signing-key.ts'
import { CA_USAGE, leafUsage } from './usages.ts'
import type { CertificateRole, Validity } from './validity.ts'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonGeneralNames,
  type JsonName,
  type KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from './x509.ts'

export interface Authority {
  /** DER. */
  certificate: Uint8Array
  key: KeyObject
}

export interface CertificateRequest {
  role: CertificateRole
  subject: JsonName
  /** The key that the certificate is for; private or public. */
  key: KeyObject
  /** Absent: self-signed, with `key`. */
  issuer?: Authority | undefined
  validity: Validity
  san?: JsonGeneralNames | undefined
  use?: KeyUse | undefined
  /** Number of intermediates below a CA; intermediates get 0 when nothing is said. */
  pathLength?: number | undefined
  usage?: KeyUsageFlags | undefined
  extendedUsages?: readonly string[] | undefined
  /** Of a CA: the only names below it; absent: any. */
  permitted?: readonly PermittedName[] | undefined
  random: Random
}

/** RFC 5280 §4.1.2.2: positive, at most 20 bytes; here 16 with the top bit clear and no leading zero byte. */
export function serialNumber(random: Random): string {
  const bytes = Buffer.from(random(16))
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

function basicConstraints({ role, pathLength }: CertificateRequest): BasicConstraintsExtension {
  const length = pathLength ?? (role === 'intermediate' ? 0 : undefined)
  return new BasicConstraintsExtension(role !== 'leaf', role === 'leaf' ? undefined : length, true)
}

async function extensionsFor(request: CertificateRequest): Promise<Extension[]> {
  const { role, key, issuer, san = [], use = 'sig', extendedUsages = [], permitted = [] } = request
  const usage = request.usage ?? (role === 'leaf' ? leafUsage(kindOf(key), use) : CA_USAGE)
  const own = subjectPublicKey(key)
  const authority = issuer ? new X509Certificate(new Uint8Array(issuer.certificate)).publicKey : own
  return [
    basicConstraints(request),
    new KeyUsagesExtension(usage, true),
    ...(extendedUsages.length > 0 ? [new ExtendedKeyUsageExtension([...extendedUsages])] : []),
    ...(permitted.length > 0 ? [nameConstraintsExtension(permitted)] : []),
    ...(san.length > 0 ? [new SubjectAlternativeNameExtension(san)] : []),
    await SubjectKeyIdentifierExtension.create(own),
    await AuthorityKeyIdentifierExtension.create(authority),
  ]
}

/** Issues one certificate, signed by `issuer` or by its own key; DER. */
export async function issueCertificate(request: CertificateRequest): Promise<Uint8Array> {
  const { subject, issuer, key, validity, random } = request
  const signer = await importSigningKey(issuer?.key ?? key)
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(random),
    subject,
    issuer: issuer ? new X509Certificate(new Uint8Array(issuer.certificate)).subjectName : subject,
    notBefore: validity.notBefore,
    notAfter: validity.notAfter,
    signingAlgorithm: signer.algorithm,
    publicKey: subjectPublicKey(key),
    signingKey: signer.key,
    extensions: await extensionsFor(request),
  })
  return new Uint8Array(certificate.rawData)
}

/** A certificate that we made, in the form that the checks read. */
export function readIssued(der: Uint8Array): ChainCertificate {
  const certificate = readCertificate(der)
  if (!certificate) throw new Error('the certificate that was issued cannot be read')
  return certificate
}
