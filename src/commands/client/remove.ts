import { Args, Flags } from '@oclif/core'
import { Interrupted, UsageError } from '../../errors.ts'
import { askYes, isInteractive } from '../../output/prompt.ts'
import { ClientCommand, editFlags } from './client-command.ts'

export interface RemovedClient {
  client_id: string
  config: string
  /** What spoke of it, or is used by no other client now. */
  traces: string[]
  diff?: string
}

export default class ClientRemove extends ClientCommand<RemovedClient> {
  static override summary = 'Remove a client from the configuration'
  static override description = 'Says what else refers to the client, and asks before it writes.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> wiki --dry-run',
    '<%= config.bin %> <%= command.id %> wiki --yes',
  ]
  static override args = { id: Args.string({ name: 'ID', description: 'The client_id', required: true }) }
  static override flags = { yes: Flags.boolean({ summary: 'Do not ask' }), ...editFlags }

  async run(): Promise<RemovedClient> {
    const { args, flags } = await this.parse(ClientRemove)
    const [{ planRemoval, tracesOf }, { editClients }] = await Promise.all([
      import('../../clients/remove-client.ts'),
      import('../../clients/edit-clients.ts'),
    ])
    const load = this.loader(flags)
    const present = await this.loadPresent(load)
    const traces = tracesOf(present, args.id)
    for (const trace of traces) this.note(trace)
    if (!flags.yes && !flags['dry-run']) await confirm(args.id)
    const edited = await editClients(load, planRemoval(args.id), { dryRun: flags['dry-run'], present })
    this.tellProblems(edited)
    const diff = await this.diffOf(edited, flags['dry-run'])
    const result = { client_id: args.id, config: edited.config, traces, ...(diff !== undefined && { diff }) }
    return this.render(result, () => diff ?? `removed the client ${args.id} from ${edited.config}`)
  }
}

async function confirm(id: string): Promise<void> {
  if (!isInteractive()) throw new UsageError('nobody can be asked here', { hint: 'remove it with --yes' })
  const message = `Remove the client ${id}? Its application cannot log in anybody any more.`
  if (!(await askYes({ flag: '--yes', message, default: false }))) throw new Interrupted('nothing was written')
}
