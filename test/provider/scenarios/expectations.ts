/** What a row expects, member by member. */
import { createHash } from 'node:crypto'
import { compactVerify, createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet } from 'jose'
import { expect } from 'vitest'
import { decodeEntities, type Page, pageName } from '../support/browser.ts'
import { isAlive } from './artefacts.ts'
import type { Outcome } from './perform.ts'
import { startWorld } from './start.ts'
import type { Expectation, Json, JsonObject } from './vectors.ts'
import { clientPost, fill, ISSUER, sentTo, type World } from './world.ts'

type Check = (expected: Json, outcome: Outcome, world: World, all: Expectation) => void | Promise<void>

function pageOf(outcome: Outcome, all: Expectation): Page {
  const page = 'location_prefix' in all ? outcome.first : outcome.page
  if (page === undefined) throw new Error('the row has no answer')
  return page
}

function headersOf(outcome: Outcome, all: Expectation): Headers {
  return pageOf(outcome, all).response.headers
}

function fillJson(world: World, value: Json): Json {
  if (typeof value === 'string') return fill(world, value)
  if (Array.isArray(value)) return value.map((one) => fillJson(world, one))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fillJson(world, one)]))
}

function jsonOf(outcome: Outcome, all: Expectation): Record<string, Json> {
  return JSON.parse(pageOf(outcome, all).body)
}

function entries(expected: Json): [string, Json][] {
  return Object.entries(expected as JsonObject)
}

function names(expected: Json): string[] {
  return expected as string[]
}

/** Where the client was sent, without the parameters that were added. */
function target({ response, body }: Page): { uri: string; mode: string; parameters: URLSearchParams } {
  const parameters = sentTo({ response, body, url: '' })
  const location = response.headers.get('Location')
  if (location === null) {
    return { uri: decodeEntities(/<form[^>]*action="([^"]*)"/.exec(body)?.[1] ?? ''), mode: 'form_post', parameters }
  }
  const url = new URL(location)
  const mode = url.hash === '' ? 'query' : 'fragment'
  url.search = ''
  url.hash = ''
  return { uri: url.href, mode, parameters }
}

function challengeError(header: string | null): string | undefined {
  return /error="([^"]*)"/.exec(header ?? '')?.[1]
}

function errorOf(page: Page): string | undefined {
  if (pageName(page.body) === 'error') return decodeEntities(/id="error"[^>]*>([^<]*)</.exec(page.body)?.[1] ?? '')
  if (page.response.headers.has('Location')) return sentTo(page).get('error') ?? responseJwtError(page)
  if (page.response.headers.get('Content-Type')?.startsWith('application/json') === true)
    return JSON.parse(page.body).error
  return challengeError(page.response.headers.get('WWW-Authenticate'))
}

function responseJwtError(page: Page): string | undefined {
  const response = sentTo(page).get('response')
  return response === null ? undefined : String(decodeJwt(response)['error'])
}

async function verifySignature(world: World, token: string): Promise<void> {
  const { kid, alg } = decodeProtectedHeader(token)
  if (kid === undefined) return
  const base = ISSUER + (world.given.server?.base_path ?? '')
  const response = await world.provider.fetch(new Request(`${base}/jwks.json`))
  await compactVerify(token, createLocalJWKSet((await response.json()) as JSONWebKeySet), { algorithms: [alg ?? ''] })
}

const JWT_MEMBERS = [
  'header',
  'claims',
  'has',
  'lacks',
  'match',
  'lifetime',
  'hash',
  'same_as_first',
  'differs_from_first',
]

async function checkJwt(
  expected: Json,
  token: string,
  outcome: Outcome,
  world: World,
  verified: boolean,
): Promise<void> {
  const rules = fillJson(world, expected) as JsonObject
  const claims = decodeJwt(token)
  if (verified) await verifySignature(world, token)
  if (rules['header'] !== undefined) expect(decodeProtectedHeader(token)).toMatchObject(rules['header'] as JsonObject)
  for (const [name, value] of entries(rules['claims'] ?? {})) expect(claims[name], name).toEqual(value)
  for (const name of names(rules['has'] ?? [])) expect(claims, name).toHaveProperty([name])
  for (const name of names(rules['lacks'] ?? [])) expect(claims, name).not.toHaveProperty([name])
  for (const [name, pattern] of entries(rules['match'] ?? {})) expect(claims[name]).toMatch(new RegExp(String(pattern)))
  if (rules['lifetime'] !== undefined) expectRange((claims.exp ?? 0) - (claims.iat ?? 0), rules['lifetime'])
  for (const [name, hash] of entries(rules['hash'] ?? {})) {
    const digest = createHash(String(hash))
      .update(String(jsonOf(outcome, {})['access_token']))
      .digest()
    expect(claims[name]).toBe(digest.subarray(0, digest.length / 2).toString('base64url'))
  }
  const first = world.names.get('id1')
  const before = first === undefined ? {} : decodeJwt(first)
  for (const name of names(rules['same_as_first'] ?? [])) expect(claims[name], name).toEqual(before[name])
  for (const name of names(rules['differs_from_first'] ?? [])) expect(claims[name], name).not.toEqual(before[name])
  for (const [name, value] of entries(rules)) if (!JWT_MEMBERS.includes(name)) expect(claims[name], name).toEqual(value)
}

