/** A whole authorization code flow of a test user, without a browser: the callback, and the tokens behind it. */
import { createHash } from 'node:crypto'
import { decodeJwt, type JWTPayload } from 'jose'
import type { ResolvedClient } from '../config/resolved.ts'
import { encodeBase64url } from '../primitives/base64url.ts'
import type { Random } from '../primitives/random.ts'
import { USUAL_REDIRECT } from './clients.ts'
import { readForm } from './page-form.ts'
import { answerPages, assertNoErrorPage, LoginFailed, type Person } from './sign-in.ts'
import { createVisitor, type Page, type StoredCookie } from './visitor.ts'

/** What to log in to. Everything may be left out. */
export interface LoginOptions {
  /** Default: the first client. */
  clientId?: string
  /** Default: the first of the client's `redirect_uris`, or `http://localhost/callback`. */
  redirectUri?: string
  /** Separated by spaces; default: `openid profile email`, as far as the client has them. */
  scope?: string
  /** Further parameters of the authorization request, such as `prompt`, `claims`, `resource`. */
  parameters?: Readonly<Record<string, string>>
  /** The authorization request that an application made: it is finished instead of one of our own. */
  authorizationUrl?: string | URL
}

/** A token response (RFC 6749 §5.1). */
export interface Tokens {
  access_token: string
  token_type: string
  expires_in: number
  scope?: string
  id_token?: string
  refresh_token?: string
  /** The claims of the ID token, unless it is encrypted. */
  claims?: JWTPayload
}

/** What Playwright's `storageState` option takes. */
export interface StorageState {
  cookies: StoredCookie[]
  origins: []
}

/** A user who has come back to the application. */
export interface Login {
  /** Where the browser was sent, with `code`, `state` and `iss`, or with `error`. */
  callbackUrl: string
  /** The parameters of the authorization response, whatever its mode. */
  parameters: Readonly<Record<string, string>>
  /** What the request had; `undefined` for a request of the application's own that had none. */
  state: string | undefined
  nonce: string | undefined
  /** PKCE; `undefined` for a request of the application's own. */
  codeVerifier: string | undefined
  /** The browser, signed in at the provider. */
  storageState: StorageState
  /**
   * Redeems the code, once, as the client would.
   *
   * @throws LoginFailed when the response was an error, when the token endpoint refuses, or when only the application can
   * authenticate as the client
   */
  tokens(): Promise<Tokens>
}

/** What a login needs of the provider. */
export interface LoginSurroundings {
  issuer: string
  fetch(request: Request): Promise<Response>
  random: Random
  client(client_id: string | undefined): { resolved: ResolvedClient; client_secret: string | undefined }
}

const AUTHORIZATION = '/api/oidc/authorization'
const TOKEN = '/api/oidc/token'
const USUAL_SCOPES = ['openid', 'profile', 'email']

interface StartedRequest {
  url: URL
  codeVerifier: string | undefined
}

/** RFC 7636 §4.1, OpenID Connect Core 1.0 §3.1.2.1. */
function ownRequest(client: ResolvedClient, options: LoginOptions, { issuer, random }: LoginSurroundings) {
  const draw = () => encodeBase64url(random(32))
  const codeVerifier = draw()
  const scopes = USUAL_SCOPES.filter((scope) => client.scopes.includes(scope)).join(' ')
  const url = new URL(`${issuer}${AUTHORIZATION}`)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: options.redirectUri ?? client.redirect_uris[0] ?? USUAL_REDIRECT,
    scope: options.scope ?? scopes,
    state: draw(),
    nonce: draw(),
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...options.parameters,
  }).toString()
  return { url, codeVerifier }
}

function startRequest(options: LoginOptions, surroundings: LoginSurroundings): StartedRequest {
  const { authorizationUrl } = options
  if (authorizationUrl !== undefined) return { url: new URL(authorizationUrl), codeVerifier: undefined }
  return ownRequest(surroundings.client(options.clientId).resolved, options, surroundings)
}

