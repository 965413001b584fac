/** Checks the signature of a token with keys that somebody trusts; nothing that the token says about keys counts. */
import { base64url, compactVerify, errors, importJWK, type JWK } from 'jose'
import type { SignedToken } from './token.ts'

export interface Verification {
  verified: boolean
  /** With which key, or why not. */
  reason: string
}

function refused(reason: string): Verification {
  return { verified: false, reason }
}

function nameOf({ kid, kty }: JWK): string {
  return kid === undefined ? `the ${kty} key` : `key ${kid}`
}

/** The kind of key that an algorithm takes (RFC 7518 §3.1, RFC 8037 §3.1). */
function keyType(alg: string): string | undefined {
  if (alg.startsWith('HS')) return 'oct'
  if (alg.startsWith('RS') || alg.startsWith('PS')) return 'RSA'
  return alg === 'EdDSA' || alg.startsWith('Ed') ? 'OKP' : alg.startsWith('ES') ? 'EC' : undefined
}

/** RFC 7515 §4.1.4 and RFC 8725 §3.1: the named key where keys have names, of the kind and for the algorithm it says. */
function candidates(keys: readonly JWK[], alg: string, kid: unknown): JWK[] | string {
  const kind = keyType(alg)
  if (kind === undefined) return `the algorithm ${JSON.stringify(alg)} is not one that is checked here`
  const named = typeof kid === 'string' ? keys.filter((key) => key.kid === kid || key.kid === undefined) : keys
  if (named.length === 0) {
    const others = keys.map((key) => key.kid).join(', ')
    return `there is no key ${JSON.stringify(kid)} among the keys (${others})`
  }
  const fitting = named.filter(({ kty, use, alg: own }) => kty === kind && use !== 'enc' && (own ?? alg) === alg)
  return fitting.length > 0 ? fitting : `no key fits the algorithm ${alg}: it takes one of type ${kind} made for it`
}

/** `undefined` where the signature is right; else what was wrong. */
async function failure({ compact }: SignedToken, alg: string, jwk: JWK): Promise<string | undefined> {
  try {
    await compactVerify(compact, await importJWK(jwk, alg), { algorithms: [alg] })
    return undefined
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return `the signature was not made by ${nameOf(jwk)}`
    if (error instanceof errors.JOSENotSupported) return `${nameOf(jwk)} or an extension of the token is not supported`
    return `${nameOf(jwk)} cannot be used with ${alg}`
  }
}

/** Tries the keys that fit. */
export async function verifySignature(token: SignedToken, keys: readonly JWK[]): Promise<Verification> {
  const { alg, kid } = token.header
  if (typeof alg !== 'string') return refused('the header names no algorithm')
  if (alg.toLowerCase() === 'none') return refused('the token is not signed')
  const found = candidates(keys, alg, kid)
  if (typeof found === 'string') return refused(found)
  const failures: string[] = []
  for (const key of found) {
    const reason = await failure(token, alg, key)
    if (reason === undefined) return { verified: true, reason: `${alg} with ${nameOf(key)}` }
    failures.push(reason)
  }
  return refused(failures.join('; '))
}

/** A client's secret as the key that HS* tokens are made with (OpenID Connect Core §10.1): its UTF-8 bytes. */
export function secretKey(secret: string): JWK {
  return { kty: 'oct', k: base64url.encode(secret) }
}
