/** Changes of the clients in the configuration's files. */
import { isDeepStrictEqual } from 'node:util'
import { type EditedConfiguration, editConfiguration, type Load } from '../config/edit/edit-configuration.ts'
import { detectGeneration } from '../config/generations/detect.ts'
import type { LoadedConfiguration } from '../config/load.ts'
import { isTree, type Tree, valueAt } from '../config/merge.ts'
import { PROVIDER_PATH } from '../config/path.ts'
import type { SourceFile } from '../config/source-file.ts'
import type { Edit } from '../editor/edit.ts'
import { OlderGeneration } from './errors.ts'
import { clientsIn } from './known-names.ts'

/** What is to be done, decided on what the file holds at that moment. */
export interface ClientChange {
  edits: readonly Edit[]
  /** What the list of clients must be afterwards. */
  clients: readonly Tree[]
}

export type PlanChange = (present: LoadedConfiguration) => ClientChange

export interface EditedClients extends EditedConfiguration {
  /** The clients as they are written afterwards. */
  clients: readonly Tree[]
}

function sectionOf({ document }: SourceFile): Tree | undefined {
  const section = valueAt(document.value, PROVIDER_PATH)
  return isTree(section) ? section : undefined
}

/** The file that holds the list of clients, else the last with the section, else the first. */
function fileToEdit({ sources }: LoadedConfiguration): string {
  const source =
    sources.findLast((one) => Array.isArray(sectionOf(one)?.['clients'])) ??
    sources.findLast((one) => sectionOf(one) !== undefined) ??
    sources[0]
  return source?.file ?? ''
}

function assertCurrent({ tree, sources }: LoadedConfiguration): void {
  const section = valueAt(tree, PROVIDER_PATH)
  if (!isTree(section) || clientsIn(tree).length === 0) return
  const generation = detectGeneration(section)
  if (generation === 5) return
  throw new OlderGeneration(
    `the clients of ${sources[0]?.file} are written for an earlier release (generation ${generation})`,
    {
      hint: 'bring it up to date first: oidc config migrate --write',
    },
  )
}

export interface EditClientsOptions {
  dryRun: boolean
  /** The configuration as it was just loaded, where it is there already. */
  present?: LoadedConfiguration
}

/**
 * Edits the file that holds the clients.
 *
 * @throws {@link OlderGeneration}, and what `plan` and {@link editConfiguration} throw
 */
export async function editClients(load: Load, plan: PlanChange, options: EditClientsOptions): Promise<EditedClients> {
  let clients: readonly Tree[] = []
  const edited = await editConfiguration({
    ...options,
    load,
    fileOf: fileToEdit,
    generation: 5,
    plan: ({ loaded }) => {
      assertCurrent(loaded)
      const change = plan(loaded)
      clients = change.clients
      return {
        edits: change.edits,
        isMeant: ({ tree }) => isDeepStrictEqual(clientsIn(tree), change.clients),
      }
    },
  })
  return { ...edited, clients }
}
