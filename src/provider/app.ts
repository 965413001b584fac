/**
 * The provider: `fetch(request)` in, `Response` out. It listens nowhere and reads no file, no environment and no wall
 * clock: those who compose it do.
 */
import { type Context, Hono } from 'hono'
import { TooBusy } from './client/derivation-queue.ts'
import {
  createContext,
  createLasting,
  type Exchange,
  openExchange,
  type ProviderContext,
  type ProviderOptions,
} from './context.ts'
import { authorizationEndpoint } from './endpoints/authorization.ts'
import { consentEndpoint } from './endpoints/consent.ts'
import { deviceEndpoint } from './endpoints/device.ts'
import { deviceAuthorizationEndpoint } from './endpoints/device-authorization.ts'
import { authorizationServerEndpoint, openidConfigurationEndpoint } from './endpoints/discovery.ts'
import { homeEndpoint, signOutEndpoint } from './endpoints/home.ts'
import { introspectionEndpoint } from './endpoints/introspection.ts'
import { jwksEndpoint } from './endpoints/jwks.ts'
import { learnRedirectEndpoint } from './endpoints/learn-redirect.ts'
import { loginEndpoint } from './endpoints/login.ts'
import { pushedAuthorizationRequestEndpoint } from './endpoints/pushed-authorization-request.ts'
import { revocationEndpoint } from './endpoints/revocation.ts'
import { secondFactorEndpoint } from './endpoints/second-factor.ts'
import { secondFactorEnrolEndpoint } from './endpoints/second-factor-enrol.ts'
import { tokenEndpoint } from './endpoints/token.ts'
import { userinfoEndpoint } from './endpoints/userinfo.ts'
import { ENDPOINTS, type Endpoint, type EndpointName } from './endpoints.ts'
import { writeError } from './errors.ts'
import { corsHeaders, preflight } from './http/cors.ts'
import { COMMON_HEADERS, json, plainText, type Reply } from './http/reply.ts'
import { STATIC_FILES } from './pages/static-files.ts'
import { poolRandom } from './random-pool.ts'
import { longestSignedLifetime, type RetiredKey, retireKeys } from './retired-keys.ts'

export type { ProviderOptions } from './context.ts'

/** Who sent a request: the other end of its connection. */
export interface Peer {
  address: string
}

export interface Provider {
  fetch(request: Request, peer?: Peer): Promise<Response>
  /** Takes over another configuration; tokens and sessions live on. */
  reconfigure(changes: Partial<Pick<ProviderOptions, 'config' | 'keys' | 'users' | 'secondFactors' | 'dev'>>): void
  close(): Promise<void>
}

type Handler = (exchange: Exchange) => Reply | Promise<Reply>

const HANDLERS: Readonly<Record<EndpointName, Handler>> = {
  'openid-configuration': openidConfigurationEndpoint,
  'oauth-authorization-server': authorizationServerEndpoint,
  jwks: jwksEndpoint,
  authorization: authorizationEndpoint,
  token: tokenEndpoint,
  'device-authorization': deviceAuthorizationEndpoint,
  'pushed-authorization-request': pushedAuthorizationRequestEndpoint,
  introspection: introspectionEndpoint,
  revocation: revocationEndpoint,
  userinfo: userinfoEndpoint,
  home: homeEndpoint,
  login: loginEndpoint,
  'second-factor': secondFactorEndpoint,
  'second-factor-enrol': secondFactorEnrolEndpoint,
  consent: consentEndpoint,
  device: deviceEndpoint,
  'sign-out': signOutEndpoint,
  'learn-redirect': learnRedirectEndpoint,
}

interface Environment {
  Bindings: { peer: string }
}

function respond(reply: Reply, more: Readonly<Record<string, string>>): Response {
  const { status, headers, body } = reply
  return new Response(body, { status, headers: { ...COMMON_HEADERS, ...headers, ...more } })
}

/** A request for a host that is not ours: nothing else is said about it. */
function refuseHost(endpoint: Endpoint): Reply {
  const description = 'The host of the request is not one of this provider.'
  return endpoint.errors === 'json'
    ? json(400, { error: 'invalid_request', error_description: description })
    : plainText(400, description)
}

/** Runs the handler within the limit of failures that an address has. */
async function limited(exchange: Exchange, endpoint: Endpoint): Promise<Reply> {
  const { context, address, now } = exchange
  const limiter = endpoint.rateLimited === true ? context.rateLimiter : undefined
  const wait = limiter?.retryAfter(endpoint.name, address, now)
  if (wait !== undefined) throw new TooBusy(wait)
  const reply = await handled(exchange, endpoint)
  if (reply.status >= 400 || reply.isGuess === true) limiter?.countFailure(endpoint.name, address, now)
  return reply
}

async function handled(exchange: Exchange, endpoint: Endpoint): Promise<Reply> {
  try {
    return await HANDLERS[endpoint.name](exchange)
  } catch (error) {
    return writeError(exchange, endpoint, error)
  }
}

