// A web application whose users log in by OpenID Connect: authorization code, PKCE, state and nonce. The tokens stay on the
// server; the browser has a session cookie.
import express from 'express'
import * as client from 'openid-client'
import { sessions } from './sessions.js'

const SCOPE = 'openid profile email'

/** ID tokens are checked by their signature, too; plain http is for a provider on this machine alone. */
function discoveryOptions(issuer) {
  const plain = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []
  return { execute: [client.enableNonRepudiationChecks, ...plain] }
}

/** Where the browser goes to log in; what the answer has to match stays in the session. */
async function startLogin(config, redirect_uri, stored) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  stored.login = { pkceCodeVerifier, expectedState: client.randomState(), expectedNonce: client.randomNonce() }
  return client.buildAuthorizationUrl(config, {
    redirect_uri,
    scope: SCOPE,
    state: stored.login.expectedState,
    nonce: stored.login.expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  })
}

const escapeHtml = (text) => String(text).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

function page(user) {
  const account = user
    ? `<p>Hello <b id="name">${escapeHtml(user.name ?? user.sub)}</b>, ${escapeHtml(user.email ?? 'no address')}</p>
       <form method="post" action="/logout"><button id="logout">Log out</button></form>`
    : '<p><a id="login" href="/login">Log in</a></p>'
  return `<!doctype html><html lang="en"><title>Express application</title><h1>Express application</h1>${account}</html>`
}

/**
 * The application.
 *
 * @param {{ issuer: string, client_id: string, client_secret: string, url: string }} settings `url`: where browsers reach it
 */
export async function createApp({ issuer, client_id, client_secret, url }) {
  const server = new URL(issuer)
  const config = await client.discovery(server, client_id, client_secret, undefined, discoveryOptions(server))
  const redirect_uri = `${url}/callback`
  const app = express()
  app.disable('x-powered-by')
  app.use(sessions({ secure: url.startsWith('https:') }))

  app.get('/', (request, response) => {
    response.send(page(request.session.user))
  })

  app.get('/login', async (request, response) => {
    response.redirect((await startLogin(config, redirect_uri, request.session)).href)
  })

  app.get('/callback', async (request, response) => {
    const { login } = request.session
    if (!login) return response.redirect('/')
    const tokens = await client.authorizationCodeGrant(config, new URL(request.originalUrl, url), login)
    const { sub } = tokens.claims()
    const { name, email } = await client.fetchUserInfo(config, tokens.access_token, sub)
    // A cookie that somebody planted before the login is worth nothing afterwards.
    request.session.renew()
    request.session.user = { sub, name, email }
    response.redirect('/')
  })

  app.post('/logout', (request, response) => {
    request.session.end()
    response.redirect(303, '/')
  })

  app.use((error, _request, response, _next) => {
    response.status(502).send(`The login did not work: ${escapeHtml(error.error ?? error.code ?? error.message)}`)
  })
  return app
}
