// The units of work: the same requests for every provider, each with what its answer must be.
import { createHash, randomBytes } from 'node:crypto'
import { Browser } from './browser.mjs'
import { readJson, send, sendForm } from './http-client.mjs'
import { CLIENTS, DEVICE_GRANT, emailOf, PASSWORD, REDIRECT_URI, SCOPE, USERNAMES } from './settings.mjs'

const clientOf = (id) => CLIENTS.find((client) => client.id === id)
const WEB = clientOf('web')
const SERVICE = clientOf('service')
const STORED = clientOf('stored')
const DEVICE = clientOf('device')

let logins = 0
const nextUser = () => USERNAMES[logins++ % USERNAMES.length]

const random = () => randomBytes(32).toString('base64url')

/** The metadata of a provider, and its JWK Set. */
export async function discover(issuer) {
  const metadata = readJson(await send(`${issuer}/.well-known/openid-configuration`))
  if (metadata.issuer !== issuer) throw new Error(`the issuer is ${metadata.issuer}`)
  return { ...metadata, jwks: readJson(await send(metadata.jwks_uri)) }
}

function authorizationRequest() {
  const [code_verifier, nonce, state] = [random(), random(), random()]
  const parameters = {
    client_id: WEB.id,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: SCOPE,
    prompt: 'consent',
    nonce,
    state,
    code_challenge: createHash('sha256').update(code_verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }
  return { parameters, code_verifier, nonce, state }
}

/** Login and consent: pages are fetched and their forms posted, under the names that each provider gives its fields. */
async function authorize({ authorization_endpoint, issuer }, parameters, username) {
  const browser = new Browser(issuer)
  const login = await browser.open(`${authorization_endpoint}?${new URLSearchParams(parameters)}`)
  const credentials = { username, login: username, password: PASSWORD }
  const consent = await browser.submit(login, /name="password"/, credentials)
  const { url, body } = await browser.submit(consent, /decision|prompt" value="consent/, { decision: 'accept' })
  if (!url.href.startsWith(REDIRECT_URI)) throw new Error(`no answer for the client at ${url}: ${body.slice(0, 500)}`)
  return url.searchParams
}

export function exchangeCode({ token_endpoint }, code, code_verifier) {
  const fields = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, code_verifier }
  return sendForm(token_endpoint, fields, { client: WEB })
}

/** Login, consent and exchange; what a client has afterwards. */
export async function logIn(metadata) {
  const { parameters, code_verifier, nonce, state } = authorizationRequest()
  const username = nextUser()
  const answer = await authorize(metadata, parameters, username)
  if (answer.get('state') !== state) throw new Error('the state is another one')
  const code = answer.get('code')
  const tokens = readJson(await exchangeCode(metadata, code, code_verifier))
  return { ...tokens, username, code, code_verifier, nonce }
}

export async function userinfo({ userinfo_endpoint }, { access_token, username }) {
  const claims = readJson(await send(userinfo_endpoint, { headers: { authorization: `Bearer ${access_token}` } }))
  if (claims.email !== emailOf(username)) throw new Error('userinfo lacks the email address')
  return claims
}

export function sendRefresh({ token_endpoint }, refresh_token) {
  return sendForm(token_endpoint, { grant_type: 'refresh_token', refresh_token }, { client: WEB })
}

async function refresh(metadata, { refresh_token }) {
  const tokens = readJson(await sendRefresh(metadata, refresh_token))
  if (tokens.refresh_token === refresh_token) throw new Error('the refresh token was not rotated')
  return tokens
}

export function sendClientCredentials({ token_endpoint }, client) {
  return sendForm(token_endpoint, { grant_type: 'client_credentials' }, { client })
}

async function clientCredentials(metadata, client) {
  const { access_token } = readJson(await sendClientCredentials(metadata, client))
  if (typeof access_token !== 'string') throw new Error('there is no access token')
  return access_token
}

async function introspect({ introspection_endpoint }, token) {
  const answer = readJson(await sendForm(introspection_endpoint, { token }, { client: SERVICE }))
  if (answer.active !== true || answer.client_id !== SERVICE.id) throw new Error('the token is not active')
  return token
}

async function pushRequest({ pushed_authorization_request_endpoint }) {
  const { parameters } = authorizationRequest()
  const answer = readJson(await sendForm(pushed_authorization_request_endpoint, parameters, { client: WEB }), 201)
  if (!answer.request_uri.startsWith('urn:')) throw new Error('there is no request_uri')
}

async function device({ device_authorization_endpoint, token_endpoint }) {
  const { device_code } = readJson(
    await sendForm(device_authorization_endpoint, { scope: DEVICE.scope }, { client: DEVICE }),
  )
  const poll = await sendForm(token_endpoint, { grant_type: DEVICE_GRANT, device_code }, { client: DEVICE })
  if (readJson(poll, 400).error !== 'authorization_pending') throw new Error('the device was not told to wait')
}

/**
 * Every unit: `begin` makes what a worker starts with (outside of what is measured), `run` is the unit itself and gives
 * what the worker goes on with; `shows` says that this is a token response to be verified.
 */
export const WORK = [
  { name: 'whole flow', begin: () => undefined, run: wholeFlow, shows: 'flow', target: 1 / 4 },
  { name: 'client_credentials', begin: () => undefined, run: (at) => clientCredentials(at, SERVICE), target: 1 / 3 },
  { name: 'the same, stored digest', begin: () => undefined, run: (at) => clientCredentials(at, STORED) },
  { name: 'refresh', begin: logIn, run: refresh, shows: 'refresh' },
  { name: 'userinfo', begin: logIn, run: readUserinfo },
  {
    name: 'introspection',
    begin: (at) => clientCredentials(at, SERVICE),
    run: introspect,
  },
  { name: 'pushed request', begin: () => undefined, run: pushRequest },
  { name: 'device, begun and asked', begin: () => undefined, run: device },
  { name: 'discovery', begin: () => undefined, run: ({ issuer }) => discoveryAlone(issuer) },
]

async function readUserinfo(metadata, tokens) {
  await userinfo(metadata, tokens)
  return tokens
}

async function discoveryAlone(issuer) {
  readJson(await send(`${issuer}/.well-known/openid-configuration`))
}

/** Login, consent, code with PKCE, exchange, userinfo, refresh. */
async function wholeFlow(metadata) {
  const tokens = await logIn(metadata)
  await userinfo(metadata, tokens)
  await refresh(metadata, tokens)
  return tokens
}
