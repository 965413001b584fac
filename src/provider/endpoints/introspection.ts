/** Token introspection (RFC 7662), as JSON or as a JWT (RFC 9701). */
import type { ResolvedClient } from '../../config/resolved.ts'
import { uuid } from '../../primitives/random.ts'
import { splitList } from '../authorization/request.ts'
import { accessTokenClaims } from '../claims/granted-claims.ts'
import { userOfGrant } from '../claims/granted-user.ts'
import { authenticateClient } from '../client/authentication.ts'
import type { Exchange, ProviderContext } from '../context.ts'
import { ofGrant } from '../decisions.ts'
import { demandIssuer } from '../grants/token-request.ts'
import { readRequiredForm } from '../http/form.ts'
import { type Parameters, refuseRepeated } from '../http/parameters.ts'
import { json, jwt, type Reply } from '../http/reply.ts'
import { OAuthError } from '../oauth-error.ts'
import { bearerToken } from '../tokens/bearer.ts'
import { encryptForClient } from '../tokens/encryption.ts'
import { signJwt } from '../tokens/jwt.ts'
import { type FoundToken, findAccessToken, findToken, statelessClaims } from '../tokens/lookup.ts'

const JWT_TYPE = 'application/token-introspection+jwt'
const INACTIVE = { active: false } as const

type Introspection = Readonly<Record<string, unknown>>

/** A token may ask about another one, never vouch for itself. */
async function authenticateByToken(
  exchange: Exchange,
  bearer: string,
  inspected: string | undefined,
): Promise<ResolvedClient> {
  const row = bearer === inspected ? undefined : await findAccessToken(exchange, bearer)
  const client =
    row !== undefined && row.expires_at > exchange.now ? exchange.context.clients.find(row.grant.client_id) : undefined
  if (client !== undefined) return client
  const error = exchange.context.asReleased('introspection_authentication') ? 'request_unauthorized' : 'invalid_token'
  throw new OAuthError(error, {
    hint: 'The access token is not active, or is the one that is inspected.',
    headers: { 'WWW-Authenticate': `Bearer error="${error}"` },
    detail: { rule: 'RFC 7662 §2.1: the caller is authorized' },
  })
}

async function authenticateByClient(exchange: Exchange, parameters: Parameters): Promise<ResolvedClient> {
  try {
    return await authenticateClient(exchange, parameters, 'introspection')
  } catch (error) {
    if (!(error instanceof OAuthError) || !exchange.context.asReleased('introspection_authentication')) throw error
    throw new OAuthError('request_unauthorized', {
      cause: error,
      ...(error.detail === undefined ? {} : { detail: error.detail }),
    })
  }
}

/** RFC 7662 §4: only its client and those it is meant for learn about an opaque token; a JWT tells its bearer anyway. */
function mayInspect({ row }: FoundToken, token: string, caller: ResolvedClient): boolean {
  const isOpaque = token.startsWith('authelia_')
  return !isOpaque || row.grant.client_id === caller.client_id || row.audience.includes(caller.client_id)
}

function scopesOf(found: FoundToken): readonly string[] {
  return found.kind === 'access_token' ? found.row.scopes : found.row.grant.scopes
}

function isActive(found: FoundToken, { now }: Exchange, wanted: readonly string[]): boolean {
  const isAlive = found.row.expires_at > now && (found.kind === 'access_token' || found.row.active)
  return isAlive && wanted.every((scope) => scopesOf(found).includes(scope))
}

async function policyClaims(exchange: Exchange, found: FoundToken): Promise<Introspection> {
  const { context, now } = exchange
  const { grant } = found.row
  const { username, client_id, claims, granted_claims, requested_at } = grant
  const client = context.clients.find(client_id)
  if (username === null || client === undefined || client.claims_policy === '') return {}
  const user = await userOfGrant(context, grant)
  if (user === undefined) return {}
  return accessTokenClaims({
    context,
    client,
    user,
    scopes: scopesOf(found),
    claims,
    granted_claims,
    requested_at,
    now,
  })
}

async function describe(exchange: Exchange, found: FoundToken): Promise<Introspection> {
  const { grant, expires_at, audience } = found.row
  const scope = scopesOf(found).join(' ')
  return {
    ...(await policyClaims(exchange, found)),
    active: true,
    client_id: grant.client_id,
    ...(scope === '' ? {} : { scope }),
    sub: grant.subject ?? grant.client_id,
    ...(grant.username === null ? {} : { username: grant.username }),
    exp: expires_at,
    iat: grant.requested_at,
    ...(audience.length === 0 ? {} : { aud: audience }),
    iss: grant.issuer,
    ...(found.kind === 'access_token' ? { token_type: 'Bearer' } : {}),
  }
}

