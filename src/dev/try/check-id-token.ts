/** The checks of an ID token that a client has to make (OpenID Connect Core 1.0 §3.1.3.7). */
import { createHash } from 'node:crypto'
import {
  type CompactVerifyGetKey,
  compactVerify,
  createLocalJWKSet,
  decodeProtectedHeader,
  type JSONWebKeySet,
  type JWTPayload,
} from 'jose'
import type { Check, CheckName } from './try-run.ts'

export interface IdTokenExpectation {
  issuer: string
  client_id: string
  nonce: string
  access_token: string | undefined
  jwks: JSONWebKeySet
  /** For HS256, HS384 and HS512. */
  secret: string | undefined
  /** Seconds. */
  now: number
}

export interface CheckedIdToken {
  checks: Check[]
  /** Verified; absent when it is encrypted or the signature is wrong. */
  claims?: JWTPayload
}

const check = (name: CheckName, isRight: boolean | undefined): Check => ({
  name,
  outcome: isRight === undefined ? 'skipped' : isRight ? 'passed' : 'wrong',
})

async function verified(
  text: string,
  alg: string,
  { jwks, secret }: IdTokenExpectation,
): Promise<JWTPayload | undefined> {
  try {
    const set: CompactVerifyGetKey = createLocalJWKSet(jwks)
    const { payload } = alg.startsWith('HS')
      ? await compactVerify(text, Buffer.from(secret ?? ''), { algorithms: [alg] })
      : await compactVerify(text, set, { algorithms: [alg] })
    return JSON.parse(Buffer.from(payload).toString('utf8'))
  } catch {
    return undefined
  }
}

/** Core §3.1.3.6: the left half of the hash that the algorithm of the signature uses. */
function hashOf(access_token: string, alg: string): string {
  const bits = /\d{3}$/.exec(alg)?.[0] ?? '512'
  const digest = createHash(`sha${bits}`).update(access_token, 'ascii').digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}

function claimChecks(claims: JWTPayload, alg: string, expected: IdTokenExpectation): Check[] {
  const { iss, aud, exp = 0, nonce, at_hash } = claims
  const { access_token } = expected
  return [
    check('id_token_iss', iss === expected.issuer),
    check('id_token_aud', [aud].flat().includes(expected.client_id)),
    check('id_token_exp', exp > expected.now),
    check('nonce', nonce === expected.nonce),
    check(
      'at_hash',
      at_hash === undefined || access_token === undefined ? undefined : at_hash === hashOf(access_token, alg),
    ),
  ]
}

const COMPACT_JWE_PARTS = 5

export async function checkIdToken(text: string, expected: IdTokenExpectation): Promise<CheckedIdToken> {
  if (text.split('.').length === COMPACT_JWE_PARTS) return { checks: [check('signature', undefined)] }
  try {
    const { alg = '' } = decodeProtectedHeader(text)
    const claims = await verified(text, alg, expected)
    const signature = check('signature', claims !== undefined)
    return claims === undefined
      ? { checks: [signature] }
      : { claims, checks: [signature, ...claimChecks(claims, alg, expected)] }
  } catch {
    return { checks: [check('signature', false)] }
  }
}
