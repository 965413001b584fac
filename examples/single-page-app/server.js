// What the single-page application is served by: its files, and the API that it calls with its access token.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createRemoteJWKSet, jwtVerify } from 'jose'

const library = join(
  dirname(createRequire(import.meta.url).resolve('oidc-client-ts')),
  '../browser/oidc-client-ts.min.js',
)
const file = (name) => new URL(`public/${name}`, import.meta.url)

const FILES = {
  '/': [file('index.html'), 'text/html; charset=utf-8'],
  '/callback': [file('index.html'), 'text/html; charset=utf-8'],
  '/app.js': [file('app.js'), 'text/javascript'],
  '/oidc-client-ts.js': [library, 'text/javascript'],
}

function send(response, status, type, body) {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' })
  response.end(body)
}

/** RFC 9068 §4: the API takes JWT access tokens that were made for it. */
async function answerApi({ headers }, response, keys, { issuer, audience }) {
  const [, token = ''] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? []
  const verified = await jwtVerify(token, keys, { issuer, audience, typ: 'at+jwt' }).catch(() => undefined)
  if (verified === undefined) return send(response, 401, 'application/json', '{"error":"invalid_token"}')
  send(response, 200, 'application/json', JSON.stringify({ hours: [8, 8, 6], asked_by: verified.payload.client_id }))
}

/**
 * The application's server, which does not listen yet.
 *
 * @param {{ issuer: string, client_id: string, audience: string }} settings
 */
export function createAppServer(settings) {
  const { issuer, client_id } = settings
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks.json`))
  return createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    if (pathname === '/settings.json') {
      return send(response, 200, 'application/json', JSON.stringify({ issuer, client_id }))
    }
    if (pathname === '/api/hours') return answerApi(request, response, keys, settings)
    const [path, type] = FILES[pathname] ?? []
    if (path === undefined) return send(response, 404, 'text/plain', 'Not found.')
    send(response, 200, type, await readFile(path))
  })
}
