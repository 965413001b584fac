/**
 * Reads the options `key` of issuer and client keys exactly as far as the provider does: one PEM block, nothing after
 * it, a label that fits, a type of key that it knows (`identity_providers.oidc.jwks[].key`).
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { isConsistent } from './consistency.ts'
import { type DerKind, derKind, hasExplicitCurve, isPssOnly } from './der.ts'
import { endsCleanly, PEM_LIMIT, type PemBlock, type PemDocument, tokenisePem } from './pem.ts'
import { type KeyProblem, keyError } from './problems.ts'

export type StrictKey = { key: KeyObject; problem?: never } | { key?: never; problem: KeyProblem }

/** What the bytes under a label are read as; a label that only contains these words counts like the plain one. */
function expectedKind(label: string): DerKind | undefined {
  if (label === 'RSA PRIVATE KEY') return 'pkcs1'
  if (label === 'EC PRIVATE KEY') return 'sec1'
  if (label === 'RSA PUBLIC KEY') return 'pkcs1-public'
  if (label.includes('PRIVATE KEY')) return 'pkcs8'
  return label.includes('PUBLIC KEY') ? 'spki' : undefined
}

const KIND_NAMES: Readonly<Record<DerKind, string>> = {
  pkcs8: 'a PKCS#8 private key',
  'encrypted-pkcs8': 'an encrypted PKCS#8 private key',
  pkcs1: 'a PKCS#1 private key',
  'pkcs1-public': 'a PKCS#1 public key',
  sec1: 'a SEC1 private key',
  spki: 'a public key',
  certificate: 'a certificate',
  pkcs12: 'a PKCS#12 file',
}

const REWRITE = 'write it again with `oidc keys convert FILE --format pem`'

function isSymmetric(text: string): boolean {
  return (
    !text.includes('\n') && !text.startsWith('-----') && /^[A-Za-z0-9_-]+={0,2}$/.test(text) && text.length % 4 === 0
  )
}

function noBlockProblem(text: string, document: PemDocument): KeyProblem {
  if (document.isCutOff) return keyError('ERR_KEY_DAMAGED', 'the PEM text ends before its END line')
  if (text.trim() === '') return keyError('ERR_KEY_MISSING', 'the key is missing')
  return isSymmetric(text)
    ? keyError('ERR_KEY_SYMMETRIC', 'the value is read as a symmetric key; only RSA and EC private keys can be used')
    : keyError('ERR_KEY_NOT_PEM', 'the value is not PEM text', REWRITE)
}

/** Rules on the text around the one block. */
function documentProblem(text: string, document: PemDocument): KeyProblem | undefined {
  const { blocks } = document
  if (blocks.length === 0) return noBlockProblem(text, document)
  if (blocks[0]?.label === 'EC PARAMETERS') {
    return keyError('ERR_KEY_EC_PARAMETERS', 'an EC PARAMETERS block stands before the key', REWRITE)
  }
  if (blocks.length > 1 || document.isCutOff) {
    const labels = blocks.map(({ label }) => label).join(', ')
    return keyError('ERR_KEY_SEVERAL_BLOCKS', `there is more than one PEM block: ${labels}`, 'keep one key per entry')
  }
  if (endsCleanly(document)) return undefined
  const what = document.rest.trim() === '' ? 'an empty line' : 'other text'
  return keyError('ERR_KEY_TRAILING_DATA', `${what} follows the END line`, REWRITE)
}

function encryptedProblem({ label, headers }: PemBlock): KeyProblem | undefined {
  const isEncrypted = label === 'ENCRYPTED PRIVATE KEY' || headers.some((line) => line.startsWith('Proc-Type:'))
  if (!isEncrypted) return undefined
  return keyError('ERR_KEY_ENCRYPTED', 'the key is encrypted, and the provider has no passphrase for it', REWRITE)
}

/** Rules on the label and on what stands under it. */
function blockProblem(block: PemBlock): KeyProblem | undefined {
  const { label, bytes } = block
  const expected = expectedKind(label)
  if (expected === undefined) {
    return keyError('ERR_KEY_LABEL', `a PEM block ${label} is not a key`, 'give a private key')
  }
  const encrypted = encryptedProblem(block)
  if (encrypted) return encrypted
  const found = bytes && derKind(bytes)
  if (found === undefined) return keyError('ERR_KEY_DAMAGED', `the content of the block ${label} is damaged`)
  if (found === expected) return undefined
  return keyError('ERR_KEY_WRONG_LABEL', `${KIND_NAMES[found]} stands under the label ${label}`, REWRITE)
}

function readBytes(bytes: Buffer, kind: DerKind): KeyObject | undefined {
  try {
    if (kind === 'spki') return createPublicKey({ key: bytes, format: 'der', type: 'spki' })
    if (kind === 'pkcs1-public') return createPublicKey({ key: bytes, format: 'der', type: 'pkcs1' })
    return createPrivateKey({
      key: bytes,
      format: 'der',
      type: kind === 'pkcs8' ? 'pkcs8' : kind === 'sec1' ? 'sec1' : 'pkcs1',
    })
  } catch {
    return undefined
  }
}

/** OpenSSL's names of the curves that the provider knows; P-224 is known but has no thumbprint. */
const KNOWN_CURVES = ['prime256v1', 'secp384r1', 'secp521r1']

function typeProblem(key: KeyObject): KeyProblem | undefined {
  const type = key.asymmetricKeyType ?? 'unknown'
  if (type === 'ec') {
    const curve = key.asymmetricKeyDetails?.namedCurve ?? 'unknown'
    if (KNOWN_CURVES.includes(curve)) return undefined
    return keyError('ERR_KEY_CURVE', `the curve ${curve} is not supported`, 'use P-256, P-384 or P-521')
  }
  if (type === 'rsa') return undefined
  return keyError('ERR_KEY_TYPE', `a key of type ${type} cannot be used, only RSA and EC keys`)
}

function contentProblem(bytes: Buffer): KeyProblem | undefined {
  if (hasExplicitCurve(bytes)) {
    return keyError('ERR_KEY_EXPLICIT_CURVE', 'the curve is written out as parameters instead of named', REWRITE)
  }
  if (!isPssOnly(bytes)) return undefined
  const hint = 'PS256 works with a plain RSA key: `oidc keys convert FILE --format pem` makes it one'
  return keyError('ERR_KEY_RSA_PSS', 'the key is bound to RSASSA-PSS by its algorithm identifier', hint)
}

/** Reads one key from PEM text with the provider's strictness; private or public is for the caller to judge. */
export function readStrictly(text: string): StrictKey {
  if (Buffer.byteLength(text) > PEM_LIMIT) {
    return { problem: keyError('ERR_KEY_TOO_LARGE', 'the value is over 1 MiB, which no key is') }
  }
  const document = tokenisePem(text)
  const block = document.blocks[0]
  const problem = documentProblem(text, document) ?? (block && blockProblem(block))
  if (problem) return { problem }
  const bytes = block?.bytes ?? Buffer.alloc(0)
  const refused = contentProblem(bytes)
  if (refused) return { problem: refused }
  const key = readBytes(bytes, expectedKind(block?.label ?? '') ?? 'pkcs8')
  if (!key) return { problem: keyError('ERR_KEY_DAMAGED', `the content of the block ${block?.label} is damaged`) }
  const wrongType = typeProblem(key)
  if (wrongType) return { problem: wrongType }
  if (!isConsistent(key))
    return { problem: keyError('ERR_KEY_INCONSISTENT', 'the parts of the key contradict each other') }
  return { key }
}
