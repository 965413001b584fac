import { Args } from '@oclif/core'
import type { CertificateDetails } from '../../certs/describe.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { passphraseFlag, readPassphrase } from '../../output/passphrase.ts'
import { readInput } from '../../workspace/read-key-file.ts'

export default class CertsInspect extends BaseCommand<{ certificates: CertificateDetails[] }> {
  static override summary = 'Tell what certificates or a signing request say'
  static override description = 'Reads PEM bundles, DER, PKCS#12, and certificate signing requests.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> chain.pem',
    '<%= config.bin %> <%= command.id %> request.csr --json',
  ]
  static override args = {
    file: Args.string({ ignoreStdin: true, description: 'file to read, - for standard input', required: true }),
  }
  static override flags = { ...passphraseFlag }

  async run(): Promise<{ certificates: CertificateDetails[] }> {
    const { args, flags } = await this.parse(CertsInspect)
    const { inspectCertificates, renderDetails } = await import('../../certs/describe.ts')
    const bytes = await readInput(args.file)
    const certificates = await inspectCertificates(bytes, () => readPassphrase(flags['passphrase-file']))
    return this.render({ certificates }, () => certificates.map(renderDetails).join('\n'))
  }
}
