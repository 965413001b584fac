/** What happened before a row's request: grants, pushes, flows, devices, and the steps since then. */
import { systemRandom, uuid } from '../../../src/primitives/random.ts'
import { claimsSignature, parseClaimsParameter } from '../../../src/provider/claims/claims-parameter.ts'
import { Browser, pageName } from '../support/browser.ts'
import { rowClient, rowConfiguration } from './configuration.ts'
import { openSession } from './sessions.ts'
import { FIXTURES, type Given, type JsonObject, type Step } from './vectors.ts'
import {
  ADDRESS,
  clientPost,
  fill,
  fillValues,
  ISSUER,
  keepTokens,
  sentTo,
  type Tokens,
  toParameters,
  type World,
} from './world.ts'

function authorizationUrl(world: World, values: JsonObject): string {
  const base = ISSUER + (world.given.server?.base_path ?? '')
  return `${base}/api/oidc/authorization?${toParameters(fillValues(world, values))}`
}

/** A user authorizes: consents where asked. */
async function authorizeIn(
  world: World,
  browser: Browser,
  parameters: JsonObject,
  claims?: readonly string[],
): Promise<URLSearchParams> {
  const page = await browser.open(authorizationUrl(world, parameters))
  if (pageName(page.body) !== 'consent') return sentTo(page)
  return sentTo(await browser.submit(page, { decision: 'accept', ...(claims === undefined ? {} : { claims }) }))
}

export async function authorize(world: World, own: JsonObject): Promise<void> {
  const { client, user: _user, session, consented_claims, ...parameters } = { ...FIXTURES.defaults.grant, ...own }
  const client_id = fill(world, String(client))
  const browser = own['session'] === undefined ? world.browser : new Browser(world.provider, ADDRESS)
  if (own['session'] !== undefined) await openSession(world, browser, String(session))
  const claims = Array.isArray(consented_claims) ? consented_claims.map(String) : undefined
  const sent = await authorizeIn(world, browser, { ...parameters, client_id }, claims)
  const code = sent.get('code')
  if (code === null) throw new Error(`the grant of the row ended with ${sent}`)
  world.names.set('code', code)
  world.owners.set('code', client_id)
  const tokens = { access_token: sent.get('access_token') ?? undefined, id_token: sent.get('id_token') ?? undefined }
  if (tokens.access_token !== undefined || tokens.id_token !== undefined) keepTokens(world, tokens as Tokens, client_id)
}

async function tokenResponse(world: World, client_id: string, form: Record<string, string>): Promise<void> {
  const response = await clientPost(world, client_id, '/api/oidc/token', form)
  const body = (await response.json()) as Tokens
  if (response.status !== 200) throw new Error(`a step of the row ended with ${JSON.stringify(body)}`)
  keepTokens(world, body, client_id)
}

export async function remember(
  world: World,
  { scopes, audience = [], claims = null, expired }: NonNullable<Given['remembered']>,
): Promise<void> {
  const now = Math.floor(world.clock.now / 1000)
  const parsed = claims === null ? undefined : parseClaimsParameter(claims)
  await world.storage.saveConsent({
    id: uuid(systemRandom),
    client_id: rowClient(world.given).client_id,
    subject: await world.storage.subjectFor('', 'john', uuid(systemRandom)),
    created_at: now - 100,
    expires_at: expired === true ? now - 1 : now + 3600,
    scopes,
    audience,
    claims_signature: parsed === undefined ? null : claimsSignature(parsed),
    granted_claims: [],
  })
}

/** An ID token that this provider issued some time ago. */
export async function earlierIdToken(world: World, user: string, client_id: string, expired: boolean): Promise<string> {
  const { now } = world.clock
  if (expired) world.clock.now = now - 2 * 60 * 60 * 1000
  const browser = new Browser(world.provider, ADDRESS)
  await openSession(world, browser, user === 'jane' ? '2fa-jane' : '2fa')
  const parameters = { ...FIXTURES.defaults.authorization, client_id, scope: 'openid' }
  const sent = await authorizeIn(world, browser, parameters)
  const redirect_uri = String(FIXTURES.defaults.authorization['redirect_uri'])
  const form = { grant_type: 'authorization_code', code: sent.get('code') ?? '', redirect_uri }
  const response = await clientPost(world, client_id, '/api/oidc/token', form)
  world.clock.now = now
  return ((await response.json()) as Tokens).id_token ?? ''
}

