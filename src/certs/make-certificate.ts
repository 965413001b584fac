/** A certificate for a key, with the files that belong to it. */
import { detectAlgorithm } from '../keys/algorithms.ts'
import { exportPrivatePem } from '../keys/export.ts'
import { describeCertificate, type InspectedCertificate } from '../keys/inspect.ts'
import type { KeyFile } from '../keys/key-folder.ts'
import { computeKeyId } from '../keys/key-id.ts'
import { kindOf } from '../keys/kind.ts'
import { anyPublicJwk } from '../keys/plain-key.ts'
import { PRIVATE_FILE, PUBLIC_FILE } from '../primitives/files.ts'
import { authorityFiles, type CertifyRequest, certify } from './certify.ts'

export interface MakeRequest extends CertifyRequest {
  /** The algorithm of a new key; else what the provider would detect. */
  alg?: string | undefined
  /** The key was made for this certificate and goes out with it. */
  isNew: boolean
}

export interface CertificateDocument {
  key_id: string
  /** PEM, leaf first. */
  certificate_chain: string
  certificates: InspectedCertificate[]
  /** PEM; only of a new key. */
  private_pem?: string
}

export interface MadeCertificate {
  document: CertificateDocument
  hasAuthorities: boolean
  files(folder: string): KeyFile[]
}

/** Issues the certificate or chain of a key. */
export async function makeCertificate({ alg, isNew, ...request }: MakeRequest): Promise<MadeCertificate> {
  const { key, use } = request
  const certified = await certify(request)
  const key_id = computeKeyId(anyPublicJwk(key), alg ?? detectAlgorithm(kindOf(key), use))
  const document: CertificateDocument = {
    key_id,
    certificate_chain: certified.certificate_chain,
    certificates: certified.certificates.map(describeCertificate),
    ...(isNew ? { private_pem: exportPrivatePem(key) } : {}),
  }
  const files = (folder: string): KeyFile[] => {
    const stem = `${folder}/${key_id}`
    const chain = { path: `${stem}.chain.pem`, content: document.certificate_chain, mode: PUBLIC_FILE }
    const own = { path: `${stem}.private.pem`, content: document.private_pem ?? '', mode: PRIVATE_FILE }
    return [...(isNew ? [own] : []), chain, ...authorityFiles(stem, certified)]
  }
  return { document, hasAuthorities: certified.authorities.length > 0, files }
}
