/** One row per endpoint: the router, CORS, body limits and both discovery documents are read from here. */
import type { CorsEndpoint } from '../config/resolved.ts'
import { BODY_LIMIT, LARGE_BODY_LIMIT } from './http/form.ts'

export type EndpointName =
  | 'openid-configuration'
  | 'oauth-authorization-server'
  | 'jwks'
  | CorsEndpoint
  | 'home'
  | 'login'
  | 'second-factor'
  | 'second-factor-enrol'
  | 'learn-redirect'
  | 'edit-claims'
  | 'why'
  | 'consent'
  | 'device'
  | 'sign-out'

export interface Endpoint {
  name: EndpointName
  /** Below the issuer. */
  path: string
  methods: readonly ('GET' | 'POST')[]
  /** Member of the discovery documents. */
  metadata?: string
  /** Absent: no CORS at all. `public` is always on; the others when named in `cors.endpoints`. */
  cors?: { policy: 'public' | CorsEndpoint; credentials: boolean; preflight: 'full' | 'minimal'; dev: boolean }
  /** How a refusal is delivered. */
  errors: 'text' | 'json' | 'page'
  /** Failures of one address are limited. */
  rateLimited?: true
  /** Bytes of a body. */
  limit: number
}

const API = '/api/oidc'

export const ENDPOINTS: readonly Endpoint[] = [
  {
    name: 'openid-configuration',
    path: '/.well-known/openid-configuration',
    methods: ['GET'],
    cors: { policy: 'public', credentials: false, preflight: 'full', dev: true },
    errors: 'text',
    limit: BODY_LIMIT,
  },
  {
    name: 'oauth-authorization-server',
    path: '/.well-known/oauth-authorization-server',
    methods: ['GET'],
    cors: { policy: 'public', credentials: false, preflight: 'full', dev: true },
    errors: 'text',
    limit: BODY_LIMIT,
  },
  {
    name: 'jwks',
    path: '/jwks.json',
    methods: ['GET'],
    metadata: 'jwks_uri',
    cors: { policy: 'public', credentials: false, preflight: 'full', dev: true },
    errors: 'text',
    limit: BODY_LIMIT,
  },
  {
    name: 'authorization',
    path: `${API}/authorization`,
    methods: ['GET', 'POST'],
    metadata: 'authorization_endpoint',
    cors: { policy: 'authorization', credentials: false, preflight: 'minimal', dev: false },
    errors: 'page',
    limit: LARGE_BODY_LIMIT,
  },
  {
    name: 'token',
    path: `${API}/token`,
    methods: ['POST'],
    metadata: 'token_endpoint',
    cors: { policy: 'token', credentials: true, preflight: 'full', dev: true },
    errors: 'json',
    rateLimited: true,
    limit: BODY_LIMIT,
  },
  {
    name: 'device-authorization',
    path: `${API}/device-authorization`,
    methods: ['POST'],
    metadata: 'device_authorization_endpoint',
    cors: { policy: 'device-authorization', credentials: false, preflight: 'full', dev: false },
    errors: 'json',
    limit: BODY_LIMIT,
  },
  {
    name: 'pushed-authorization-request',
    path: `${API}/pushed-authorization-request`,
    methods: ['POST'],
    metadata: 'pushed_authorization_request_endpoint',
    cors: { policy: 'pushed-authorization-request', credentials: false, preflight: 'full', dev: false },
    errors: 'json',
    rateLimited: true,
    limit: LARGE_BODY_LIMIT,
  },
  {
    name: 'introspection',
    path: `${API}/introspection`,
    methods: ['POST'],
    metadata: 'introspection_endpoint',
    cors: { policy: 'introspection', credentials: true, preflight: 'full', dev: false },
    errors: 'json',
    rateLimited: true,
    limit: BODY_LIMIT,
  },
  {
    name: 'revocation',
    path: `${API}/revocation`,
    methods: ['POST'],
    metadata: 'revocation_endpoint',
    cors: { policy: 'revocation', credentials: true, preflight: 'full', dev: true },
    errors: 'json',
    rateLimited: true,
    limit: BODY_LIMIT,
  },
  {
    name: 'userinfo',
    path: `${API}/userinfo`,
    methods: ['GET', 'POST'],
    metadata: 'userinfo_endpoint',
    cors: { policy: 'userinfo', credentials: true, preflight: 'full', dev: true },
    errors: 'json',
    rateLimited: true,
    limit: BODY_LIMIT,
  },
  { name: 'home', path: '/', methods: ['GET'], errors: 'page', limit: BODY_LIMIT },
  { name: 'login', path: '/login', methods: ['GET', 'POST'], errors: 'page', limit: BODY_LIMIT },
  { name: 'second-factor', path: '/second-factor', methods: ['GET', 'POST'], errors: 'page', limit: BODY_LIMIT },
  {
    name: 'second-factor-enrol',
    path: '/second-factor/enrol',
    methods: ['GET', 'POST'],
    errors: 'page',
    limit: BODY_LIMIT,
  },
  { name: 'consent', path: '/consent/openid/decision', methods: ['GET', 'POST'], errors: 'page', limit: BODY_LIMIT },
  {
    name: 'device',
    path: '/consent/openid/device-authorization',
    methods: ['GET', 'POST'],
    errors: 'page',
    limit: BODY_LIMIT,
  },
  { name: 'learn-redirect', path: '/dev/learn', methods: ['POST'], errors: 'page', limit: BODY_LIMIT },
  { name: 'edit-claims', path: '/dev/claims', methods: ['GET', 'POST'], errors: 'page', limit: BODY_LIMIT },
  { name: 'why', path: '/dev/why', methods: ['GET'], errors: 'page', limit: BODY_LIMIT },
  { name: 'sign-out', path: '/sign-out', methods: ['POST'], errors: 'page', limit: BODY_LIMIT },
]

const BY_NAME = new Map(ENDPOINTS.map((endpoint) => [endpoint.name, endpoint]))

/** The path of an endpoint below the issuer. */
export function pathOf(name: EndpointName): string {
  const endpoint = BY_NAME.get(name)
  if (endpoint === undefined) throw new Error(`no endpoint ${name}`)
  return endpoint.path
}
