import { BaseCommand } from '../../../output/base-command.ts'
import { systemClock } from '../../../primitives/clock.ts'
import { stateFolder } from '../../../serve/dev-key.ts'
import type { LocalCaDocument } from '../../../serve/local-ca-document.ts'

export default class CertsCaShow extends BaseCommand<LocalCaDocument> {
  static override summary = 'Show the local CA of serve --tls and how to trust it'
  static override description =
    `The CA is made by the first 'oidc serve --tls' and kept in $XDG_STATE_HOME/oidc (default: ~/.local/state/oidc).
Exit status 1 when there is none.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    'export NODE_EXTRA_CA_CERTS="$(<%= config.bin %> <%= command.id %> --json | jq -r .certificate)"',
  ]

  async run(): Promise<LocalCaDocument> {
    await this.parse(CertsCaShow)
    const { describeLocalCa, renderLocalCa } = await import('../../../serve/local-ca-document.ts')
    return this.render(await describeLocalCa(stateFolder(process.env), systemClock()), renderLocalCa)
  }
}
