/** From the flags of `serve` to what is run: refused combinations, files named by flags, and the kind of deployment. */
import { seededRandom } from '../dev/seed.ts'
import { UsageError } from '../errors.ts'
import { systemClock } from '../primitives/clock.ts'
import { readText } from '../primitives/files.ts'
import { networkList } from '../primitives/networks.ts'
import { type Random, systemRandom } from '../primitives/random.ts'
import type { ConformanceOptions } from './conformance.ts'
import type { Deployment } from './deployment.ts'
import { stateFolder } from './dev-key.ts'
import type { LocalCaUse, LocalTls } from './local-ca.ts'
import { createMadeUp, type MadeUp } from './made-up.ts'
import type { ServeOptions } from './serve.ts'
import { type UserSource, userFileSource } from './user-sources.ts'

export interface ServeFlags {
  config?: string[] | undefined
  filters?: string[] | undefined
  'strict-files'?: boolean | undefined
  users?: string | undefined
  dev: boolean
  host?: string | undefined
  port: number
  issuer?: string | undefined
  'trusted-proxies'?: string[] | undefined
  tls: boolean
  'tls-cert'?: string | undefined
  'tls-key'?: string | undefined
  store: string
  compat?: 'authelia' | undefined
  'allow-fetch'?: string[] | undefined
  'no-rate-limits': boolean
  client?: string[] | undefined
  'confidential-client'?: string[] | undefined
  'login-as'?: string | undefined
  consent: boolean
  expose: boolean
  seed?: string | undefined
  conformance: boolean
  suite?: string | undefined
  alias?: string | undefined
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/

const DEV_FLAGS = ['client', 'confidential-client', 'login-as', 'consent', 'expose', 'seed'] as const

function assertDevFlags(flags: ServeFlags): void {
  if (flags.dev) return
  const given = DEV_FLAGS.find((name) => flags[name] !== undefined && flags[name] !== false)
  if (given !== undefined) throw new UsageError(`--${given} is for --dev alone`, { hint: 'add --dev' })
}

function assertHost({ dev, host, expose, compat }: ServeFlags): void {
  const isLocal = host === undefined || LOOPBACK.test(host)
  if (dev && !isLocal && !expose) {
    throw new UsageError(`--dev does not listen on ${host}: everybody who reaches it can sign in as anybody`, {
      hint: 'add --expose if that is wanted; passwords are random then',
    })
  }
  if (compat !== undefined && !dev && !isLocal) {
    throw new UsageError('--compat is for comparing on this machine', { hint: 'leave --host out, or add --dev' })
  }
}

/** What a seed makes is no secret, and its signing key is in every copy of this program. */
function assertSeed({ seed, host, issuer, expose }: ServeFlags): void {
  if (seed === undefined) return
  if (seed === '') throw new UsageError('--seed takes a text', { hint: 'for example --seed my-tests' })
  const isElsewhere = issuer !== undefined && URL.canParse(issuer) && !LOOPBACK.test(new URL(issuer).hostname)
  const other = expose ? '--expose' : host !== undefined && !LOOPBACK.test(host) ? `--host ${host}` : undefined
  const wrong = other ?? (isElsewhere ? `--issuer ${issuer}` : undefined)
  if (wrong === undefined) return
  throw new UsageError(`--seed is for this machine alone, it does not go with ${wrong}`, {
    hint: 'keys, secrets and tokens of a seeded run can be computed by everybody who knows the seed',
  })
}

function assertStore(store: string): void {
  if (store === 'memory') return
  throw new UsageError(`--store ${store} does not exist yet`, {
    hint: 'use --store memory; sqlite and postgres come later',
  })
}

/** RFC 8414 §2: an https URL without query or fragment; http on loopback or in `--dev`. */
function assertIssuer({ issuer, dev }: ServeFlags): void {
  if (issuer === undefined) return
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (!url || !isWeb || url.search !== '' || url.hash !== '' || issuer.endsWith('/')) {
    throw new UsageError(`--issuer takes a URL without query, fragment and final slash, not '${issuer}'`, {
      hint: 'for example --issuer https://auth.example.com',
    })
  }
  if (url.protocol === 'http:' && !dev && !LOOPBACK.test(url.hostname)) {
    throw new UsageError('an issuer over plain http is for this machine or --dev alone', { hint: 'use https' })
  }
}

function assertNetworks(flag: string, blocks: readonly string[] = []): void {
  for (const block of blocks) {
    try {
      networkList([block])
    } catch {
      throw new UsageError(`${flag} takes networks such as 10.0.0.0/8, not '${block}'`)
    }
  }
}

const OF_OTHER_DEPLOYMENTS = ['dev', 'config', 'users'] as const

/** The suite's origin and the plan's alias; `undefined` without `--conformance`. */
function conformanceOf(flags: ServeFlags): ConformanceOptions | undefined {
  const { conformance, suite, alias } = flags
  if (!conformance) {
    if (suite === undefined && alias === undefined) return undefined
    throw new UsageError('--suite and --alias are for --conformance', { hint: 'add --conformance' })
  }
  const other = OF_OTHER_DEPLOYMENTS.find((name) => flags[name] !== undefined && flags[name] !== false)
  if (other !== undefined) throw new UsageError(`--conformance makes up what it serves, it does not go with --${other}`)
  const url = suite !== undefined && URL.canParse(suite) ? new URL(suite) : undefined
  if (url?.protocol !== 'https:' || url.pathname !== '/' || alias === undefined || !/^[\w.~-]+$/.test(alias)) {
    throw new UsageError('--conformance needs the address of the suite and the alias of the plan', {
      hint: 'for example --conformance --suite https://localhost.emobix.co.uk:8443 --alias mine',
    })
  }
  return { suite: url.origin, alias }
}

async function readTls(flags: ServeFlags): Promise<ServeOptions['tls'] | LocalTls> {
  const { 'tls-cert': cert, 'tls-key': key } = flags
  if (flags.tls) {
    const { localTls } = await import('./local-ca.ts')
    return localTls(flags, { folder: stateFolder(process.env), now: systemClock(), random: systemRandom })
  }
  if (flags.conformance && cert === undefined) {
    const { makeTlsCertificate } = await import('./made-certificate.ts')
    const host = flags.issuer === undefined ? 'localhost' : new URL(flags.issuer).hostname
    return makeTlsCertificate(host, { now: systemClock(), random: systemRandom })
  }
  return cert === undefined || key === undefined ? undefined : { cert: await readText(cert), key: await readText(key) }
}

function randomOf({ seed }: ServeFlags, purpose: string): Random {
  return seed === undefined ? systemRandom : seededRandom(seed, purpose)
}

async function deploymentFor(flags: ServeFlags, madeUp: MadeUp): Promise<Deployment> {
  const random = randomOf(flags, 'users')
  const conformance = conformanceOf(flags)
  if (conformance !== undefined) {
    const { conformanceDeployment } = await import('./conformance.ts')
    return conformanceDeployment(conformance, { madeUp, random: systemRandom })
  }
  const clientSecret = process.env['OIDC_DEV_CLIENT_SECRET']
  if (!flags.dev || (flags.config ?? []).length > 0) {
    const { fileDeployment } = await import('./file-deployment.ts')
    return fileDeployment({ ...flags, madeUp, clientSecret, random })
  }
  const { madeUpDeployment } = await import('./made-up-deployment.ts')
  const users = flags.users === undefined ? undefined : await usersOf(flags.users, random)
  return madeUpDeployment({ ...flags, madeUp, clientSecret, users })
}

async function usersOf(path: string, random: Random): Promise<UserSource> {
  const { CONFIGURATION_DEFAULTS: config } = await import('../provider/dev/configuration.ts')
  return userFileSource({ config, files: [], path, dev: true, clock: systemClock, random })
}

async function withAutopilot(deployment: Deployment, flags: ServeFlags): Promise<Deployment> {
  const { 'login-as': loginAs, consent } = flags
  if (deployment.dev === undefined) return deployment
  if (loginAs !== undefined && (await deployment.users.find(loginAs)) === undefined) {
    throw new UsageError(`--login-as names no user: ${loginAs}`)
  }
  return { ...deployment, dev: { ...deployment.dev, loginAs, consent } }
}

/** Nobody shall take the released server's answers for those of the standards. */
function withBanner(deployment: Deployment, { compat }: ServeFlags): Deployment {
  if (compat === undefined) return deployment
  const banner = `--compat ${compat}: answers as the released server gives them, where they differ from the standards too`
  return { ...deployment, notes: [banner, ...deployment.notes] }
}

/**
 * Checks the flags and says what is to be run; `deploy` can be called again when a file changed.
 *
 * @throws {@link UsageError} for flags that do not fit together
 */
export async function prepare(flags: ServeFlags): Promise<{
  options: Omit<ServeOptions, 'log' | 'stateFolder'>
  deploy: () => Promise<Deployment>
  /** With `--tls`. */
  localCa?: LocalCaUse
}> {
  assertDevFlags(flags)
  assertSeed(flags)
  assertHost(flags)
  assertStore(flags.store)
  assertIssuer(flags)
  assertNetworks('--trusted-proxies', flags['trusted-proxies'])
  assertNetworks('--allow-fetch', flags['allow-fetch'])
  const { host, port, issuer, compat, dev } = flags
  const conformance = conformanceOf(flags)
  const madeUp = createMadeUp(randomOf(flags, 'made up'), { randomPasswords: flags.expose })
  const tls = await readTls(flags)
  return {
    ...(tls && 'localCa' in tls && { localCa: tls.localCa }),
    options: {
      host,
      port,
      issuer,
      compat,
      tls: tls && { key: tls.key, cert: tls.cert },
      trustedProxies: flags['trusted-proxies'],
      allowFetch: flags['allow-fetch'],
      ...(conformance === undefined ? {} : { unverified: [new URL(conformance.suite).host] }),
      expose: flags.expose,
      seed: flags.seed,
      rateLimits: !dev && !flags.conformance && !flags['no-rate-limits'],
    },
    deploy: async () => withBanner(await withAutopilot(await deploymentFor(flags, madeUp), flags), flags),
  }
}
