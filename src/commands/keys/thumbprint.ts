import { Args, Flags } from '@oclif/core'
import { UsageError } from '../../errors.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { passphraseFlag } from '../../output/passphrase.ts'
import { readKeyFile } from '../../workspace/read-key-file.ts'

interface Thumbprint {
  thumbprint: string
  hash: string
  of: 'jwk' | 'spki'
  uri?: string
}

export default class KeysThumbprint extends BaseCommand<Thumbprint> {
  static override summary = 'Print the thumbprint of a key'
  static override description =
    `The RFC 7638 thumbprint in base64url, as URI with --uri (RFC 9278), or with --spki the digest over the SubjectPublicKeyInfo in hex.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> signing.pem',
    '<%= config.bin %> <%= command.id %> signing.pem --hash sha512 --uri',
  ]
  static override args = {
    file: Args.string({ ignoreStdin: true, description: 'file to read, - for standard input', required: true }),
  }
  static override flags = {
    hash: Flags.option({
      summary: 'Hash function',
      options: ['sha256', 'sha384', 'sha512'] as const,
      default: 'sha256' as const,
    })(),
    uri: Flags.boolean({ summary: 'As a thumbprint URI', exclusive: ['spki'] }),
    spki: Flags.boolean({ summary: 'Over the SubjectPublicKeyInfo, in hex' }),
    ...passphraseFlag,
  }

  async run(): Promise<Thumbprint> {
    const { args, flags } = await this.parse(KeysThumbprint)
    const material = await readKeyFile(args.file, flags['passphrase-file'])
    if (material.keys.length > 1) throw new UsageError(`${args.file} holds ${material.keys.length} keys, one is needed`)
    const { firstKey } = await import('../../keys/first-key.ts')
    const key = firstKey(material, 'key')
    const { anyPublicJwk } = await import('../../keys/plain-key.ts')
    const { thumbprint, thumbprintUri } = await import('../../keys/key-id.ts')
    const { spkiDigest } = await import('../../keys/inspect.ts')
    const { hash } = flags
    if (flags.spki) {
      return this.render(
        { thumbprint: spkiDigest(key, hash).toString('hex'), hash, of: 'spki' },
        (made) => made.thumbprint,
      )
    }
    const jwk = anyPublicJwk(key)
    const made: Thumbprint = { thumbprint: thumbprint(jwk, hash), hash, of: 'jwk', uri: thumbprintUri(jwk, hash) }
    return this.render(made, ({ uri = '' }) => (flags.uri ? uri : made.thumbprint))
  }
}
