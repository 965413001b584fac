/**
 * Cross-origin access (the Fetch standard's CORS protocol): which origins may read the answers of which endpoint.
 */
import type { ResolvedProvider } from '../../config/resolved.ts'
import type { Endpoint } from '../endpoints.ts'
import { isLoopbackHost } from './issuer.ts'
import { empty, type Reply } from './reply.ts'
import type { IncomingRequest } from './request.ts'

/** Origins of a policy: `*`, none configured (any https origin), or a list. */
export type AllowedOrigins = readonly string[]

const MAX_AGE_SECONDS = '100'
const CREDENTIAL_HEADERS: readonly string[] = ['cookie', 'authorization', 'proxy-authorization']

/** The origins of `cors.allowed_origins` and, where asked for, of the clients' redirect URIs. */
export function configuredOrigins({ cors, clients }: Pick<ResolvedProvider, 'cors' | 'clients'>): string[] {
  const derived = cors.allowed_origins_from_client_redirect_uris
    ? clients.flatMap(({ redirect_uris }) => redirect_uris.flatMap(webOrigin))
    : []
  return [...new Set([...cors.allowed_origins, ...derived])]
}

function webOrigin(uri: string): string[] {
  if (!URL.canParse(uri)) return []
  const { protocol, hostname, origin } = new URL(uri)
  return (protocol === 'http:' || protocol === 'https:') && hostname !== 'localhost' ? [origin] : []
}

export interface CorsPolicy {
  /** Origins for `cors.endpoints`. */
  origins: AllowedOrigins
  enabled: ReadonlySet<string>
  /** `--dev`: loopback origins may call what a browser application calls. */
  dev: boolean
}

function allowMethods(endpoint: Endpoint): string {
  return ['OPTIONS', ...endpoint.methods].join(', ')
}

function chooseOrigin(origin: string, allowed: AllowedOrigins): string | undefined {
  if (allowed.length === 0) return new URL(origin).protocol === 'https:' ? origin : undefined
  if (allowed[0] === '*') return '*'
  return allowed.includes(origin) ? origin : undefined
}

function allowHeaders(requested: string | null, credentials: boolean): string | undefined {
  const names = (requested ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== '*' && (credentials || !CREDENTIAL_HEADERS.includes(name.toLowerCase())))
  return names.length === 0 ? undefined : names.join(', ')
}

/** Which origins hold for this endpoint; `undefined`: it takes no part. */
function originsFor(endpoint: Endpoint, policy: CorsPolicy, origin: string | null): AllowedOrigins | undefined {
  if (endpoint.cors === undefined) return undefined
  if (endpoint.cors.policy === 'public') return ['*']
  if (policy.enabled.has(endpoint.cors.policy)) return policy.origins
  const loopback = origin !== null && URL.canParse(origin) && isLoopbackHost(new URL(origin).hostname)
  return policy.dev && endpoint.cors.dev && loopback ? [origin] : undefined
}

/** The CORS headers of an answer, errors included. */
export function corsHeaders(endpoint: Endpoint, policy: CorsPolicy, request: IncomingRequest): Record<string, string> {
  const origin = request.headers.get('origin')
  const allowed = originsFor(endpoint, policy, origin)
  if (endpoint.cors === undefined || allowed === undefined) return {}
  const vary = { Vary: allowed[0] === '*' ? 'Accept-Encoding' : 'Accept-Encoding, Origin' }
  if (origin === null || !URL.canParse(origin)) return vary
  if (request.method === 'OPTIONS' && request.headers.get('access-control-request-method') === null) return vary
  const chosen = chooseOrigin(origin, allowed)
  if (chosen === undefined) return vary
  // A browser refuses `*` together with credentials, and rightly so.
  const credentials = endpoint.cors.credentials && chosen !== '*'
  const names = allowHeaders(request.headers.get('access-control-request-headers'), credentials)
  return {
    ...vary,
    'Access-Control-Allow-Origin': chosen,
    'Access-Control-Allow-Credentials': String(credentials),
    'Access-Control-Max-Age': MAX_AGE_SECONDS,
    ...(names === undefined ? {} : { 'Access-Control-Allow-Headers': names }),
    'Access-Control-Allow-Methods': allowMethods(endpoint),
  }
}

/** The answer to OPTIONS: always 200, whether the endpoint is enabled or not. */
export function preflight(endpoint: Endpoint, policy: CorsPolicy, request: IncomingRequest): Reply {
  const asked = request.headers.get('origin') !== null && request.headers.get('access-control-request-method') !== null
  return empty(200, {
    'Content-Length': '0',
    ...(asked ? { 'Access-Control-Allow-Methods': allowMethods(endpoint) } : {}),
    ...(endpoint.cors?.preflight === 'full' ? corsHeaders(endpoint, policy, request) : {}),
  })
}
