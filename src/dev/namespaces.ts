/**
 * A provider of its own for one run or one test: issuer, storage, clock, users, clients and faults that nobody else sees.
 * The main run of `serve --dev` is one, each test of the control API has one, and the testing library starts one.
 */
import type { ResolvedClient } from '../config/resolved.ts'
import { createProvider, type Provider, type ProviderOptions } from '../provider/app.ts'
import type { DevOptions } from '../provider/dev/options.ts'
import { toWebResponse } from '../provider/http/reply.ts'
import { fromWebRequest } from '../provider/http/request.ts'
import type { Log } from '../provider/log.ts'
import { createMemoryStorage } from '../provider/storage/memory.ts'
import type { User } from '../provider/user-store.ts'
import { createMovableClock, type MovableClock } from './clock.ts'
import { type RecordedEvent, recordEvents } from './events.ts'
import { createFaults } from './fault-follower.ts'
import type { Faults } from './faults.ts'
import { type Follower, follow } from './follow.ts'
import {
  noUsers,
  overlayDev,
  overlaySecondFactors,
  overlayUsers,
  type SetUsers,
  setUser,
  type UserSecrets,
} from './user-overlay.ts'

/** What may change while a provider runs. */
export interface NamespaceContents
  extends Pick<ProviderOptions, 'config' | 'keys' | 'users' | 'secondFactors' | 'computedAttributes'> {
  /** `undefined`: the pages of production. */
  dev: DevOptions | undefined
}

export interface NamespaceOptions
  extends NamespaceContents,
    Pick<ProviderOptions, 'random' | 'trustedProxies' | 'compat' | 'fetchDocument' | 'cores' | 'rateLimits'> {
  /** `main` for the whole run. */
  id: string
  /** With its path prefix. */
  issuer: string
  /** Whether the issuer is that of the request's host with the path of `issuer`, not always `issuer`. */
  followsHost: boolean
  /** The time where nobody has moved it. */
  clock: ProviderOptions['clock']
  /** Told each event, too. */
  log?: Log | undefined
  /** An inspector. */
  followers?: readonly Follower[] | undefined
}

export interface Namespace {
  readonly id: string
  readonly issuer: string
  readonly clock: MovableClock
  readonly faults: Faults
  answer: Provider['answer']
  /** {@link Namespace.answer} for Web-standard requests. */
  fetch: Provider['fetch']
  /** What is served now, with the users and clients that were set. */
  contents(): NamespaceContents
  /** Adds a user or replaces one; sessions of that name live on. */
  setUser(user: User, secrets?: UserSecrets): void
  /** Adds a client or replaces one. */
  setClient(client: ResolvedClient): void
  /** The clients that it has now. */
  clients(): readonly ResolvedClient[]
  /** Accepts a redirect URI from a client for the rest of the run. */
  learnRedirect: Provider['learnRedirect']
  /** Events after that number, oldest first. */
  events(after?: number): readonly RecordedEvent[]
  /** Takes over what a changed file says; what was set here stays. */
  reconfigure(changes: Partial<NamespaceContents>): void
  close(): Promise<void>
}

/** What of a namespace was set at run time. */
interface Own {
  users: SetUsers
  clients: Map<string, ResolvedClient>
}

function withClients(config: ProviderOptions['config'], set: Own['clients']): ProviderOptions['config'] {
  const others = config.provider.clients.filter(({ client_id }) => !set.has(client_id))
  return { ...config, provider: { ...config.provider, clients: [...others, ...set.values()] } }
}

/** Clients of a file keep their place, since their problems are told by it. */
function overlay(base: NamespaceContents, own: Own): NamespaceContents {
  return {
    ...base,
    config: withClients(base.config, own.clients),
    users: overlayUsers(own.users, base.users),
    secondFactors: overlaySecondFactors(own.users, base.secondFactors),
    dev: base.dev && { ...overlayDev(own.users, base.dev), setClients: new Set(own.clients.keys()) },
  }
}

/** Where the issuer follows the host, its path prefix is that of the configuration. */
function settle(
  contents: NamespaceContents,
  { issuer, followsHost }: Pick<NamespaceOptions, 'issuer' | 'followsHost'>,
): NamespaceContents {
  const base_path = new URL(issuer).pathname.replace(/\/$/, '')
  return followsHost ? { ...contents, config: { ...contents.config, base_path } } : contents
}

/** Starts a provider that nobody has used yet. */
export function createNamespace(options: NamespaceOptions): Namespace {
  const { id, issuer, followsHost, random, log = () => undefined } = options
  const { config, keys, users, secondFactors, computedAttributes, dev } = options
  const clock = createMovableClock(options.clock)
  const record = recordEvents(clock.now, log)
  const own: Own = { users: noUsers(), clients: new Map() }
  let base = settle({ config, keys, users, secondFactors, computedAttributes, dev }, options)
  let contents = overlay(base, own)
  const provider = createProvider({
    ...options,
    ...contents,
    issuer: followsHost ? undefined : issuer,
    storage: createMemoryStorage(),
    clock: clock.now,
    log: record.log,
  })
  const { faults, follower, close: endDelays } = createFaults(() => contents)
  const followers = [...(options.followers ?? []), follower]
  const answer = follow({ provider, followers, clock: clock.now, random })
  const renew = () => {
    contents = overlay(base, own)
    provider.reconfigure(contents)
  }
  return {
    id,
    issuer,
    clock,
    faults,
    answer,
    async fetch(request, peer) {
      return toWebResponse(await answer(fromWebRequest(request, peer?.address ?? '')), request.method)
    },
    contents: () => contents,
    setUser(user, secrets = {}) {
      setUser(own.users, user, secrets, random)
      renew()
    },
    setClient(client) {
      own.clients.set(client.client_id, client)
      renew()
    },
    clients: () => withClients(base.config, own.clients).provider.clients,
    learnRedirect: provider.learnRedirect,
    events: (after) => record.since(after),
    reconfigure(changes) {
      base = settle({ ...base, ...changes }, options)
      renew()
    },
    close() {
      endDelays()
      return provider.close()
    },
  }
}
