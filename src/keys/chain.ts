/**
 * Certificate chains as far as the provider judges them (`identity_providers.oidc.jwks[].certificate_chain`): the
 * leaf holds the key, every certificate is in its validity, each is signed by the next. Names, path lengths and trust
 * are left to a strict checker.
 */
import { createHash, type KeyObject, X509Certificate } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import {
  BasicConstraints,
  Certificate,
  id_ce_basicConstraints,
  id_ce_keyUsage,
  KeyUsage,
  KeyUsageFlags,
} from '@peculiar/asn1-x509'
import { parseDer } from './der.ts'
import { endsCleanly, PEM_LIMIT, tokenisePem } from './pem.ts'
import { chainProblem, type KeyProblem } from './problems.ts'

/** A certificate of a chain, read once; times are in milliseconds since 1970. */
export interface ChainCertificate {
  x509: X509Certificate
  publicKey: KeyObject
  asn: Certificate
  /** 1, 2 or 3. */
  version: number
  notBefore: number
  notAfter: number
  /** The CA flag of basic constraints; undefined without that extension. */
  isCa: boolean | undefined
  /** Maximum number of intermediates below; undefined when unlimited or absent. */
  pathLength: number | undefined
  /** Bits of {@link KeyUsageFlags}; undefined without that extension. */
  keyUsage: number | undefined
  /** Dotted OID. */
  signatureAlgorithm: string
}

export interface ParsedChain {
  certificates: readonly ChainCertificate[]
  problems: readonly KeyProblem[]
}

/** MD2, MD5 and SHA-1 with RSA (RFC 3279 §2.2.1), DSA and ECDSA with SHA-1 (§2.2.2, §2.2.3). */
const WEAK_SIGNATURES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'MD2',
  '1.2.840.113549.1.1.4': 'MD5',
  '1.2.840.113549.1.1.5': 'SHA-1',
  '1.2.840.10040.4.3': 'SHA-1',
  '1.2.840.10045.4.1': 'SHA-1',
}

/** The broken hash that a certificate is signed with, if it is. */
export function weakHash({ signatureAlgorithm }: ChainCertificate): string | undefined {
  return WEAK_SIGNATURES[signatureAlgorithm]
}

function extension<T>(certificate: Certificate, id: string, type: new () => T): T | undefined {
  const found = certificate.tbsCertificate.extensions?.find(({ extnID }) => extnID === id)
  return found && AsnConvert.parse(found.extnValue, type)
}

/** Reads one certificate; undefined when the bytes are not a certificate that OpenSSL and the schema of RFC 5280 read. */
export function readCertificate(der: Uint8Array): ChainCertificate | undefined {
  const asn = parseDer(der, Certificate)
  if (!asn) return undefined
  try {
    const { tbsCertificate, signatureAlgorithm } = asn
    const constraints = extension(asn, id_ce_basicConstraints, BasicConstraints)
    const x509 = new X509Certificate(der)
    return {
      x509,
      publicKey: x509.publicKey,
      asn,
      version: tbsCertificate.version + 1,
      notBefore: tbsCertificate.validity.notBefore.getTime().getTime(),
      notAfter: tbsCertificate.validity.notAfter.getTime().getTime(),
      isCa: constraints?.cA,
      pathLength: constraints?.cA ? constraints.pathLenConstraint : undefined,
      keyUsage: extension(asn, id_ce_keyUsage, KeyUsage)?.toNumber(),
      signatureAlgorithm: signatureAlgorithm.algorithm,
    }
  } catch {
    return undefined
  }
}

function refuse(code: KeyProblem['code'], message: string, certificate?: number, hint?: string): KeyProblem {
  return chainProblem('error', {
    code,
    message,
    ...(certificate === undefined ? {} : { certificate }),
    ...(hint === undefined ? {} : { hint }),
  })
}

const WRITE_BACK = 'write it again with `oidc certs verify CHAIN --fix-order`, which leaves one line feed at the end'

function labelProblem(label: string, position: number): KeyProblem {
  return label.includes('PRIVATE KEY')
    ? refuse('ERR_CHAIN_PRIVATE_KEY', `block ${position} is a private key, not a certificate`, position)
    : refuse('ERR_CHAIN_LABEL', `block ${position} is labelled ${label}, not CERTIFICATE`, position)
}

/** Reads a chain file: certificates, and what the provider refuses about its text. Private keys in it are not read. */
export function parseChain(text: string): ParsedChain {
  if (Buffer.byteLength(text) > PEM_LIMIT) {
    return { certificates: [], problems: [refuse('ERR_CHAIN_TOO_LARGE', 'the value is over 1 MiB')] }
  }
  const document = tokenisePem(text)
  const certificates: ChainCertificate[] = []
  const problems: KeyProblem[] = []
  for (const [index, { label, bytes, headers }] of document.blocks.entries()) {
    const certificate = label === 'CERTIFICATE' && headers.length === 0 && bytes ? readCertificate(bytes) : undefined
    if (certificate) certificates.push(certificate)
    else if (label !== 'CERTIFICATE') problems.push(labelProblem(label, index + 1))
    else problems.push(refuse('ERR_CHAIN_DAMAGED', `certificate ${index + 1} is damaged`, index + 1))
  }
  if (document.isCutOff) problems.push(refuse('ERR_CHAIN_DAMAGED', 'the text ends before an END line'))
  else if (document.blocks.length === 0) problems.push(refuse('ERR_CHAIN_NOT_PEM', 'the value holds no certificate'))
  else if (!endsCleanly(document)) {
    const what = document.rest.trim() === '' ? 'an empty line' : 'other text'
    problems.push(refuse('ERR_CHAIN_TRAILING_DATA', `${what} follows the last END line`, undefined, WRITE_BACK))
  }
  return { certificates, problems }
}

