/** The forms in which a key leaves the program: JWK and JWKS (RFC 7517), PEM, an entry of `identity_providers.oidc.jwks`. */
import type { KeyObject } from 'node:crypto'
import type { JWK } from 'jose'
import { UsageError } from '../errors.ts'
import type { KeyUse } from './algorithms.ts'

/** PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 A.1.2), SEC1 (RFC 5915). */
export const PEM_ENCODINGS = ['pkcs8', 'pkcs1', 'sec1'] as const

export type PemEncoding = (typeof PEM_ENCODINGS)[number]

/** What a published key says about itself besides its numbers. */
export interface JwkLabels {
  use?: KeyUse | undefined
  kid?: string | undefined
  alg?: string | undefined
  /** RFC 7517 §4.7 to §4.9; only with a certificate chain. */
  x5c?: readonly string[] | undefined
  x5t?: string | undefined
  'x5t#S256'?: string | undefined
}

/** The order in which the reference server prints members, so that both documents can be compared as text. */
const MEMBER_ORDER = ['use', 'kty', 'kid', 'crv', 'alg', 'k', 'x', 'y', 'n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi']
const CERTIFICATE_MEMBERS = ['x5c', 'x5t', 'x5t#S256']

/** A JWK with its members in the published order; members without a value are left out. */
export function orderMembers(jwk: JWK): JWK {
  const members = new Map<string, unknown>(Object.entries(jwk))
  const present = [...MEMBER_ORDER, ...CERTIFICATE_MEMBERS].filter((name) => members.get(name) !== undefined)
  return Object.fromEntries(present.map((name) => [name, members.get(name)])) as JWK
}

/** A key object as JWK, private when the key is. */
export function exportJwk(key: KeyObject, labels: JwkLabels = {}): JWK {
  return orderMembers({ ...(key.export({ format: 'jwk' }) as JWK), ...labels } as JWK)
}

/**
 * A private key as PEM, unencrypted, one final line feed.
 *
 * @throws {@link UsageError} when the encoding does not exist for this type of key
 */
export function exportPrivatePem(key: KeyObject, encoding: PemEncoding = 'pkcs8'): string {
  assertEncoding(key, encoding)
  return encoding === 'pkcs8'
    ? key.export({ format: 'pem', type: 'pkcs8' }).toString()
    : key.export({ format: 'pem', type: encoding as 'pkcs1' }).toString()
}

/** A public key as PEM: SubjectPublicKeyInfo, or PKCS#1 for `pkcs1` (there is no SEC1 form of a public key). */
export function exportPublicPem(key: KeyObject, encoding: PemEncoding = 'pkcs8'): string {
  assertEncoding(key, encoding)
  return encoding === 'pkcs1'
    ? key.export({ format: 'pem', type: 'pkcs1' }).toString()
    : key.export({ format: 'pem', type: 'spki' }).toString()
}

/** Refuses PKCS#1 for anything but RSA and SEC1 for anything but EC. */
export function assertEncoding(key: KeyObject, encoding: PemEncoding): void {
  const type = key.asymmetricKeyType
  if (encoding === 'pkcs1' && type !== 'rsa') throw new UsageError(`PKCS#1 holds RSA keys only, this is ${type}`)
  if (encoding === 'sec1' && type !== 'ec') throw new UsageError(`SEC1 holds EC keys only, this is ${type}`)
}

export interface YamlEntry {
  key_id: string
  alg: string
  use: KeyUse
  /** PEM text. */
  key: string
  /** PEM text. */
  certificate_chain?: string | undefined
}

function block(name: string, text: string): string {
  return `  ${name}: |\n${text.trimEnd().replace(/^/gm, '    ')}\n`
}

/**
 * An item of `identity_providers.oidc.jwks`, at column 1. A literal block with clip chomping keeps exactly one final
 * line feed, which the provider's reader insists on; ids, algorithms and uses hold no character that YAML escapes.
 */
export function exportYaml({ key_id, alg, use, key, certificate_chain }: YamlEntry): string {
  const head = `- key_id: '${key_id}'\n  algorithm: '${alg}'\n  use: '${use}'\n`
  return (
    head + block('key', key) + (certificate_chain === undefined ? '' : block('certificate_chain', certificate_chain))
  )
}
