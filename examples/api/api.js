// An API that takes JWT access tokens: each is verified with the provider's published keys, by RFC 9068 §4, and refused as
// RFC 6750 §3 says. Nothing is asked of the provider but its keys, which jose keeps.
import { createServer } from 'node:http'
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'

/** A refusal: status, and the error code of RFC 6750 §3.1. */
class Refused extends Error {
  constructor(status, code, description) {
    super(description)
    this.status = status
    this.code = code
  }

  /** Without a token there is nothing to complain about. */
  get challenge() {
    return this.code === undefined ? 'Bearer' : `Bearer error="${this.code}", error_description="${this.message}"`
  }
}

/** Where the provider publishes its keys (RFC 8414 §3). */
async function keysOf(issuer) {
  const response = await fetch(`${issuer}/.well-known/oauth-authorization-server`)
  const metadata = await response.json()
  if (metadata.issuer !== issuer) throw new Error(`${issuer} says that it is ${metadata.issuer}`)
  return createRemoteJWKSet(new URL(metadata.jwks_uri), { cooldownDuration: 0 })
}

function bearerOf({ headers }) {
  const [, token] = /^Bearer +([^ ]+)$/i.exec(headers.authorization ?? '') ?? []
  if (token === undefined) throw new Refused(401)
  return token
}

/** RFC 9068 §4: type, issuer, audience, signature, expiry. */
async function verify(token, keys, { issuer, audience }) {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      typ: 'at+jwt',
      algorithms: ['RS256', 'ES256'],
      requiredClaims: ['exp', 'sub', 'client_id'],
    })
    return payload
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new Refused(401, 'invalid_token', error.code)
    throw error
  }
}

function assertScope({ scope = '' }, needed) {
  if (!scope.split(' ').includes(needed)) throw new Refused(403, 'insufficient_scope', `the scope ${needed} is needed`)
}

function send(response, status, body, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers })
  response.end(JSON.stringify(body))
}

/**
 * The API as a server that does not listen yet.
 *
 * @param {{ issuer: string, audience: string }} settings `audience`: what tokens for this API name
 */
export async function createApi({ issuer, audience }) {
  const keys = await keysOf(issuer)
  return createServer(async (request, response) => {
    try {
      const claims = await verify(bearerOf(request), keys, { issuer, audience })
      if (request.url !== '/hours') return send(response, 404, { error: 'not_found' })
      assertScope(claims, 'hours')
      send(response, 200, { hours: [8, 8, 6], asked_by: claims.client_id })
    } catch (error) {
      if (!(error instanceof Refused)) return send(response, 503, { error: 'temporarily_unavailable' })
      send(response, error.status, { error: error.code }, { 'WWW-Authenticate': error.challenge })
    }
  })
}