export async function push(world: World, { client = '<client>', used }: NonNullable<Given['pushed']>): Promise<void> {
  const client_id = fill(world, client)
  const form = fillValues(world, { ...FIXTURES.defaults.authorization, client_id })
  const response = await clientPost(world, client_id, '/api/oidc/pushed-authorization-request', form)
  const { request_uri = '' } = (await response.json()) as { request_uri?: string }
  world.names.set('request_uri', request_uri)
  if (used !== true) return
  const browser = new Browser(world.provider, ADDRESS)
  await openSession(world, browser, '2fa')
  await authorizeIn(world, browser, { client_id, request_uri })
}

export async function beginFlow(world: World, own: JsonObject): Promise<void> {
  world.page = await world.browser.open(authorizationUrl(world, { ...FIXTURES.defaults.authorization, ...own }))
  if (pageName(world.page.body) !== 'consent') throw new Error('the flow of the row does not stand at the consent page')
  world.consent = world.page
  world.names.set('flow', /flow=([^"&]+)/.exec(world.page.body)?.[1] ?? '')
}

export async function beginDevice(world: World, form: JsonObject): Promise<void> {
  const client_id = rowClient(world.given).client_id
  const response = await clientPost(world, client_id, '/api/oidc/device-authorization', fillValues(world, form))
  const body = (await response.json()) as { device_code: string; user_code: string }
  world.names.set('dc', body.device_code)
  world.names.set('user_code', body.user_code)
}

async function decide(world: World, decision: 'accept' | 'reject'): Promise<void> {
  if (world.given.device === undefined) {
    if (world.consent === undefined) throw new Error('there is no consent page')
    await world.browser.submit(world.consent, { decision })
    return
  }
  const browser = new Browser(world.provider, ADDRESS)
  const open = () => browser.open(`${ISSUER}/consent/openid/device-authorization`)
  await openSession(world, browser, '2fa')
  const consent = await browser.submit(await open(), { user_code: world.names.get('user_code') ?? '' })
  await browser.submit(consent, { decision })
}

async function reconfigure(world: World, { client, user }: { client?: JsonObject; user?: null }): Promise<void> {
  if (user === null) world.users.delete('john')
  if (client === undefined) return
  const given = { ...world.given, client: { ...world.given.client, ...client } as NonNullable<Given['client']> }
  world.provider.reconfigure(await rowConfiguration(given))
}

const NAMED_STEPS: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  redeem: (world) =>
    tokenResponse(world, world.owners.get('code') ?? '', {
      grant_type: 'authorization_code',
      code: world.names.get('code') ?? '',
      redirect_uri: String({ ...FIXTURES.defaults.grant, ...world.given.grant }['redirect_uri']),
      ...(world.given.grant?.['code_challenge'] === undefined ? {} : { code_verifier: FIXTURES.defaults.verifier }),
    }),
  refresh: (world) =>
    tokenResponse(world, world.owners.get('code') ?? '', {
      grant_type: 'refresh_token',
      refresh_token: world.tokens.at(-1)?.refresh_token ?? '',
    }),
  revoke_at: (world) =>
    clientPost(world, world.owners.get('at1') ?? '', '/api/oidc/revocation', { token: world.names.get('at1') ?? '' }),
  decide_accept: (world) => decide(world, 'accept'),
  decide_reject: (world) => decide(world, 'reject'),
  poll: (world) =>
    clientPost(world, rowClient(world.given).client_id, '/api/oidc/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: world.names.get('dc') ?? '',
    }),
}

export async function take(world: World, step: Step): Promise<void> {
  if (typeof step === 'string') {
    const run = NAMED_STEPS[step]
    if (run === undefined) throw new Error(`no step ${step}`)
    await run(world)
    return
  }
  if ('wait' in step) world.clock.now += step.wait * 1000
  else await reconfigure(world, step.reconfigure)
}
