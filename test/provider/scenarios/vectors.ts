/** The scenario rows of `test/vectors/provider-scenarios.yaml`; the header of that file explains their language. */
import { parse } from 'yaml'
import { vectorFile } from '../support/provider.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
export type JsonObject = { readonly [name: string]: Json }

export interface Grant extends JsonObject {
  client: string
  user: string
  session: string
}

export type Step = string | { wait: number } | { reconfigure: { client?: JsonObject; user?: null } }

export interface Given {
  config?: JsonObject
  generation?: string
  extensions?: JsonObject
  server?: { base_path?: string; trusted_proxies?: readonly string[]; rate_limits?: boolean }
  client?: { use?: string } & JsonObject
  clients?: Readonly<Record<string, JsonObject>>
  user?: JsonObject
  session?: string
  authenticated_seconds_ago?: number
  remembered?: { scopes: readonly string[]; audience?: readonly string[]; claims?: string | null; expired?: boolean }
  documents?: Readonly<Record<string, Json>>
  id_tokens?: Readonly<Record<string, { user: string; client: string; expired?: boolean }>>
  grant?: JsonObject
  pushed?: { client?: string; used?: boolean }
  flow?: JsonObject
  device?: JsonObject
  steps?: readonly Step[]
}

export interface HttpRequest {
  method: string
  path: string
  query?: Readonly<Record<string, string | readonly string[]>>
  form?: Readonly<Record<string, string | readonly string[]>>
  headers?: Readonly<Record<string, string>>
  client_auth?: string
  pad?: number
  from?: string
  repeat?: number
  parallel?: number
}

export interface LoginRequest {
  login: string
}

export interface DecisionRequest {
  decision: 'accept' | 'reject'
  remember?: boolean
  claims?: readonly string[]
  as?: string
  flow?: string
}

export interface ComputeRequest {
  compute: string
  input: JsonObject
}

export type RowRequest = HttpRequest | LoginRequest | DecisionRequest | ComputeRequest

export type Expectation = JsonObject

export interface Stage {
  request: RowRequest
  expect: Expectation
  compat?: Expectation
}

export interface Scenario extends Stage {
  id: string
  area: string
  given: Given
  then?: readonly Stage[]
  note?: string
}

export interface FixtureUser {
  displayname: string
  given_name?: string
  family_name?: string
  emails: readonly string[]
  groups: readonly string[]
  password: string
  phone_number?: string
}

export interface Fixtures {
  provider: { issuer: string; now: string; config: JsonObject }
  defaults: { authorization: JsonObject; grant: Grant; verifier: string; challenge_s256: string }
  keys: Readonly<Record<string, { file: string; key_id?: string; algorithm?: string; chain?: string }>>
  users: Readonly<Record<string, FixtureUser>>
  sessions: Readonly<Record<string, { user?: string; factors?: readonly string[] }>>
  clients: Readonly<Record<string, { client_id: string } & JsonObject>>
  request_objects: Readonly<Record<string, SignedFixture>>
  assertions: Readonly<Record<string, SignedFixture>>
  generations: Readonly<Record<string, { config: JsonObject }>>
}

export interface SignedFixture {
  header?: Readonly<Record<string, string | null>>
  claims?: Readonly<Record<string, Json>>
  expires_in?: number | null
}

const DOCUMENT: { fixtures: Fixtures; scenarios: readonly Scenario[] } = parse(vectorFile('provider-scenarios.yaml'))

export const FIXTURES: Fixtures = DOCUMENT.fixtures
export const SCENARIOS: readonly Scenario[] = DOCUMENT.scenarios

/** What is expected in one mode: `compat` replaces members, null removes one. */
export function expectationOf({ expect, compat }: Stage, mode: 'standard' | 'authelia'): Expectation {
  if (mode === 'standard' || compat === undefined) return expect
  return Object.fromEntries(Object.entries({ ...expect, ...compat }).filter(([, value]) => value !== null))
}
