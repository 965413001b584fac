/** What a client sees of a provider: each function does one thing on the wire and tells one thing about the answer. */

import { CompactEncrypt, decodeProtectedHeader, importSPKI } from 'jose'
import { assertion, requestObject } from '../scenarios/signed-fixtures.ts'
import { FIXTURES } from '../scenarios/vectors.ts'
import { clientPost, ISSUER, sentTo, toParameters, type World } from '../scenarios/world.ts'
import { pageName } from '../support/browser.ts'

export type Observe = (world: World) => Promise<unknown>

type Json = Record<string, unknown>

const REDIRECT_URI = String(FIXTURES.defaults.grant['redirect_uri'])

function part(token: unknown, at: number): Json {
  return JSON.parse(Buffer.from(String(token).split('.')[at] ?? '', 'base64url').toString('utf8'))
}

function clientId(world: World): string {
  return world.names.get('client') ?? ''
}

async function form(world: World, path: string, values: Record<string, string>): Promise<Response> {
  return clientPost(world, clientId(world), path, values)
}

async function redeem(world: World): Promise<Json> {
  const code = world.names.get('code') ?? ''
  const grant = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI }
  return (await (await form(world, '/api/oidc/token', grant)).json()) as Json
}

async function credentials(world: World): Promise<Json> {
  return (await (
    await form(world, '/api/oidc/token', { grant_type: 'client_credentials', scope: 'api' })
  ).json()) as Json
}

async function refreshed(world: World): Promise<Json> {
  const { refresh_token } = await redeem(world)
  const values = { grant_type: 'refresh_token', refresh_token: String(refresh_token) }
  return (await (await form(world, '/api/oidc/token', values)).json()) as Json
}

async function deviceTokens(world: World): Promise<Json> {
  const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: world.names.get('dc') ?? '' }
  return (await (await form(world, '/api/oidc/token', grant)).json()) as Json
}

/** An answer of the authorization endpoint, without pages. */
async function authorized(world: World, more: Record<string, string>): Promise<URLSearchParams> {
  const request = { client_id: clientId(world), redirect_uri: REDIRECT_URI, state: 'state-0123456789', scope: 'openid' }
  const url = `${ISSUER}/api/oidc/authorization?${toParameters({ ...request, response_type: 'code', ...more })}`
  return sentTo(await world.browser.send(url))
}

const implicit = async (world: World): Promise<Json> =>
  Object.fromEntries(await authorized(world, { response_type: 'id_token token', nonce: 'nonce-0123456789' }))

const GRANTS = {
  authorize_code: redeem,
  device_code: deviceTokens,
  implicit,
  client_credentials: credentials,
  refresh_token: refreshed,
} as const

export type ObservedGrant = keyof typeof GRANTS

export const accessTokenLife =
  (grant: ObservedGrant): Observe =>
  async (world) =>
    Number((await GRANTS[grant](world))['expires_in'])

export const idTokenLife =
  (grant: ObservedGrant): Observe =>
  async (world) => {
    const { exp, iat } = part((await GRANTS[grant](world))['id_token'], 1)
    return Number(exp) - Number(iat)
  }

/** Whether the refresh token of a grant still works after so many seconds. */
export const refreshAfter =
  (grant: ObservedGrant, seconds: number): Observe =>
  async (world) => {
    const { refresh_token } = await GRANTS[grant](world)
    world.clock.now += seconds * 1000
    const values = { grant_type: 'refresh_token', refresh_token: String(refresh_token) }
    return (await form(world, '/api/oidc/token', values)).status
  }

/** Whether a code still works after so many seconds. */
export const codeAfter =
  (seconds: number): Observe =>
  async (world) => {
    world.clock.now += seconds * 1000
    return 'access_token' in (await redeem(world))
  }

export const deviceCodeLife: Observe = async (world) =>
  ((await (await form(world, '/api/oidc/device-authorization', { scope: 'openid' })).json()) as Json)['expires_in']

export const jarmLife: Observe = async (world) => {
  const { exp, iat } = part((await authorized(world, { response_mode: 'jwt' })).get('response'), 1)
  return Number(exp) - Number(iat)
}

