import { Flags } from '@oclif/core'
import { Interrupted, UsageError } from '../../../errors.ts'
import { BaseCommand } from '../../../output/base-command.ts'
import { askYes, isInteractive } from '../../../output/prompt.ts'
import { stateFolder } from '../../../serve/dev-key.ts'
import type { RemovedCaDocument } from '../../../serve/local-ca-document.ts'

export default class CertsCaRemove extends BaseCommand<RemovedCaDocument> {
  static override summary = 'Remove the local CA of serve --tls'
  static override description =
    `Removes its key and certificate, and says where it may still be trusted: no trust store is changed from here.
Servers that run keep their certificate until they end; the next 'oidc serve --tls' makes another CA.`
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --yes --json']
  static override flags = { yes: Flags.boolean({ summary: 'Do not ask' }) }

  async run(): Promise<RemovedCaDocument> {
    const { flags } = await this.parse(CertsCaRemove)
    const folder = stateFolder(process.env)
    const { assertLocalCa, dropLocalCa, renderRemovedCa } = await import('../../../serve/local-ca-document.ts')
    await assertLocalCa(folder)
    if (!flags.yes) await confirm(folder)
    return this.render(await dropLocalCa(folder), renderRemovedCa)
  }
}

async function confirm(folder: string): Promise<void> {
  if (!isInteractive()) throw new UsageError('nobody can be asked here', { hint: 'remove it with --yes' })
  const message = `Remove the local CA in ${folder}? What trusts it will trust the next one only when told again.`
  if (!(await askYes({ flag: '--yes', message, default: false }))) throw new Interrupted('nothing was removed')
}
