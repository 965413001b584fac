/** What `oidc certs ca` says about the local CA. */
import { caName, type LocalCa } from '../certs/local-ca.ts'
import { permitText, permittedNames } from '../certs/name-constraints.ts'
import { ToolError } from '../errors.ts'
import { describeCertificate } from '../keys/inspect.ts'
import { exists } from '../primitives/files.ts'
import { type CaFiles, caFiles, LocalCaDamaged, loadLocalCa, removeLocalCa } from './local-ca-store.ts'
import { distrustSteps, stepLines, type TrustSteps, trustSteps } from './local-ca-trust.ts'

/** There is no local CA: exit status 1. */
export class LocalCaMissing extends ToolError {
  readonly code = 'ERR_LOCAL_CA_MISSING'
}

/** The `--json` form of the authority. */
export interface LocalCaDocument {
  /** Paths. */
  certificate: string
  key: string
  name: string
  subject: string
  serial: string
  /** Hexadecimal, with colons. */
  sha256_fingerprint: string
  sha1_fingerprint: string
  not_before: string
  not_after: string
  expired: boolean
  /** `dns:…` with everything below it, `ip:…` networks. */
  permitted_names: string[]
  trust: TrustSteps[]
}

export interface RemovedCaDocument {
  /** Paths. */
  removed: string[]
  /** Absent when what stood there was no authority. */
  name?: string
  sha256_fingerprint?: string
  /** Where it may still be trusted. */
  trust_stores: TrustSteps[]
}

function missing(folder: string): LocalCaMissing {
  return new LocalCaMissing(`there is no local CA in ${folder}`, { hint: 'oidc serve --dev --tls makes one' })
}

function describe({ certificate }: LocalCa, files: CaFiles, now: number): LocalCaDocument {
  const { subject, serial, not_before, not_after } = describeCertificate(certificate)
  return {
    ...files,
    name: caName(certificate),
    subject,
    serial,
    sha256_fingerprint: certificate.x509.fingerprint256,
    sha1_fingerprint: certificate.x509.fingerprint,
    not_before,
    not_after,
    expired: now > certificate.notAfter,
    permitted_names: (permittedNames(certificate) ?? []).map(permitText),
    trust: trustSteps(files.certificate),
  }
}

/**
 * The authority that is kept in `folder`.
 *
 * @throws {@link LocalCaMissing}, {@link LocalCaDamaged}
 */
export async function describeLocalCa(folder: string, now: number): Promise<LocalCaDocument> {
  const ca = await loadLocalCa(folder)
  if (ca === undefined) throw missing(folder)
  return describe(ca, caFiles(folder), now)
}

/** The text form. */
export function renderLocalCa(document: LocalCaDocument): string {
  const { name, certificate, key, not_before, not_after, expired, sha256_fingerprint, permitted_names, trust } =
    document
  return [
    name,
    `  certificate  ${certificate}`,
    `  key          ${key}`,
    `  valid        ${not_before.slice(0, 10)} to ${not_after.slice(0, 10)}${expired ? ' (expired)' : ''}`,
    `  SHA-256      ${sha256_fingerprint}`,
    `  only for     ${permitted_names.join(', ')}`,
    'To trust it:',
    ...stepLines(trust).map((line) => `  ${line}`),
  ].join('\n')
}

/** Whether there is anything to remove; @throws {@link LocalCaMissing} */
export async function assertLocalCa(folder: string): Promise<void> {
  const { key, certificate } = caFiles(folder)
  if (!(await exists(key)) && !(await exists(certificate))) throw missing(folder)
}

/**
 * Removes the authority, or what stands in its place.
 *
 * @throws {@link LocalCaMissing}
 */
export async function dropLocalCa(folder: string): Promise<RemovedCaDocument> {
  const ca = await loadLocalCa(folder).catch((error) => {
    if (error instanceof LocalCaDamaged) return undefined
    throw error
  })
  const removed = await removeLocalCa(folder)
  if (removed.length === 0) throw missing(folder)
  if (ca === undefined) return { removed, trust_stores: [] }
  const { fingerprint, fingerprint256 } = ca.certificate.x509
  const name = caName(ca.certificate)
  const trust_stores = distrustSteps(caFiles(folder).certificate, name, fingerprint)
  return { removed, name, sha256_fingerprint: fingerprint256, trust_stores }
}

/** The text form. */
export function renderRemovedCa({ removed, name, trust_stores }: RemovedCaDocument): string {
  const lines = removed.map((path) => `removed ${path}`)
  if (name === undefined) return lines.join('\n')
  const rest = `Where you trusted '${name}', it is trusted until you take it away:`
  return [...lines, rest, ...stepLines(trust_stores).map((line) => `  ${line}`)].join('\n')
}
