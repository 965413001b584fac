import { Args } from '@oclif/core'
import { BaseCommand } from '../../output/base-command.ts'
import { passphraseFlag } from '../../output/passphrase.ts'
import { readKeyFile } from '../../workspace/read-key-file.ts'

interface Match {
  match: boolean
  /** RFC 7638, of the first key of either side. */
  key_thumbprint: string
  certificate_thumbprint: string
}

export default class KeysMatch extends BaseCommand<Match> {
  static override summary = 'Tell whether a key and a certificate belong together'
  static override description =
    'Compares the public halves; two keys can be compared as well. The exit status is 0 when they match, else 3.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> signing.pem chain.pem',
    '<%= config.bin %> <%= command.id %> signing.pem public.jwk.json && echo same',
  ]
  static override args = {
    key: Args.string({ ignoreStdin: true, description: 'file with the key', required: true }),
    certificate: Args.string({
      ignoreStdin: true,
      description: 'file with the certificate (the first counts) or the other key',
      required: true,
    }),
  }
  static override flags = { ...passphraseFlag }

  async run(): Promise<Match> {
    const { args, flags } = await this.parse(KeysMatch)
    const { firstThumbprint } = await import('../../keys/first-key.ts')
    const key = await readKeyFile(args.key, flags['passphrase-file'])
    const certificate = await readKeyFile(args.certificate, flags['passphrase-file'])
    const key_thumbprint = firstThumbprint(key, 'key')
    const certificate_thumbprint = firstThumbprint(certificate, 'certificate')
    const match = key_thumbprint === certificate_thumbprint
    if (!match) this.notGood()
    return this.render({ match, key_thumbprint, certificate_thumbprint }, () =>
      match ? 'they belong together' : 'they do not belong together',
    )
  }
}