function expectRange(actual: number, range: Json): void {
  const [low, high] = range as [number, number]
  expect(actual).toBeGreaterThanOrEqual(low)
  expect(actual).toBeLessThanOrEqual(high)
}

function tokenIn(outcome: Outcome, all: Expectation, member: string): string {
  const page = pageOf(outcome, all)
  if (page.response.headers.get('Content-Type')?.startsWith('application/json') === true)
    return String(JSON.parse(page.body)[member])
  return sentTo(page).get(member) ?? ''
}

/** The same request to a provider whose debug option is the other way round. */
async function checkDebug(expected: Json, outcome: Outcome, world: World, all: Expectation): Promise<void> {
  const description = ({ body }: Page) => /id="error-description"[^>]*>([^<]*)</.exec(body)?.[1] ?? ''
  const config = { ...world.given.config, enable_client_debug_messages: !(expected as boolean) }
  const contrary = await startWorld({ ...world.given, config }, world.mode)
  const other = await contrary.browser.open(pageOf(outcome, all).url)
  const [own, opposite] = [description(pageOf(outcome, all)).length, description(other).length]
  expect(own === opposite).toBe(false)
  expect(own > opposite).toBe(expected)
}

const CHECKS: Readonly<Record<string, Check>> = {
  status: (expected, outcome, _world, all) => expect(pageOf(outcome, all).response.status).toBe(expected),
  content_type: (expected, outcome, _world, all) => expect(headersOf(outcome, all).get('Content-Type')).toBe(expected),
  body: (expected, outcome, _world, all) => expect(pageOf(outcome, all).body).toBe(expected),
  headers: (expected, outcome, world, all) => {
    for (const [name, value] of entries(expected))
      expect(headersOf(outcome, all).get(name), name).toBe(fill(world, String(value)))
  },
  header_match: (expected, outcome, _world, all) => {
    for (const [name, pattern] of entries(expected))
      expect(headersOf(outcome, all).get(name) ?? '').toMatch(new RegExp(String(pattern)))
  },
  header_lacks: (expected, outcome, _world, all) => {
    for (const [name, texts] of entries(expected)) {
      for (const text of names(texts)) expect(headersOf(outcome, all).get(name) ?? '').not.toContain(text)
    }
  },
  headers_absent: (expected, outcome, _world, all) => {
    for (const name of names(expected)) expect(headersOf(outcome, all).get(name), name).toBeNull()
  },
  json: (expected, outcome, world, all) => {
    for (const [name, value] of entries(fillJson(world, expected)))
      expect(jsonOf(outcome, all)[name], name).toEqual(value)
  },
  json_exact: (expected, outcome, world, all) => expect(jsonOf(outcome, all)).toEqual(fillJson(world, expected)),
  json_has: (expected, outcome, _world, all) => {
    for (const name of names(expected)) expect(jsonOf(outcome, all), name).toHaveProperty([name])
  },
  json_lacks: (expected, outcome, _world, all) => {
    for (const name of names(expected)) expect(jsonOf(outcome, all), name).not.toHaveProperty([name])
  },
  json_match: (expected, outcome, _world, all) => {
    for (const [name, pattern] of entries(expected))
      expect(jsonOf(outcome, all)[name]).toMatch(new RegExp(String(pattern)))
  },
  expires_in_range: (expected, outcome, _world, all) =>
    expectRange(Number(jsonOf(outcome, all)['expires_in']), expected),
  error: (expected, outcome, _world, all) => {
    const page = pageOf(outcome, all)
    expect(errorOf(page)).toBe(expected)
    const type = page.response.headers.get('Content-Type') ?? ''
    if (type.startsWith('application/json')) expect(page.response.headers.get('Cache-Control')).toBe('no-store')
  },
  page: (expected, outcome, _world, all) => expect(pageName(pageOf(outcome, all).body)).toBe(expected),
  shows: (expected, outcome, _world, all) => {
    for (const text of names(expected)) expect(pageOf(outcome, all).body).toContain(text)
  },
  offers: (expected, outcome, _world, all) => {
    for (const [name, offered] of entries(expected))
      expect(pageOf(outcome, all).body.includes(`name="${name}"`)).toBe(offered)
  },
  debug: checkDebug,
  redirect_to: (expected, outcome, _world, all) => expect(target(pageOf(outcome, all)).uri).toBe(expected),
  mode: (expected, outcome, _world, all) => expect(target(pageOf(outcome, all)).mode).toBe(expected),
  has: (expected, outcome, _world, all) => {
    const { parameters } = target(pageOf(outcome, all))
    for (const name of names(expected)) expect(parameters.has(name), `${name} in ${parameters}`).toBe(true)
  },
  lacks: (expected, outcome, _world, all) => {
    for (const name of names(expected)) expect(target(pageOf(outcome, all)).parameters.has(name), name).toBe(false)
  },
  only: (expected, outcome, _world, all) =>
    expect([...target(pageOf(outcome, all)).parameters.keys()].sort()).toEqual(expected),
  params: (expected, outcome, world, all) => {
    for (const [name, value] of entries(fillJson(world, expected))) {
      expect(target(pageOf(outcome, all)).parameters.get(name), name).toBe(value)
    }
  },
  echo: (expected, outcome, _world, all) => {
    const { parameters } = target(pageOf(outcome, all))
    for (const name of names(expected))
      expect(parameters.get(name), name).toBe(name === 'iss' ? ISSUER : outcome.sent[name])
  },
  location_prefix: (expected, outcome, world, all) =>
    expect(
      headersOf(outcome, all)
        .get('Location')
        ?.startsWith(fill(world, String(expected))),
    ).toBe(true),
  proceeds: (_expected, outcome, _world, all) => {
    const page = pageOf(outcome, all)
    const isPage = ['login', 'second-factor', 'consent'].includes(pageName(page.body) ?? '')
    expect(isPage || sentTo(page).has('code'), page.body).toBe(true)
  },
  id_token: (expected, outcome, world, all) =>
    checkJwt(expected, tokenIn(outcome, all, 'id_token'), outcome, world, true),
  access_token: (expected, outcome, world, all) =>
    checkJwt(expected, tokenIn(outcome, all, 'access_token'), outcome, world, true),
  jwt: (expected, outcome, world, all) => checkJwt(expected, pageOf(outcome, all).body, outcome, world, true),
  response_jwt: (expected, outcome, world, all) =>
    checkJwt(expected, tokenIn(outcome, all, 'response'), outcome, world, true),
  signed_metadata: (expected, outcome, world, all) =>
    // The released reference names a key that it did not sign with.
    checkJwt(expected, tokenIn(outcome, all, 'signed_metadata'), outcome, world, world.mode === 'standard'),
  keys: (expected, outcome, _world, all) => {
    const keys = jsonOf(outcome, all)['keys'] as JsonObject[]
    for (const [at, rules] of (expected as JsonObject[]).entries()) checkKey(rules, keys[at] ?? {})
  },
  key_order_by_alg: (expected, outcome, _world, all) =>
    expect((jsonOf(outcome, all)['keys'] as { alg: string }[]).map(({ alg }) => alg)).toEqual(expected),
  introspection: async (expected, outcome, world, all) => {
    const token = tokenIn(outcome, all, 'access_token')
    const response = await clientPost(world, world.names.get('client') ?? '', '/api/oidc/introspection', { token })
    const answer = (await response.json()) as JsonObject
    const { lacks = [], ...equal } = expected as JsonObject
    expect(answer['active']).toBe(true)
    expect(answer).toMatchObject(equal)
    for (const name of names(lacks)) expect(answer).not.toHaveProperty([name])
  },
  after: async (expected, _outcome, world) => {
    for (const [name, state] of entries(expected)) expect(await isAlive(world, name), name).toBe(state === 'alive')
  },
  value: (expected, outcome) => expect(outcome.value).toEqual(expected),
  equal: (expected, outcome) => {
    for (const group of expected as string[][])
      expect(new Set(group.map((name) => (outcome.value as JsonObject)[name])).size).toBe(1)
  },
  different: (expected, outcome) => {
    for (const group of expected as string[][]) {
      expect(new Set(group.map((name) => (outcome.value as JsonObject)[name])).size).toBe(group.length)
    }
  },
  match: (expected, outcome) => {
    for (const value of Object.values(outcome.value as JsonObject)) expect(value).toMatch(new RegExp(String(expected)))
  },
}

function checkKey({ lacks = [], x5c_count, ...equal }: JsonObject, key: JsonObject): void {
  expect(key).toMatchObject(equal)
  for (const name of names(lacks)) expect(key).not.toHaveProperty([name])
  if (x5c_count !== undefined) expect(key['x5c']).toHaveLength(Number(x5c_count))
}

/** Checks every member of an expectation on its own. */
export async function check(expectation: Expectation, outcome: Outcome, world: World): Promise<void> {
  for (const [member, expected] of Object.entries(expectation)) {
    const one = CHECKS[member]
    if (one === undefined) throw new Error(`no check for '${member}'`)
    await one(expected, outcome, world, expectation)
  }
}
