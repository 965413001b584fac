/** Client authentication at the endpoints that clients call directly (RFC 6749 §2.3.1, OpenID Connect Core 1.0 §9). */
import { decodeProtectedHeader } from 'jose'
import type { ResolvedClient } from '../../config/resolved.ts'
import type { ClientAuthenticationMethod } from '../../spec/client-authentication.ts'
import type { Exchange } from '../context.ts'
import { clientOption } from '../decisions.ts'
import type { Parameters } from '../http/parameters.ts'
import { OAuthError, type RefusalDetail } from '../oauth-error.ts'
import type { Decision } from '../witness.ts'
import { verifyAssertion } from './assertion.ts'
import { type Credentials, readCredentials, type SecretForm } from './credentials.ts'
import {
  malformedCredentials,
  type Registration,
  unknownClient,
  wrongAssertion,
  wrongMethod,
  wrongSecret,
} from './explain-refusal.ts'

/** Endpoints with their own options for it. */
export type AuthenticatedEndpoint =
  | 'token'
  | 'introspection'
  | 'revocation'
  | 'pushed-authorization-request'
  | 'device-authorization'

const METHODS_OPTION = {
  token: 'token_endpoint_auth_methods',
  'device-authorization': 'token_endpoint_auth_methods',
  introspection: 'introspection_endpoint_auth_methods',
  revocation: 'revocation_endpoint_auth_methods',
  'pushed-authorization-request': 'pushed_authorization_request_endpoint_auth_methods',
} as const satisfies Record<AuthenticatedEndpoint, keyof ResolvedClient>

const ALG_OPTION = {
  token: 'token_endpoint_auth_signing_alg',
  'device-authorization': 'token_endpoint_auth_signing_alg',
  introspection: 'introspection_endpoint_auth_signing_alg',
  revocation: 'revocation_endpoint_auth_signing_alg',
  'pushed-authorization-request': 'pushed_authorization_request_endpoint_auth_signing_alg',
} as const satisfies Record<AuthenticatedEndpoint, keyof ResolvedClient>

const HINT =
  'The client credentials are missing, of an unknown kind, malformed or wrong, or the client may not use this method.'

/** One answer for every cause: only the log says which it was. */
function refuse(exchange: Exchange, credentials: Credentials, debug: string, detail: RefusalDetail): OAuthError {
  const challenge = credentials.usedHeader && !exchange.context.asReleased('token_challenge')
  return new OAuthError('invalid_client', {
    hint: HINT,
    debug,
    detail,
    ...(challenge ? { headers: { 'WWW-Authenticate': `Basic realm="${exchange.issuer}"` } } : {}),
  })
}

function offeredMethods({ basic, post, assertion }: Credentials): string[] {
  return [
    ...(basic === undefined ? [] : ['client_secret_basic']),
    ...(post === undefined ? [] : ['client_secret_post']),
    ...(assertion === undefined ? [] : ['assertion']),
  ]
}

/** The option of the endpoint, or that of the token endpoint where it has none. */
function decidingOption(exchange: Exchange, client: ResolvedClient, endpoint: AuthenticatedEndpoint) {
  const own = exchange.context.asReleased('endpoint_auth_methods')
    ? 'token_endpoint_auth_methods'
    : METHODS_OPTION[endpoint]
  return client[own].length > 0 ? own : 'token_endpoint_auth_methods'
}

function acceptedMethods(
  exchange: Exchange,
  client: ResolvedClient,
  endpoint: AuthenticatedEndpoint,
): readonly string[] {
  return client[decidingOption(exchange, client, endpoint)]
}

function isAccepted(offered: string, accepted: readonly string[]): boolean {
  if (offered !== 'assertion') return accepted.includes(offered)
  return accepted.includes('private_key_jwt') || accepted.includes('client_secret_jwt')
}

async function isRightSecret(exchange: Exchange, client: ResolvedClient, secret: SecretForm): Promise<boolean> {
  const { client_id, client_secret: digest } = client
  if (digest === undefined || digest === '') return false
  const attempt = { client_id, digest, address: exchange.address }
  const { secrets } = exchange.context
  if (await secrets.verify({ ...attempt, secret: secret.decoded })) return true
  return secret.raw !== undefined && secrets.verify({ ...attempt, secret: secret.raw })
}

/** Spends on a hopeless attempt what a wrong secret costs, so that the time tells nothing about clients. */
async function pretend(exchange: Exchange, { basic, post }: Credentials): Promise<void> {
  const digest = exchange.context.clients.decoyDigest
  const secret = basic?.secret.decoded ?? post?.secret
  if (digest === undefined || secret === undefined) return
  await exchange.context.secrets.verify({ client_id: '', digest, secret, address: exchange.address })
}

