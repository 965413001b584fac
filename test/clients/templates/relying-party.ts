/** An application: it uses its client as the configuration describes it, with openid-client. */
import { SignJWT } from 'jose'
import * as openid from 'openid-client'
import type { ResolvedClient } from '../../../src/config/resolved.ts'
import type { Send } from '../../support/browser.ts'
import type { UserAtBrowser } from './user.ts'

export interface RelyingParty {
  client: ResolvedClient
  secret: string
  config: openid.Configuration
}

/** What a login, or a grant without one, brought. */
export interface Outcome {
  /** Of the ID token. */
  claims: Readonly<Record<string, unknown>>
  userinfo: Readonly<Record<string, unknown>>
  /** Granted. */
  scope: readonly string[]
}

type Parameters = Record<string, string>

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code'

const AUTHENTICATION: Readonly<Record<string, (secret: string) => openid.ClientAuth>> = {
  none: () => openid.None(),
  client_secret_basic: (secret) => openid.ClientSecretBasic(secret),
  client_secret_post: (secret) => openid.ClientSecretPost(secret),
  client_secret_jwt: (secret) => openid.ClientSecretJwt(secret),
}

/** openid-client reads the redirect URI from the answer's address, where a query is missing and a slash too many. */
function withRedirectUri({ body, ...init }: openid.CustomFetchOptions, redirect_uri = ''): RequestInit {
  if (body instanceof URLSearchParams && body.has('code')) body.set('redirect_uri', redirect_uri)
  return { ...init, body: body as BodyInit | null }
}

/** Reads the discovery document and is configured by it. */
export async function connect(
  issuer: string,
  client: ResolvedClient,
  { secret = '', send }: { secret?: string | undefined; send: Send },
): Promise<RelyingParty> {
  const [method = ''] = client.token_endpoint_auth_methods
  const authentication = AUTHENTICATION[method]
  if (authentication === undefined) throw new Error(`no way to authenticate by ${method}`)
  const alg = client.userinfo_signed_response_alg
  const metadata = {
    id_token_signed_response_alg: client.id_token_signed_response_alg,
    ...(alg !== 'none' && { userinfo_signed_response_alg: alg }),
  }
  const config = await openid.discovery(new URL(issuer), client.client_id, metadata, authentication(secret), {
    [openid.customFetch]: (url, init) => send(new Request(url, withRedirectUri(init, client.redirect_uris[0]))),
  })
  return { client, secret, config }
}

/** RFC 9101 with a shared secret, which openid-client does not sign with. */
async function asRequestObject({ client, secret }: RelyingParty, issuer: string, parameters: Parameters) {
  const claims = { ...parameters, client_id: client.client_id, response_type: 'code' }
  const request = await new SignJWT(claims)
    .setProtectedHeader({ alg: client.request_object_signing_alg })
    .setIssuer(client.client_id)
    .setAudience(issuer)
    .setIssuedAt()
    .setNotBefore('0s')
    .setExpirationTime('1m')
    .sign(new TextEncoder().encode(secret))
  const { scope = '' } = parameters
  return { request, scope, response_type: 'code' }
}

async function authorizationUrl(party: RelyingParty, parameters: Parameters): Promise<URL> {
  const { client, config } = party
  const isSigned = client.request_object_signing_alg.startsWith('HS')
  const { issuer } = config.serverMetadata()
  const sent: Parameters = isSigned ? await asRequestObject(party, issuer, parameters) : parameters
  return client.require_pushed_authorization_requests
    ? openid.buildAuthorizationUrlWithPAR(config, sent)
    : openid.buildAuthorizationUrl(config, sent)
}

async function userinfoOf({ config }: RelyingParty, token: string, subject: string | undefined) {
  return openid.fetchUserInfo(config, token, subject ?? openid.skipSubjectCheck)
}

/** What a script in the page passes on when the code came in the fragment. */
function forServer(answer: URL | Request): URL | Request {
  if (!(answer instanceof URL) || answer.hash === '') return answer
  const url = new URL(answer)
  url.search = answer.hash.slice(1)
  url.hash = ''
  return url
}

