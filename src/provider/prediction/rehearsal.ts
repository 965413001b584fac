/** A provider that nobody sees: the configuration as it is, a storage of its own, and one user who has just logged in. */
import type { ResolvedClient, ResolvedConfiguration } from '../../config/resolved.ts'
import type { IssuerKey } from '../../keys/published-key.ts'
import type { Clock } from '../../primitives/clock.ts'
import type { Random } from '../../primitives/random.ts'
import { createContext, createLasting, type Exchange, openExchange, type ProviderContext } from '../context.ts'
import { type EndpointName, pathOf } from '../endpoints.ts'
import { fromWebRequest } from '../http/request.ts'
import type { Login } from '../session/browser.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import type { ComputedAttributes, User } from '../user-store.ts'

export interface PredictionOptions {
  config: ResolvedConfiguration
  keys: readonly IssuerKey[]
  issuer: string
  /** For a user who is named; anybody has every attribute. */
  computedAttributes?: ComputedAttributes | undefined
  clock: Clock
  random: Random
}

export interface Rehearsal {
  context: ProviderContext
  /** The client as it is rehearsed: what it has encrypted stays readable here. */
  client: ResolvedClient
  /** A request to an endpoint as it arrives. */
  exchange(endpoint: EndpointName, headers?: Readonly<Record<string, string>>): Exchange
}

const ENCRYPTIONS = {
  id_token_encrypted_response_alg: '',
  userinfo_encrypted_response_alg: '',
  access_token_encrypted_response_alg: '',
} as const

function withClient({ config }: PredictionOptions, client: ResolvedClient): ResolvedConfiguration {
  const { provider } = config
  const clients = provider.clients.map((one) => (one.client_id === client.client_id ? client : one))
  return { ...config, provider: { ...provider, clients } }
}

/** A rehearsal for one client and one user. */
export function createRehearsal(
  given: PredictionOptions,
  registered: ResolvedClient,
  user: User,
  address: string,
): Rehearsal {
  const client = { ...registered, ...ENCRYPTIONS }
  const options = {
    ...given,
    config: withClient(given, client),
    users: { find: async () => user, verifyPassword: async () => undefined },
    storage: createMemoryStorage(),
    log: () => undefined,
  }
  const context = createContext(options, createLasting(options))
  return {
    context,
    client,
    exchange(endpoint, headers = {}) {
      const request = fromWebRequest(new Request(given.issuer + pathOf(endpoint), { headers }), address)
      const exchange = openExchange(context, request, undefined)
      if (exchange === undefined) throw new TypeError(`the issuer ${given.issuer} is no URL of this provider`)
      return exchange
    },
  }
}

/** The user as after logging in with what the policy asks for. */
export function justLoggedIn(
  { now, milliseconds }: Exchange,
  user: User,
  level: 'one_factor' | 'two_factor' | 'deny' | null,
): Login {
  const session = {
    key: 'rehearsal',
    username: user.username,
    password_at: milliseconds,
    totp_at: level === 'two_factor' ? milliseconds : null,
    created_at: now,
    used_at: now,
    expires_at: now + 1,
  }
  return { session, user }
}
