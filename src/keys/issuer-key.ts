/** The rules of `identity_providers.oidc.jwks[]`: every one has its own error code. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { ISSUER_SIGNING_ALGORITHMS, KEY_MANAGEMENT_ALGORITHMS } from '../spec/algorithms.ts'
import { detectAlgorithm, fits, type KeyKind, type KeyUse } from './algorithms.ts'
import { type ChainCertificate, certificateMembers, checkChain, parseChain } from './chain.ts'
import { computeKeyId, computeReleasedKeyId, KEY_ID_LIMIT, KEY_ID_PATTERN } from './key-id.ts'
import { kindOf, publicJwkOf } from './kind.ts'
import { type KeyProblem, KeyRefused, keyError } from './problems.ts'
import { type IssuerKey, publishKey } from './published-key.ts'
import { readStrictly } from './strict.ts'

export type { IssuerKey } from './published-key.ts'

/** An entry as it stands in the configuration; empty strings count as left out. */
export interface IssuerKeyEntry {
  /** PEM text. */
  key: string
  key_id?: string | undefined
  use?: string | undefined
  algorithm?: string | undefined
  /** PEM text, leaf first. */
  certificate_chain?: string | undefined
}

/** Milliseconds since 1970: the moment at which chains must be valid. */
export interface CheckMoment {
  now: number
}

export interface CheckedKey {
  problems: readonly KeyProblem[]
  use: KeyUse
  /** The configured algorithm, else the detected one; undefined where the key cannot be read. */
  alg: string | undefined
  /** The explicit id, else the computed one in both lengths (7 digits, then the 6 of released servers). */
  key_ids: readonly string[]
  /** Present when the entry can be served: no error and nothing `unusable`. */
  issuerKey?: IssuerKey
}

/** RFC 7518 §3.3, §4.2, §4.3: bits. The provider compares whole bytes, so 2041 bits and more pass there. */
const MINIMUM_BITS = 2048

function keyIdProblems(key_id: string): KeyProblem[] {
  if (key_id === '') return []
  const option = 'key_id'
  const problems: KeyProblem[] = []
  if (Buffer.byteLength(key_id) > KEY_ID_LIMIT) {
    const message = `the key_id is longer than ${KEY_ID_LIMIT} bytes`
    problems.push({
      severity: 'error',
      option,
      code: 'ERR_KEY_ID_TOO_LONG',
      message,
      hint: '15 or fewer are recommended',
    })
  }
  if (!KEY_ID_PATTERN.test(key_id)) {
    const message = `the key_id '${key_id}' has characters that are not allowed`
    const hint = 'use letters, digits, and - . _ ~ between them'
    problems.push({ severity: 'error', option, code: 'ERR_KEY_ID_CHARACTERS', message, hint })
  }
  return problems
}

/** Rules of the option `use`. */
export function useProblems(use: string): KeyProblem[] {
  if (use === '' || use === 'sig' || use === 'enc') return []
  const message = `the use '${use}' is neither sig nor enc`
  return [{ severity: 'error', option: 'use', code: 'ERR_KEY_USE', message }]
}

function algorithmProblems(alg: string, use: KeyUse, kind: KeyKind): KeyProblem[] {
  const option = 'algorithm'
  if (alg === '') return []
  const known: readonly string[] = use === 'sig' ? ISSUER_SIGNING_ALGORITHMS : KEY_MANAGEMENT_ALGORITHMS
  if (!known.includes(alg)) {
    const message = `the algorithm '${alg}' is not one for use: ${use}`
    const hint = `use one of ${known.join(', ')}`
    return [{ severity: 'error', option, code: 'ERR_KEY_ALGORITHM', message, hint }]
  }
  const warning = { severity: 'warning', option } as const
  if (alg === 'RSA1_5') {
    const message = 'RSA1_5 is open to padding oracle attacks and is never computed here'
    return [{ ...warning, code: 'ERR_KEY_RSA1_5', message, hint: 'use RSA-OAEP-256', unusable: true }]
  }
  if (!fits(kind, alg)) {
    const message = `a ${kind.crv ?? kind.kty} key cannot serve ${alg}`
    const hint = `leave the algorithm out for ${detectAlgorithm(kind, use) ?? 'the default'}`
    return [{ ...warning, code: 'ERR_KEY_ALGORITHM_MISMATCH', message, hint, unusable: true }]
  }
  const message = 'RSA-OAEP uses SHA-1'
  return alg === 'RSA-OAEP' ? [{ ...warning, code: 'ERR_KEY_RSA_OAEP_SHA1', message, hint: 'use RSA-OAEP-256' }] : []
}

