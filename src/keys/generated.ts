/** A generated key in all its forms: the `--json` document, the texts, the files. */

import { join } from 'node:path'
import type { JWK } from 'jose'
import { PRIVATE_FILE, PUBLIC_FILE } from '../primitives/files.ts'
import type { KeyUse } from './algorithms.ts'
import { exportJwk, exportPrivatePem, exportPublicPem, exportYaml, type JwkLabels, type PemEncoding } from './export.ts'
import type { GeneratedKey } from './generate.ts'
import type { KeyFile } from './key-folder.ts'

/** What was added to a key after it was made. */
export interface Finishing {
  encoding: PemEncoding
  /** Replaces the plain PEM. */
  encryptedPem?: string | undefined
  /** PKCS#12, for a file. */
  pkcs12?: Uint8Array | undefined
  /** PEM, leaf first. */
  certificate_chain?: string | undefined
  certificate?: Pick<JwkLabels, 'x5c' | 'x5t' | 'x5t#S256'> | undefined
}

/** The `--json` form of a generated key. `jwk` is private; it is left out when the key is to be encrypted. */
export interface GeneratedDocument {
  key_id: string
  alg: string
  use: KeyUse
  kty: string
  bits?: number
  crv?: string
  thumbprint: string
  jwk?: JWK
  public_jwk: JWK
  private_pem: string
  public_pem: string
  certificate_chain?: string
  files?: string[]
  /** The configuration that the key was added to. */
  config?: string
}

export interface FinishedKey {
  document: GeneratedDocument
  pkcs12: Uint8Array | undefined
}

/** Puts a key into its forms. */
export function finishKey(key: GeneratedKey, finishing: Finishing): FinishedKey {
  const { key_id, alg, use, kty, bits, crv, thumbprint, privateKey, publicKey } = key
  const { encoding, encryptedPem, certificate_chain, certificate = {}, pkcs12 } = finishing
  const labels = { use, kid: key_id, alg, ...certificate }
  const document: GeneratedDocument = {
    key_id,
    alg,
    use,
    kty,
    ...(bits === undefined ? {} : { bits }),
    ...(crv === undefined ? {} : { crv }),
    thumbprint,
    ...(encryptedPem === undefined && pkcs12 === undefined ? { jwk: exportJwk(privateKey, labels) } : {}),
    public_jwk: exportJwk(publicKey, labels),
    private_pem: encryptedPem ?? exportPrivatePem(privateKey, encoding),
    public_pem: exportPublicPem(publicKey),
    ...(certificate_chain === undefined ? {} : { certificate_chain }),
  }
  return { document, pkcs12 }
}

export type GeneratedFormat = 'jwk' | 'jwks' | 'pem' | 'yaml' | 'p12'

/**
 * Keys as text: private JWK (a JWK Set of several), PEM each with its chain behind it, or entries of
 * `identity_providers.oidc.jwks`. PKCS#12 is no text.
 */
export function textOf(documents: readonly GeneratedDocument[], format: GeneratedFormat): string {
  if (format === 'p12') return ''
  if (format === 'yaml')
    return documents.map(({ private_pem, ...rest }) => exportYaml({ ...rest, key: private_pem })).join('')
  if (format === 'pem') {
    return documents.map(({ private_pem, certificate_chain = '' }) => private_pem + certificate_chain).join('')
  }
  const jwks = documents.map(({ jwk }) => jwk)
  return `${JSON.stringify(format === 'jwks' || jwks.length > 1 ? { keys: jwks } : jwks[0], null, 2)}\n`
}

/** The files of `--out`: private ones 0600, public ones 0644. Key ids hold no character that leads out of the folder. */
export function filesOf(folder: string, { document, pkcs12 }: FinishedKey): KeyFile[] {
  const { key_id, private_pem, public_pem, jwk, certificate_chain } = document
  const file = (ending: string, content: string | Uint8Array, mode: number): KeyFile => ({
    path: join(folder, `${key_id}.${ending}`),
    content,
    mode,
  })
  return [
    ...(pkcs12 === undefined ? [file('private.pem', private_pem, PRIVATE_FILE)] : [file('p12', pkcs12, PRIVATE_FILE)]),
    file('public.pem', public_pem, PUBLIC_FILE),
    ...(jwk === undefined ? [] : [file('jwk.json', `${JSON.stringify(jwk, null, 2)}\n`, PRIVATE_FILE)]),
    ...(certificate_chain === undefined ? [] : [file('chain.pem', certificate_chain, PUBLIC_FILE)]),
  ]
}

/** The document with the paths of its files, if there are any. */
export function withFiles(document: GeneratedDocument, files: readonly KeyFile[]): GeneratedDocument {
  return files.length === 0 ? document : { ...document, files: files.map(({ path }) => path) }
}
