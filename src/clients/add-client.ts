/** Adds clients to the list of the configuration, with what they need beside it. */
import type { LoadedConfiguration } from '../config/load.ts'
import type { Tree } from '../config/merge.ts'
import { PROVIDER_PATH } from '../config/path.ts'
import type { Edit } from '../editor/edit.ts'
import type { ClientEntry } from './client-entry.ts'
import type { ClientChange, PlanChange } from './edit-clients.ts'
import { ClientExists } from './errors.ts'
import { clientsIn, idOf } from './known-names.ts'

const CLIENTS_PATH = [...PROVIDER_PATH, 'clients']

/** @throws {@link ClientExists} */
export function assertFree(id: string, clients: readonly Tree[]): void {
  if (!clients.some((client) => idOf(client) === id)) return
  throw new ClientExists(`there is a client '${id}' already`, {
    hint: 'take another one with --id, or change this one with: oidc client set ID OPTION=VALUE',
  })
}

/** The change that appends `entries`, after the edits that `beside` asks for. @throws {@link ClientExists} */
export function planAddition(
  entries: readonly ClientEntry[],
  beside: (present: LoadedConfiguration) => readonly Edit[] = () => [],
): PlanChange {
  return (present): ClientChange => {
    const clients = clientsIn(present.tree)
    for (const { client_id } of entries) assertFree(String(client_id), clients)
    const insertions = entries.map((value): Edit => ({ kind: 'insert', path: CLIENTS_PATH, value }))
    return { edits: [...beside(present), ...insertions], clients: [...clients, ...entries] }
  }
}
