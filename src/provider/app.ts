/**
 * The provider: a request in, its answer out. It listens nowhere and reads no file, no environment and no wall clock: those
 * who compose it do.
 */
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
import { editClaimsEndpoint } from './endpoints/edit-claims.ts'
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
import { whyEndpoint } from './endpoints/why.ts'
import type { Endpoint, EndpointName } from './endpoints.ts'
import { writeError } from './errors.ts'
import { corsHeaders, preflight } from './http/cors.ts'
import { json, plainText, type Reply, staticFile, toWebResponse, withHeaders } from './http/reply.ts'
import { fromWebRequest, type IncomingRequest } from './http/request.ts'
import { poolRandom } from './random-pool.ts'
import { longestSignedLifetime, type RetiredKey, retireKeys } from './retired-keys.ts'
import { createRoutes, type Route } from './router.ts'
import type { Witness } from './witness.ts'

export type { ProviderOptions } from './context.ts'

/** Who sent a request: the other end of its connection. */
export interface Peer {
  address: string
}

export interface Provider {
  /** Answers a request; never throws. */
  answer(request: IncomingRequest, witness?: Witness): Promise<Reply>
  /** The endpoint whose path this is. */
  endpointAt(pathname: string): EndpointName | undefined
  /** Accepts a redirect URI from a client from now on; in `--dev` alone. */
  learnRedirect(client_id: string, redirect_uri: string): void
  /** {@link Provider.answer} for Web-standard requests: the whole provider without a port. */
  fetch(request: Request, peer?: Peer): Promise<Response>
  /** Takes over another configuration; tokens and sessions live on. */
  reconfigure(
    changes: Partial<
      Pick<ProviderOptions, 'config' | 'keys' | 'users' | 'secondFactors' | 'computedAttributes' | 'dev'>
    >,
  ): void
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
  'edit-claims': editClaimsEndpoint,
  why: whyEndpoint,
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

async function answerExchange(
  context: ProviderContext,
  endpoint: Endpoint,
  request: IncomingRequest,
  witness: Witness | undefined,
): Promise<Reply> {
  const exchange = openExchange(context, request, witness)
  if (exchange === undefined) return refuseHost(endpoint)
  try {
    return await limited(exchange, endpoint)
  } catch (error) {
    return writeError(exchange, endpoint, error)
  }
}

/** RFC 9110 §9.3.2: HEAD is GET without the content. */
function methodOf({ method }: IncomingRequest): string {
  return method === 'HEAD' ? 'GET' : method
}

async function answerEndpoint(
  context: ProviderContext,
  endpoint: Endpoint,
  request: IncomingRequest,
  witness: Witness | undefined,
): Promise<Reply> {
  const { methods } = endpoint
  const method = methodOf(request)
  if (method === 'OPTIONS' && endpoint.cors !== undefined) return preflight(endpoint, context.cors, request)
  const cors = corsHeaders(endpoint, context.cors, request)
  if (methods.some((one) => one === method)) {
    return withHeaders(await answerExchange(context, endpoint, request, witness), cors)
  }
  const allow = [...methods, ...(endpoint.cors === undefined ? [] : ['OPTIONS'])].join(', ')
  return withHeaders(plainText(405, 'Method not allowed.'), { Allow: allow, ...cors })
}

async function answerRoute(
  context: ProviderContext,
  route: Route | undefined,
  request: IncomingRequest,
  witness: Witness | undefined,
): Promise<Reply> {
  if (route === undefined) return notFound(context, request)
  if (route.endpoint !== undefined) return answerEndpoint(context, route.endpoint, request, witness)
  if (methodOf(request) !== 'GET') return withHeaders(plainText(405, 'Method not allowed.'), { Allow: 'GET' })
  return staticFile(route.file, request.headers.get('if-none-match'))
}

/** An issuer that was configured with a slash at its end asks for `//.well-known/…`: those who do are told. */
function notFound({ log }: ProviderContext, { url, method, peer: address }: IncomingRequest): Reply {
  const { pathname, origin } = url
  if (!/\/\/\.well-known\//.test(pathname)) return plainText(404, 'Not found.')
  const rule = 'Discovery §4.1: the issuer is written without the slash at its end'
  const issuer = origin + pathname.slice(0, pathname.indexOf('//.well-known/'))
  const change = `in the application: set the issuer to ${issuer}`
  const detail = { rule, sent: `${issuer}/`, expected: [issuer], change }
  log({ level: 'warn', event: 'refused', method, path: pathname, address, error: 'not_found', status: 404, ...detail })
  return plainText(404, `Not found. ${rule}; ${change}.`)
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

/** What is wrong with us is told to the operator, not to the client. */
function failed({ log }: ProviderContext, error: unknown): Reply {
  log({ level: 'error', event: 'failed', cause: error instanceof Error ? error.stack : String(error) })
  return plainText(500, 'Internal error.')
}

/** Builds a provider; the first request can be served as soon as this returns. */
export function createProvider(options: ProviderOptions): Provider {
  let given = { ...options, random: poolRandom(options.random) }
  let lasting = createLasting(given)
  let context = createContext(given, lasting)
  let routes = createRoutes(context.issuers.basePath)
  let served = 0
  const answer = async (request: IncomingRequest, witness?: Witness): Promise<Reply> => {
    served += 1
    if (served % SWEEP_INTERVAL === 0) void sweep(context)
    try {
      return await answerRoute(context, routes.get(request.url.pathname), request, witness)
    } catch (error) {
      return failed(context, error)
    }
  }
  return {
    answer,
    endpointAt: (pathname) => routes.get(pathname)?.endpoint?.name,
    learnRedirect: (client_id, redirect_uri) => lasting.learnedRedirects.learn(client_id, redirect_uri),
    async fetch(request, peer) {
      return toWebResponse(await answer(fromWebRequest(request, peer?.address ?? '')), request.method)
    },
    reconfigure(changes) {
      const before = given
      given = { ...given, ...changes }
      lasting = { ...lasting, retiredKeys: retired(lasting.retiredKeys, before, given) }
      context = createContext(given, lasting)
      routes = createRoutes(context.issuers.basePath)
      const secrets = given.config.provider.clients.map(({ client_id, client_secret = '' }) => ({
        client_id,
        digest: client_secret,
      }))
      lasting.secrets.retain(secrets)
    },
    close: () => options.storage.close(),
  }
}
