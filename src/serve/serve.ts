/** Runs a deployment: listens, says that it is ready, takes over changes, and ends when it is told to. */
import { availableParallelism } from 'node:os'
import type { DevRun } from '../dev/run.ts'
import { seededRandom } from '../dev/seed.ts'
import { refuseSeedKey, seedKey } from '../dev/seed-key.ts'
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
import { createRequestLog, type RequestLog, type RequestLogOptions } from './request-log.ts'

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
  /** In `--dev`: others than this machine can reach it. */
  expose: boolean
  /** In `--dev`: what is drawn and signed with repeats. */
  seed?: string | undefined
  /** Where a made-up key is kept between runs. */
  stateFolder: string
  log: Log
  /** Whether each request has its line in the log; default: no. */
  logRequests?: RequestLogOptions['form'] | undefined
  clock?: Clock
  random?: Random
}

export interface Served {
  issuer: string
  /** In `--dev`. */
  control?: DevRun['control'] | undefined
  /** Takes over another deployment without losing a session, a code or a token. */
  takeOver(deployment: Deployment): Promise<void>
  /** Finishes what is in flight, for at most `patienceMs`. */
  close(patienceMs: number): Promise<void>
}

/** In-flight requests are finished within this time of a signal. */
export const PATIENCE_MS = 4_500

/** Every deployment needs an RS256 key; `--dev` makes one where the configuration has none that works here. */
async function keysOf(deployment: Deployment, issuer: string, options: ServeOptions): Promise<readonly IssuerKey[]> {
  refuseSeedKey(deployment.keys)
  if (!deployment.dev || deployment.keys.some(({ alg }) => alg === 'RS256')) return deployment.keys
  const made =
    options.seed === undefined
      ? await devSigningKey(issuer, options.port === 0 ? undefined : options.stateFolder)
      : seedKey()
  return [made, ...deployment.keys]
}

function issuerOf({ issuer, tls }: ServeOptions, port: number, { config }: Deployment): string {
  return issuer ?? `${tls ? 'https' : 'http'}://localhost:${port}${config.base_path}`
}

type Following = Required<Pick<ServeOptions, 'clock' | 'random'>>

/** What answers: a provider, in `--dev` with what is around it. */
type Answering = Pick<Provider, 'answer' | 'close'> &
  Partial<Pick<DevRun, 'control' | 'endStreams'>> & { reconfigure(changes: Changes): void }

type Changes = Pick<Deployment, 'config' | 'keys' | 'users' | 'secondFactors' | 'computedAttributes' | 'dev' | 'loaded'>

function changesOf(deployment: Deployment, keys: readonly IssuerKey[]): Changes {
  const { config, users, secondFactors, computedAttributes, dev, loaded } = deployment
  return { config, keys, users, secondFactors, computedAttributes, dev, loaded }
}

/** Follows requests for their lines in the log, where they have some. */
async function logged(provider: Provider, requests: RequestLog | undefined, following: Following): Promise<Answering> {
  if (requests === undefined) return provider
  const { follow } = await import('../dev/follow.ts')
  return { ...provider, answer: follow({ provider, followers: [requests.follower], ...following }) }
}

/** The code around a provider in `--dev` is loaded for `--dev` alone. */
async function start(deployment: Deployment, issuer: string, options: ServeOptions): Promise<Answering> {
  const { seed, clock = systemClock, random = systemRandom } = options
  const { dev, ...changes } = changesOf(deployment, await keysOf(deployment, issuer, options))
  const common = {
    ...options,
    ...changes,
    clock,
    random: seed === undefined ? random : seededRandom(seed, 'main'),
    cores: availableParallelism(),
    fetchDocument: createFetcher({
      allowPrivate: dev !== undefined,
      allowed: options.allowFetch ?? [],
      unverified: options.unverified ?? [],
    }),
  }
  const requests = options.logRequests && createRequestLog({ next: options.log, clock, form: options.logRequests })
  const log = requests?.log ?? options.log
  if (dev === undefined)
    return logged(createProvider({ ...common, log, storage: createMemoryStorage() }), requests, {
      clock,
      random: common.random,
    })
  const { startDevRun } = await import('../dev/run.ts')
  const randomOf = seed === undefined ? undefined : (number: number) => seededRandom(seed, `namespace ${number}`)
  const followers = requests === undefined ? [] : [requests.follower]
  return startDevRun({ ...common, log, followers, dev, issuer, followsHost: options.issuer === undefined, randomOf })
}

/** Starts to listen at once and answers as soon as the provider is made: waiting requests wait, none is refused. */
export async function serve(deployment: Deployment, options: ServeOptions): Promise<Served> {
  let begin: (answering: Answering) => void = () => undefined
  const made = new Promise<Answering>((resolve) => {
    begin = resolve
  })
  const listener = await listen({ ...options, answer: async (request) => (await made).answer(request) })
  const issuer = issuerOf(options, listener.port, deployment)
  try {
    const answering = await start(deployment, issuer, options)
    begin(answering)
    return served(answering, listener, issuer, options)
  } catch (error) {
    await listener.close(0)
    throw error
  }
}

function served(answering: Answering, listener: Listener, issuer: string, options: ServeOptions): Served {
  return {
    issuer,
    control: answering.control,
    async takeOver(deployment) {
      answering.reconfigure(changesOf(deployment, await keysOf(deployment, issuer, options)))
    },
    async close(patienceMs) {
      answering.endStreams?.()
      await listener.close(patienceMs)
      await answering.close()
    },
  }
}

/** Resolves with the first of SIGTERM and SIGINT. */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve)
  })
}