/** The response in query, fragment or form (OAuth 2.0 Multiple Response Type Encoding Practices, Form Post Response Mode). */
function responseOf({ url, html }: Page): { callbackUrl: string; parameters: Record<string, string> } {
  const form = html === '' ? undefined : readForm(html)
  const sent = form?.fields ?? new URLSearchParams(url.search || url.hash.slice(1))
  return { callbackUrl: form?.action ?? url.href, parameters: Object.fromEntries(sent) }
}

/** RFC 6749 §2.3.1. */
function authenticate(form: URLSearchParams, client: ResolvedClient, secret: string | undefined): HeadersInit {
  const methods = client.token_endpoint_auth_methods
  if (methods.includes('none')) return {}
  if (secret !== undefined && methods.includes('client_secret_basic')) {
    const pair = [client.client_id, secret].map(encodeURIComponent).join(':')
    return { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
  }
  if (secret !== undefined && methods.includes('client_secret_post')) {
    form.set('client_secret', secret)
    return {}
  }
  throw new LoginFailed(`only the application can authenticate as ${client.client_id} (${methods.join(', ')})`, {
    hint: 'let it redeem the code: hand it the callbackUrl',
  })
}

function claimsOf(id_token: unknown): { claims?: JWTPayload } {
  const isSigned = typeof id_token === 'string' && id_token.split('.').length === 3
  return isSigned ? { claims: decodeJwt(id_token) } : {}
}

async function redeem(
  { url, codeVerifier }: StartedRequest,
  parameters: Readonly<Record<string, string>>,
  { issuer, fetch, client }: LoginSurroundings,
): Promise<Tokens> {
  const { code, error, error_description = '' } = parameters
  if (code === undefined)
    throw new LoginFailed(`the authorization ended with ${error ?? 'no code'}: ${error_description}`)
  const { resolved, client_secret } = client(url.searchParams.get('client_id') ?? undefined)
  const form = new URLSearchParams({ grant_type: 'authorization_code', code, client_id: resolved.client_id })
  const redirect_uri = url.searchParams.get('redirect_uri')
  if (redirect_uri !== null) form.set('redirect_uri', redirect_uri)
  if (codeVerifier !== undefined) form.set('code_verifier', codeVerifier)
  const headers = authenticate(form, resolved, client_secret)
  const response = await fetch(new Request(`${issuer}${TOKEN}`, { method: 'POST', headers, body: form }))
  const body = await response.json()
  if (!response.ok) {
    throw new LoginFailed(`the token endpoint answered ${body.error}: ${body.error_description ?? response.status}`)
  }
  return { ...body, ...claimsOf(body.id_token) }
}

/** Runs the flow up to the application's redirect URI. */
export async function logInAs(person: Person, options: LoginOptions, surroundings: LoginSurroundings): Promise<Login> {
  const request = startRequest(options, surroundings)
  const visitor = createVisitor(surroundings.fetch)
  const page = await answerPages(visitor, await visitor.open(request.url), person)
  assertNoErrorPage(page, person)
  const response = responseOf(page)
  return {
    ...response,
    state: request.url.searchParams.get('state') ?? undefined,
    nonce: request.url.searchParams.get('nonce') ?? undefined,
    codeVerifier: request.codeVerifier,
    storageState: { cookies: visitor.cookies(), origins: [] },
    tokens: () => redeem(request, response.parameters, surroundings),
  }
}

/** Signs in at the provider alone, for a browser that goes to an application afterwards. */
export async function storageStateOf(person: Person, { issuer, fetch }: LoginSurroundings): Promise<StorageState> {
  const visitor = createVisitor(fetch)
  const page = await answerPages(visitor, await visitor.open(new URL(`${issuer}/login`)), person)
  assertNoErrorPage(page, person)
  return { cookies: visitor.cookies(), origins: [] }
}
