/**
 * What a strict reader of chains objects to although the provider does not (RFC 5280 §6.1 and good sense): warnings,
 * and notes where nothing is wrong.
 */

import { AsnConvert } from '@peculiar/asn1-schema'
import {
  AuthorityKeyIdentifier,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_certificatePolicies,
  id_ce_extKeyUsage,
  id_ce_issuerAltName,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_policyConstraints,
  id_ce_policyMappings,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509'
import { type ChainCertificate, isSignedBy, weakHash } from '../keys/chain.ts'
import { parseDer } from '../keys/der.ts'
import { kindOf } from '../keys/kind.ts'
import { chainProblem, type KeyProblem, type ProblemSeverity } from '../keys/problems.ts'

type Code = KeyProblem['code']

function warn(code: Code, certificate: number, message: string, hint?: string): KeyProblem {
  return find('warning', code, certificate, message, hint)
}

function find(severity: ProblemSeverity, code: Code, certificate: number, message: string, hint?: string): KeyProblem {
  return chainProblem(severity, { code, certificate, message, ...(hint === undefined ? {} : { hint }) })
}

function nameBytes(certificate: ChainCertificate, which: 'subject' | 'issuer'): Buffer {
  return Buffer.from(AsnConvert.serialize(certificate.asn.tbsCertificate[which]))
}

/** RFC 5280 §6.1.3 (a)(4): names chain. */
function namesChain(child: ChainCertificate, issuer: ChainCertificate): boolean {
  return nameBytes(child, 'issuer').equals(nameBytes(issuer, 'subject'))
}

/** Whether a certificate names itself as its issuer. */
export function isSelfIssued(certificate: ChainCertificate): boolean {
  return namesChain(certificate, certificate)
}

function extension<T>({ asn }: ChainCertificate, id: string, type: new () => T): T | undefined {
  const found = asn.tbsCertificate.extensions?.find(({ extnID }) => extnID === id)
  return found && parseDer(new Uint8Array(found.extnValue.buffer), type)
}

/** RFC 5280 §4.2.1.1: the issuer's key identifier, where both sides give one. */
function identifiersDisagree(child: ChainCertificate, issuer: ChainCertificate): boolean {
  const wanted = extension(child, id_ce_authorityKeyIdentifier, AuthorityKeyIdentifier)?.keyIdentifier
  const given = extension(issuer, id_ce_subjectKeyIdentifier, SubjectKeyIdentifier)
  return wanted !== undefined && given !== undefined && !Buffer.from(wanted.buffer).equals(Buffer.from(given.buffer))
}

function linkFindings(child: ChainCertificate, issuer: ChainCertificate, position: number): KeyProblem[] {
  const findings: KeyProblem[] = []
  if (!namesChain(child, issuer)) {
    const message = `the issuer of certificate ${position} is not the subject of certificate ${position + 1}`
    findings.push(warn('ERR_CHAIN_NAME_MISMATCH', position, message))
  }
  if (identifiersDisagree(child, issuer)) {
    const message = `certificate ${position} names another key of its issuer than certificate ${position + 1} has`
    findings.push(warn('ERR_CHAIN_KEY_IDENTIFIER', position, message))
  }
  if (child.notAfter > issuer.notAfter || child.notBefore < issuer.notBefore) {
    const message = `certificate ${position} is valid at times when its issuer is not`
    findings.push(find('note', 'ERR_CHAIN_VALIDITY_NESTING', position, message))
  }
  return findings
}

/** RFC 5280 §4.2.1.9: intermediates below a CA, the leaf and self-issued ones not counted. */
function pathLengthFindings(chain: readonly ChainCertificate[]): KeyProblem[] {
  return chain.flatMap(({ pathLength }, index) => {
    const below = chain.slice(1, Math.max(index, 1)).filter((certificate) => !isSelfIssued(certificate)).length
    if (pathLength === undefined || below <= pathLength) return []
    const message = `certificate ${index + 1} allows ${pathLength} CAs below it, there are ${below}`
    return [warn('ERR_CHAIN_PATH_LENGTH', index + 1, message)]
  })
}

/** Extensions that are understood here or that a reader of a JWT key need not act on. */
const KNOWN_EXTENSIONS: readonly string[] = [
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_certificatePolicies,
  id_ce_extKeyUsage,
  id_ce_issuerAltName,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_policyConstraints,
  id_ce_policyMappings,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
]

function weaknessFindings(certificate: ChainCertificate, position: number, isLast: boolean): KeyProblem[] {
  const findings: KeyProblem[] = []
  const { kty, bits = 0, crv = '' } = kindOf(certificate.publicKey)
  if (kty === 'RSA' && bits < 2048) {
    findings.push(warn('ERR_CHAIN_SMALL_KEY', position, `the key of certificate ${position} has ${bits} bits only`))
  }
  if (kty === 'EC' && !['P-256', 'P-384', 'P-521'].includes(crv)) {
    findings.push(warn('ERR_CHAIN_SMALL_KEY', position, `the key of certificate ${position} lies on the curve ${crv}`))
  }
  const weak = weakHash(certificate)
  if (weak && isLast) {
    findings.push(warn('ERR_CHAIN_WEAK_SIGNATURE', position, `certificate ${position} is signed with ${weak}`))
  }
  const unknown = certificate.asn.tbsCertificate.extensions?.find(
    ({ critical, extnID }) => critical && !KNOWN_EXTENSIONS.includes(extnID),
  )
  if (unknown) {
    const message = `certificate ${position} has a critical extension ${unknown.extnID} that is not understood`
    findings.push(warn('ERR_CHAIN_CRITICAL_EXTENSION', position, message))
  }
  return findings
}

function endFindings(chain: readonly ChainCertificate[]): KeyProblem[] {
  const last = chain.at(-1)
  if (!last) return []
  const position = chain.length
  if (isSelfIssued(last)) {
    if (!isSignedBy(last, last)) {
      const message = `certificate ${position} names itself as its issuer, yet did not sign itself`
      return [warn('ERR_CHAIN_SELF_SIGNATURE', position, message)]
    }
    return position === 1 ? [find('note', 'ERR_CHAIN_SELF_SIGNED', 1, 'the certificate is self-signed')] : []
  }
  if (position > 1) return []
  const hint = 'append the certificate of its issuer'
  return [warn('ERR_CHAIN_ISSUER_MISSING', 1, 'the issuer of the certificate is not in the chain', hint)]
}

const DAY_MS = 86_400_000

function expiryFindings(chain: readonly ChainCertificate[], now: number, withinMs: number): KeyProblem[] {
  return chain.flatMap(({ notAfter }, index) => {
    if (notAfter < now || notAfter > now + withinMs) return []
    const days = Math.floor((notAfter - now) / DAY_MS)
    const message = `certificate ${index + 1} expires in ${days} days, on ${new Date(notAfter).toISOString()}`
    return [warn('ERR_CHAIN_EXPIRES_SOON', index + 1, message, 'renew it')]
  })
}

function trustFindings(chain: readonly ChainCertificate[], trust: readonly ChainCertificate[]): KeyProblem[] {
  const last = chain.at(-1)
  if (!last) return []
  const isTrusted = trust.some((anchor) => {
    const isSame = Buffer.from(anchor.x509.raw).equals(last.x509.raw)
    return isSame || (anchor.isCa !== false && namesChain(last, anchor) && isSignedBy(last, anchor))
  })
  const message = `certificate ${chain.length} is neither trusted nor signed by a trusted one`
  return isTrusted ? [] : [warn('ERR_CHAIN_UNTRUSTED', chain.length, message)]
}

export interface StrictOptions {
  /** Milliseconds since 1970. */
  now: number
  /** Remaining life that is too short, in milliseconds. */
  expiresWithinMs: number
  /** Anchors that the chain must end in; undefined: not asked. */
  trust?: readonly ChainCertificate[] | undefined
}

/** Findings beyond the provider's rules, each with its certificate. */
export function strictFindings(chain: readonly ChainCertificate[], options: StrictOptions): KeyProblem[] {
  const each = chain.flatMap((certificate, index) => {
    const issuer = chain[index + 1]
    const link = issuer ? linkFindings(certificate, issuer, index + 1) : []
    return [...weaknessFindings(certificate, index + 1, issuer === undefined), ...link]
  })
  const { now, expiresWithinMs, trust } = options
  const ends = [...pathLengthFindings(chain), ...endFindings(chain), ...expiryFindings(chain, now, expiresWithinMs)]
  return [...each, ...ends, ...(trust ? trustFindings(chain, trust) : [])]
}
