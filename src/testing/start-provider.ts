/**
 * A provider for tests, in the process of the test. It is a run of `serve --dev` with its control API, pages and namespaces;
 * on a port only when it is asked for.
 */
import type { Namespace } from '../dev/namespaces.ts'
import { type DevRun, startDevRun } from '../dev/run.ts'
import { seededRandom } from '../dev/seed.ts'
import { systemClock } from '../primitives/clock.ts'
import { createFetcher } from '../primitives/http.ts'
import { type Random, systemRandom } from '../primitives/random.ts'
import type { Log } from '../provider/log.ts'
import type { Listener } from '../serve/listen.ts'
import { deploy, type TestDeployment } from './deploy.ts'
import { createEvents, type EventSource } from './event-stream.ts'
import { present } from './face.ts'
import { assertOptions, type StartOptions } from './options.ts'
import type { TestProvider } from './provider.ts'

/** A host that is nobody's (RFC 6761 §6.2). */
const ISSUER_WITHOUT_PORT = 'https://oidc.test'

/** Answers in flight get no time: whoever closes is done. */
const PATIENCE_MS = 0

type Answer = DevRun['answer']

interface Listening {
  listener: Listener
  begin(answer: Answer): void
}

/** The port is bound first, since the issuer names it; requests wait for the answer. */
async function listenFor({ port, listen, tls }: StartOptions): Promise<Listening | undefined> {
  if (port === undefined && listen !== true && tls === undefined) return undefined
  const { listen: start } = await import('../serve/listen.ts')
  let begin: (answer: Answer) => void = () => undefined
  const started = new Promise<Answer>((resolve) => {
    begin = resolve
  })
  const listener = await start({ port: port ?? 0, tls, answer: async (request) => (await started)(request) })
  return { listener, begin }
}

function issuerOf({ issuer, tls }: StartOptions, port: number | undefined): string {
  if (issuer !== undefined) return issuer
  return port === undefined ? ISSUER_WITHOUT_PORT : `${tls ? 'https' : 'http'}://localhost:${port}`
}

/** Events by the id of their namespace; those of the provider itself have none. */
type Sources = Map<string, EventSource>

/** Tells the events of each provider to those who watch it. */
function distribute(sources: Sources, next: Log | undefined): Log {
  return (event) => {
    const { namespace } = event
    sources.get(typeof namespace === 'string' ? namespace : MAIN)?.notice()
    next?.(event)
  }
}

const MAIN = 'main'

function startRun(options: StartOptions, deployment: TestDeployment, settings: RunSettings): DevRun {
  const { seed, compat, devPages = true } = options
  const { config, keys, madeUpClients, people, computedAttributes, loaded } = deployment
  return startDevRun({
    issuer: settings.issuer,
    followsHost: false,
    expose: false,
    config,
    keys,
    computedAttributes,
    loaded,
    users: people.users,
    secondFactors: people.secondFactors,
    dev: devPages ? { users: people.cards, madeUpClients } : undefined,
    compat,
    clock: systemClock,
    random: settings.random,
    ...(seed !== undefined && { randomOf: (number) => seededRandom(seed, `namespace ${number}`) }),
    fetchDocument: createFetcher({ allowPrivate: true, allowed: [], unverified: [] }),
    log: settings.log,
  })
}

interface RunSettings {
  issuer: string
  random: Random
  log: Log
}

function watch(namespace: Namespace, sources: Sources): EventSource {
  const source = createEvents(namespace.events)
  sources.set(namespace.id, source)
  return source
}

interface Started {
  run: DevRun
  sources: Sources
  /** What requests get: with `/dev` and namespaces, or the provider alone. */
  answer: Answer
  deployment: TestDeployment
  options: StartOptions
  random: Random
  listener: Listener | undefined
}

function faceOf(namespace: Namespace, started: Started, close: () => Promise<void>): TestProvider {
  const { run, sources, answer, deployment, options, random, listener } = started
  const control = listener !== undefined && options.devPages !== false ? run.control : undefined
  return present({
    namespace,
    source: watch(namespace, sources),
    answer,
    random,
    loaded: deployment.loaded,
    users: deployment.people.known,
    port: listener?.port,
    control,
    open: () => openNamespace(started),
    close,
  })
}

function openNamespace(started: Started): TestProvider {
  const { run, sources, options } = started
  const namespace = run.namespaces.create({ baseIssuer: run.main.issuer })
  if (options.now !== undefined) namespace.clock.set(Number(options.now))
  return faceOf(namespace, started, async () => {
    sources.delete(namespace.id)
    await run.namespaces.remove(namespace.id)
  })
}

/**
 * Starts a provider for tests: ready when this resolves, within a few milliseconds without `clients` and `config`. It signs
 * with the package's own RSA test key (kid `dev-seed`), which everybody has, unless `config` brings keys.
 *
 * @throws UsageError for an option that cannot be meant, GivenConfigurationInvalid and GivenUserInvalid with all that is
 * wrong with clients, configuration and users
 */
export async function startProvider(options: StartOptions = {}): Promise<TestProvider> {
  assertOptions(options)
  const { seed, now, devPages = true } = options
  const random = seed === undefined ? systemRandom : seededRandom(seed, 'provider')
  const deployment = await deploy(options, { clock: systemClock, random })
  const listening = await listenFor(options)
  const listener = listening?.listener
  const sources: Sources = new Map()
  const log = distribute(sources, options.log)
  const run = startRun(options, deployment, { issuer: issuerOf(options, listener?.port), random, log })
  if (now !== undefined) run.main.clock.set(Number(now))
  const answer: Answer = devPages ? run.answer : run.main.answer
  listening?.begin(answer)
  return faceOf(run.main, { run, sources, answer, deployment, options, random, listener }, async () => {
    run.endStreams()
    await listener?.close(PATIENCE_MS)
    await run.close()
  })
}
