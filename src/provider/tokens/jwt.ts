/** Signing JWTs (RFC 7519, RFC 7515) with a signer that was chosen and imported before. */
import { CompactSign, type JWTPayload } from 'jose'
import type { Signer } from '../keys.ts'

/** A compact JWS over the claims. */
export async function signJwt(claims: JWTPayload, signer: Signer, typ = 'JWT'): Promise<string> {
  const header = { alg: signer.alg, typ, ...(signer.kid === undefined ? {} : { kid: signer.kid }) }
  // The claims are complete: SignJWT would clone them first.
  return new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader(header).sign(await signer.key())
}
