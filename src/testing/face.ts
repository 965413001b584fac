/** The face of one provider for its test: the main one of a start, or one of its namespaces. */
import type { LoadedConfiguration } from '../config/load.ts'
import type { MovableClock } from '../dev/clock.ts'
import type { GivenClient } from '../dev/given-client.ts'
import { readGivenUser } from '../dev/given-users.ts'
import type { Namespace } from '../dev/namespaces.ts'
import { ToolError } from '../errors.ts'
import type { Random } from '../primitives/random.ts'
import type { Provider } from '../provider/app.ts'
import { toWebResponse } from '../provider/http/reply.ts'
import { fromWebRequest } from '../provider/http/request.ts'
import { totpCode, totpStep } from '../secrets/totp.ts'
import { type TestClient, testClientOf, withSecret } from './clients.ts'
import type { EventSource } from './event-stream.ts'
import { type LoginSurroundings, logInAs, storageStateOf } from './login.ts'
import type { TestClock, TestProvider, TestUser } from './provider.ts'
import type { Person } from './sign-in.ts'

/** There is no user or client of that name. */
export class UnknownName extends ToolError {
  readonly code = 'ERR_UNKNOWN_NAME'
}

function movable(clock: MovableClock): TestClock {
  return {
    ...clock,
    get frozen() {
      return clock.frozen
    },
    set: (time) => clock.set(time instanceof Date ? time.getTime() : time),
  }
}

/** What a face looks at. */
export interface Behind {
  namespace: Namespace
  source: EventSource
  /** Answers for the whole run. */
  answer: Provider['answer']
  random: Random
  /** What clients may refer to. */
  loaded: LoadedConfiguration | undefined
  users: readonly TestUser[]
  port: number | undefined
  control: { url: string; token: string } | undefined
  open(): TestProvider
  close(): Promise<void>
}

/** Passwords by user name: those of the start, and those that were set. */
type KnownUsers = Map<string, TestUser>

function knownPerson(username: string, known: KnownUsers, { contents, clock }: Namespace): Person {
  const user = known.get(username)
  if (user === undefined)
    throw new UnknownName(`there is no user '${username}'; there are ${[...known.keys()].join(', ')}`)
  return {
    username,
    password: user.password ?? '',
    async oneTimeCode() {
      const totp = await contents().secondFactors?.findTotp(username)
      return totp && totpCode(totp, totpStep(totp, Math.floor(clock.now() / 1000)))
    },
  }
}

function findClient({ contents }: Namespace, client_id: string | undefined) {
  const { clients } = contents().config.provider
  const found = client_id === undefined ? clients[0] : clients.find((client) => client.client_id === client_id)
  if (found === undefined) {
    const names = clients.map((client) => client.client_id).join(', ')
    throw new UnknownName(`there is no client '${client_id ?? ''}'; there are ${names}`)
  }
  return found
}

async function setClient({ namespace, loaded, random }: Behind, client: GivenClient): Promise<TestClient> {
  const { resolveGivenClient } = await import('../dev/control-client.ts')
  const { contents, clock } = namespace
  const { keys } = contents()
  namespace.setClient(resolveGivenClient(withSecret(client, random), { loaded, keys, clock: clock.now }))
  return testClientOf(findClient(namespace, client.client_id))
}

/** What a test does with the provider. */
export function present(behind: Behind): TestProvider {
  const { namespace, source, answer, random, users } = behind
  const known: KnownUsers = new Map(users.map((user) => [user.username, user]))
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init)
    return toWebResponse(await answer(fromWebRequest(request, '')), request.method)
  }
  const { issuer, clock, faults } = namespace
  const client: LoginSurroundings['client'] = (client_id) => {
    const resolved = findClient(namespace, client_id)
    return { resolved, client_secret: testClientOf(resolved).client_secret }
  }
  const surroundings: LoginSurroundings = { issuer, fetch, random, client }
  const personOf = (username: string) => knownPerson(username, known, namespace)
  const close = async () => {
    source.end()
    await behind.close()
  }
  return {
    issuer,
    port: behind.port,
    control: behind.control,
    fetch,
    clock: movable(clock),
    faults,
    events: source.events,
    get users() {
      return [...known.values()]
    },
    get clients() {
      return namespace.contents().config.provider.clients.map(testClientOf)
    },
    client: (client_id) => testClientOf(findClient(namespace, client_id)),
    loginAs: async (username, options = {}) => logInAs(personOf(username), options, surroundings),
    storageState: async (username) => storageStateOf(personOf(username), surroundings),
    setUser(username, given) {
      const { user, password } = readGivenUser(username, given)
      known.set(username, { username, password })
      namespace.setUser(user, { password })
    },
    setClient: (given) => setClient(behind, given),
    namespace: behind.open,
    close,
    [Symbol.asyncDispose]: close,
  }
}
