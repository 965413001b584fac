/** From the options of a test to what is served: configuration, keys, users, and the secrets that the test may know. */
import type { ResolvedConfiguration } from '../config/resolved.ts'
import { seedKey } from '../dev/seed-key.ts'
import type { Random } from '../primitives/random.ts'
import { makeUpClients } from '../provider/dev/clients.ts'
import { madeUpConfiguration } from '../provider/dev/configuration.ts'
import { cardOf, createMadeUpStore, type MadeUpUser, makeUpUsers } from '../provider/dev/users.ts'
import type { DevUser } from '../provider/interaction/interaction.ts'
import type { SecondFactorStore, UserStore } from '../provider/user-store.ts'
import { drawSecret, USUAL_REDIRECT } from './clients.ts'
import type { Served, Surroundings } from './given.ts'
import type { StartOptions } from './options.ts'
import type { TestUser } from './provider.ts'

export interface TestDeployment extends Served {
  people: People
}

export interface People {
  users: UserStore
  secondFactors: SecondFactorStore
  cards: readonly DevUser[]
  known: readonly TestUser[]
}

function madeUpPeople(made: readonly MadeUpUser[]): People {
  const store = createMadeUpStore(made)
  const known = made.map(({ user, password }) => ({ username: user.username, password }))
  return { users: store, secondFactors: store, cards: made.map(({ user }) => cardOf(user)), known }
}

async function peopleOf(users: StartOptions['users'], config: ResolvedConfiguration, { clock, random }: Surroundings) {
  if (users === undefined) return madeUpPeople(makeUpUsers(random, { randomPasswords: false }))
  if (typeof users === 'string') {
    const { userFileSource } = await import('../serve/user-sources.ts')
    const source = await userFileSource({ config, files: [], path: users, dev: true, clock, random })
    return { ...source, known: source.cards.map(({ username }) => ({ username, password: undefined })) }
  }
  const { readGivenUser } = await import('../dev/given-users.ts')
  const given = Object.entries(users).map(([name, entry]) => readGivenUser(name, entry))
  const made = makeUpUsers(
    random,
    { randomPasswords: false },
    given.map(({ user }) => user),
  )
  return madeUpPeople(made.map((one, index) => ({ ...one, password: given[index]?.password ?? one.password })))
}

function madeUp(random: Random): Served {
  const clients = makeUpClients(drawSecret(random)).map((client) => ({ ...client, redirect_uris: [USUAL_REDIRECT] }))
  return {
    config: madeUpConfiguration(drawSecret(random), clients),
    keys: [seedKey()],
    madeUpClients: new Set(clients.map(({ client_id }) => client_id)),
    computedAttributes: undefined,
    loaded: undefined,
  }
}

async function servedOf(options: StartOptions, surroundings: Surroundings): Promise<Served> {
  const { readGiven } = await import('./given.ts')
  return readGiven(options, surroundings)
}

/**
 * What to serve. Keys that the options do not bring are the package's own test key, which everybody knows.
 *
 * @throws GivenConfigurationInvalid, GivenUserInvalid with everything that is wrong
 */
export async function deploy(options: StartOptions, surroundings: Surroundings): Promise<TestDeployment> {
  const isGiven = options.config !== undefined || options.clients !== undefined
  const served = isGiven ? await servedOf(options, surroundings) : madeUp(surroundings.random)
  return { ...served, people: await peopleOf(options.users, served.config, surroundings) }
}