async function answer(context: ProviderContext, endpoint: Endpoint, request: Request, peer: string): Promise<Reply> {
  const exchange = openExchange(context, request, peer)
  if (exchange === undefined) return refuseHost(endpoint)
  try {
    return await limited(exchange, endpoint)
  } catch (error) {
    return writeError(exchange, endpoint, error)
  }
}

function addEndpoint(app: Hono<Environment>, endpoint: Endpoint, current: () => ProviderContext): void {
  const path = current().issuers.basePath + endpoint.path
  const cors = (request: Request) => corsHeaders(endpoint, current().cors, request)
  const handle = async ({ req, env }: Context<Environment>) =>
    respond(await answer(current(), endpoint, req.raw, env.peer), cors(req.raw))
  app.on([...endpoint.methods], path, handle)
  if (endpoint.cors !== undefined) {
    app.on('OPTIONS', path, ({ req }) => respond(preflight(endpoint, current().cors, req.raw), {}))
  }
  const allow = [...endpoint.methods, ...(endpoint.cors === undefined ? [] : ['OPTIONS'])].join(', ')
  app.all(path, ({ req }) => respond(plainText(405, 'Method not allowed.'), { Allow: allow, ...cors(req.raw) }))
}

/** Files whose name says what is in them never change. */
function addStaticFiles(app: Hono<Environment>, basePath: string): void {
  for (const { path, contentType, body, etag } of STATIC_FILES) {
    app.get(basePath + path, ({ req }) => {
      const headers = {
        'Content-Type': contentType,
        'Cache-Control': 'public, max-age=31536000, immutable',
        ETag: etag,
      }
      return req.header('if-none-match') === etag
        ? new Response(null, { status: 304, headers })
        : new Response(body, { headers: { ...headers, 'X-Content-Type-Options': 'nosniff' } })
    })
  }
}

/** An issuer that was configured with a slash at its end asks for `//.well-known/…`: those who do are told. */
function notFound({ log }: ProviderContext, { url, method }: Request, address: string): Reply {
  const { pathname, origin } = new URL(url)
  if (!/\/\/\.well-known\//.test(pathname)) return plainText(404, 'Not found.')
  const rule = 'Discovery §4.1: the issuer is written without the slash at its end'
  const issuer = origin + pathname.slice(0, pathname.indexOf('//.well-known/'))
  const change = `in the application: set the issuer to ${issuer}`
  const detail = { rule, sent: `${issuer}/`, expected: [issuer], change }
  log({ level: 'warn', event: 'refused', method, path: pathname, address, error: 'not_found', status: 404, ...detail })
  return plainText(404, `Not found. ${rule}; ${change}.`)
}

function createRouter(current: () => ProviderContext): Hono<Environment> {
  const app = new Hono<Environment>()
  for (const endpoint of ENDPOINTS) addEndpoint(app, endpoint, current)
  addStaticFiles(app, current().issuers.basePath)
  app.notFound(({ req, env }) => respond(notFound(current(), req.raw, env.peer), {}))
  app.onError((error) => {
    current().log({ level: 'error', event: 'failed', cause: error.stack })
    return respond(plainText(500, 'Internal error.'), {})
  })
  return app
}

/** Requests between two slices of {@link Storage.sweep}. */
const SWEEP_INTERVAL = 64

/** Nobody waits for it, and nobody fails with it. */
async function sweep({ storage, clock, log }: ProviderContext): Promise<void> {
  try {
    await storage.sweep(Math.floor(clock() / 1000))
  } catch (error) {
    log({ level: 'error', event: 'sweep_failed', cause: String(error) })
  }
}

/** RFC 7517 §5, OpenID Connect Core 1.0 §10.1.1: what a key signed can be verified as long as it lives. */
function retired(earlier: readonly RetiredKey[], before: ProviderOptions, after: ProviderOptions) {
  const lifetime = Math.max(...[before, after].map(({ config }) => longestSignedLifetime(config.provider)))
  const now = Math.floor(after.clock() / 1000)
  return retireKeys(earlier, { from: before.keys, to: after.keys, now, lifetime })
}

/** Builds a provider; the first request can be served as soon as this returns. */
export function createProvider(options: ProviderOptions): Provider {
  let given = { ...options, random: poolRandom(options.random) }
  let lasting = createLasting(given)
  let context = createContext(given, lasting)
  let router = createRouter(() => context)
  let served = 0
  return {
    async fetch(request, peer) {
      served += 1
      if (served % SWEEP_INTERVAL === 0) void sweep(context)
      return router.fetch(request, { peer: peer?.address ?? '' })
    },
    reconfigure(changes) {
      const before = given
      given = { ...given, ...changes }
      lasting = { ...lasting, retiredKeys: retired(lasting.retiredKeys, before, given) }
      context = createContext(given, lasting)
      router = createRouter(() => context)
      const secrets = given.config.provider.clients.map(({ client_id, client_secret = '' }) => ({
        client_id,
        digest: client_secret,
      }))
      lasting.secrets.retain(secrets)
    },
    close: () => options.storage.close(),
  }
}
