/** What certificates and signing requests say, for people and programs. */
import { createHash, type KeyObject } from 'node:crypto'
import { UsageError } from '../errors.ts'
import type { ChainCertificate } from '../keys/chain.ts'
import { describeCertificate, describeKey, type InspectedCertificate } from '../keys/inspect.ts'
import { readMaterial } from '../keys/material.ts'
import type { AskPassphrase } from '../keys/passphrase.ts'
import { tokenisePem } from '../keys/pem.ts'
import { type Csr, readCsr } from './csr.ts'
import { permitText, permittedNames } from './name-constraints.ts'
import { extendedUsageNames, keyUsageNames } from './usages.ts'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsagesExtension,
  Name,
  SubjectAlternativeNameExtension,
  X509Certificate,
} from './x509.ts'

interface KeyDetails {
  kty: string
  bits?: number
  crv?: string
  /** RFC 7638, base64url. */
  thumbprint: string
  /** Hex. */
  spki_sha256: string
}

/** The `--json` form of a certificate; a request has no issuer, serial, dates and digests. */
export interface CertificateDetails extends Partial<InspectedCertificate> {
  kind: 'certificate' | 'request'
  subject: string
  key: KeyDetails
  /** `dns:…`, `ip:…`, `uri:…`, `email:…`. */
  san: string[]
  ca?: boolean
  path_length?: number
  /** Of a CA that may sign for some names only: `dns:…`, `ip:…`, `email:…` (RFC 5280 §4.2.1.10). */
  permitted_names?: string[]
  key_usage?: string[]
  extended_key_usage?: string[]
  signature_algorithm?: string
  x5t?: string
  'x5t#S256'?: string
  /** Of a request: whether its signature verifies. */
  signature_valid?: boolean
}

function keyDetails(key: KeyObject): KeyDetails {
  const { kty, bits, crv, thumbprint, spki_sha256 } = describeKey(key)
  return {
    kty,
    ...(bits === undefined ? {} : { bits }),
    ...(crv === undefined ? {} : { crv }),
    thumbprint,
    spki_sha256,
  }
}

function sanText({ type, value }: { type: string; value: string }): string {
  return `${type === 'url' ? 'uri' : type}:${value}`
}

function find<T>(certificate: X509Certificate, type: abstract new (...parameters: never[]) => T): T | undefined {
  return certificate.extensions.find((extension): extension is typeof extension & T => extension instanceof type)
}

function digest(hash: string, { x509 }: ChainCertificate): string {
  return createHash(hash).update(x509.raw).digest('base64url')
}

function detailsOf(certificate: ChainCertificate): CertificateDetails {
  const parsed = new X509Certificate(new Uint8Array(certificate.x509.raw))
  const constraints = find(parsed, BasicConstraintsExtension)
  const usage = find(parsed, KeyUsagesExtension)
  const extended = find(parsed, ExtendedKeyUsageExtension)
  const permitted = permittedNames(certificate)
  const { name, hash } = parsed.signatureAlgorithm
  return {
    kind: 'certificate',
    ...describeCertificate(certificate),
    key: keyDetails(certificate.publicKey),
    san: find(parsed, SubjectAlternativeNameExtension)?.names.toJSON().map(sanText) ?? [],
    ...(constraints ? { ca: constraints.ca } : {}),
    ...(constraints?.pathLength === undefined ? {} : { path_length: constraints.pathLength }),
    ...(permitted ? { permitted_names: permitted.map(permitText) } : {}),
    ...(usage ? { key_usage: keyUsageNames(usage.usages) } : {}),
    ...(extended ? { extended_key_usage: extendedUsageNames(extended.usages.map(String)) } : {}),
    signature_algorithm: hash ? `${name} with ${hash.name}` : name,
    x5t: digest('sha1', certificate),
    'x5t#S256': digest('sha256', certificate),
  }
}

function detailsOfRequest({ subject, publicKey, san, isSignatureValid }: Csr): CertificateDetails {
  return {
    kind: 'request',
    subject: new Name(subject).toString(),
    key: keyDetails(publicKey),
    san: san.map(sanText),
    signature_valid: isSignatureValid,
  }
}

function holdsRequest(bytes: Buffer): boolean {
  return tokenisePem(bytes.toString('utf8')).blocks[0]?.label.endsWith('CERTIFICATE REQUEST') === true
}

/**
 * Describes every certificate of a file, or its signing request.
 *
 * @throws {@link UsageError} when there is neither, and what reading throws
 */
export async function inspectCertificates(bytes: Buffer, ask: AskPassphrase): Promise<CertificateDetails[]> {
  if (holdsRequest(bytes)) return [detailsOfRequest(await readCsr(bytes))]
  const { certificates, keys } = await readMaterial(bytes, ask)
  const all = [...certificates, ...keys.flatMap(({ chain = [] }) => chain)]
  if (all.length === 0) throw new UsageError('there is no certificate in the file', { hint: 'see `oidc keys inspect`' })
  return all.map(detailsOf)
}

function line(label: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [`  ${label.padEnd(16)}${value}`]
}

/** The text form of {@link CertificateDetails}. */
export function renderDetails(details: CertificateDetails, index: number): string {
  const { kind, subject, key, san, ca, path_length, key_usage, extended_key_usage, signature_valid } = details
  const constraint = ca ? `yes${path_length === undefined ? '' : `, path length ${path_length}`}` : 'no'
  return [
    kind === 'request' ? `Request: ${subject}` : `${index + 1}. ${subject}`,
    ...line('issuer', details.issuer),
    ...line('serial', details.serial),
    ...line('valid', details.not_before && `${details.not_before} to ${details.not_after}`),
    ...line('key', `${key.kty} ${key.crv ?? `${key.bits} bits`}, thumbprint ${key.thumbprint}`),
    ...line('names', san.join(', ')),
    ...line('CA', ca === undefined ? undefined : constraint),
    ...line('only for', details.permitted_names?.join(', ')),
    ...line('key usage', key_usage?.join(', ')),
    ...line('extended usage', extended_key_usage?.join(', ')),
    ...line('signed with', details.signature_algorithm),
    ...line('signature', signature_valid === undefined ? undefined : signature_valid ? 'verifies' : 'does not verify'),
    ...line('x5t', details.x5t),
    ...line('x5t#S256', details['x5t#S256']),
    '',
  ].join('\n')
}
