/** Makes a leaf for a key: self-signed, or below authorities that are made with it. */
import type { KeyObject } from 'node:crypto'
import type { GeneratedAlgorithm, KeyUse } from '../keys/algorithms.ts'
import { detectAlgorithm } from '../keys/algorithms.ts'
import { generateKey } from '../keys/generate.ts'
import { kindOf } from '../keys/kind.ts'
import type { Random } from '../primitives/random.ts'
import { type Authority, issueCertificate } from './issue.ts'
import type { PermittedName } from './name-constraints.ts'
import { commonName } from './names.ts'
import { type CertificateRole, type ValidityRequest, validityFor } from './validity.ts'
import type { JsonGeneralNames, JsonName, KeyUsageFlags } from './x509.ts'

export const CHAINS = ['root,leaf', 'root,intermediate,leaf'] as const

export type ChainShape = (typeof CHAINS)[number]

export interface ChainRequest {
  key: KeyObject
  use: KeyUse
  subject: JsonName
  san: JsonGeneralNames
  /** Absent: the leaf signs itself. */
  shape?: ChainShape | undefined
  /** Of the leaf. */
  validity: ValidityRequest
  usage?: KeyUsageFlags | undefined
  extendedUsages?: readonly string[] | undefined
  /** The self-signed certificate is a CA. */
  isCa?: boolean | undefined
  pathLength?: number | undefined
  permitted?: readonly PermittedName[] | undefined
  now: number
  random: Random
}

export interface IssuedAuthority extends Authority {
  role: 'root' | 'intermediate'
}

export interface IssuedChain {
  /** DER, leaf first. */
  certificates: readonly Uint8Array[]
  /** The authorities with their keys, root first; they can sign more. */
  authorities: readonly IssuedAuthority[]
}

const ROLE_NAMES = { root: 'Root CA', intermediate: 'Intermediate CA' } as const

function authoritySubject(leaf: JsonName, role: 'root' | 'intermediate'): JsonName {
  const others = leaf.filter((part) => part['CN'] === undefined)
  return [...others, { CN: [`${commonName(leaf) ?? 'Example'} ${ROLE_NAMES[role]}`] }]
}

/** Authorities get keys of the leaf's kind and size, so that no link is weaker than the leaf. */
async function authorityKey(leaf: KeyObject): Promise<KeyObject> {
  const kind = kindOf(leaf)
  const alg = (detectAlgorithm(kind, 'sig') ?? 'EdDSA') as GeneratedAlgorithm
  const { privateKey } = await generateKey({ alg, bits: kind.kty === 'RSA' ? nearestSize(kind.bits) : undefined })
  return privateKey
}

function nearestSize(bits = 2048): number {
  return [2048, 3072].find((size) => bits <= size) ?? 4096
}

async function issueAuthority(
  request: ChainRequest,
  role: 'root' | 'intermediate',
  issuer: Authority | undefined,
): Promise<IssuedAuthority> {
  const key = await authorityKey(request.key)
  const subject = authoritySubject(request.subject, role)
  const validity = validityFor(role, outlasting(request, role), request.now)
  const { random } = request
  return { role, key, certificate: await issueCertificate({ role, subject, key, issuer, validity, random }) }
}

/** An authority ends no earlier than the leaf that it vouches for. */
function outlasting({ validity, now }: ChainRequest, role: CertificateRole): ValidityRequest {
  const own = validityFor(role, {}, now)
  const leaf = validityFor('leaf', validity, now)
  const begin = new Date(Math.min(own.notBefore.getTime(), leaf.notBefore.getTime()))
  const end = new Date(Math.max(own.notAfter.getTime(), leaf.notAfter.getTime()))
  return { not_before: begin.toISOString(), not_after: end.toISOString() }
}

/** Issues the leaf and the authorities above it. */
export async function issueChain(request: ChainRequest): Promise<IssuedChain> {
  const roles = (request.shape ?? 'leaf').split(',').slice(0, -1) as ('root' | 'intermediate')[]
  const authorities: IssuedAuthority[] = []
  for (const role of roles) authorities.push(await issueAuthority(request, role, authorities.at(-1)))
  const { key, use, subject, san, usage, extendedUsages, pathLength, permitted, now, random } = request
  const role = request.isCa ? 'root' : 'leaf'
  const validity = validityFor(role, request.validity, now)
  const issuer = authorities.at(-1)
  const leaf = await issueCertificate({
    role,
    key,
    use,
    subject,
    san,
    issuer,
    validity,
    usage,
    extendedUsages,
    pathLength,
    permitted,
    random,
  })
  return { certificates: [leaf, ...authorities.map(({ certificate }) => certificate).reverse()], authorities }
}
