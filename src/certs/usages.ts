/** Key usage and extended key usage (RFC 5280 §4.2.1.3, §4.2.1.12) by their names. */
import { UsageError } from '../errors.ts'
import type { KeyKind, KeyUse } from '../keys/algorithms.ts'
import { KeyUsageFlags } from './x509.ts'

const KEY_USAGES: Readonly<Record<string, KeyUsageFlags>> = {
  digitalSignature: KeyUsageFlags.digitalSignature,
  nonRepudiation: KeyUsageFlags.nonRepudiation,
  contentCommitment: KeyUsageFlags.nonRepudiation,
  keyEncipherment: KeyUsageFlags.keyEncipherment,
  dataEncipherment: KeyUsageFlags.dataEncipherment,
  keyAgreement: KeyUsageFlags.keyAgreement,
  keyCertSign: KeyUsageFlags.keyCertSign,
  cRLSign: KeyUsageFlags.cRLSign,
}

const EXTENDED_USAGES: Readonly<Record<string, string>> = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  OCSPSigning: '1.3.6.1.5.5.7.3.9',
}

export const CA_USAGE: KeyUsageFlags = KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign

/** What the key of a leaf does: sign, or be encrypted to (RSA) or agreed with (EC). */
export function leafUsage({ kty }: KeyKind, use: KeyUse): KeyUsageFlags {
  if (use === 'sig') return KeyUsageFlags.digitalSignature
  return kty === 'RSA' ? KeyUsageFlags.keyEncipherment : KeyUsageFlags.keyAgreement
}

/** Reads names of key usages; @throws {@link UsageError} for an unknown one. */
export function parseUsages(names: readonly string[]): KeyUsageFlags {
  return names.reduce<KeyUsageFlags>((flags, name) => {
    const flag = KEY_USAGES[name]
    if (flag !== undefined) return flags | flag
    throw new UsageError(`there is no key usage '${name}'`, {
      hint: `use one of ${Object.keys(KEY_USAGES).join(', ')}`,
    })
  }, 0 as KeyUsageFlags)
}

/** Reads names or dotted OIDs of extended usages; @throws {@link UsageError} for an unknown one. */
export function parseExtendedUsages(names: readonly string[]): string[] {
  return names.map((name) => {
    const oid = EXTENDED_USAGES[name] ?? (/^[0-2](\.\d+)+$/.test(name) ? name : undefined)
    if (oid !== undefined) return oid
    const known = Object.keys(EXTENDED_USAGES).join(', ')
    throw new UsageError(`there is no extended key usage '${name}'`, { hint: `use one of ${known}, or an OID` })
  })
}

/** The names of the bits that are set. */
export function keyUsageNames(flags: number): string[] {
  return Object.keys(KEY_USAGES).filter((name) => name !== 'contentCommitment' && flags & (KEY_USAGES[name] ?? 0))
}

/** Names for known OIDs, others as they are. */
export function extendedUsageNames(oids: readonly string[]): string[] {
  const names = Object.entries(EXTENDED_USAGES)
  return oids.map((oid) => names.find(([, known]) => known === oid)?.[0] ?? oid)
}
