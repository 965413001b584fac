/** Requests for a certain user: `id_token_hint` and values in the `claims` parameter (OpenID Connect Core 1.0 §3.1.2.1, §5.5.1). */
import { compactVerify, decodeProtectedHeader, type JWTPayload } from 'jose'
import type { ResolvedClient } from '../../config/resolved.ts'
import { type ClaimsRequest, matchesRequest, requestedClaims } from '../claims/claims-parameter.ts'
import { claimsOfScopes, SCOPE_CLAIMS } from '../claims/scope-claims.ts'
import { hmacKey, plaintextSecret } from '../client/plaintext-secret.ts'
import type { Exchange, ProviderContext } from '../context.ts'
import { OAuthError } from '../oauth-error.ts'
import type { AuthorizationRequest } from './request.ts'

async function hintKey(context: ProviderContext, client: ResolvedClient, alg: string, kid: string | undefined) {
  if (kid === undefined) {
    const secret = plaintextSecret(client)
    return alg.startsWith('HS') && secret !== undefined ? hmacKey(secret, alg, context.asReleased) : undefined
  }
  return context.keys.keys.find((key) => key.kid === kid && key.alg === alg && key.use === 'sig')?.publicKey()
}

/** What else we sign has another type, or no `exp`, or no `sub`: it says nothing about who is logged in. */
function isIdToken({ iss, sub, exp }: JWTPayload, typ: string | undefined, issuer: string): boolean {
  const isPlain = typ === undefined || typ.toUpperCase() === 'JWT'
  return isPlain && iss === issuer && typeof sub === 'string' && sub !== '' && typeof exp === 'number'
}

/** The claims of an ID token of ours, expired or not; `undefined` when it is none. */
async function readHint(
  { context, issuer }: Exchange,
  client: ResolvedClient,
  hint: string,
): Promise<JWTPayload | undefined> {
  try {
    const { alg = '', kid, typ } = decodeProtectedHeader(hint)
    const key = await hintKey(context, client, alg, kid)
    if (key === undefined) return undefined
    const { payload } = await compactVerify(hint, key, { algorithms: [alg] })
    const claims: JWTPayload = JSON.parse(Buffer.from(payload).toString('utf8'))
    return isIdToken(claims, typ, issuer) ? claims : undefined
  } catch {
    return undefined
  }
}

async function checkHint(exchange: Exchange, client: ResolvedClient, hint: string, subject: string): Promise<void> {
  const rule = 'Core §3.1.2.1: id_token_hint names the user who is logged in'
  const claims = await readHint(exchange, client, hint)
  if (claims === undefined) {
    throw new OAuthError('invalid_request', {
      hint: 'The id_token_hint is not an ID token of this provider.',
      detail: { rule },
    })
  }
  if (claims.sub === subject) return
  throw new OAuthError('login_required', { hint: 'The id_token_hint is of another user.', detail: { rule } })
}

function refuseClaim(name: string): OAuthError {
  return new OAuthError('access_denied', {
    hint: `The claim '${name}' was asked for with a value that is not this user's.`,
    detail: { rule: 'Core §5.5.1: a value asked for is the one that is returned', sent: name },
  })
}

function checkValues({ issuer }: Exchange, { id_token, userinfo }: ClaimsRequest, subject: string): void {
  for (const requests of [id_token, userinfo]) {
    if (!matchesRequest(issuer, requests['iss'] ?? null)) throw refuseClaim('iss')
    if (!matchesRequest(subject, requests['sub'] ?? null)) throw refuseClaim('sub')
  }
}

/** The released reference refuses what Core §5.5.1 wants left out. */
function checkRegistered({ context }: Exchange, client: ResolvedClient, claims: ClaimsRequest): void {
  if (!context.asReleased('unregistered_claims')) return
  const own = claimsOfScopes(context.config.provider, client, client.scopes).map(({ name }) => name)
  const known = claimsOfScopes(context.config.provider, client, Object.keys(SCOPE_CLAIMS)).map(({ name }) => name)
  const foreign = requestedClaims(claims).find(({ name }) => known.includes(name) && !own.includes(name))
  if (foreign !== undefined) throw refuseClaim(foreign.name)
}

/**
 * Refuses a request that is for somebody else than the user who is logged in.
 *
 * @throws {@link OAuthError} `login_required`, `access_denied` or `invalid_request`
 */
export async function checkRequestedUser(
  exchange: Exchange,
  client: ResolvedClient,
  { id_token_hint, claims }: AuthorizationRequest,
  subject: string,
): Promise<void> {
  if (id_token_hint !== null) await checkHint(exchange, client, id_token_hint, subject)
  if (claims === null) return
  checkValues(exchange, claims, subject)
  checkRegistered(exchange, client, claims)
}
