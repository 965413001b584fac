/** Turns a key from any form into any other. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { JWK } from 'jose'
import { UsageError } from '../errors.ts'
import type { Random } from '../primitives/random.ts'
import { detectAlgorithm, fits, type KeyUse, servedAlgorithms, useOf } from './algorithms.ts'
import { type ChainCertificate, certificateMembers } from './chain.ts'
import { encryptPem } from './encrypted.ts'
import { exportJwk, exportPrivatePem, exportPublicPem, exportYaml, type PemEncoding } from './export.ts'
import { computeKeyId } from './key-id.ts'
import { kindOf } from './kind.ts'
import { chainOfKey, type FoundKey, type Material } from './material.ts'
import { encodePem } from './pem.ts'
import { anyPublicJwk, plainKey } from './plain-key.ts'

export const KEY_FORMATS = ['jwk', 'jwks', 'pem', 'der', 'yaml', 'p12'] as const

export type KeyFormat = (typeof KEY_FORMATS)[number]

export interface ConvertibleKey {
  key: KeyObject
  /** Leaf first. */
  chain?: readonly ChainCertificate[] | undefined
  key_id?: string | undefined
  alg?: string | undefined
  use?: KeyUse | undefined
}

/**
 * The keys of a file with the labels that they go out with; a file of certificates gives the key of the first.
 *
 * @throws {@link UsageError} when one key id is to name several keys
 */
export function convertibleKeys(
  material: Material,
  wanted: Pick<ConvertibleKey, 'key_id' | 'alg'> & { use?: string | undefined },
): ConvertibleKey[] {
  const { keys, certificates } = material
  if (wanted.key_id !== undefined && keys.length > 1) throw new UsageError('one key id cannot name several keys')
  const leaf = certificates[0]
  if (keys.length === 0 && leaf) return [{ key: leaf.publicKey, chain: certificates, ...known(wanted, {}) }]
  return keys.map((found) => ({ key: found.key, chain: chainOfKey(found, material), ...known(wanted, found.labels) }))
}

/** What was asked for, else what the file says; a computed id would no longer fit another algorithm. */
function known(
  { key_id, alg, use }: Pick<ConvertibleKey, 'key_id' | 'alg'> & { use?: string | undefined },
  labels: FoundKey['labels'],
): Pick<ConvertibleKey, 'key_id' | 'alg' | 'use'> {
  const stays = alg === undefined || alg === labels.alg
  const usedFor = use ?? (stays ? labels.use : undefined)
  return {
    key_id: key_id ?? (stays ? labels.kid : undefined),
    alg: alg ?? labels.alg,
    use: usedFor === 'sig' || usedFor === 'enc' ? usedFor : undefined,
  }
}

export interface ConversionOptions {
  format: KeyFormat
  encoding: PemEncoding
  /** Leave the private half out. */
  isPublic: boolean
  /** Encrypts PEM and PKCS#12. */
  passphrase?: string | undefined
  random: Random
  /** PBKDF2 rounds; the default is meant for files that last. */
  iterations?: number
}

interface LabelledKey {
  key: KeyObject
  chain: readonly ChainCertificate[]
  key_id: string
  alg: string | undefined
  use: KeyUse
}

function label({ key, chain = [], key_id, alg, use }: ConvertibleKey): LabelledKey {
  const plain = plainKey(key)
  if (alg !== undefined && !fits(kindOf(plain), alg)) {
    const served = servedAlgorithms(kindOf(plain)).join(', ')
    throw new UsageError(`this key cannot serve ${alg}`, { hint: `it serves ${served}` })
  }
  const usedFor = use ?? (alg === undefined ? 'sig' : useOf(alg))
  const kind = kindOf(plain)
  const detected = alg ?? detectAlgorithm(kind, usedFor) ?? (kind.crv === 'Ed25519' ? 'EdDSA' : undefined)
  return {
    key: plain,
    chain,
    key_id: key_id ?? computeKeyId(anyPublicJwk(plain), detected),
    alg: detected,
    use: usedFor,
  }
}

function chainPem(chain: readonly ChainCertificate[]): string {
  return chain.map(({ x509 }) => encodePem('CERTIFICATE', x509.raw)).join('')
}

function toJwk({ key, chain, key_id, alg, use }: LabelledKey): JWK {
  return exportJwk(key, { use, kid: key_id, alg, ...certificateMembers(chain) })
}

/** The published half of a key, with its chain. */
export function toPublicJwk(key: ConvertibleKey): JWK {
  return toJwk(label({ ...key, key: publicHalf(key.key) }))
}

async function toPem({ key }: LabelledKey, options: ConversionOptions): Promise<string> {
  if (key.type === 'public') return exportPublicPem(key, options.encoding)
  if (options.passphrase === undefined) return exportPrivatePem(key, options.encoding)
  if (options.encoding !== 'pkcs8') {
    throw new UsageError('only PKCS#8 is encrypted', { hint: 'leave --encoding out' })
  }
  return encryptPem(key, options.passphrase, options)
}

function toYaml(labelled: LabelledKey): string {
  const { key, chain, key_id, alg, use } = labelled
  if (alg === undefined || alg === 'EdDSA') {
    throw new UsageError("the provider's configuration does not accept keys of this type")
  }
  const pem = key.type === 'private' ? exportPrivatePem(key) : exportPublicPem(key)
  return exportYaml({ key_id, alg, use, key: pem, ...(chain.length > 0 ? { certificate_chain: chainPem(chain) } : {}) })
}

async function toPkcs12({ key, chain }: LabelledKey, options: ConversionOptions): Promise<Buffer> {
  const { passphrase } = options
  if (key.type !== 'private') throw new UsageError('a PKCS#12 file holds a private key')
  if (passphrase === undefined)
    throw new UsageError('a PKCS#12 file needs a passphrase', { hint: 'use --passphrase-file' })
  const { writePkcs12 } = await import('./pkcs12.ts')
  return Buffer.from(await writePkcs12({ key, chain: chain.map(({ x509 }) => x509.raw), ...options, passphrase }))
}

function single(keys: readonly LabelledKey[], what: string): LabelledKey {
  const [first, ...others] = keys
  if (first && others.length === 0) return first
  throw new UsageError(`${what} holds one key, there are ${keys.length}`, { hint: 'use --format jwks or pem' })
}

function pemBytes(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64')
}

/**
 * Writes keys in one form. Chains go along into JWK, YAML and PKCS#12.
 *
 * @throws {@link UsageError} when the form cannot hold these keys
 */
export async function convertKeys(keys: readonly ConvertibleKey[], options: ConversionOptions): Promise<Buffer> {
  const labelled = keys.map((key) => label(options.isPublic ? { ...key, key: publicHalf(key.key) } : key))
  switch (options.format) {
    case 'jwk':
      return Buffer.from(`${JSON.stringify(toJwk(single(labelled, 'a JWK')), null, 2)}\n`)
    case 'jwks':
      return Buffer.from(`${JSON.stringify({ keys: labelled.map(toJwk) }, null, 2)}\n`)
    case 'pem':
      return Buffer.from((await Promise.all(labelled.map((key) => toPem(key, options)))).join(''))
    case 'der':
      return pemBytes(await toPem(single(labelled, 'DER'), options))
    case 'yaml':
      return Buffer.from(labelled.map(toYaml).join(''))
    case 'p12':
      return toPkcs12(single(labelled, 'PKCS#12'), options)
  }
}

function publicHalf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key
}
