/** What a key is and what the provider would say about it. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { type KeyKind, servedAlgorithms } from './algorithms.ts'
import { type ChainCertificate, certificateMembers, checkChain } from './chain.ts'
import { checkIssuerKey, sizeProblems } from './issuer-key.ts'
import { computeKeyId, computeReleasedKeyId, thumbprint } from './key-id.ts'
import { kindOf } from './kind.ts'
import { chainOfKey, type FoundKey, type Material } from './material.ts'
import { anyPublicJwk, plainKey } from './plain-key.ts'
import { type KeyProblem, keyError } from './problems.ts'

/** The `--json` form of one inspected key. */
export interface InspectedKey {
  /** Where in the file. */
  where: string
  kty: KeyKind['kty']
  bits?: number
  crv?: string
  private: boolean
  encrypted: boolean
  /** RFC 7638, SHA-256, base64url. */
  thumbprint: string
  /** SHA-256 over the SubjectPublicKeyInfo, hex. */
  spki_sha256: string
  /** Algorithm → computed key_id. */
  key_ids: Record<string, string>
  key_ids_released: Record<string, string>
  x5t?: string
  'x5t#S256'?: string
  certificates?: InspectedCertificate[]
  /** Whether the provider takes the file as it is for `identity_providers.oidc.jwks[].key`. */
  accepted: boolean
  problems: KeyProblem[]
}

export interface InspectedCertificate {
  subject: string
  issuer: string
  serial: string
  not_before: string
  not_after: string
}

/**
 * A digest over the SubjectPublicKeyInfo (RFC 5280 §4.1), as openssl's `dgst` gives it. An RSASSA-PSS key counts as the
 * plain RSA key that it becomes for the provider.
 */
export function spkiDigest(key: KeyObject, hash = 'sha256'): Buffer {
  const plain = plainKey(key)
  const publicKey = plain.type === 'private' ? createPublicKey(plain) : plain
  return createHash(hash)
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest()
}

/** A certificate's names and dates; names one attribute a comma, the most significant first as written. */
export function describeCertificate({ x509, notBefore, notAfter }: ChainCertificate): InspectedCertificate {
  return {
    subject: x509.subject.replaceAll('\n', ', '),
    issuer: x509.issuer.replaceAll('\n', ', '),
    serial: x509.serialNumber.toLowerCase(),
    not_before: new Date(notBefore).toISOString(),
    not_after: new Date(notAfter).toISOString(),
  }
}

function kindProblems(key: KeyObject): KeyProblem[] {
  const { kty, crv } = kindOf(key)
  if (kty === 'OKP') return [keyError('ERR_KEY_TYPE', `a key of type ${crv} cannot be used, only RSA and EC keys`)]
  return sizeProblems(key)
}

const CONVERT = 'convert it: `oidc keys convert FILE --format yaml`'

/** The verdict on a key outside a configuration, which holds PEM alone. */
function fileProblems({ key }: FoundKey, form: Material['form'], options: InspectOptions): readonly KeyProblem[] {
  if (form === 'pem') return checkIssuerKey({ key: options.text }, options).problems
  const notPem = `the configuration takes PEM text, this is ${FORM_NAMES[form]}`
  return [keyError('ERR_KEY_NOT_PEM', notPem, CONVERT), ...kindProblems(key)]
}

const FORM_NAMES: Readonly<Record<Material['form'], string>> = {
  pem: 'PEM',
  der: 'DER',
  jwk: 'a JWK',
  jwks: 'a JWK Set',
  pkcs12: 'a PKCS#12 file',
  configuration: 'a configuration',
}

interface InspectOptions {
  /** The file as text, for the verdict on PEM. */
  text: string
  /** Milliseconds since 1970. */
  now: number
}

function inspectKey(found: FoundKey, material: Material, options: InspectOptions): InspectedKey {
  const { key } = found
  const chain = chainOfKey(found, material)
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  const problems = found.entry
    ? [...checkIssuerKey(found.entry, options).problems]
    : [...fileProblems(found, material.form, options), ...checkChain(chain, { publicKey, now: options.now })]
  return {
    ...describeKey(key),
    where: found.where,
    encrypted: found.isEncrypted,
    ...describeChain(chain),
    ...verdict(problems),
  }
}

function verdict(problems: KeyProblem[]): Pick<InspectedKey, 'accepted' | 'problems'> {
  return { accepted: !problems.some(({ severity }) => severity === 'error'), problems }
}

function describeChain(chain: readonly ChainCertificate[]): Pick<InspectedKey, 'x5t' | 'x5t#S256' | 'certificates'> {
  if (chain.length === 0) return {}
  const { x5t = '', 'x5t#S256': x5tS256 = '' } = certificateMembers(chain)
  return { x5t, 'x5t#S256': x5tS256, certificates: chain.map(describeCertificate) }
}

type KeyFacts = Omit<InspectedKey, 'where' | 'encrypted' | 'accepted' | 'problems'>

/** The facts about a key that do not depend on where it was found. */
export function describeKey(key: KeyObject): KeyFacts {
  const jwk = anyPublicJwk(key)
  const kind = kindOf(key)
  const algorithms = servedAlgorithms(kind)
  return {
    ...kind,
    private: key.type === 'private',
    thumbprint: thumbprint(jwk),
    spki_sha256: spkiDigest(key).toString('hex'),
    key_ids: Object.fromEntries(algorithms.map((alg) => [alg, computeKeyId(jwk, alg)])),
    key_ids_released: Object.fromEntries(algorithms.map((alg) => [alg, computeReleasedKeyId(jwk, alg)])),
  }
}

/** The key inside a certificate file: public, and no key for the configuration. */
function inspectLeaf(material: Material, options: InspectOptions): InspectedKey[] {
  const leaf = material.certificates[0]
  if (!leaf) return []
  const hint = 'it belongs into certificate_chain, beside its key'
  const problem = keyError('ERR_KEY_LABEL', 'this is a certificate, not a key', hint)
  const problems = [problem, ...checkChain(material.certificates, { now: options.now })]
  const chain = describeChain(material.certificates)
  return [{ ...describeKey(leaf.publicKey), where: 'certificate 1', encrypted: false, ...chain, ...verdict(problems) }]
}

/** Everything that a file holds, key by key; for a file of certificates the key of the first. */
export function inspectMaterial(material: Material, options: InspectOptions): InspectedKey[] {
  if (material.keys.length === 0) return inspectLeaf(material, options)
  return material.keys.map((found) => inspectKey(found, material, options))
}
