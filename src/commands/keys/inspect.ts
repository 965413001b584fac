import { Args } from '@oclif/core'
import type { InspectedKey } from '../../keys/inspect.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { passphraseFlag } from '../../output/passphrase.ts'
import { systemClock } from '../../primitives/clock.ts'
import { readKeyFile } from '../../workspace/read-key-file.ts'

type Inspected = InspectedKey & { file: string }

export default class KeysInspect extends BaseCommand<{ keys: Inspected[] }> {
  static override summary = 'Tell what a file of keys or certificates holds'
  static override description =
    `PEM with any label, DER, JWK, JWK Sets, PKCS#12, certificates, bundles and configuration files are read.
For each key: type and size, the computed key_id for every algorithm that it serves, its digests, and what the provider
would say about it as identity_providers.oidc.jwks[].key. The exit status is 0 also for keys that it would refuse.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> signing.pem',
    '<%= config.bin %> <%= command.id %> bundle.p12 --passphrase-file passphrase.txt --json',
  ]
  static override strict = false
  static override args = {
    file: Args.string({ ignoreStdin: true, description: 'files to read, - for standard input', required: true }),
  }
  static override flags = { ...passphraseFlag }

  async run(): Promise<{ keys: Inspected[] }> {
    const { argv, flags } = await this.parse(KeysInspect)
    const { inspectMaterial } = await import('../../keys/inspect.ts')
    const { renderInspected } = await import('../../keys/inspect-text.ts')
    const keys: Inspected[] = []
    for (const file of argv.map(String)) {
      const material = await readKeyFile(file, flags['passphrase-file'])
      const inspected = inspectMaterial(material, { text: material.text, now: systemClock() })
      keys.push(...inspected.map((key) => ({ ...key, file })))
    }
    return this.render({ keys }, () => keys.map((key) => renderInspected(key, key.file)).join('\n'))
  }
}
