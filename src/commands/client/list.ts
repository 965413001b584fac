import type { ListedClient } from '../../clients/list-clients.ts'
import { ClientCommand, clientFlags } from './client-command.ts'

export default class ClientList extends ClientCommand<{ clients: ListedClient[] }> {
  static override summary = 'List the clients of the configuration'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']
  static override flags = clientFlags

  async run(): Promise<{ clients: ListedClient[] }> {
    const { flags } = await this.parse(ClientList)
    const [{ listClients }, { table }] = await Promise.all([
      import('../../clients/list-clients.ts'),
      import('../../output/table.ts'),
    ])
    const loaded = await this.loadPresent(this.loader(flags))
    const clients = listClients(loaded)
    if (clients.length === 0) this.note('there is no client yet; add one with: oidc client add')
    return this.render({ clients }, () => (clients.length === 0 ? '' : table(HEADINGS, clients.map(row))))
  }
}

const HEADINGS = ['CLIENT ID', 'NAME', 'TYPE', 'GRANTS', 'POLICY', 'REDIRECT URI']

function row({ client_id, client_name, type, grant_types, authorization_policy, redirect_uris }: ListedClient) {
  const [first = '', ...others] = redirect_uris
  const grants = grant_types.map((grant) => grant.replace('urn:ietf:params:oauth:grant-type:', ''))
  const uris = others.length === 0 ? first : `${first} (+${others.length})`
  return [client_id, client_name, type, grants.join(','), authorization_policy, uris]
}
