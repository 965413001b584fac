/** Gives a key its certificate or chain, in the forms that go beside the key. */
import type { KeyObject } from 'node:crypto'
import type { KeyUse } from '../keys/algorithms.ts'
import { type ChainCertificate, certificateMembers } from '../keys/chain.ts'
import { exportPrivatePem } from '../keys/export.ts'
import type { KeyFile } from '../keys/key-folder.ts'
import { PRIVATE_FILE, PUBLIC_FILE } from '../primitives/files.ts'
import type { Random } from '../primitives/random.ts'
import { readIssued } from './issue.ts'
import { type ChainShape, type IssuedAuthority, issueChain } from './issue-chain.ts'
import type { CertificateWishes } from './options.ts'
import { writeChain } from './verify.ts'

export interface CertifyRequest {
  key: KeyObject
  use: KeyUse
  wishes: CertificateWishes
  shape?: ChainShape | undefined
  isCa?: boolean | undefined
  pathLength?: number | undefined
  now: number
  random: Random
}

export interface Certified {
  certificates: readonly ChainCertificate[]
  /** PEM, leaf first. */
  certificate_chain: string
  /** RFC 7517 §4.7 to §4.9. */
  certificate: ReturnType<typeof certificateMembers>
  authorities: readonly IssuedAuthority[]
}

/** Issues the chain of a key. */
export async function certify({ wishes, ...request }: CertifyRequest): Promise<Certified> {
  const { certificates: ders, authorities } = await issueChain({ ...request, ...wishes })
  const certificates = ders.map(readIssued)
  return {
    certificates,
    certificate_chain: writeChain(certificates),
    certificate: certificateMembers(certificates),
    authorities,
  }
}

/** The files of the authorities, which can sign more with them; `stem` is a path without its ending. */
export function authorityFiles(stem: string, { authorities }: Certified): KeyFile[] {
  return authorities.flatMap(({ role, key, certificate }) => [
    { path: `${stem}.${role}.private.pem`, content: exportPrivatePem(key), mode: PRIVATE_FILE },
    { path: `${stem}.${role}.crt.pem`, content: writeChain([readIssued(certificate)]), mode: PUBLIC_FILE },
  ])
}
