/** Rules of `client_secret` and of the authentication methods at the four endpoints. */

import { ToolError } from '../../../errors.ts'
import { explainDamage, explainLiteral } from '../../../secrets/damage.ts'
import { parseDigest } from '../../../secrets/digest.ts'
import { HMAC_ALGORITHMS, ISSUER_SIGNING_ALGORITHMS } from '../../../spec/algorithms.ts'
import { CLIENT_AUTHENTICATION_METHODS } from '../../../spec/client-authentication.ts'
import { IMPLICIT_RESPONSE_TYPES } from '../../../spec/response-types.ts'
import { describeValue } from '../../decode/describe-value.ts'
import type { EndpointOptionNames } from '../../schema/client-authentication-options.ts'
import { RESPONSE_OPTION_NAMES } from '../../schema/client-response-options.ts'
import type { ClientOptions } from '../../schema/provider-options.ts'
import { allowedHint } from '../one-of.ts'
import type { ClientContext, ClientRule, EndpointMethod } from './client-context.ts'

/** Response types are written, and none of them gives a code. */
function isImplicitOnly({ response_types = [] }: ClientOptions): boolean {
  return response_types.length > 0 && response_types.every((type) => IMPLICIT_RESPONSE_TYPES.includes(type))
}

type EndpointRule = (context: ClientContext, endpoint: EndpointMethod) => void

function noneNeedsPublic({ client, isPublic, tell }: ClientContext, { method, options }: EndpointMethod): void {
  if (method !== 'none' || isPublic || isImplicitOnly(client)) return
  tell('ERR_CLIENT_AUTH_METHOD', options.method, "'none' is for public clients", {
    hint: "make the client public, or use 'client_secret_basic'",
  })
}

function publicNeedsNone({ isPublic, tell }: ClientContext, { method, options }: EndpointMethod): void {
  if (!isPublic || method === 'none') return
  tell('ERR_CLIENT_AUTH_METHOD', options.method, `a public client cannot use '${method}'`, {
    hint: "use 'none', or leave the option out",
  })
}

function secretJwt({ client, secret, tell }: ClientContext, { method, options }: EndpointMethod): void {
  if (method !== 'client_secret_jwt') return
  const alg = client[options.signingAlg] ?? ''
  if (alg !== '' && !(HMAC_ALGORITHMS as readonly string[]).includes(alg)) {
    tell('ERR_CLIENT_AUTH_ALGORITHM', options.signingAlg, `${describeValue(alg)} does not go with client_secret_jwt`, {
      hint: `use one of ${HMAC_ALGORITHMS.join(', ')}`,
    })
  }
  if (secret === 'digest') {
    tell('ERR_CLIENT_SECRET_HASHED', 'client_secret', 'client_secret_jwt needs the secret in plain text', {
      hint: 'write $plaintext$SECRET, or use another method',
    })
  }
}

function privateKeyAlgorithm(
  { client, clientKeys, tell }: ClientContext,
  option: EndpointOptionNames['signingAlg'],
): void {
  const alg = client[option] ?? ''
  const inline = new Set(clientKeys.flatMap((key) => (key.alg === undefined ? [] : [key.alg])))
  if (alg === '') {
    tell('ERR_CLIENT_AUTH_ALGORITHM', option, 'private_key_jwt needs a signing algorithm', {
      hint: `add ${option}: ${inline.size > 0 ? [...inline].join(' or ') : 'RS256'}`,
    })
  } else if (!(ISSUER_SIGNING_ALGORITHMS as readonly string[]).includes(alg)) {
    tell('ERR_CLIENT_AUTH_ALGORITHM', option, `${describeValue(alg)} does not go with private_key_jwt`, {
      hint: allowedHint(alg, ISSUER_SIGNING_ALGORITHMS),
    })
  } else if ((client.jwks ?? []).length > 0 && !inline.has(alg)) {
    tell('ERR_CLIENT_AUTH_ALGORITHM', option, `no key of the client has the algorithm '${alg}'`, {
      hint: `its keys have ${[...inline].join(', ') || 'none'}`,
    })
  }
}

function privateKeyJwt(context: ClientContext, { endpoint, method, options }: EndpointMethod): void {
  if (method !== 'private_key_jwt') return
  privateKeyAlgorithm(context, options.signingAlg)
  if (!context.hasKeys) {
    context.tell('ERR_CLIENT_AUTH_KEYS', 'jwks', `private_key_jwt at the ${endpoint} needs keys of the client`, {
      hint: 'add jwks or jwks_uri',
    })
  }
}

