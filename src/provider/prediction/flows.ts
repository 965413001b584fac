/** The three ways to tokens, each by the functions that the endpoints call. */
import { createHash } from 'node:crypto'
import { encodeBase64url } from '../../primitives/base64url.ts'
import { GRANT_TYPE } from '../../spec/grant-types.ts'
import { voluntaryClaims } from '../authorization/consent.ts'
import { decide, type Situation } from '../authorization/decide.ts'
import type { AuthorizationRequest } from '../authorization/request.ts'
import { respond } from '../authorization/respond.ts'
import { validateAuthorizationRequest, validatePushedRequest } from '../authorization/validate.ts'
import { approveDevice } from '../device/decide.ts'
import { demandLevel } from '../endpoints/device.ts'
import { demandScopes } from '../endpoints/device-authorization.ts'
import { authorizationCodeGrant } from '../grants/authorization-code.ts'
import { clientCredentialsGrant } from '../grants/client-credentials.ts'
import { deviceCodeGrant } from '../grants/device-code.ts'
import { tokenRequest } from '../grants/token-request.ts'
import { Parameters } from '../http/parameters.ts'
import { OAuthError } from '../oauth-error.ts'
import type { Login } from '../session/browser.ts'
import type { FlowRow } from '../storage/storage.ts'
import type { Rehearsal } from './rehearsal.ts'

/** What a flow ends with. */
export interface Outcome {
  consented: boolean
  tokens: { access_token?: string; id_token?: string; refresh_token?: string }
  scope: string
}

export interface Asked {
  scopes: readonly string[]
  prompt: readonly string[]
  response_type: string
  /** Pushed, as the client has to. */
  pushed: boolean
}

const BYTES = 32
/** Seconds. */
const LIFETIME = 600

function requestParameters({ client, context }: Rehearsal, asked: Asked, verifier: string): Parameters {
  const [redirect_uri] = client.redirect_uris
  const needsChallenge = asked.response_type.split(' ').includes('code')
  const method = client.pkce_challenge_method || 'S256'
  const challenge = method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url')
  const fresh = () => encodeBase64url(context.random(BYTES))
  return Parameters.from(
    Object.entries({
      client_id: client.client_id,
      response_type: asked.response_type,
      redirect_uri: redirect_uri ?? '',
      scope: asked.scopes.join(' '),
      prompt: asked.prompt.join(' '),
      state: fresh(),
      nonce: fresh(),
      ...(needsChallenge ? { code_challenge: challenge, code_challenge_method: method } : {}),
    }),
  )
}

function flowOf(request: AuthorizationRequest, { session }: Login, now: number): FlowRow | undefined {
  // With prompt=none there is no page to log in on: the user has done so before.
  if (request.prompt.includes('none')) return undefined
  const { key: session_key } = session
  return { id: 'rehearsal', session_key, request, expires_at: now + LIFETIME, authenticated: true, open: true }
}

async function redeem(rehearsal: Rehearsal, code: string, verifier: string) {
  const { client } = rehearsal
  const parameters = Parameters.from([
    ['code', code],
    ['code_verifier', verifier],
    ['redirect_uri', client.redirect_uris[0] ?? ''],
  ])
  return authorizationCodeGrant(tokenRequest(rehearsal.exchange('token'), client, parameters))
}

/**
 * An authorization request up to the tokens; the user accepts whatever is asked.
 *
 * @throws {@link OAuthError}, {@link AuthorizationRefused}
 */
export async function rehearseAuthorization(rehearsal: Rehearsal, asked: Asked, login: Login): Promise<Outcome> {
  const { client, context } = rehearsal
  const exchange = rehearsal.exchange('authorization')
  const verifier = encodeBase64url(context.random(BYTES))
  const parameters = requestParameters(rehearsal, asked, verifier)
  const validated = asked.pushed ? validatePushedRequest : validateAuthorizationRequest
  const request = await validated(parameters, exchange)
  const browser = { key: login.session.key, cookie: undefined, login }
  const situation: Situation = { request, client, browser, flow: flowOf(request, login, exchange.now) }
  const decision = await decide(situation, exchange)
  const consented = decision.next === 'consent'
  const answer = { decision: 'accept', claims: voluntaryClaims(request), remember: false } as const
  const granted = consented ? await decide({ ...situation, answer }, exchange) : decision
  if (granted.next !== 'grant') throw new OAuthError('login_required')
  const { subject, approval } = granted
  const response = await respond(exchange, { client, request, login, subject, approval, flow_id: null })
  const { code } = response
  const redeemed = code === undefined ? {} : await redeem(rehearsal, code, verifier)
  return { consented, tokens: { ...response, ...redeemed }, scope: approval.scopes.join(' ') }
}

/**
 * A device authorization that the user approves.
 *
 * @throws {@link OAuthError}
 */
export async function rehearseDevice(rehearsal: Rehearsal, asked: Asked, login: Login): Promise<Outcome> {
  const { client, context } = rehearsal
  const exchange = rehearsal.exchange('token')
  const { token, signature } = context.opaque.issue('dc')
  const parameters = Parameters.from([
    ['grant_type', GRANT_TYPE.deviceCode],
    ['scope', asked.scopes.join(' ')],
    ['device_code', token],
  ])
  const request = tokenRequest(exchange, client, parameters)
  demandScopes(request)
  const row = {
    signature,
    user_code_signature: signature,
    client_id: client.client_id,
    issuer: exchange.issuer,
    scopes: asked.scopes,
    audience: [],
    requested_at: exchange.now,
    expires_at: exchange.now + LIFETIME,
    status: 'pending',
    active: true,
    polled_at: null,
    interval: 0,
    grant: null,
  } as const
  demandLevel(exchange, login, row)
  await context.storage.saveDevice(row)
  await approveDevice(exchange, client, row, login)
  const tokens = await deviceCodeGrant(request)
  return { consented: true, tokens, scope: tokens.scope }
}

/**
 * A token that the client asks for itself.
 *
 * @throws {@link OAuthError}
 */
export async function rehearseService(rehearsal: Rehearsal, asked: Asked): Promise<Outcome> {
  const parameters = Parameters.from([['scope', asked.scopes.join(' ')]])
  const tokens = await clientCredentialsGrant(tokenRequest(rehearsal.exchange('token'), rehearsal.client, parameters))
  return { consented: false, tokens, scope: tokens.scope }
}
