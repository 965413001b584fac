/** From the `given` of a row to the configuration that the provider is given, through the program's own loader. */
import { stringify } from 'yaml'
import { loadConfiguration } from '../../../src/config/load.ts'
import { migrate } from '../../../src/config/migrate/migrate.ts'
import type { ResolvedConfiguration } from '../../../src/config/resolved.ts'
import { validate } from '../../../src/config/validate.ts'
import { type IssuerKey, loadIssuerKey } from '../../../src/keys/issuer-key.ts'
import { vectorFile } from '../support/provider.ts'
import { FIXTURES, type Given, type Json, type JsonObject } from './vectors.ts'

function isMapping(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Mappings merge, lists and values replace. */
export function merge(base: JsonObject, over: JsonObject): JsonObject {
  const merged = Object.entries(over).map(([name, value]): [string, Json] => {
    const below = base[name]
    return [name, isMapping(below) && isMapping(value) ? merge(below, value) : value]
  })
  return { ...base, ...Object.fromEntries(merged) }
}

/** A key by its name among the fixtures, as an entry of `jwks`. */
function issuerKeyEntry(name: Json): Json {
  const key = typeof name === 'string' ? FIXTURES.keys[name] : undefined
  if (key === undefined) return name
  const { file, key_id, algorithm, chain } = key
  return {
    key: vectorFile(file),
    ...(key_id === undefined ? {} : { key_id }),
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(chain === undefined ? {} : { certificate_chain: vectorFile(chain) }),
  }
}

/** The public half of a fixture's key, as an entry of a client's `jwks`. */
async function clientKeyEntry(name: Json): Promise<Json> {
  if (isMapping(name)) return name
  const { createPublicKey } = await import('node:crypto')
  const { file = '', key_id = '', algorithm = '' } = FIXTURES.keys[String(name)] ?? {}
  const key = createPublicKey(vectorFile(file)).export({ format: 'pem', type: 'spki' }).toString()
  return { key, key_id, algorithm, use: 'sig' }
}

/** `{file: PATH}` anywhere stands for the text of that file. */
function withFiles(value: Json): Json {
  if (Array.isArray(value)) return value.map(withFiles)
  if (!isMapping(value)) return value
  const { file } = value
  if (typeof file === 'string' && Object.keys(value).length === 1) return vectorFile(file)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withFiles(one)]))
}

async function clientEntry(options: JsonObject): Promise<JsonObject> {
  const { use: _use, what: _what, ...entry } = options
  const { jwks } = entry
  return Array.isArray(jwks) ? { ...entry, jwks: await Promise.all(jwks.map(clientKeyEntry)) } : entry
}

/** The row's client: a fixture with some of its options replaced. */
export function rowClient({ client = {}, generation }: Given): { client_id: string } & JsonObject {
  const { use = 'web', ...own } = client
  const fixture = FIXTURES.clients[use]
  if (fixture === undefined) throw new Error(`no client ${use}`)
  return generation === undefined
    ? { ...fixture, ...own, client_id: String(own['client_id'] ?? fixture.client_id) }
    : fixture
}

/** Every client of a row, the row's own first: `web` and `other` are always there. */
export function rowClients(given: Given): ({ client_id: string } & JsonObject)[] {
  const { web, other } = FIXTURES.clients
  if (web === undefined || other === undefined) throw new Error('no web and other')
  const more = Object.entries(given.clients ?? {}).map(([client_id, options]) => ({ ...web, ...options, client_id }))
  const all = [rowClient(given), web, other, ...more]
  return all.filter((client, at) => all.findIndex(({ client_id }) => client_id === client.client_id) === at)
}

async function providerSection(given: Given): Promise<JsonObject> {
  const { generation, config = {} } = given
  const base = generation === undefined ? FIXTURES.provider.config : FIXTURES.generations[generation]?.config
  const merged = merge((withFiles(base ?? {}) ?? {}) as JsonObject, config)
  if (generation !== undefined) return merged
  const jwks = Array.isArray(merged['jwks']) ? merged['jwks'].map(issuerKeyEntry) : []
  return { ...merged, jwks, clients: await Promise.all(rowClients(given).map(clientEntry)) }
}

export interface RowConfiguration {
  config: ResolvedConfiguration
  keys: IssuerKey[]
}

/** Loads, validates and resolves the row's configuration. */
export async function rowConfiguration(given: Given): Promise<RowConfiguration> {
  const { issuer, now } = FIXTURES.provider
  const document = {
    server: given.server?.base_path === undefined ? {} : { address: `tcp://:9091${given.server.base_path}` },
    session: { cookies: [{ domain: 'example.com', authelia_url: issuer }] },
    identity_providers: { oidc: await providerSection(given) },
  }
  const written = stringify(document)
  const text = given.generation === undefined ? written : (await migrate(written)).yaml
  const loaded = await loadConfiguration({
    files: ['row.yml'],
    environment: {},
    filters: [],
    readFile: () => Promise.resolve(text),
  })
  const { resolved, problems } = validate(loaded, { clock: () => Date.parse(now) })
  if (resolved === undefined) {
    const errors = problems.filter(({ severity }) => severity === 'error')
    throw new Error(
      `the configuration of the row has errors: ${errors.map(({ path, message }) => `${path}: ${message}`).join('; ')}`,
    )
  }
  const keys = resolved.provider.jwks.map((key) => loadIssuerKey(key, { now: Date.parse(now) }))
  return { config: resolved, keys }
}
