/** The clients of a configuration at a glance; works on configurations with errors too. */
import { assertYaml } from '../config/edit/assert-yaml.ts'
import type { LoadedConfiguration } from '../config/load.ts'
import { clientPath } from '../config/path.ts'
import { findClient } from './find-client.ts'
import { clientsIn, idOf } from './known-names.ts'
import { effectiveList, effectiveMethod, effectivePolicy, isPublic, writtenText } from './written-client.ts'

export interface ListedClient {
  client_id: string
  client_name: string
  type: 'confidential' | 'public'
  grant_types: readonly string[]
  scopes: readonly string[]
  authorization_policy: string
  token_endpoint_auth_method: string
  redirect_uris: readonly string[]
  file: string
  line: number
}

/** Every client with the values that take effect. */
export function listClients(loaded: LoadedConfiguration): ListedClient[] {
  return clientsIn(loaded.tree).map((client, index) => {
    const client_id = idOf(client)
    const position = loaded.positionOf(clientPath(index))
    return {
      client_id,
      client_name: writtenText(client, 'client_name') ?? writtenText(client, 'description') ?? client_id,
      type: isPublic(client) ? 'public' : 'confidential',
      grant_types: effectiveList(client, 'grant_types'),
      scopes: effectiveList(client, 'scopes'),
      authorization_policy: effectivePolicy(client),
      token_endpoint_auth_method: effectiveMethod(client),
      redirect_uris: effectiveList(client, 'redirect_uris'),
      file: position?.file ?? '',
      line: position?.line ?? 1,
    }
  })
}

/** The client `id` at a glance. @throws {@link ClientNotFound} */
export function listedClient(loaded: LoadedConfiguration, id: string): ListedClient {
  assertYaml(loaded)
  const { index } = findClient(loaded.tree, id)
  return listClients(loaded)[index] as ListedClient
}
