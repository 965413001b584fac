/** A deployment from configuration files; in `--dev` what cannot work on this machine is replaced, a line for each. */
import { computedAttributes } from '../config/attributes/computed.ts'
import { isUnreadableValue } from '../config/filters/unreadable.ts'
import type { LoadedConfiguration } from '../config/load.ts'
import { hasErrors, type Problem } from '../config/problem.ts'
import type { ResolvedConfiguration } from '../config/resolved.ts'
import { checkSectorDocuments, type FetchText } from '../config/sector-documents.ts'
import { validate } from '../config/validate.ts'
import { ToolError } from '../errors.ts'
import { loadIssuerKey } from '../keys/issuer-key.ts'
import type { IssuerKey } from '../keys/published-key.ts'
import { type Clock, systemClock } from '../primitives/clock.ts'
import { createFetcher } from '../primitives/http.ts'
import { type Random, systemRandom } from '../primitives/random.ts'
import { loadWorkspace } from '../workspace/load.ts'
import type { Deployment } from './deployment.ts'
import { clientsOfFlags, type DevClientFlags } from './dev-clients.ts'
import type { MadeUp } from './made-up.ts'
import { ConfigurationRefused } from './refused-configuration.ts'
import { passwordsOf, type UserSource, userFileSource } from './user-sources.ts'

export interface FileDeploymentOptions extends DevClientFlags {
  config?: readonly string[] | undefined
  filters?: readonly string[] | undefined
  'strict-files'?: boolean | undefined
  users?: string | undefined
  dev: boolean
  /** `--expose`: passwords that cannot be guessed. */
  expose: boolean
  clientSecret?: string | undefined
  /** CIDR blocks that may be asked although they are private. */
  'allow-fetch'?: readonly string[] | undefined
  /** For sector documents; default: over the network. */
  fetchText?: FetchText | undefined
  madeUp: MadeUp
  clock?: Clock
  random?: Random
}

/** Notes what was replaced. */
type Note = (line: string) => void

/** Keys of the configuration; in `--dev` one that cannot be read here is left out. */
function readKeys(config: ResolvedConfiguration, { dev, now }: { dev: boolean; now: number }, note: Note): IssuerKey[] {
  return config.provider.jwks.flatMap((entry, index) => {
    try {
      return [loadIssuerKey(entry, { now })]
    } catch (error) {
      if (!dev || !(error instanceof ToolError)) throw error
      note(`key ${index + 1} of identity_providers.oidc.jwks: ${error.message}; it is left out`)
      return []
    }
  })
}

/** What of the configuration means another machine: its host names, and a secret that is not here. */
function withoutOtherMachine(config: ResolvedConfiguration, madeUp: MadeUp, note: Note): ResolvedConfiguration {
  const { provider, session } = config
  const [cookie] = session.cookies
  if (cookie !== undefined)
    note(`the issuer ${cookie.authelia_url ?? cookie.domain} is elsewhere; it is this machine's address here`)
  const lacksSecret = provider.hmac_secret === '' || isUnreadableValue(provider.hmac_secret)
  if (lacksSecret) note('identity_providers.oidc.hmac_secret is not here; one is made up')
  return {
    ...config,
    session: { ...session, cookies: [] },
    provider: lacksSecret ? { ...provider, hmac_secret: madeUp.secret('hmac_secret') } : provider,
  }
}

async function devUsers(read: () => Promise<UserSource>, { users, madeUp }: FileDeploymentOptions, note: Note) {
  try {
    return await read()
  } catch (error) {
    if (users !== undefined || !(error instanceof ToolError)) throw error
    note(`${error.message}; test users are made up`)
    return madeUp.users()
  }
}

/**
 * Fetches the sector documents; a client whose document does not vouch for it is not served, in `--dev` it is told.
 *
 * @throws {@link ConfigurationRefused}
 */
async function demandSectorDocuments(
  loaded: LoadedConfiguration,
  problems: readonly Problem[],
  options: FileDeploymentOptions,
  note: Note,
): Promise<void> {
  const allowed = options['allow-fetch'] ?? []
  const { fetchText = createFetcher({ allowPrivate: options.dev, allowed }) } = options
  const found = await checkSectorDocuments(loaded, fetchText)
  const others = problems.filter(({ code }) => code !== 'ERR_CLIENT_SECTOR_UNCHECKED')
  if (found.length > 0 && !options.dev) throw new ConfigurationRefused([...others, ...found])
  for (const { message } of found) note(message)
}

/**
 * Reads configuration, keys and users.
 *
 * @throws {@link ConfigurationRefused} with every problem, {@link NoUsers}, {@link KeyRefused}, {@link UserFileInvalid}
 */
export async function fileDeployment(options: FileDeploymentOptions): Promise<Deployment> {
  const { dev, expose, madeUp, clock = systemClock, random = systemRandom } = options
  const loaded = await loadWorkspace({ ...options, strictFiles: options['strict-files'] ?? !dev })
  const { generation, problems, resolved } = validate(loaded, { clock })
  if (resolved === undefined || hasErrors(problems)) throw new ConfigurationRefused(problems)

  const notes: string[] = []
  const note: Note = (line) => notes.push(line)
  await demandSectorDocuments(loaded, problems, options, note)
  const here = dev ? withoutOtherMachine(resolved, madeUp, note) : resolved
  const files = loaded.sources.map(({ file }) => file)
  const read = () => userFileSource({ config: here, files, path: options.users, dev, clock, random })
  const source = dev ? await devUsers(read, options, note) : await read()
  if (dev && source.printed.length === 0) note('second factors are made up; the page shows their codes')
  const added = dev ? clientsOfFlags(options, madeUp, options.clientSecret) : []
  const clients = [...here.provider.clients, ...added.map(({ client }) => client)]
  return {
    config: { ...here, provider: { ...here.provider, clients } },
    keys: readKeys(here, { dev, now: clock() }, note),
    users: source.users,
    secondFactors: source.secondFactors,
    computedAttributes: computedAttributes(loaded, here),
    loaded,
    dev: dev
      ? {
          users: source.cards,
          madeUpClients: new Set(),
          ...(!expose && { passwords: passwordsOf(source) }),
        }
      : undefined,
    printedUsers: source.printed,
    printedClients: added.map(({ printed }) => printed),
    notes,
    watched: [...files, ...source.watched],
    alwaysWatched: here.users.watch ? source.watched : [],
    generation,
    problems,
  }
}
