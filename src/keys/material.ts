/**
 * Reads keys and certificates from any form, as leniently as can be done safely: labels are not trusted, order does
 * not matter, encrypted parts ask for their passphrase once. What the provider thinks of the form is another matter
 * (`strict.ts`).
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { JWK } from 'jose'
import { ToolError } from '../errors.ts'
import { type ChainCertificate, holdsKey, readCertificate } from './chain.ts'
import { isConsistent } from './consistency.ts'
import { type DerKind, derKind } from './der.ts'
import { decryptLegacyPem, decryptPkcs8 } from './encrypted.ts'
import type { IssuerKeyEntry } from './issuer-key.ts'
import { readJwks } from './jwk.ts'
import { MaterialDamaged, MaterialTooLarge, MaterialUnknown } from './material-errors.ts'
import { type AskPassphrase, noPassphrase } from './passphrase.ts'
import { PEM_LIMIT, type PemBlock, tokenisePem } from './pem.ts'
import { readPkcs12 } from './pkcs12.ts'

export type MaterialForm = 'pem' | 'der' | 'jwk' | 'jwks' | 'pkcs12' | 'configuration'

export interface FoundKey {
  key: KeyObject
  /** Where in the file: `block 2`, `keys[0]`. */
  where: string
  isEncrypted: boolean
  /** Members of the JWK that it was read from. */
  labels: Pick<JWK, 'kid' | 'alg' | 'use'>
  /** The PEM block that it was read from. */
  block?: PemBlock
  /** The entry of `identity_providers.oidc.jwks` that it was read from. */
  entry?: IssuerKeyEntry
  /** From the JWK's x5c or the entry's certificate_chain. */
  chain?: readonly ChainCertificate[]
}

export interface Material {
  form: MaterialForm
  keys: readonly FoundKey[]
  certificates: readonly ChainCertificate[]
}

function once(ask: AskPassphrase): AskPassphrase {
  let asked: Promise<string> | undefined
  return () => {
    asked ??= ask()
    return asked
  }
}

async function readKeyDer(der: Buffer, kind: DerKind, ask: AskPassphrase): Promise<KeyObject | undefined> {
  if (kind === 'encrypted-pkcs8') return decryptPkcs8(der, await ask())
  if (kind === 'spki') return createPublicKey({ key: der, format: 'der', type: 'spki' })
  if (kind === 'pkcs1-public') return createPublicKey({ key: der, format: 'der', type: 'pkcs1' })
  if (kind !== 'pkcs8' && kind !== 'pkcs1' && kind !== 'sec1') return undefined
  return createPrivateKey({ key: der, format: 'der', type: kind as 'pkcs8' })
}

function checked(key: KeyObject, where: string): KeyObject {
  if (!isConsistent(key)) throw new MaterialDamaged(`the parts of the key in ${where} contradict each other`)
  return key
}

async function readKey(der: Buffer, kind: DerKind, where: string, ask: AskPassphrase): Promise<FoundKey | undefined> {
  try {
    const key = await readKeyDer(der, kind, ask)
    return key && { key: checked(key, where), where, isEncrypted: kind === 'encrypted-pkcs8', labels: {} }
  } catch (cause) {
    throw cause instanceof ToolError
      ? cause
      : new MaterialDamaged(`the key in ${where} is damaged or of an unknown type`, { cause })
  }
}

/** Blocks that stand beside keys and say nothing that a key does not say. */
const SILENT_LABELS = ['EC PARAMETERS', 'DH PARAMETERS', 'X509 CRL', 'CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST']

interface Found {
  keys: FoundKey[]
  certificates: ChainCertificate[]
}

async function readBlock(block: PemBlock, where: string, ask: AskPassphrase, into: Found): Promise<void> {
  if (SILENT_LABELS.includes(block.label)) return
  if (block.headers.some((line) => line.startsWith('Proc-Type:'))) {
    const key = checked(await decryptLegacyPem(block, await ask()), where)
    into.keys.push({ key, where, isEncrypted: true, labels: {}, block })
    return
  }
  const kind = block.bytes && derKind(block.bytes)
  if (!block.bytes || !kind) throw new MaterialDamaged(`${where} (${block.label}) is damaged`)
  const certificate = kind === 'certificate' ? readCertificate(block.bytes) : undefined
  if (certificate) into.certificates.push(certificate)
  const key = await readKey(block.bytes, kind, where, ask)
  if (key) into.keys.push({ ...key, block })
  if (!certificate && !key) throw new MaterialDamaged(`${where} (${block.label}) holds neither a key nor a certificate`)
}

