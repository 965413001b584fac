import { Args } from '@oclif/core'
import { secretInputFlags } from '../../output/secret-input.ts'
import { systemRandom } from '../../primitives/random.ts'
import { ClientCommand, editFlags } from './client-command.ts'

export interface RotatedSecret {
  client_id: string
  /** In plain text; not with `--dry-run`. */
  client_secret?: string
  config: string
  diff?: string
}

export default class ClientRotateSecret extends ClientCommand<RotatedSecret> {
  static override summary = 'Give a client a new secret'
  static override description =
    'The new secret is shown once, on standard error (or in --json); the configuration gets its digest. The old one stops working as soon as the provider reads the file.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> wiki',
    '<%= config.bin %> <%= command.id %> wiki --json',
  ]
  static override args = { id: Args.string({ name: 'ID', description: 'The client_id', required: true }) }
  static override flags = { ...secretInputFlags, ...editFlags }

  async run(): Promise<RotatedSecret> {
    const { args, flags } = await this.parse(ClientRotateSecret)
    const [{ planSecret, storageOf }, { findClient }, { editClients }, { drawSecret, storedSecret }] =
      await Promise.all([
        import('../../clients/rotate-secret.ts'),
        import('../../clients/find-client.ts'),
        import('../../clients/edit-clients.ts'),
        import('../../clients/client-secret.ts'),
      ])
    const load = this.loader(flags)
    const present = await this.loadPresent(load)
    const kind = storageOf(findClient(present.tree, args.id).client)
    const secret = (await this.givenSecret(flags)) ?? drawSecret(systemRandom)
    const stored = await storedSecret(secret, kind, systemRandom)
    const edited = await editClients(load, planSecret(args.id, stored), { dryRun: flags['dry-run'], present })
    this.tellProblems(edited)
    const diff = await this.diffOf(edited, flags['dry-run'])
    if (diff === undefined) await this.showSecret(secret, stored)
    const shown = diff === undefined ? { client_secret: secret } : { diff }
    const result = { client_id: args.id, ...shown, config: edited.config }
    return this.render(result, () => diff ?? `the client ${args.id} in ${edited.config} has a new secret`)
  }
}
