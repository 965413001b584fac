/** Writing an authorization response in its mode: query, fragment, form, or one of them with a JWT (JARM). */
import { uuid } from '../../primitives/random.ts'
import type { Exchange } from '../context.ts'
import { html, type Reply, redirect } from '../http/reply.ts'
import { languagesOf } from '../interaction/show.ts'
import { errorDescription, OAuthError } from '../oauth-error.ts'
import { renderFormPost } from '../pages/render.tsx'
import { FORM_POST_SCRIPT } from '../pages/static-files.ts'
import { encryptForClient } from '../tokens/encryption.ts'
import { signJwt } from '../tokens/jwt.ts'
import type { AuthorizationRefused } from './refused.ts'
import type { ResponseDestination } from './request.ts'

type ResponseParameters = Readonly<Record<string, string>>

function sorted(parameters: ResponseParameters): [string, string][] {
  return Object.entries(parameters).sort(([left], [right]) => (left < right ? -1 : 1))
}

function inQuery(uri: string, parameters: ResponseParameters): string {
  const query = new URLSearchParams(sorted(parameters)).toString()
  return `${uri}${uri.includes('?') ? (/[?&]$/.test(uri) ? '' : '&') : '?'}${query}`
}

function inFragment(uri: string, parameters: ResponseParameters): string {
  return `${uri}#${new URLSearchParams(sorted(parameters)).toString()}`
}

function inForm(exchange: Exchange, redirect_uri: string, parameters: ResponseParameters, policy: string): Reply {
  const ordered = Object.fromEntries(sorted(parameters))
  const context = { nonce: '', languages: languagesOf(exchange), base_path: exchange.context.issuers.basePath }
  return html(200, renderFormPost({ redirect_uri, parameters: ordered }, context), policy)
}

/** JARM §2.1: the parameters as claims of a JWT for the client. */
async function asJwt(
  exchange: Exchange,
  { client_id, issuer }: ResponseDestination,
  parameters: ResponseParameters,
): Promise<string> {
  const { context, now } = exchange
  const client = context.clients.find(client_id)
  const alg = client?.authorization_signed_response_alg ?? ''
  const signer = client && context.keys.signerFor(client, alg, client.authorization_signed_response_key_id)
  if (client === undefined || signer === undefined) {
    throw new OAuthError('server_error', { detail: { rule: 'JARM §2.2: the response is signed', sent: alg } })
  }
  const claims = {
    ...parameters,
    iss: issuer,
    aud: [client_id],
    jti: uuid(context.random),
    iat: now,
    exp: now + context.config.provider.lifespans.jwt_secured_authorization,
  }
  return encryptForClient(
    context,
    client,
    'authorization',
    await signJwt(exchange, 'authorization_response', claims, signer),
    'JWT',
  )
}

const FORM_POLICY = `default-src 'none'; script-src ${FORM_POST_SCRIPT.cspSource}`

/** Sends response parameters to the client. */
export async function writeResponse(
  exchange: Exchange,
  to: ResponseDestination,
  parameters: ResponseParameters,
): Promise<Reply> {
  const { redirect_uri, response_mode } = to
  const withState = { ...parameters, ...(to.state === null ? {} : { state: to.state }) }
  const isJwt = response_mode.includes('jwt')
  // RFC 9207 §2: the issuer identifies itself; within a JWT its iss claim does.
  const right = isJwt ? withState : { ...withState, iss: to.issuer }
  const shown = exchange.witness?.answers?.({ client_id: to.client_id, parameters: right }) ?? right
  const sent = isJwt ? { response: await asJwt(exchange, to, shown) } : shown
  switch (response_mode) {
    case 'query':
    case 'query.jwt':
    case 'jwt':
      return redirect(inQuery(redirect_uri, sent))
    case 'fragment':
    case 'fragment.jwt':
      return redirect(inFragment(redirect_uri, sent))
    case 'form_post':
      return inForm(exchange, redirect_uri, sent, FORM_POLICY)
    case 'form_post.jwt':
      return inForm(
        exchange,
        redirect_uri,
        sent,
        exchange.context.asReleased('form_post_jwt_script') ? "default-src 'none'" : FORM_POLICY,
      )
  }
}

/** Sends a refusal to the client (RFC 6749 §4.1.2.1), in `--dev` with the page that explains it. */
export function writeRefusal(
  exchange: Exchange,
  { refusal, destination }: AuthorizationRefused,
  error_uri: string | undefined,
): Promise<Reply> {
  const debug = exchange.context.config.provider.enable_client_debug_messages
  return writeResponse(exchange, destination, {
    error: refusal.error,
    error_description: errorDescription(refusal, { debug }),
    ...(error_uri === undefined ? {} : { error_uri }),
  })
}
