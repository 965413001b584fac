/** Request objects, by value or by reference (RFC 9101, OpenID Connect Core 1.0 §6). */
import type { JWTPayload } from 'jose'
import type { ResolvedClient } from '../../config/resolved.ts'
import { splitList } from '../authorization/request.ts'
import type { Exchange } from '../context.ts'
import type { Parameters } from '../http/parameters.ts'
import { ObjectRefused, openObject } from '../request-object/open.ts'
import { mergeParameters, objectParameters } from '../request-object/parameters.ts'
import { isObjection, type Objection, type Received } from './check.ts'
import { setOption } from './remedy.ts'

const SIGN_AGAIN = 'in the application: sign the request object with a key of its jwks, for this issuer'

function invalidObject(debug: string): Objection {
  return {
    error: 'invalid_request_object',
    hint: 'The request object cannot be read or is not valid.',
    debug,
    change: SIGN_AGAIN,
  }
}

/** RFC 9101 §5.2: only what is registered is fetched. */
async function fetchObject(
  { context }: Exchange,
  client: ResolvedClient,
  request_uri: string,
): Promise<string | Objection> {
  const refuse = (debug: string): Objection => ({
    error: 'invalid_request_uri',
    hint: 'The request_uri is not registered, or its content cannot be had.',
    debug,
    option: context.clients.optionPath(client, 'request_uris'),
    sent: request_uri,
    expected: client.request_uris,
    command: setOption(client, 'request_uris', '+=', request_uri),
  })
  if (!client.request_uris.includes(request_uri)) return refuse('The request_uri is not registered.')
  try {
    return (await context.fetchDocument(request_uri)).trim()
  } catch {
    return refuse('The request_uri could not be fetched.')
  }
}

function isSameSet(left: string, right: string): boolean {
  const [one, other] = [splitList(left), splitList(right)]
  return one.length === other.length && one.every((part) => other.includes(part))
}

/** Core §6.1: what must stand outside too must be the same inside. */
function objectToContent(inner: Parameters, outer: Parameters): Objection | undefined {
  if (inner.has('request') || inner.has('request_uri')) return invalidObject('A request object holds no other one.')
  const client_id = inner.get('client_id')
  if (client_id !== undefined && client_id !== outer.get('client_id'))
    return invalidObject('The client_id inside is another one.')
  const [within, outside] = [inner.get('response_type'), outer.get('response_type')]
  if (within !== undefined && outside !== undefined && !isSameSet(within, outside)) {
    return invalidObject('The response_type inside is another one.')
  }
  return undefined
}

/** RFC 9101 §4, RFC 7519 §4.1: the claims of the JWT itself, where they are there. */
function objectToClaims(
  { iss, sub, aud, exp, nbf, iat }: JWTPayload,
  client: ResolvedClient,
  { issuer, now }: Exchange,
): Objection | undefined {
  if (iss !== undefined && iss !== client.client_id) return invalidObject('The iss is not the client.')
  // RFC 9101 §10.8: with such a sub it is a client assertion, which whoever received it could send here.
  if (sub === client.client_id) return invalidObject('The sub is the client: it is no request object.')
  if (aud !== undefined && ![aud].flat().includes(issuer)) return invalidObject('The aud is not this provider.')
  if (exp !== undefined && !(exp > now)) return invalidObject('The request object has expired.')
  if ([nbf, iat].some((time) => time !== undefined && !(time <= now)))
    return invalidObject('The request object is not valid yet.')
  return undefined
}

async function read(exchange: Exchange, client: ResolvedClient, text: string): Promise<JWTPayload | Objection> {
  try {
    return await openObject(exchange, client, text)
  } catch (error) {
    if (!(error instanceof ObjectRefused))
      return invalidObject('The request object cannot be decoded or its signature is wrong.')
    if (error.keyless)
      return {
        error: 'invalid_request',
        hint: 'The client has no key for request objects.',
        debug: error.message,
        option: exchange.context.clients.optionPath(client, 'jwks'),
        change: "add the application's public key to the client's jwks, or set jwks_uri",
      }
    return invalidObject(error.message)
  }
}

const ONE_ONLY = 'in the application: send the request object by value or by reference'

function objectToSyntax(outer: Parameters): Objection | undefined {
  if (outer.has('request') && outer.has('request_uri')) {
    return { error: 'invalid_request', hint: 'Only one of request and request_uri may be sent.', change: ONE_ONLY }
  }
  if (!splitList(outer.get('scope')).includes('openid') || outer.has('response_type')) return undefined
  return {
    error: 'invalid_request',
    hint: 'The response_type must stand outside the request object too (Core §6.1).',
    change: 'in the application: send response_type beside the request object',
  }
}

/** Puts the parameters of a request object into the place of the outer ones. */
export async function openRequestObject(received: Received, exchange: Exchange): Promise<Received | Objection> {
  const { parameters: outer, client } = received
  const request_uri = outer.get('request_uri')
  if ((!outer.has('request') && request_uri === undefined) || client === undefined) return received
  const syntax = objectToSyntax(outer)
  if (syntax !== undefined) return syntax
  const text =
    request_uri === undefined ? (outer.get('request') ?? '') : await fetchObject(exchange, client, request_uri)
  if (typeof text !== 'string') return text
  const claims = await read(exchange, client, text)
  if (isObjection(claims)) return claims
  const inner = objectParameters(claims, exchange.context.asReleased)
  const objection = objectToContent(inner, outer) ?? objectToClaims(claims, client, exchange)
  if (objection !== undefined) return objection
  return { ...received, parameters: mergeParameters(outer, inner, { alone: client.request_object_signing_alg !== '' }) }
}
