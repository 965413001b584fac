/**
 * Name constraints (RFC 5280 §4.2.1.10): the only names that certificates below a CA may have. A host name permits itself
 * and everything below it; addresses are networks.
 */
import { isIP } from 'node:net'
import { AsnConvert } from '@peculiar/asn1-schema'
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from '@peculiar/asn1-x509'
import { UsageError } from '../errors.ts'
import type { ChainCertificate } from '../keys/chain.ts'
import { parseDer } from '../keys/der.ts'
import { networkList } from '../primitives/networks.ts'
import { isDnsName } from './names.ts'
import { Extension, type JsonGeneralNames } from './x509.ts'

/** A subtree of names; of an address the network in CIDR notation. */
export interface PermittedName {
  type: 'dns' | 'ip' | 'email'
  value: string
}

const HINT = 'write dns:NAME, ip:NETWORK such as ip:10.0.0.0/8, or email:HOST'

function asNetwork(text: string): string | undefined {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const bits = { 4: 32, 6: 128 }[isIP(address)]
  if (bits === undefined || Number(prefix ?? bits) > bits) return undefined
  return `${canonicalAddress(address)}/${prefix ?? bits}`
}

/** An address as URLs have it: IPv6 in lower case, compressed, without a zone. */
export function canonicalAddress(address: string): string {
  return isIP(address) === 6 ? new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1) : address
}

function parsePermit(entry: string): PermittedName | undefined {
  const [, type = asNetwork(entry) ? 'ip' : 'dns', value = entry] = /^(dns|ip|email):(.*)$/is.exec(entry) ?? []
  const kind = type.toLowerCase()
  if (kind === 'ip') {
    const network = asNetwork(value)
    return network === undefined ? undefined : { type: 'ip', value: network }
  }
  if (kind !== 'dns' && kind !== 'email') return undefined
  return isDnsName(value) && !value.startsWith('*.') ? { type: kind, value: value.toLowerCase() } : undefined
}

/**
 * Reads permitted names: `dns:`, `ip:` or `email:` in front, or guessed from the value.
 *
 * @throws {@link UsageError}
 */
export function parsePermits(entries: readonly string[]): PermittedName[] {
  return entries.map((entry) => {
    const permitted = parsePermit(entry)
    if (permitted !== undefined) return permitted
    throw new UsageError(`'${entry}' is no name that a CA can be held to`, { hint: HINT })
  })
}

/** The text form, as flags and documents have it. */
export function permitText({ type, value }: PermittedName): string {
  return `${type}:${value}`
}

function generalName({ type, value }: PermittedName): GeneralName {
  if (type === 'ip') return new GeneralName({ iPAddress: value })
  return new GeneralName(type === 'dns' ? { dNSName: value } : { rfc822Name: value })
}

/** The extension, critical as RFC 5280 §4.2.1.10 wants it: who does not understand it must refuse. */
export function nameConstraintsExtension(permitted: readonly PermittedName[]): Extension {
  const subtrees = permitted.map((name) => new GeneralSubtree({ base: generalName(name) }))
  const constraints = new NameConstraints({ permittedSubtrees: new GeneralSubtrees(subtrees) })
  return new Extension(id_ce_nameConstraints, true, AsnConvert.serialize(constraints))
}

function permittedName({ base }: GeneralSubtree): PermittedName[] {
  const { dNSName, iPAddress, rfc822Name } = base
  if (dNSName !== undefined) return [{ type: 'dns', value: dNSName.toLowerCase() }]
  if (iPAddress !== undefined) return [{ type: 'ip', value: iPAddress }]
  return rfc822Name === undefined ? [] : [{ type: 'email', value: rfc822Name.toLowerCase() }]
}

/** What a certificate says about names; `undefined` for one that permits any. Excluded subtrees are not read. */
export function permittedNames({ asn }: Pick<ChainCertificate, 'asn'>): PermittedName[] | undefined {
  const found = asn.tbsCertificate.extensions?.find(({ extnID }) => extnID === id_ce_nameConstraints)
  const constraints = found && parseDer(new Uint8Array(found.extnValue.buffer), NameConstraints)
  return constraints?.permittedSubtrees?.flatMap((subtree) => permittedName(subtree))
}

function isBelow(name: string, base: string): boolean {
  const [inner, outer] = [name.toLowerCase(), base.replace(/^\./, '')]
  return outer === '' || inner === outer || inner.endsWith(`.${outer}`)
}

/** RFC 5280 §4.2.1.10: addresses of one host for a name without a dot in front, of all hosts below it with one. */
function isMailOf(address: string, base: string): boolean {
  const host = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return base.includes('@') ? address === base : base.startsWith('.') ? host.endsWith(base) : host === base
}

/** Whether a certificate with `name` may stand below a CA with these constraints; kinds without any are free. */
export function permits(permitted: readonly PermittedName[], { type, value }: JsonGeneralNames[number]): boolean {
  const subtrees = permitted.filter((subtree) => subtree.type === type).map((subtree) => subtree.value)
  if (subtrees.length === 0) return true
  if (type === 'ip') return networkList(subtrees)(canonicalAddress(value))
  return subtrees.some((base) => (type === 'dns' ? isBelow(value, base) : isMailOf(value, base)))
}
