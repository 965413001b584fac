/** Starting the provider of a row. */
import { systemRandom } from '../../../src/primitives/random.ts'
import { createProvider } from '../../../src/provider/app.ts'
import { createMemoryStorage } from '../../../src/provider/storage/memory.ts'
import type { User } from '../../../src/provider/user-store.ts'
import { Browser } from '../support/browser.ts'
import { rowClient, rowClients, rowConfiguration } from './configuration.ts'
import { authorize, beginDevice, beginFlow, earlierIdToken, push, remember, take } from './history.ts'
import { openSession, TOTP } from './sessions.ts'
import { FIXTURES, type FixtureUser, type Given } from './vectors.ts'
import { ADDRESS, ISSUER, type World } from './world.ts'

function userOf(username: string, { displayname, emails, password: _password, ...rest }: FixtureUser): User {
  const [email] = emails
  const { what: _what, totp: _totp, ...attributes } = rest as typeof rest & { what?: string; totp?: boolean }
  return { ...attributes, username, display_name: displayname, emails, ...(email === undefined ? {} : { email }) }
}

function fixtureUsers({ user = {} }: Given): Map<string, User> {
  return new Map(
    Object.entries(FIXTURES.users).map(([name, fixture]) => [
      name,
      userOf(name, name === 'john' ? { ...fixture, ...(user as Partial<FixtureUser>) } : fixture),
    ]),
  )
}

function userStore(users: Map<string, User>) {
  return {
    find: async (name: string) => users.get(name),
    verifyPassword: async (name: string, password: string) =>
      FIXTURES.users[name]?.password === password ? users.get(name) : undefined,
    findTotp: async () => TOTP,
  }
}

/** Starts the provider of a row. */
export async function startWorld(given: Given, mode: World['mode']): Promise<World> {
  const clock = { now: Date.parse(FIXTURES.provider.now) }
  const storage = createMemoryStorage({ pause: () => new Promise((resolve) => setImmediate(resolve)) })
  const users = fixtureUsers(given)
  const store = userStore(users)
  const documents = given.documents ?? {}
  const provider = createProvider({
    ...(await rowConfiguration(given)),
    users: store,
    secondFactors: store,
    storage,
    clock: () => clock.now,
    random: systemRandom,
    log: () => undefined,
    compat: mode === 'authelia' ? 'authelia' : undefined,
    trustedProxies: given.server?.trusted_proxies,
    rateLimits: given.server?.rate_limits,
    fetchDocument: async (url) => JSON.stringify(documents[url]),
  })
  const world: World = {
    provider,
    storage,
    given,
    mode,
    clients: rowClients(given),
    browser: new Browser(provider, ADDRESS),
    page: undefined,
    consent: undefined,
    names: new Map(),
    tokens: [],
    owners: new Map(),
    clock,
    users,
  }
  world.names.set('issuer', ISSUER)
  world.names.set('client', rowClient(given).client_id)
  world.names.set('verifier', FIXTURES.defaults.verifier)
  await prepare(world)
  return world
}

async function prepare(world: World): Promise<void> {
  const { given } = world
  for (const [name, { user, client, expired }] of Object.entries(given.id_tokens ?? {})) {
    world.names.set(name, await earlierIdToken(world, user, client, expired === true))
  }
  if (given.remembered !== undefined) await remember(world, given.remembered)
  const session = given.session ?? (given.grant === undefined && given.flow === undefined ? 'none' : '2fa')
  await openSession(world, world.browser, session, given.authenticated_seconds_ago ?? 0)
  if (given.grant !== undefined) await authorize(world, given.grant)
  if (given.pushed !== undefined) await push(world, given.pushed)
  if (given.flow !== undefined) await beginFlow(world, given.flow)
  if (given.device !== undefined) await beginDevice(world, given.device)
  for (const step of given.steps ?? []) await take(world, step)
}
