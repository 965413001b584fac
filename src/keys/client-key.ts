/** The rules of `identity_providers.oidc.clients[].jwks[]`: public keys that a client signs or is encrypted to with. */
import type { KeyObject } from 'node:crypto'
import { ISSUER_SIGNING_ALGORITHMS } from '../spec/algorithms.ts'
import { detectAlgorithm, fits, type KeyUse } from './algorithms.ts'
import { type CheckMoment, checkChainText, type IssuerKeyEntry, sizeProblems, useProblems } from './issuer-key.ts'
import { kindOf } from './kind.ts'
import { type KeyProblem, keyError } from './problems.ts'
import { readStrictly } from './strict.ts'

/** Fields as of an issuer key; `key` is a public key. */
export type ClientKeyEntry = IssuerKeyEntry

export interface CheckedClientKey {
  problems: readonly KeyProblem[]
  use: KeyUse
  alg: string | undefined
  /** Present when no rule refuses the entry. */
  publicKey?: KeyObject
}

function readPublicKey(text: string): ReturnType<typeof readStrictly> {
  const read = readStrictly(text)
  if (read.key?.type !== 'private') return read
  const hint = 'give its public half: `oidc keys convert FILE --public --format pem`'
  return { problem: keyError('ERR_KEY_PRIVATE', 'this is a private key where the public one is needed', hint) }
}

function keyIdProblems({ key_id = '' }: ClientKeyEntry): KeyProblem[] {
  if (key_id !== '') return []
  const message = 'the key_id is missing; a key of a client needs one'
  return [{ severity: 'error', option: 'key_id', code: 'ERR_KEY_ID_MISSING', message }]
}

/** An algorithm must be one for signing, even for `use: enc`; there it is best left out. */
function algorithmProblems(alg: string, use: KeyUse, key: KeyObject): KeyProblem[] {
  if (alg === '') return []
  if (!(ISSUER_SIGNING_ALGORITHMS as readonly string[]).includes(alg)) {
    const message = `the algorithm '${alg}' is not one for signing`
    const hint = use === 'enc' ? 'leave the algorithm out' : `use one of ${ISSUER_SIGNING_ALGORITHMS.join(', ')}`
    return [{ severity: 'error', option: 'algorithm', code: 'ERR_KEY_ALGORITHM', message, hint }]
  }
  const kind = kindOf(key)
  if (fits(kind, alg)) return []
  const message = `a ${kind.crv ?? kind.kty} key cannot serve ${alg}`
  return [{ severity: 'warning', option: 'algorithm', code: 'ERR_KEY_ALGORITHM_MISMATCH', message, unusable: true }]
}

/** Checks one entry of a client's `jwks`; ids need not be unique or well formed there. */
export function checkClientKey(entry: ClientKeyEntry, { now }: CheckMoment): CheckedClientKey {
  const { algorithm = '', certificate_chain = '' } = entry
  const use: KeyUse = entry.use === 'enc' ? 'enc' : 'sig'
  const { key, problem } = readPublicKey(entry.key)
  if (!key) return { problems: [...keyIdProblems(entry), problem], use, alg: algorithm || undefined }
  const size = sizeProblems(key)
  const refused = size.some(({ severity }) => severity === 'error')
  const problems = [
    ...keyIdProblems(entry),
    ...useProblems(entry.use ?? ''),
    ...algorithmProblems(algorithm, use, key),
    ...size,
    ...checkChainText(certificate_chain, refused ? undefined : key, now).problems,
  ]
  const alg = algorithm || detectAlgorithm(kindOf(key), use)
  const isRefused = problems.some(({ severity }) => severity === 'error')
  return { problems, use, alg, ...(isRefused ? {} : { publicKey: key }) }
}