function isStateless({ config }: ProviderContext): boolean {
  const { enable_jwt_access_token_stateless_introspection, clients } = config.provider
  const hasJwts = ({ access_token_signed_response_alg: alg }: ResolvedClient) => alg !== '' && alg !== 'none'
  return enable_jwt_access_token_stateless_introspection && clients.some(hasJwts)
}

/** A JWT speaks for itself where that is switched on, revoked or not. */
async function introspectStateless(
  exchange: Exchange,
  token: string,
  wanted: readonly string[],
): Promise<Introspection | undefined> {
  const claims = isStateless(exchange.context) ? await statelessClaims(exchange, token) : undefined
  if (claims === undefined) return undefined
  const { scp: _scp, nbf: _nbf, jti: _jti, ...shown } = claims
  const scopes = splitList(String(claims['scope'] ?? [claims['scp'] ?? []].flat().join(' ')))
  if (!wanted.every((scope) => scopes.includes(scope))) return INACTIVE
  return { ...shown, active: true, token_type: 'Bearer' }
}

async function introspect(
  exchange: Exchange,
  caller: ResolvedClient,
  parameters: Parameters,
): Promise<{ answer: Introspection; owner?: string }> {
  const token = parameters.get('token') ?? ''
  const stateless = await introspectStateless(exchange, token, splitList(parameters.get('scope')))
  if (stateless !== undefined) return { answer: stateless }
  const found = await findToken(exchange, token)
  if (found !== undefined) exchange.witness?.decided?.(ofGrant('token: known', found.row.grant, 'RFC 7662 §2.2'))
  if (found === undefined || !mayInspect(found, token, caller)) {
    const why = found === undefined ? 'unknown or revoked' : 'of another client, and not for the caller'
    exchange.witness?.decided?.({ decision: `not active: ${why}`, rule: 'RFC 7662 §2.2, §4' })
    return { answer: INACTIVE }
  }
  demandIssuer(exchange, found.row.grant.issuer)
  if (!isActive(found, exchange, splitList(parameters.get('scope')))) {
    exchange.witness?.decided?.({ decision: 'not active: over, or without the scope asked for', rule: 'RFC 7662 §2.2' })
    return { answer: INACTIVE }
  }
  return { answer: await describe(exchange, found), owner: found.row.grant.client_id }
}

/** Whose settings say that the answer is a JWT; RFC 9701 §4: the caller's, who may also just ask for one. */
function signedFor({ context, request }: Exchange, caller: ResolvedClient, owner: string | undefined) {
  const client = context.asReleased('introspection_jwt') ? context.clients.find(owner ?? '') : caller
  if (client === undefined) return undefined
  const { introspection_signed_response_alg: alg, introspection_signed_response_key_id: key_id } = client
  if (key_id !== '' || (alg !== '' && alg !== 'none')) return { client, alg, key_id }
  const asks = request.headers.get('accept')?.includes(JWT_TYPE) === true && !context.asReleased('introspection_jwt')
  return asks ? { client, alg: 'RS256', key_id: '' } : undefined
}

async function write(
  exchange: Exchange,
  caller: ResolvedClient,
  { answer, owner }: { answer: Introspection; owner?: string },
): Promise<Reply> {
  const { context, now, issuer } = exchange
  const signed = signedFor(exchange, caller, owner)
  const signer = signed && context.keys.signerFor(signed.client, signed.alg, signed.key_id)
  if (signed === undefined || signer === undefined) return json(200, answer)
  const claims = {
    iss: issuer,
    aud: [caller.client_id],
    iat: now,
    jti: uuid(context.random),
    token_introspection: answer,
  }
  const token = await signJwt(exchange, 'introspection', claims, signer)
  return jwt(
    JWT_TYPE,
    await encryptForClient(context, signed.client, 'introspection', token, 'token-introspection+jwt'),
  )
}

export async function introspectionEndpoint(exchange: Exchange): Promise<Reply> {
  const parameters = await readRequiredForm(exchange.request)
  refuseRepeated(parameters)
  const bearer = bearerToken(exchange.request.headers.get('authorization'))
  const caller =
    bearer === undefined
      ? await authenticateByClient(exchange, parameters)
      : await authenticateByToken(exchange, bearer, parameters.get('token'))
  if (!parameters.has('token')) {
    throw new OAuthError('invalid_request', {
      hint: 'The token is missing.',
      detail: { rule: 'RFC 7662 §2.1: token is required' },
    })
  }
  const introspection = await introspect(exchange, caller, parameters)
  return { ...(await write(exchange, caller, introspection)), isGuess: introspection.answer === INACTIVE }
}