function date(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z')
}

function validityProblem({ notBefore, notAfter }: ChainCertificate, position: number, now: number): KeyProblem[] {
  if (now < notBefore) {
    return [
      refuse('ERR_CHAIN_NOT_YET_VALID', `certificate ${position} is not valid before ${date(notBefore)}`, position),
    ]
  }
  return now > notAfter
    ? [refuse('ERR_CHAIN_EXPIRED', `certificate ${position} expired on ${date(notAfter)}`, position)]
    : []
}

/** Whether `issuer`'s key made the signature of `certificate`; nothing else is looked at. */
export function isSignedBy(certificate: ChainCertificate, issuer: ChainCertificate): boolean {
  try {
    return certificate.x509.verify(issuer.publicKey)
  } catch {
    return false
  }
}

function issuerProblem({ version, isCa, keyUsage }: ChainCertificate, position: number): KeyProblem | undefined {
  if (isCa === false) return refuse('ERR_CHAIN_ISSUER_NOT_CA', `certificate ${position} is not a CA`, position)
  if (isCa === undefined && version === 3) {
    const message = `certificate ${position} has no basic constraints, so it may not sign others`
    return refuse('ERR_CHAIN_ISSUER_NO_BASIC_CONSTRAINTS', message, position)
  }
  if (keyUsage === undefined || keyUsage & KeyUsageFlags.keyCertSign) return undefined
  const message = `the key usage of certificate ${position} lacks keyCertSign`
  return refuse('ERR_CHAIN_ISSUER_NO_CERT_SIGN', message, position)
}

function linkProblem(child: ChainCertificate, issuer: ChainCertificate, position: number): KeyProblem[] {
  const unfit = issuerProblem(issuer, position + 1)
  if (unfit) return [unfit]
  const weak = weakHash(child)
  if (weak) {
    return [refuse('ERR_CHAIN_WEAK_SIGNATURE', `certificate ${position} is signed with ${weak}`, position)]
  }
  if (isSignedBy(child, issuer)) return []
  const message = `certificate ${position} is not signed by certificate ${position + 1}`
  return [refuse('ERR_CHAIN_NOT_SIGNED_BY_NEXT', message, position, 'the order is leaf first, root last')]
}

function isSameKey(a: KeyObject, b: KeyObject): boolean {
  const spki = { format: 'der', type: 'spki' } as const
  return a.export(spki).equals(b.export(spki))
}

/** Whether the certificate was made for this public key. */
export function holdsKey(certificate: ChainCertificate, publicKey: KeyObject): boolean {
  return isSameKey(certificate.publicKey, publicKey)
}

/**
 * Every rule that the provider has for a chain, in the order in which it meets them: the first error is the one that
 * it reports. Without a key the leaf is not compared. `now` in milliseconds since 1970.
 */
export function checkChain(
  chain: readonly ChainCertificate[],
  { publicKey, now }: { publicKey?: KeyObject | undefined; now: number },
): KeyProblem[] {
  const leaf = chain[0]
  const mismatch =
    leaf && publicKey && !holdsKey(leaf, publicKey)
      ? [refuse('ERR_CHAIN_KEY_MISMATCH', 'certificate 1 was made for another key', 1)]
      : []
  return [...mismatch, ...chain.flatMap((certificate, index) => certificateProblems(chain, certificate, index, now))]
}

function certificateProblems(
  chain: readonly ChainCertificate[],
  certificate: ChainCertificate,
  index: number,
  now: number,
): KeyProblem[] {
  const issuer = chain[index + 1]
  return [
    ...validityProblem(certificate, index + 1, now),
    ...(issuer ? linkProblem(certificate, issuer, index + 1) : []),
  ]
}

/** RFC 7517 §4.7 to §4.9: `x5c` in padded standard base64, leaf first, and the leaf's digests. */
export function certificateMembers(chain: readonly ChainCertificate[]): {
  x5c?: string[]
  x5t?: string
  'x5t#S256'?: string
} {
  const leaf = chain[0]
  if (!leaf) return {}
  return {
    x5c: chain.map(({ x509 }) => x509.raw.toString('base64')),
    x5t: createHash('sha1').update(leaf.x509.raw).digest('base64url'),
    'x5t#S256': createHash('sha256').update(leaf.x509.raw).digest('base64url'),
  }
}
