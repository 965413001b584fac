/** Certificate signing requests (RFC 2986): made for a key, read, and signed by an authority. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { EXIT, ToolError } from '../errors.ts'
import type { KeyUse } from '../keys/algorithms.ts'
import { type ChainCertificate, holdsKey, readCertificate } from '../keys/chain.ts'
import { sizeProblems } from '../keys/issuer-key.ts'
import { MaterialDamaged } from '../keys/material-errors.ts'
import { tokenisePem } from '../keys/pem.ts'
import type { Random } from '../primitives/random.ts'
import { issueCertificate } from './issue.ts'
import { permits, permittedNames } from './name-constraints.ts'
import { importSigningKey, importVerifyingKey } from './signing-key.ts'
import { type ValidityRequest, validityFor } from './validity.ts'
import {
  type JsonGeneralNames,
  type JsonName,
  type KeyUsageFlags,
  Pkcs10CertificateRequest,
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
} from './x509.ts'

/** The request's signature does not verify, so whoever sent it need not hold the key: exit status 3. */
export class CsrSignatureInvalid extends ToolError {
  readonly code = 'ERR_CSR_SIGNATURE'
  override readonly exitCode = EXIT.notGood
}

/** The key in the request is too weak to be certified: exit status 3. */
export class CsrKeyWeak extends ToolError {
  readonly code = 'ERR_CSR_KEY_WEAK'
  override readonly exitCode = EXIT.notGood
}

/** The certificate that is to sign cannot: exit status 3. */
export class AuthorityUnfit extends ToolError {
  readonly code = 'ERR_CA_UNFIT'
  override readonly exitCode = EXIT.notGood
}

export interface Csr {
  subject: JsonName
  publicKey: KeyObject
  san: JsonGeneralNames
  isSignatureValid: boolean
}

/** Makes a request; PEM. */
export async function createCsr({
  key,
  subject,
  san,
}: {
  key: KeyObject
  subject: JsonName
  san: JsonGeneralNames
}): Promise<string> {
  const signer = await importSigningKey(key)
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: subject,
    keys: { privateKey: signer.key, publicKey: await importVerifyingKey(key) },
    signingAlgorithm: signer.algorithm,
    extensions: san.length > 0 ? [new SubjectAlternativeNameExtension(san)] : [],
  })
  return `${request.toString('pem')}\n`
}

function requestedNames(request: Pkcs10CertificateRequest): JsonGeneralNames {
  const extension = request.extensions.find((found) => found instanceof SubjectAlternativeNameExtension)
  return extension instanceof SubjectAlternativeNameExtension ? extension.names.toJSON() : []
}

function parseRequest(bytes: Buffer): Pkcs10CertificateRequest {
  const [block] = tokenisePem(bytes.toString('utf8')).blocks
  try {
    return new Pkcs10CertificateRequest(new Uint8Array(block?.bytes ?? bytes))
  } catch (cause) {
    throw new MaterialDamaged('the file is not a certificate signing request, or damaged', { cause })
  }
}

/**
 * Reads a request, PEM or DER.
 *
 * @throws {@link MaterialDamaged}
 */
export async function readCsr(bytes: Buffer): Promise<Csr> {
  const request = parseRequest(bytes)
  try {
    const publicKey = createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: 'der', type: 'spki' })
    const subject = request.subjectName.toJSON()
    const isSignatureValid = await request.verify().catch(() => false)
    return { subject, publicKey, san: requestedNames(request), isSignatureValid }
  } catch (cause) {
    throw new MaterialDamaged('the certificate signing request is damaged', { cause })
  }
}

export interface SigningRequest {
  csr: Csr
  ca: ChainCertificate
  caKey: KeyObject
  use: KeyUse
  /** Replaces what the request asks for. */
  subject?: JsonName | undefined
  san?: JsonGeneralNames | undefined
  validity: ValidityRequest
  usage?: KeyUsageFlags | undefined
  extendedUsages?: readonly string[] | undefined
  /** The new certificate may itself sign others. */
  isCa: boolean
  pathLength?: number | undefined
  now: number
  random: Random
}

function assertAuthority({ ca, caKey, isCa, now }: SigningRequest): void {
  if (!holdsKey(ca, createPublicKey(caKey)))
    throw new AuthorityUnfit('the key of the CA does not belong to its certificate')
  if (ca.isCa !== true) throw new AuthorityUnfit('the certificate of the CA is not one of a CA')
  if (now < ca.notBefore || now > ca.notAfter) throw new AuthorityUnfit('the certificate of the CA is not valid now')
  if (isCa && ca.pathLength === 0) throw new AuthorityUnfit('the path length of the CA allows no CA below it')
}

/** RFC 5280 §6.1.3 (b): readers refuse a certificate with a name that its issuer may not vouch for. */
function assertPermitted({ ca }: SigningRequest, san: JsonGeneralNames): void {
  const permitted = permittedNames(ca) ?? []
  const foreign = san.find((name) => !permits(permitted, name))
  if (foreign)
    throw new AuthorityUnfit(`the CA may not sign for ${foreign.value}: its name constraints do not allow it`)
}

function assertRequest({ csr }: SigningRequest): void {
  if (!csr.isSignatureValid) throw new CsrSignatureInvalid('the signature of the request does not verify')
  const [weak] = sizeProblems(csr.publicKey)
  if (weak) throw new CsrKeyWeak(weak.message)
}

/** A certificate that outlives its issuer is of no use after that (RFC 5280 §6.1.3). */
function withinIssuer(request: SigningRequest): { notBefore: Date; notAfter: Date } {
  const { ca, validity, isCa, now } = request
  const { notBefore, notAfter } = validityFor(isCa ? 'intermediate' : 'leaf', validity, now)
  return {
    notBefore: new Date(Math.max(notBefore.getTime(), ca.notBefore)),
    notAfter: new Date(Math.min(notAfter.getTime(), ca.notAfter)),
  }
}

/**
 * Signs a request: subject and alternative names are taken over, nothing else that it asks for.
 *
 * @throws {@link CsrSignatureInvalid}, {@link CsrKeyWeak}, {@link AuthorityUnfit}
 */
export async function signCsr(request: SigningRequest): Promise<ChainCertificate> {
  assertAuthority(request)
  assertRequest(request)
  const san = request.san ?? request.csr.san
  assertPermitted(request, san)
  const { csr, ca, caKey, isCa, use, usage, extendedUsages, pathLength, random } = request
  const der = await issueCertificate({
    role: isCa ? 'intermediate' : 'leaf',
    subject: request.subject ?? csr.subject,
    san,
    key: csr.publicKey,
    issuer: { certificate: ca.x509.raw, key: caKey },
    validity: withinIssuer(request),
    use,
    usage,
    extendedUsages,
    pathLength,
    random,
  })
  const certificate = readCertificate(der)
  if (!certificate) throw new Error('the certificate that was issued cannot be read')
  return certificate
}
