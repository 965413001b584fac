/** Finds a client by its id. */

import type { Tree } from '../config/merge.ts'
import { clientPath } from '../config/path.ts'
import type { OptionPath } from '../config/resolved.ts'
import { closest } from '../primitives/closest.ts'
import { ClientNotFound } from './errors.ts'
import { clientsIn, idOf } from './known-names.ts'

export interface FoundClient {
  index: number
  /** As it is written. */
  client: Tree
  path: OptionPath
}

/** @throws {@link ClientNotFound} with the id that was probably meant */
export function findClient(tree: Tree, id: string): FoundClient {
  const clients = clientsIn(tree)
  const index = clients.findIndex((one) => idOf(one) === id)
  const client = clients[index]
  if (client !== undefined) return { index, client, path: clientPath(index) }
  const near = closest(id, clients.map(idOf).filter(Boolean))
  throw new ClientNotFound(`there is no client '${id}'`, {
    hint: near === undefined ? 'see them with: oidc client list' : `did you mean '${near}'?`,
  })
}