async function readPem(text: string, ask: AskPassphrase): Promise<Material> {
  const document = tokenisePem(text)
  const found: Found = { keys: [], certificates: [] }
  for (const [index, block] of document.blocks.entries()) await readBlock(block, `block ${index + 1}`, ask, found)
  if (document.isCutOff) throw new MaterialDamaged('the PEM text ends before an END line')
  return { form: 'pem', ...found }
}

async function readDer(der: Buffer, kind: DerKind, ask: AskPassphrase): Promise<Material> {
  if (kind === 'pkcs12') {
    const { keys, certificates } = await readPkcs12(der, await ask())
    return {
      form: 'pkcs12',
      keys: keys.map((key, index) => ({
        key: checked(key, 'the file'),
        where: `key ${index + 1}`,
        isEncrypted: true,
        labels: {},
      })),
      certificates: certificates.map(readDerCertificate),
    }
  }
  if (kind === 'certificate') return { form: 'der', keys: [], certificates: [readDerCertificate(der)] }
  const key = await readKey(der, kind, 'the file', ask)
  return { form: 'der', keys: key ? [key] : [], certificates: [] }
}

function readDerCertificate(der: Uint8Array): ChainCertificate {
  const certificate = readCertificate(der)
  if (!certificate) throw new MaterialDamaged('a certificate is damaged')
  return certificate
}

function chainOf(x5c: unknown): readonly ChainCertificate[] {
  if (!Array.isArray(x5c)) return []
  return x5c.map((member) => readDerCertificate(Buffer.from(String(member), 'base64')))
}

function dropUndefined(labels: Record<string, string | undefined>): FoundKey['labels'] {
  return Object.fromEntries(Object.entries(labels).filter(([, member]) => member !== undefined))
}

function readJson(text: string): Material {
  const { keys, isSet } = readJwks(text)
  return {
    form: isSet ? 'jwks' : 'jwk',
    keys: keys.map(({ key, jwk }, index) => {
      const chain = chainOf(jwk.x5c)
      const { kid, alg, use } = jwk
      const labels = dropUndefined({ kid, alg, use })
      const where = isSet ? `keys[${index}]` : 'the JWK'
      return { key, where, isEncrypted: false, labels, ...(chain.length > 0 ? { chain } : {}) }
    }),
    certificates: [],
  }
}

async function readEntry(entry: IssuerKeyEntry, index: number, ask: AskPassphrase): Promise<FoundKey[]> {
  const { keys } = await readPem(entry.key, ask)
  const { certificates } = await readPem(entry.certificate_chain ?? '', noPassphrase)
  const labels = dropUndefined({ kid: entry.key_id, alg: entry.algorithm, use: entry.use })
  const chain = certificates.length > 0 ? { chain: certificates } : {}
  return keys.map((found) => ({ ...found, where: `jwks[${index}]`, labels, entry, ...chain }))
}

async function readYaml(text: string, ask: AskPassphrase): Promise<Material> {
  const { readEntries } = await import('./entries.ts')
  return readConfiguredKeys(readEntries(text), ask)
}

/** Reads the keys of entries of `identity_providers.oidc.jwks`, leniently as any other text. */
export async function readConfiguredKeys(
  entries: readonly IssuerKeyEntry[],
  ask: AskPassphrase = noPassphrase,
): Promise<Material> {
  const keys = await Promise.all(entries.map((entry, index) => readEntry(entry, index, ask)))
  return { form: 'configuration', keys: keys.flat(), certificates: [] }
}

/**
 * Reads a file that holds keys or certificates.
 *
 * @throws {@link MaterialUnknown}, {@link MaterialDamaged}, {@link MaterialTooLarge}, and the errors of `passphrase.ts`
 */
export async function readMaterial(bytes: Buffer, ask: AskPassphrase = noPassphrase): Promise<Material> {
  if (bytes.length > PEM_LIMIT) throw new MaterialTooLarge('the file is over 1 MiB, which no key or chain is')
  const kind = derKind(bytes)
  if (kind) return readDer(bytes, kind, once(ask))
  const text = bytes.toString('utf8')
  if (/^\s*\{/.test(text)) return readJson(text)
  const pem = await readPem(text, once(ask))
  const material = pem.keys.length + pem.certificates.length > 0 ? pem : await readYaml(text, once(ask))
  if (material.keys.length + material.certificates.length > 0) return material
  throw new MaterialUnknown('there is no key or certificate in the file', {
    hint: 'PEM, DER, JWK, JWKS, PKCS#12 and configuration files are read',
  })
}

/** The chain that goes with a key of the file: its own, else from the certificate that was made for it on. */
export function chainOfKey({ key, chain }: FoundKey, { certificates, keys }: Material): readonly ChainCertificate[] {
  if (chain) return chain
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  const leaf = certificates.findIndex((certificate) => holdsKey(certificate, publicKey))
  if (leaf !== -1) return certificates.slice(leaf)
  return keys.length === 1 ? certificates : []
}
