/** A configuration that a test gives. Loaded for such tests alone: the rules are most of the program's code. */
import { computedAttributes } from '../config/attributes/computed.ts'
import type { LoadedConfiguration } from '../config/load.ts'
import type { ResolvedConfiguration } from '../config/resolved.ts'
import { configurationWith } from '../dev/given-clients.ts'
import { seedKey } from '../dev/seed-key.ts'
import { loadIssuerKey } from '../keys/issuer-key.ts'
import type { IssuerKey } from '../keys/published-key.ts'
import { loadSource } from '../library/read-configuration.ts'
import type { Clock } from '../primitives/clock.ts'
import type { Random } from '../primitives/random.ts'
import type { ComputedAttributes } from '../provider/user-store.ts'
import { drawSecret, withSecret } from './clients.ts'
import type { StartOptions } from './options.ts'

export interface Surroundings {
  clock: Clock
  random: Random
}

/** What is served, but for its users. */
export interface Served {
  config: ResolvedConfiguration
  keys: readonly IssuerKey[]
  /** Clients that accept any redirect URI of this machine. */
  madeUpClients: ReadonlySet<string>
  /** Attributes of `definitions.user_attributes`. */
  computedAttributes: ComputedAttributes | undefined
  /** What clients that are set later may refer to. */
  loaded: LoadedConfiguration | undefined
}

/** A configuration means another machine where it names its hosts; its secret is none of a test's. */
function forThisMachine(config: ResolvedConfiguration, random: Random): ResolvedConfiguration {
  const { session, provider } = config
  const hmac_secret = drawSecret(random)
  return { ...config, base_path: '', session: { ...session, cookies: [] }, provider: { ...provider, hmac_secret } }
}

/**
 * Reads the clients and the configuration of a test.
 *
 * @throws GivenConfigurationInvalid with all that is wrong
 */
export async function readGiven(
  { config: source, clients = [] }: StartOptions,
  { clock, random }: Surroundings,
): Promise<Served> {
  const loaded = source === undefined ? undefined : await loadSource(source)
  const test = seedKey()
  const withSecrets = clients.map((client) => withSecret(client, random))
  const config = configurationWith(withSecrets, { loaded, keys: [test], clock })
  const keys = config.provider.jwks.map((entry) =>
    entry.key_id === test.key_id ? test : loadIssuerKey(entry, { now: clock() }),
  )
  return {
    config: forThisMachine(config, random),
    keys,
    madeUpClients: new Set(),
    computedAttributes: loaded && computedAttributes(loaded, config),
    loaded,
  }
}
