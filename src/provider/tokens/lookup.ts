/** Finding a presented token: what it is, and whether it is still good. */
import { compactVerify, decodeProtectedHeader, type JWTPayload } from 'jose'
import type { Exchange, ProviderContext } from '../context.ts'
import type { AccessTokenRow, RefreshTokenRow } from '../storage/storage.ts'
import { jwtSignature } from './access-token.ts'

export type FoundToken = { kind: 'access_token'; row: AccessTokenRow } | { kind: 'refresh_token'; row: RefreshTokenRow }

/** RFC 9068 §4: a JWT is believed only when a key of ours signed this very text. */
async function ownJwtClaims(context: ProviderContext, token: string): Promise<JWTPayload | undefined> {
  try {
    const { alg, kid, typ } = decodeProtectedHeader(token)
    const key = context.keys.keys.find((one) => one.kid === kid && one.alg === alg && one.use === 'sig')
    if (key === undefined || typ !== 'at+jwt') return undefined
    const { payload } = await compactVerify(token, await key.publicKey(), { algorithms: [key.alg] })
    return JSON.parse(Buffer.from(payload).toString('utf8'))
  } catch {
    return undefined
  }
}

/** The signature under which an access token would be stored, when it is genuine. */
async function accessSignature(context: ProviderContext, token: string): Promise<string | undefined> {
  const opaque = context.opaque.read('at', token)
  if (opaque !== undefined) return opaque.genuine ? opaque.signature : undefined
  const parts = token.split('.')
  if (parts.length === 5) return jwtSignature(token)
  return parts.length === 3 && (await ownJwtClaims(context, token)) !== undefined ? jwtSignature(token) : undefined
}

/** The access token as stored, expired or not; a revoked one is not found. */
export async function findAccessToken({ context }: Exchange, token: string): Promise<AccessTokenRow | undefined> {
  const signature = await accessSignature(context, token)
  return signature === undefined ? undefined : context.storage.findAccessToken(signature)
}

/** The refresh token as stored, expired or rotated or not. */
export async function findRefreshToken({ context }: Exchange, token: string): Promise<RefreshTokenRow | undefined> {
  const presented = context.opaque.read('rt', token)
  return presented?.genuine === true ? context.storage.findRefreshToken(presented.signature) : undefined
}

/** A token of either kind, whatever the hint says (RFC 7009 §2.1): the kinds cannot be mistaken for each other. */
export async function findToken(exchange: Exchange, token: string): Promise<FoundToken | undefined> {
  const access = await findAccessToken(exchange, token)
  if (access !== undefined) return { kind: 'access_token', row: access }
  const refresh = await findRefreshToken(exchange, token)
  return refresh === undefined ? undefined : { kind: 'refresh_token', row: refresh }
}

/**
 * The claims of a JWT access token that has not expired, whatever is stored about it
 * (`enable_jwt_access_token_stateless_introspection`).
 */
export async function statelessClaims(
  { context, now, issuer }: Exchange,
  token: string,
): Promise<JWTPayload | undefined> {
  const claims = await ownJwtClaims(context, token)
  return claims?.iss === issuer && claims.exp !== undefined && claims.exp > now ? claims : undefined
}