const ENDPOINT_RULES: readonly EndpointRule[] = [noneNeedsPublic, publicNeedsNone, secretJwt, privateKeyJwt]

function endpoints(context: ClientContext): void {
  for (const endpoint of context.endpoints) {
    const { method, options } = endpoint
    if (!(CLIENT_AUTHENTICATION_METHODS as readonly string[]).includes(method)) {
      context.tell('ERR_CLIENT_AUTH_METHOD', options.method, `there is no method ${describeValue(method)}`, {
        hint: allowedHint(method, CLIENT_AUTHENTICATION_METHODS),
      })
      continue
    }
    for (const rule of ENDPOINT_RULES) rule(context, endpoint)
  }
}

function usesSecret(method: string): boolean {
  return method.startsWith('client_secret_')
}

function secretMissing({ client, endpoints, isPublic, secret, tell, isBroken, pathOf }: ClientContext): void {
  if (isPublic || secret !== 'none' || isBroken(pathOf('client_secret'))) return
  const needing = endpoints.filter(({ method }) => usesSecret(method))
  if (needing.length === 0) return
  const isPartial = endpoints.some(({ method }) => method === 'private_key_jwt')
  const hint = isPartial
    ? `set private_key_jwt for all endpoints; missing are ${needing.map(({ options }) => options.method).join(', ')}`
    : 'oidc secret hash --random makes one and the digest to put here; an application that cannot keep a secret gets public: true'
  const given = client.client_secret === undefined ? 'has none' : 'has an empty one'
  tell('ERR_CLIENT_SECRET_MISSING', 'client_secret', `a confidential client needs a secret, and this one ${given}`, {
    hint,
  })
}

function secretUnwanted({ endpoints, isPublic, secret, tell }: ClientContext): void {
  if (secret === 'none') return
  if (isPublic) {
    tell('ERR_CLIENT_SECRET_UNWANTED', 'client_secret', 'a public client has no secret', {
      hint: 'remove the secret, or set public: false',
    })
    return
  }
  for (const { endpoint, method } of endpoints) {
    if (method !== 'none' && method !== 'private_key_jwt') continue
    tell('ERR_CLIENT_SECRET_UNWANTED', 'client_secret', `the method '${method}' at the ${endpoint} allows no secret`, {
      hint: 'remove the secret, or use methods that need it at all endpoints',
    })
  }
}

function secretDigest({ client, secret, tell }: ClientContext): void {
  if (secret !== 'invalid') return
  try {
    parseDigest(client.client_secret ?? '')
  } catch (error) {
    const { message, hint } =
      error instanceof ToolError ? error : { message: 'the secret cannot be read', hint: undefined }
    tell('ERR_CLIENT_SECRET_DIGEST', 'client_secret', message, { hint })
  }
}

/** Whether something computes with the secret itself. */
function needsPlaintext({ client, endpoints }: ClientContext): boolean {
  const signs = RESPONSE_OPTION_NAMES.some(({ signedAlg }) => (client[signedAlg] ?? '').startsWith('HS'))
  return signs || endpoints.some(({ method }) => method === 'client_secret_jwt')
}

function secretPlaintext(context: ClientContext): void {
  const { client, secret, isPublic, tell } = context
  if (secret !== 'plaintext' || isPublic || needsPlaintext(context)) return
  const damage = explainDamage(client.client_secret ?? '')
  if (damage !== undefined) {
    tell('ERR_CLIENT_SECRET_PLAINTEXT', 'client_secret', `the value of client_secret ${damage.happened}`, {
      hint: `the provider takes what is left as the secret itself; ${damage.hint}`,
    })
    return
  }
  const literal = explainLiteral(client.client_secret ?? '')
  tell('ERR_CLIENT_SECRET_PLAINTEXT', 'client_secret', 'the secret is stored in plain text', {
    hint: literal ?? 'store its digest, made with: oidc secret hash',
  })
}

function partialPrivateKey({ endpoints, tell }: ClientContext): void {
  const set = endpoints.filter(({ method }) => method === 'private_key_jwt')
  if (set.length === 0 || set.length === endpoints.length) return
  tell('ERR_CLIENT_AUTH_PARTIAL', 'token_endpoint_auth_method', 'private_key_jwt is not set for all four endpoints', {
    hint: 'each endpoint is judged by itself: set the method and the signing algorithm for all four',
  })
}

export const AUTHENTICATION_RULES: readonly ClientRule[] = [
  secretDigest,
  secretPlaintext,
  endpoints,
  secretMissing,
  secretUnwanted,
  partialPrivateKey,
]
