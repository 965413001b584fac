import { UsageError } from '../../errors.ts'
import { ClientCommand, editFlags } from './client-command.ts'

export interface SetOptions {
  /** The client as it is written afterwards; the secret is left out. */
  client: Record<string, unknown>
  config: string
  changed: boolean
  diff?: string
}

export default class ClientSet extends ClientCommand<SetOptions> {
  static override summary = 'Change options of a client'
  static override description =
    `OPTION=VALUE sets, OPTION= goes back to the default, OPTION+=VALUE and OPTION-=VALUE add to a list and take from it. Several entries are parted by commas or written in brackets, [one, two]. A comma may stand inside of a URI, so each URI takes an assignment of its own, or brackets.
Only the lines of these options change. oidc config explain clients lists the options.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> wiki authorization_policy=one_factor',
    '<%= config.bin %> <%= command.id %> wiki scopes+=offline_access grant_types+=refresh_token response_types=code',
    '<%= config.bin %> <%= command.id %> wiki redirect_uris+=https://wiki.example.org/callback redirect_uris-=https://old.example.com/callback --dry-run',
  ]
  static override strict = false
  static override usage = 'client set ID OPTION=VALUE... [FLAGS]'
  static override flags = editFlags

  async run(): Promise<SetOptions> {
    const { argv, flags } = await this.parse(ClientSet)
    const [id, ...texts] = argv.map(String)
    if (id === undefined || texts.length === 0) {
      throw new UsageError('a client id and an assignment are needed', { hint: 'oidc client set ID OPTION=VALUE' })
    }
    const [{ parseAssignments }, { planOptions }, { editClients }, { clientNamed }] = await Promise.all([
      import('../../clients/assignment.ts'),
      import('../../clients/set-options.ts'),
      import('../../clients/edit-clients.ts'),
      import('../../clients/known-names.ts'),
    ])
    const assignments = parseAssignments(texts)
    const plan = planOptions(id, assignments)
    const edited = await editClients(this.loader(flags), plan, { dryRun: flags['dry-run'] })
    this.tellProblems(edited)
    const diff = await this.diffOf(edited, flags['dry-run'])
    const renamed = assignments.findLast(({ option }) => option === 'client_id')?.value
    const { client_secret: _secret, ...client } = clientNamed(edited.clients, String(renamed ?? id))
    const changed = edited.before !== edited.after
    const result = { client, config: edited.config, changed, ...(diff !== undefined && { diff }) }
    const done = changed ? `changed the client ${id} in ${edited.config}` : `the client ${id} is so already`
    return this.render(result, () => diff ?? done)
  }
}
