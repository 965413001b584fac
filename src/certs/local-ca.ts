/**
 * The certificate authority of one developer's machine: whoever trusts it trusts it for this machine's names and for hosts
 * that were asked for, and for nothing else, even if its key gets lost.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { isIP } from 'node:net'
import { UsageError } from '../errors.ts'
import { type ChainCertificate, holdsKey } from '../keys/chain.ts'
import { exportPrivatePem } from '../keys/export.ts'
import { tokenisePem } from '../keys/pem.ts'
import type { Random } from '../primitives/random.ts'
import { issueCertificate, readIssued } from './issue.ts'
import { canonicalAddress, type PermittedName, parsePermits, permits, permittedNames } from './name-constraints.ts'
import { isDnsName, parseSan } from './names.ts'
import { parseExtendedUsages } from './usages.ts'
import { type Validity, validityFor } from './validity.ts'
import { writeChain } from './verify.ts'
import type { JsonGeneralNames } from './x509.ts'

/** This machine (RFC 6761 §6.3) and the domain that no one can register (§6.2). */
const OWN_NAMES = parsePermits(['dns:localhost', 'dns:test', 'ip:127.0.0.0/8', 'ip:::1/128'])

const LOOPBACK = ['localhost', '127.0.0.1', '::1']

/** Days. */
const LIFE = 365

/** With less than this left a new authority is made; milliseconds. */
const LEAST_LIFE = 30 * 86_400_000

export interface LocalCa {
  key: KeyObject
  certificate: ChainCertificate
}

interface Moment {
  /** Milliseconds since 1970. */
  now: number
  random: Random
}

/** Why a kept authority does not serve. */
export type CaShortcoming = 'expiring' | 'names'

/**
 * A host of a URL or an address as a name in a certificate.
 *
 * @throws {@link UsageError} for what can stand in none
 */
export function hostName(host: string): JsonGeneralNames[number] {
  const bare = host.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0) return { type: 'ip', value: canonicalAddress(bare) }
  const name = URL.canParse(`https://${bare}`) ? new URL(`https://${bare}`).hostname.replace(/\.$/, '') : ''
  if (isDnsName(name)) return { type: 'dns', value: name }
  throw new UsageError(`no certificate can be made for the host '${host}'`)
}

function asPermit({ type, value }: JsonGeneralNames[number]): PermittedName[] {
  return parsePermits([`${type}:${value}`])
}

function foreignHosts(permitted: readonly PermittedName[], hosts: readonly string[]): PermittedName[] {
  const names = hosts.map(hostName).filter((name) => !permits(permitted, name))
  const unique = new Map(names.map((name) => [name.value, name]))
  return [...unique.values()].flatMap(asPermit)
}

/** What keeps the authority from serving `hosts` now; `undefined` when nothing does. */
export function shortcomingOf(
  { certificate }: LocalCa,
  hosts: readonly string[],
  now: number,
): CaShortcoming | undefined {
  const { notBefore, notAfter } = certificate
  if (now < notBefore || now > notAfter - LEAST_LIFE) return 'expiring'
  return foreignHosts(permittedNames(certificate) ?? [], hosts).length > 0 ? 'names' : undefined
}

interface Authority {
  key: KeyObject
  name: string
  permitted: readonly PermittedName[]
  validity: Validity
  random: Random
}

async function issueAuthority({ key, name, permitted, validity, random }: Authority): Promise<LocalCa> {
  const der = await issueCertificate({
    role: 'root',
    key,
    subject: [{ O: ['oidc'] }, { CN: [name] }],
    pathLength: 0,
    permitted,
    // Mail and code signed below it are refused by readers that look at the purposes of an authority.
    extendedUsages: parseExtendedUsages(['serverAuth']),
    validity,
    random,
  })
  return { key, certificate: readIssued(der) }
}

/** Makes an authority for this machine and `hosts`, for a year. Its name ends in a mark that no other has. */
export function makeLocalCa(hosts: readonly string[], { now, random }: Moment): Promise<LocalCa> {
  return issueAuthority({
    key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
    name: `oidc local CA ${Buffer.from(random(4)).toString('hex')}`,
    permitted: [...OWN_NAMES, ...foreignHosts(OWN_NAMES, hosts)],
    validity: validityFor('root', { days: LIFE }, now),
    random,
  })
}

/**
 * The same authority for more hosts: its key, its name and its end stay, so that servers which run already are trusted by
 * those who trust the new certificate.
 */
export function widenLocalCa(
  { key, certificate }: LocalCa,
  hosts: readonly string[],
  random: Random,
): Promise<LocalCa> {
  const permitted = permittedNames(certificate) ?? []
  const { notBefore, notAfter } = certificate
  return issueAuthority({
    key,
    name: caName(certificate),
    permitted: [...permitted, ...foreignHosts(permitted, hosts)],
    validity: { notBefore: new Date(notBefore), notAfter: new Date(notAfter) },
    random,
  })
}

/** The common name of an authority. */
export function caName({ x509 }: ChainCertificate): string {
  return /^CN=(.*)$/m.exec(x509.subject)?.[1] ?? ''
}

/** A server's key and certificate, in PEM, for this machine and `hosts`; it ends with its authority. */
export async function issueServerCertificate(
  { key: caKey, certificate: ca }: LocalCa,
  hosts: readonly string[],
  { now, random }: Moment,
): Promise<{ key: string; cert: string }> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const names = new Map([...LOOPBACK, ...hosts].map(hostName).map((name) => [name.value, `${name.type}:${name.value}`]))
  const { notBefore } = validityFor('leaf', {}, now)
  const der = await issueCertificate({
    role: 'leaf',
    key: privateKey,
    // Readers look for the host among the alternative names alone, and a common name holds 64 characters at most.
    subject: [{ CN: ['oidc serve'] }],
    san: parseSan([...names.values()]),
    issuer: { certificate: ca.x509.raw, key: caKey },
    extendedUsages: parseExtendedUsages(['serverAuth']),
    validity: { notBefore: new Date(Math.max(notBefore.getTime(), ca.notBefore)), notAfter: new Date(ca.notAfter) },
    random,
  })
  return { key: exportPrivatePem(privateKey), cert: writeChain([readIssued(der)]) }
}

/** The private file of an authority: its key, then its certificate. */
export function writeLocalCa({ key, certificate }: LocalCa): string {
  return exportPrivatePem(key) + writeChain([certificate])
}

/** Reads what {@link writeLocalCa} wrote; `undefined` for anything else, an authority without name constraints included. */
export function readLocalCa(text: string): LocalCa | undefined {
  const { blocks } = tokenisePem(text)
  const [keyBlock, certificateBlock] = blocks
  if (!keyBlock?.bytes || !certificateBlock?.bytes || blocks.length !== 2) return undefined
  try {
    const key = createPrivateKey({ key: keyBlock.bytes, format: 'der', type: 'pkcs8' })
    const certificate = readIssued(certificateBlock.bytes)
    const isOurs = certificate.isCa === true && (permittedNames(certificate) ?? []).length > 0
    return isOurs && holdsKey(certificate, createPublicKey(key)) ? { key, certificate } : undefined
  } catch {
    return undefined
  }
}