/** Rules on the size of RSA keys, private or public. */
export function sizeProblems(key: KeyObject): KeyProblem[] {
  const { kty, bits = 0 } = kindOf(key)
  if (kty !== 'RSA' || bits >= MINIMUM_BITS) return []
  const message = `the RSA key has ${bits} bits, at least ${MINIMUM_BITS} are needed`
  const problem = keyError('ERR_KEY_TOO_SMALL', message, 'make one with `oidc keys generate`')
  const passesThere = Math.ceil(bits / 8) >= MINIMUM_BITS / 8
  return [passesThere ? { ...problem, severity: 'warning', unusable: true } : problem]
}

interface CheckedChain {
  certificates: readonly ChainCertificate[]
  problems: readonly KeyProblem[]
}

/** Rules of the option `certificate_chain`; without a key the leaf is not compared. */
export function checkChainText(text: string, publicKey: KeyObject | undefined, now: number): CheckedChain {
  if (text === '') return { certificates: [], problems: [] }
  const { certificates, problems } = parseChain(text)
  return { certificates, problems: problems.length > 0 ? problems : checkChain(certificates, { publicKey, now }) }
}

function readPrivateKey(text: string): ReturnType<typeof readStrictly> {
  const read = readStrictly(text)
  if (read.key?.type !== 'public') return read
  const hint = 'issuer keys are private; a public key belongs into the jwks of a client'
  return { problem: keyError('ERR_KEY_PUBLIC', 'this is a public key where a private key is needed', hint) }
}

function keyIds(key: KeyObject, alg: string | undefined): string[] {
  const jwk = publicJwkOf(key)
  return jwk ? [computeKeyId(jwk, alg), computeReleasedKeyId(jwk, alg)] : []
}

/** Checks one entry against every rule that concerns it alone, and builds the key when it can be served. */
export function checkIssuerKey(entry: IssuerKeyEntry, { now }: CheckMoment): CheckedKey {
  const { key_id = '', algorithm = '', certificate_chain = '' } = entry
  const use: KeyUse = entry.use === 'enc' ? 'enc' : 'sig'
  const explicit = key_id === '' ? [] : [key_id]
  const { key, problem } = readPrivateKey(entry.key)
  if (!key) return { problems: [problem], use, alg: algorithm || undefined, key_ids: explicit }
  const kind = kindOf(key)
  const size = sizeProblems(key)
  const refused = size.some(({ severity }) => severity === 'error')
  const chain = checkChainText(certificate_chain, refused ? undefined : createPublicKey(key), now)
  const labels = [...keyIdProblems(key_id), ...useProblems(entry.use ?? ''), ...algorithmProblems(algorithm, use, kind)]
  const problems = [...labels, ...size, ...chain.problems]
  const alg = algorithm || detectAlgorithm(kind, use)
  const checked = { problems, use, alg, key_ids: key_id === '' ? keyIds(key, alg) : explicit }
  if (!alg || problems.some(({ severity, unusable }) => severity === 'error' || unusable)) return checked
  const certificate = certificateMembers(chain.certificates)
  return { ...checked, issuerKey: publishKey({ privateKey: key, alg, use, key_id, certificate }) }
}

/**
 * Reads an issuer's key for use.
 *
 * @throws {@link KeyRefused} with the code of the first rule that the entry breaks, also where the provider is more
 * lenient but nothing could be signed: an algorithm that does not fit, RSA1_5, fewer than 2048 bits
 */
export function loadIssuerKey(entry: IssuerKeyEntry, moment: CheckMoment): IssuerKey {
  const { problems, issuerKey } = checkIssuerKey(entry, moment)
  if (issuerKey) return issuerKey
  const fatal = problems.find(({ severity }) => severity === 'error') ?? problems.find(({ unusable }) => unusable)
  throw new KeyRefused(fatal ?? keyError('ERR_KEY_ALGORITHM', 'the key serves no known algorithm'))
}
