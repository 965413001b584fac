/** Runs a deployment: listens, says that it is ready, takes over changes, and ends when it is told to. */
import { availableParallelism } from 'node:os'
import type { IssuerKey } from '../keys/published-key.ts'
import { type Clock, systemClock } from '../primitives/clock.ts'
import { createFetcher } from '../primitives/http.ts'
import { type Random, systemRandom } from '../primitives/random.ts'
import { createProvider, type Provider } from '../provider/app.ts'
import type { Log } from '../provider/log.ts'
import { createMemoryStorage } from '../provider/storage/memory.ts'
import type { Deployment } from './deployment.ts'
import { devSigningKey } from './dev-key.ts'
import { type Listener, listen } from './listen.ts'

export interface ServeOptions {
  host?: string | undefined
  port: number
  /** Fixes the issuer. */
  issuer?: string | undefined
  tls?: { key: string; cert: string } | undefined
  trustedProxies?: readonly string[] | undefined
  allowFetch?: readonly string[] | undefined
  /** `host:port` of servers that are asked whatever their address and their certificate are. */
  unverified?: readonly string[] | undefined
  compat?: 'authelia' | undefined
  rateLimits: boolean
  /** Where a made-up key is kept between runs. */
  stateFolder: string
  log: Log
  clock?: Clock
  random?: Random
}

export interface Served {
  issuer: string
  provider: Provider
  /** Takes over another deployment without losing a session, a code or a token. */
  takeOver(deployment: Deployment): Promise<void>
  /** Finishes what is in flight, for at most `patienceMs`. */
  close(patienceMs: number): Promise<void>
}

/** In-flight requests are finished within this time of a signal. */
export const PATIENCE_MS = 4_500

/** Every deployment needs an RS256 key; `--dev` makes one where the configuration has none that works here. */
async function keysOf(deployment: Deployment, issuer: string, options: ServeOptions): Promise<readonly IssuerKey[]> {
  if (!deployment.dev || deployment.keys.some(({ alg }) => alg === 'RS256')) return deployment.keys
  return [await devSigningKey(issuer, options.port === 0 ? undefined : options.stateFolder), ...deployment.keys]
}

function issuerOf({ issuer, tls }: ServeOptions, port: number): string {
  return issuer ?? `${tls ? 'https' : 'http'}://localhost:${port}`
}

/** Starts to listen at once and answers as soon as the provider is made: waiting requests wait, none is refused. */
export async function serve(deployment: Deployment, options: ServeOptions): Promise<Served> {
  const { log, clock = systemClock, random = systemRandom } = options
  let begin: (provider: Provider) => void = () => undefined
  const made = new Promise<Provider>((resolve) => {
    begin = resolve
  })
  const listener = await listen({ ...options, answer: async (request) => (await made).answer(request) })
  const issuer = issuerOf(options, listener.port)
  try {
    const provider = createProvider({
      ...options,
      ...deployment,
      keys: await keysOf(deployment, issuer, options),
      storage: createMemoryStorage(),
      clock,
      random,
      log,
      cores: availableParallelism(),
      fetchDocument: createFetcher({
        allowPrivate: deployment.dev !== undefined,
        allowed: options.allowFetch ?? [],
        unverified: options.unverified ?? [],
      }),
    })
    begin(provider)
    return served(provider, listener, issuer, options)
  } catch (error) {
    await listener.close(0)
    throw error
  }
}

function served(provider: Provider, listener: Listener, issuer: string, options: ServeOptions): Served {
  return {
    issuer,
    provider,
    async takeOver(deployment) {
      const { config, users, secondFactors, dev } = deployment
      const keys = await keysOf(deployment, issuer, options)
      provider.reconfigure({ config, keys, users, ...(secondFactors && { secondFactors }), ...(dev && { dev }) })
    },
    async close(patienceMs) {
      await listener.close(patienceMs)
      await provider.close()
    },
  }
}

/** Resolves with the first of SIGTERM and SIGINT. */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve)
  })
}
