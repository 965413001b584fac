/** `cors`: which web pages of other origins may call the endpoints. */
import { defineOptions } from './option.ts'

export const CORS_ENDPOINTS = [
  'authorization',
  'device-authorization',
  'pushed-authorization-request',
  'token',
  'introspection',
  'revocation',
  'userinfo',
] as const

export const CORS_OPTIONS = defineOptions({
  endpoints: {
    type: 'strings',
    default: [],
    values: CORS_ENDPOINTS,
    description: 'The endpoints that answer requests of web pages from other origins.',
    see: ['https://fetch.spec.whatwg.org/#http-cors-protocol'],
  },
  allowed_origins: {
    type: 'uris',
    default: [],
    description: 'Origins whose pages may call those endpoints, such as `https://app.example.com`; `*` stands for all.',
    rules:
      'Scheme, host and port alone: no path (not even `/`) and no query. `*` stands alone, and not together with `allowed_origins_from_client_redirect_uris`. With no origin configured and that switch off, any https origin is allowed.',
    see: ['RFC 6454 §7'],
  },
  allowed_origins_from_client_redirect_uris: {
    type: 'boolean',
    default: false,
    description: 'Allows the origins of all http and https redirect URIs of the clients too, `localhost` excepted.',
  },
})
