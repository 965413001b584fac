/** The stored secret of a client of the configuration, under its present or its earlier name. */
import { isTree, type Tree, valueAt } from '../../config/merge.ts'
import { PROVIDER_PATH } from '../../config/path.ts'
import { ToolError } from '../../errors.ts'

class ClientNotFound extends ToolError {
  readonly code = 'ERR_CLIENT_NOT_FOUND'
}

class ClientWithoutSecret extends ToolError {
  readonly code = 'ERR_CLIENT_WITHOUT_SECRET'
}

/** @throws {@link ClientNotFound}, {@link ClientWithoutSecret} */
export function clientSecretIn(tree: Tree, id: string): string {
  const clients = valueAt(tree, [...PROVIDER_PATH, 'clients'])
  const listed = Array.isArray(clients) ? clients.filter(isTree) : []
  const client = listed.find(({ client_id, id: earlier }) => (client_id ?? earlier) === id)
  if (client === undefined) {
    throw new ClientNotFound(`there is no client ${id} in the configuration`, {
      hint: 'see them with: oidc client list',
    })
  }
  const secret = client['client_secret'] ?? client['secret']
  if (typeof secret === 'string' && secret !== '') return secret
  throw new ClientWithoutSecret(`the client ${id} has no client_secret`)
}
