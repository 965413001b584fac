/** Pairs of algorithm and key id: which key signs, and why none can. */
import { closest } from '../../primitives/closest.ts'
import { HMAC_ALGORITHMS, ISSUER_SIGNING_ALGORITHMS } from '../../spec/algorithms.ts'
import type { OptionPath } from '../resolved.ts'
import type { IssuerKeys } from './issuer-keys.ts'
import type { Report } from './report.ts'

export interface SigningRequest {
  alg: string
  keyId: string
  /** The algorithm where neither is given; empty for none. */
  fallback: string
  /** Whether the object may go out unsigned. */
  mayBeUnsigned?: boolean
  /** The secret that an `HS*` algorithm would use: undefined where there can be none. */
  plaintextSecret?: boolean
}

export type SigningFault = 'key-id-unknown' | 'unsigned' | 'needs-secret' | 'no-key'

export interface SigningResolution {
  alg: string
  keyId: string
  fault?: SigningFault
}

function faultWithoutKey(
  alg: string,
  { mayBeUnsigned = true, plaintextSecret }: SigningRequest,
): SigningFault | undefined {
  if (alg === '' || alg === 'RS256') return undefined
  if (alg === 'none') return mayBeUnsigned ? undefined : 'unsigned'
  if (plaintextSecret === undefined || !(HMAC_ALGORITHMS as readonly string[]).includes(alg)) return 'no-key'
  return plaintextSecret ? undefined : 'needs-secret'
}

/** Finds the key for an algorithm and a key id; a key id decides over an algorithm that contradicts it. */
export function resolveSigning(
  keys: Pick<IssuerKeys, 'signing' | 'first'>,
  request: SigningRequest,
): SigningResolution {
  const alg = request.alg === '' && request.keyId === '' ? request.fallback : request.alg
  const keyId = request.keyId === '' ? (keys.first.get(alg) ?? '') : request.keyId
  if (keyId !== '') {
    const keyAlg = keys.signing.get(keyId)
    return keyAlg === undefined ? { alg, keyId, fault: 'key-id-unknown' } : { alg: keyAlg, keyId }
  }
  const fault = faultWithoutKey(alg, request)
  return { alg, keyId, ...(fault === undefined ? {} : { fault }) }
}

export interface SigningPlace {
  alg: OptionPath
  keyId: OptionPath
  keys: IssuerKeys
  /** What the message begins with. */
  subject?: string
}

function listOf(values: Iterable<string>): string {
  return [...values].join(', ') || 'none'
}

function explainNoKey(alg: string, available: readonly string[]): { message: string; hint: string } {
  const have = `the keys have ${listOf(available)}`
  if ((ISSUER_SIGNING_ALGORITHMS as readonly string[]).includes(alg)) {
    const hint = `${have}; add one with: oidc keys generate --alg ${alg} --add`
    return { message: `no key of the provider has the algorithm '${alg}'`, hint }
  }
  const near = closest(alg, ISSUER_SIGNING_ALGORITHMS)
  const meant = near === undefined ? '' : `did you mean '${near}'? `
  return { message: `there is no signing algorithm '${alg}'`, hint: meant + have }
}

/** Tells what is wrong with a pair; says nothing where a key could not be judged. */
export function reportSigning(report: Report, { alg, keyId, fault }: SigningResolution, place: SigningPlace): void {
  const { keys, subject = '' } = place
  if (fault === 'unsigned') {
    report('ERR_SIGNING_ALGORITHM_NONE', place.alg, `${subject}'none' is not allowed here`, { hint: 'use RS256' })
  } else if (fault === 'needs-secret') {
    report('ERR_SIGNING_ALGORITHM_NEEDS_SECRET', place.alg, `${subject}${alg} needs the client secret in plain text`, {
      hint: `choose one of ${listOf(keys.first.keys())}, or write the secret as plain text`,
    })
  } else if (keys.isUncertain) {
    return
  } else if (fault === 'key-id-unknown') {
    report('ERR_SIGNING_KEY_ID_UNKNOWN', place.keyId, `${subject}no signing key of the provider is called '${keyId}'`, {
      hint: `the signing keys are ${listOf(keys.signing.keys())}`,
    })
  } else if (fault === 'no-key') {
    const { message, hint } = explainNoKey(alg, [...keys.first.keys()])
    report('ERR_SIGNING_ALGORITHM_WITHOUT_KEY', place.alg, `${subject}${message}`, { hint })
  }
}
