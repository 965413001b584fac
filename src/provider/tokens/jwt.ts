/** Signing JWTs (RFC 7519, RFC 7515) with a signer that was chosen and imported before. */
import { CompactSign, type JWTPayload } from 'jose'
import type { Exchange } from '../context.ts'
import type { Signer } from '../keys.ts'
import type { JwtDraft, JwtKind } from '../witness.ts'

/** `typ` says which kind of token it is (RFC 8725 §3.11), where a standard has a word for it. */
const TYP: Readonly<Partial<Record<JwtKind, string>>> = {
  access_token: 'at+jwt',
  introspection: 'token-introspection+jwt',
}

function draftOf(kind: JwtKind, claims: JWTPayload, { alg, kid }: Signer): JwtDraft {
  const typ = TYP[kind] ?? 'JWT'
  return { kind, header: kid === undefined ? { alg, typ } : { alg, typ, kid }, claims }
}

/** A compact JWS over the claims. */
export async function signJwt(
  { witness }: Pick<Exchange, 'witness'>,
  kind: JwtKind,
  claims: JWTPayload,
  signer: Signer,
): Promise<string> {
  const draft = draftOf(kind, claims, signer)
  const shown = witness?.signs?.(draft) ?? draft
  // The claims are complete: SignJWT would clone them first.
  const jws = new CompactSign(Buffer.from(JSON.stringify(shown.claims))).setProtectedHeader(shown.header)
  const jwt = await jws.sign(await signer.key())
  return witness?.signed?.(kind, jwt) ?? jwt
}
