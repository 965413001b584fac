/** The table of test/vectors/keys: keys and chains made by other tools, with the verdict that each must get. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JWK } from 'jose'
import { parse } from 'yaml'

export interface KeyVector {
  file: string
  pem_labels: string[]
  password?: string
  private?: boolean
  kty?: 'RSA' | 'EC' | 'OKP'
  bits?: number
  crv?: string
  thumbprint_sha256?: string
  spki_sha256_hex?: string
  default_alg?: string
  key_ids?: Record<string, string>
  key_ids_released?: Record<string, string>
  verdict: 'accept' | 'refuse'
  reason?: string
  tool?: string
}

export interface ChainVector {
  file: string
  key: string
  x5c_count?: number
  x5t?: string
  x5t_s256?: string
  x5c_0_sha256_of_base64?: string
  certificates?: {
    subject: string
    issuer: string
    serial: string
    not_before: string
    not_after: string
    sha256: string
    signature_hash: string
  }[]
  verdict: 'accept' | 'refuse'
  reason?: string
  tool: string
  tool_reason?: string
}

export interface PublishedJwk {
  source: string
  jwk: JWK
  thumbprint_sha256: string
  key_ids?: Record<string, string>
  key_ids_released?: Record<string, string>
}

const FOLDER = join(import.meta.dirname, '../vectors/keys')

export const { keys, chains, published_jwks, other_files } = parse(vectorText('keys.yaml')) as {
  keys: KeyVector[]
  chains: ChainVector[]
  published_jwks: PublishedJwk[]
  other_files: { file: string; what: string; password?: string }[]
}

/** The moment at which the chains are judged: inside the validity of the good ones. */
export const NOW = Date.parse('2026-06-01T00:00:00Z')

export function vectorPath(file: string): string {
  return join(FOLDER, file)
}

export function vectorBytes(file: string): Buffer {
  return readFileSync(vectorPath(file))
}

export function vectorText(file: string): string {
  return vectorBytes(file).toString('utf8')
}
