import { Flags } from '@oclif/core'
import { assertTarget, writePublicFile } from '../../keys/key-folder.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { nameFlags } from '../../output/certificate-flags.ts'
import { passphraseFlag } from '../../output/passphrase.ts'
import { targetFlags } from '../../output/target-flags.ts'
import { readKeyFile } from '../../workspace/read-key-file.ts'

interface Requested {
  csr: string
  file?: string
}

export default class CertsCsr extends BaseCommand<Requested> {
  static override summary = 'Make a certificate signing request'
  static override description =
    'The request names the holder and is signed by its key; an authority makes a certificate of it.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --key signing.pem --san oidc.example.com',
    '<%= config.bin %> <%= command.id %> --key signing.pem --subject CN=oidc.example.com,O=Example --out request.csr',
  ]
  static override flags = {
    key: Flags.string({ summary: 'File with the private key', helpValue: 'FILE', required: true }),
    ...passphraseFlag,
    ...nameFlags,
    ...targetFlags,
  }

  async run(): Promise<Requested> {
    const { flags } = await this.parse(CertsCsr)
    const { readNames } = await import('../../certs/options.ts')
    const names = readNames(flags)
    await assertTarget(flags)
    const { onlyPrivateKey } = await import('../../keys/first-key.ts')
    const key = onlyPrivateKey(await readKeyFile(flags.key, flags['passphrase-file']), flags.key)
    const { createCsr } = await import('../../certs/csr.ts')
    const csr = await createCsr({ key, ...names })
    const replaced = await writePublicFile(csr, flags)
    if (replaced !== undefined) this.note(`Replaced ${replaced}`)
    const made = { csr, ...(flags.out === undefined ? {} : { file: flags.out }) }
    return this.render(made, () => flags.out ?? csr)
  }
}