/** The authorization code grant, with PKCE where the provider asks for it, and a refresh where it may. */
async function byCode(party: RelyingParty, user: UserAtBrowser, common: Parameters): Promise<Outcome> {
  const { client, config } = party
  const pkceCodeVerifier = openid.randomPKCECodeVerifier()
  const usesPkce = client.require_pkce || client.public
  const pkce: Parameters = usesPkce
    ? { code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256' }
    : {}
  const answer = forServer(await user.authorize(await authorizationUrl(party, { ...common, ...pkce })))
  const tokens = await openid.authorizationCodeGrant(config, answer, {
    expectedState: common['state'] ?? '',
    ...(common['nonce'] !== undefined && { expectedNonce: common['nonce'], idTokenExpected: true }),
    ...(usesPkce && { pkceCodeVerifier }),
  })
  const claims = tokens.claims() ?? {}
  const subject = tokens.claims()?.sub
  const userinfo = subject === undefined ? {} : await userinfoOf(party, tokens.access_token, subject)
  if (client.grant_types.includes('refresh_token')) {
    const again = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
    if (subject !== undefined) await userinfoOf(party, again.access_token, subject)
  }
  return { claims: { ...claims }, userinfo, scope: (tokens.scope ?? '').split(' ') }
}

/** The implicit grant (RFC 6749 §4.2, OpenID Connect Core 1.0 §3.2): tokens come in the fragment. */
async function byFragment(party: RelyingParty, user: UserAtBrowser, common: Parameters): Promise<Outcome> {
  const { client, config } = party
  const [response_type = ''] = client.response_types
  const answer = await user.authorize(await authorizationUrl(party, { ...common, response_type }))
  if (response_type === 'id_token') {
    openid.useIdTokenResponseType(config)
    const checks = { expectedState: common['state'] ?? '' }
    const claims = await openid.implicitAuthentication(config, answer, common['nonce'] ?? '', checks)
    return { claims: { ...claims }, userinfo: {}, scope: client.scopes }
  }
  const parameters = new URLSearchParams(answer instanceof URL ? answer.hash.slice(1) : await answer.text())
  if (parameters.get('state') !== common['state']) throw new Error('another state')
  const userinfo = await userinfoOf(party, parameters.get('access_token') ?? '', undefined)
  return { claims: {}, userinfo, scope: (parameters.get('scope') ?? '').split(' ') }
}

async function byDevice(party: RelyingParty, user: UserAtBrowser): Promise<Outcome> {
  const { client, config } = party
  const started = await openid.initiateDeviceAuthorization(config, { scope: client.scopes.join(' ') })
  await user.allowDevice(started.verification_uri, started.user_code)
  const tokens = await openid.genericGrantRequest(config, DEVICE_CODE, { device_code: started.device_code })
  const userinfo = await userinfoOf(party, tokens.access_token, tokens.claims()?.sub)
  await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
  return { claims: { ...tokens.claims() }, userinfo, scope: (tokens.scope ?? '').split(' ') }
}

/** The client credentials grant; the token is looked at as a resource server does (RFC 7662). */
async function byItself({ client, config }: RelyingParty): Promise<Outcome> {
  const tokens = await openid.clientCredentialsGrant(config, {
    ...(client.scopes.length > 0 && { scope: client.scopes.join(' ') }),
    ...(client.audience.length > 0 && { audience: client.audience.join(' ') }),
  })
  const { active } = await openid.tokenIntrospection(config, tokens.access_token)
  if (!active) throw new Error('the token is not active')
  return { claims: {}, userinfo: {}, scope: client.scopes }
}

/** Logs in once for each way in which the client may be answered; no form reaches an address of another scheme. */
export async function logIn(party: RelyingParty, user: UserAtBrowser): Promise<Outcome[]> {
  const { client } = party
  if (client.grant_types.includes('client_credentials')) return [await byItself(party)]
  if (client.grant_types.includes(DEVICE_CODE)) return [await byDevice(party, user)]
  const flow = client.response_types.includes('code') ? byCode : byFragment
  const outcomes: Outcome[] = []
  const [redirect_uri = ''] = client.redirect_uris
  for (const response_mode of client.response_modes) {
    if (response_mode === 'form_post' && !redirect_uri.startsWith('http')) continue
    const common: Parameters = {
      redirect_uri,
      scope: client.scopes.join(' '),
      state: openid.randomState(),
      response_mode,
      ...(client.scopes.includes('openid') && { nonce: openid.randomNonce() }),
    }
    outcomes.push(await flow(party, user, common))
  }
  return outcomes
}
