import { Args } from '@oclif/core'
import type { JWK } from 'jose'
import type { ConvertibleKey } from '../../keys/convert.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { configurationFlags } from '../../output/configuration-flags.ts'
import { passphraseFlag } from '../../output/passphrase.ts'
import { systemClock } from '../../primitives/clock.ts'
import type { WorkspaceOptions } from '../../workspace/load.ts'
import { readConfiguredEntries, readKeyFile } from '../../workspace/read-key-file.ts'

export default class KeysJwks extends BaseCommand<{ keys: JWK[] }> {
  static override summary = 'Print the public JWK Set, as the provider would publish it'
  static override description =
    `From key files, or from the keys of the configuration. A file is read as an entry of identity_providers.oidc.jwks without key_id and algorithm would be; a JWK keeps its own. Keys that the provider would refuse end the command.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> signing.pem other.jwk.json',
    '<%= config.bin %> <%= command.id %> --config configuration.yml',
  ]
  static override strict = false
  static override args = { file: Args.string({ ignoreStdin: true, description: 'files with keys' }) }
  static override flags = {
    ...configurationFlags,
    ...passphraseFlag,
  }

  async run(): Promise<{ keys: JWK[] }> {
    const { argv, flags } = await this.parse(KeysJwks)
    const files = argv.map(String)
    const keys =
      files.length > 0
        ? await this.fromFiles(files, flags['passphrase-file'])
        : await this.fromConfiguration({ ...flags, strictFiles: flags['strict-files'] })
    return this.render({ keys }, (set) => JSON.stringify(set, null, 2))
  }

  private async fromFiles(files: readonly string[], passphraseFile: string | undefined): Promise<JWK[]> {
    const { convertibleKeys } = await import('../../keys/convert.ts')
    const { publicSet } = await import('../../keys/jwk-set.ts')
    const keys: ConvertibleKey[] = []
    for (const file of files) keys.push(...convertibleKeys(await readKeyFile(file, passphraseFile), {}))
    return publicSet(keys)
  }

  private async fromConfiguration(flags: WorkspaceOptions): Promise<JWK[]> {
    const { publishedKeys } = await import('../../keys/jwk-set.ts')
    return publishedKeys(await readConfiguredEntries(flags), { now: systemClock() })
  }
}
