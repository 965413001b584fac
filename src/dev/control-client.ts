/** A client of the control API: an entry of `identity_providers.oidc.clients`, judged as one. */
import type { LoadedConfiguration } from '../config/load.ts'
import { isTree, mergeTrees, valueAt } from '../config/merge.ts'
import { PROVIDER_PATH } from '../config/path.ts'
import type { ResolvedClient } from '../config/resolved.ts'
import type { GivenClient } from './given-client.ts'
import { configurationWith, GivenConfigurationInvalid, type Surroundings } from './given-clients.ts'

/** The file without its clients: the given one may take the place of one of them. */
function withoutClients(loaded: LoadedConfiguration | undefined): LoadedConfiguration | undefined {
  const provider = loaded && valueAt(loaded.tree, PROVIDER_PATH)
  if (loaded === undefined || !isTree(provider)) return loaded
  const tree = mergeTrees(loaded.tree, { identity_providers: { oidc: { clients: [] } } })
  return { ...loaded, tree }
}

/**
 * The client as the provider takes it.
 *
 * @throws {@link GivenConfigurationInvalid} with every error, its paths within the client
 */
export function resolveGivenClient(client: GivenClient, { loaded, keys, clock }: Surroundings): ResolvedClient {
  try {
    const { provider } = configurationWith([client], { loaded: withoutClients(loaded), keys, clock })
    const [resolved] = provider.clients
    if (resolved === undefined) throw new Error('a client that is valid is resolved')
    return resolved
  } catch (error) {
    if (!(error instanceof GivenConfigurationInvalid)) throw error
    const within = (path: string) => path.replace(/^clients\[0\]\.?/, '')
    throw new GivenConfigurationInvalid(error.problems.map((problem) => ({ ...problem, path: within(problem.path) })))
  }
}
