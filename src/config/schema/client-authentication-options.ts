/** How a client proves itself at each endpoint that asks for it. */
import { HMAC_ALGORITHMS, ISSUER_SIGNING_ALGORITHMS } from '../../spec/algorithms.ts'
import { CLIENT_AUTHENTICATION_METHODS } from '../../spec/client-authentication.ts'
import { defineOptions, type ScalarOption } from './option.ts'

export const AUTHENTICATED_ENDPOINTS = [
  'token_endpoint',
  'revocation_endpoint',
  'introspection_endpoint',
  'pushed_authorization_request_endpoint',
] as const

export type AuthenticatedEndpoint = (typeof AUTHENTICATED_ENDPOINTS)[number]

/** What the two options of an endpoint are called, and the methods that they come to. */
export interface EndpointOptionNames {
  method: `${AuthenticatedEndpoint}_auth_method`
  methods: `${AuthenticatedEndpoint}_auth_methods`
  signingAlg: `${AuthenticatedEndpoint}_auth_signing_alg`
}

/** The endpoints with the names of their options, put together once for all clients. */
export const ENDPOINT_OPTION_NAMES: readonly (EndpointOptionNames & { endpoint: AuthenticatedEndpoint })[] =
  AUTHENTICATED_ENDPOINTS.map((endpoint) => ({
    endpoint,
    method: `${endpoint}_auth_method`,
    methods: `${endpoint}_auth_methods`,
    signingAlg: `${endpoint}_auth_signing_alg`,
  }))

type EndpointOptions = Readonly<
  Record<`${AuthenticatedEndpoint}_auth_method` | `${AuthenticatedEndpoint}_auth_signing_alg`, ScalarOption<'string'>>
>

const WORDS: Readonly<Record<AuthenticatedEndpoint, string>> = {
  token_endpoint: 'token endpoint',
  revocation_endpoint: 'revocation endpoint',
  introspection_endpoint: 'introspection endpoint',
  pushed_authorization_request_endpoint: 'pushed authorization request endpoint',
}

function endpointOptions(endpoint: AuthenticatedEndpoint): Record<string, ScalarOption<'string'>> {
  const since = endpoint === 'token_endpoint' ? {} : { since: '4.39' }
  return {
    [`${endpoint}_auth_method`]: {
      type: 'string',
      ...since,
      values: CLIENT_AUTHENTICATION_METHODS,
      derived: '`none` for public clients, else `client_secret_basic`',
      description: `How the client authenticates at the ${WORDS[endpoint]}.`,
      rules:
        'Public clients: `none` alone. `private_key_jwt` needs keys of the client and no secret, so it must be set for all four endpoints. `client_secret_jwt` needs the secret in plain text.',
      see: ['OpenID Connect Core 1.0 §9'],
    },
    [`${endpoint}_auth_signing_alg`]: {
      type: 'string',
      ...since,
      values: [...HMAC_ALGORITHMS, ...ISSUER_SIGNING_ALGORITHMS],
      derived: '`HS256` for `client_secret_jwt`; none for `private_key_jwt`, where it is required',
      description: `The algorithm of the client’s assertions at the ${WORDS[endpoint]}.`,
      rules: '`HS*` for `client_secret_jwt`; for `private_key_jwt` the algorithm of one of the client’s keys.',
      see: ['RFC 7523 §2.2'],
    },
  }
}

export const ENDPOINT_AUTHENTICATION_OPTIONS: EndpointOptions = defineOptions(
  Object.assign({}, ...AUTHENTICATED_ENDPOINTS.map(endpointOptions)),
)