async function userinfo(world: World): Promise<string> {
  const { access_token } = await redeem(world)
  const headers = { Authorization: `Bearer ${String(access_token)}` }
  return (await world.provider.fetch(new Request(`${ISSUER}/api/oidc/userinfo`, { headers }))).text()
}

async function introspection(world: World): Promise<string> {
  const { access_token } = await redeem(world)
  return (await form(world, '/api/oidc/introspection', { token: String(access_token) })).text()
}

const OBJECTS = {
  id_token: async (world: World) => String((await redeem(world))['id_token']),
  access_token: async (world: World) => String((await redeem(world))['access_token']),
  userinfo,
  introspection,
  authorization: async (world: World) => (await authorized(world, { response_mode: 'jwt' })).get('response') ?? '',
} as const

export type SignedObject = keyof typeof OBJECTS

export const SIGNED_OBJECTS = Object.keys(OBJECTS) as SignedObject[]

/** A member of the header of an object; `undefined` where it is no JWT. */
export const header =
  (object: SignedObject, member: string): Observe =>
  async (world) => {
    const text = await OBJECTS[object](world)
    return /^[\w-]+\.[\w-]*\.[\w-]*/.test(text) ? part(text, 0)[member] : undefined
  }

export const userinfoClaims: Observe = async (world) => JSON.parse(await userinfo(world))

export const accessTokenClaim =
  (name: string): Observe =>
  async (world) =>
    part((await redeem(world))['access_token'], 1)[name]

/** The status of an endpoint for a client that sends its secret in the form. */
export const statusOfPost =
  (path: string, values: Record<string, string>): Observe =>
  async (world) => {
    const registered = world.clients.find(({ client_id }) => client_id === clientId(world))
    const secret = String(registered?.['client_secret']).replace('$plaintext$', '')
    const body = toParameters({ ...values, client_id: clientId(world), client_secret: secret })
    return (await world.provider.fetch(new Request(ISSUER + path, { method: 'POST', body }))).status
  }

/** The status of an endpoint for a client that signs an assertion with ES256. */
export const statusOfAssertion =
  (path: string, values: Record<string, string>): Observe =>
  async (world) => {
    const body = toParameters({
      ...values,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertion(world, 'aud-issuer'),
    })
    return (await world.provider.fetch(new Request(ISSUER + path, { method: 'POST', body }))).status
  }

/** The text of the page that an authorization shows. */
export const pageText: Observe = async (world) => {
  const request = { client_id: clientId(world), redirect_uri: REDIRECT_URI, state: 'state-0123456789', scope: 'openid' }
  const url = `${ISSUER}/api/oidc/authorization?${toParameters({ ...request, response_type: 'code' })}`
  const { body } = await world.browser.open(url)
  return { page: pageName(body), name: /<h1>.*?<bdi class="name">([^<]*)</s.exec(body)?.[1] }
}

export const errorOf =
  (more: Record<string, string>): Observe =>
  async (world) =>
    (await authorized(world, more)).get('error')

/** The published key with an id, without its numbers. */
export const publishedKey =
  (member: string): Observe =>
  async (world) => {
    const response = await world.provider.fetch(new Request(`${ISSUER}/jwks.json`))
    const { keys } = (await response.json()) as { keys: Json[] }
    return keys.map((key) => key[member])
  }

async function statusOf(world: World, request: string): Promise<number> {
  const values = { client_id: clientId(world), response_type: 'code', scope: 'openid', request }
  const { response } = await world.browser.send(`${ISSUER}/api/oidc/authorization?${toParameters(values)}`)
  return response.status
}

/** The status of an authorization by a signed request object. */
export const statusOfObject: Observe = async (world) => statusOf(world, await requestObject(world, 'scope-email'))

/** The same with the object encrypted to a key of the provider, by RSA-OAEP-256 and A128GCM. */
export const statusOfEncryptedObject =
  (recipient: string, kid: string): Observe =>
  async (world) => {
    const signed = await requestObject(world, 'scope-email')
    const cty = decodeProtectedHeader(signed).typ ?? 'JWT'
    const encrypted = await new CompactEncrypt(Buffer.from(signed))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A128GCM', kid, cty })
      .encrypt(await importSPKI(recipient, 'RSA-OAEP-256'))
    return statusOf(world, encrypted)
  }