async function prove(
  exchange: Exchange,
  client: ResolvedClient,
  endpoint: AuthenticatedEndpoint,
  credentials: Credentials,
): Promise<string | undefined> {
  const { basic, post, assertion } = credentials
  if (assertion !== undefined) {
    const alg =
      client[
        exchange.context.asReleased('endpoint_auth_methods') ? 'token_endpoint_auth_signing_alg' : ALG_OPTION[endpoint]
      ]
    return verifyAssertion(exchange, client, assertion, {
      accepted: acceptedMethods(exchange, client, endpoint) as readonly ClientAuthenticationMethod[],
      alg: alg || client.token_endpoint_auth_signing_alg,
    })
  }
  if (basic !== undefined && !(await isRightSecret(exchange, client, basic.secret))) return 'the secret is wrong'
  if (post !== undefined && !(await isRightSecret(exchange, client, { decoded: post.secret })))
    return 'the secret is wrong'
  return undefined
}

/** How the client proved who it is; the assertion was verified, so its `alg` is the client's. */
function clientAuthenticated(
  exchange: Exchange,
  client: ResolvedClient,
  endpoint: AuthenticatedEndpoint,
  credentials: Credentials,
): Decision {
  const [offered = 'none'] = offeredMethods(credentials)
  const isSymmetric = () => decodeProtectedHeader(credentials.assertion?.text ?? '').alg?.startsWith('HS') === true
  const method = offered !== 'assertion' ? offered : isSymmetric() ? 'client_secret_jwt' : 'private_key_jwt'
  return {
    decision: `client authentication: ${method}`,
    rule: 'RFC 6749 §2.3, Core §9',
    option: clientOption(exchange, client, decidingOption(exchange, client, endpoint)).replace(/_methods$/, '_method'),
    client_id: client.client_id,
    authentication: method,
  }
}

/** What cannot work, whatever the secret is. */
function objection(
  client: ResolvedClient,
  accepted: readonly string[],
  offered: readonly string[],
): string | undefined {
  if (offered.length > 1 && !client.allow_multiple_auth_methods) return 'several authentication methods were used'
  if (client.public && offered.length > 0) return 'a public client has no credentials'
  if (offered.length === 0 && !client.public) return 'the client is confidential and sent no credentials'
  if (offered.length > 0 && !offered.some((method) => isAccepted(method, accepted))) {
    return 'the authentication method is not the one of the client'
  }
  return undefined
}

function explain(
  exchange: Exchange,
  registration: Registration,
  credentials: Credentials,
  unfit: string | undefined,
  reason: string,
): RefusalDetail {
  if (unfit !== undefined) return wrongMethod(exchange, registration, offeredMethods(credentials))
  if (credentials.assertion !== undefined) return wrongAssertion(exchange, registration, reason)
  return wrongSecret(exchange, registration.client, credentials)
}

/**
 * The client that sends a request.
 *
 * @throws {@link OAuthError} `invalid_client` (401), for every cause with the same text
 * @throws {@link TooBusy} while too many secrets are being checked
 */
export async function authenticateClient(
  exchange: Exchange,
  form: Parameters,
  endpoint: AuthenticatedEndpoint,
): Promise<ResolvedClient> {
  const { context, request } = exchange
  const kind = !context.asReleased('basic_raw_retry')
  const credentials = readCredentials(request.headers.get('authorization'), form, kind)
  if (credentials.malformed !== undefined) {
    throw refuse(exchange, credentials, credentials.malformed, malformedCredentials(credentials.malformed))
  }
  const client = credentials.client_id === undefined ? undefined : context.clients.find(credentials.client_id)
  if (client === undefined) {
    await pretend(exchange, credentials)
    throw refuse(exchange, credentials, 'the client is unknown', unknownClient(exchange, credentials.client_id ?? ''))
  }
  const offered = offeredMethods(credentials)
  const accepted = acceptedMethods(exchange, client, endpoint)
  const unfit = objection(client, accepted, offered)
  if (unfit !== undefined) await pretend(exchange, credentials)
  const reason = unfit ?? (await prove(exchange, client, endpoint, credentials))
  if (reason === undefined) {
    exchange.witness?.decided?.(clientAuthenticated(exchange, client, endpoint, credentials))
    return client
  }
  const registration = { client, option: decidingOption(exchange, client, endpoint), accepted }
  throw refuse(exchange, credentials, reason, explain(exchange, registration, credentials, unfit, reason))
}
