import { Flags, type Interfaces } from '@oclif/core'
import { UsageError } from '../../errors.ts'
import { GENERATED_SIGNING_ALGORITHMS, MODULUS_LENGTHS } from '../../keys/algorithms.ts'
import type { InspectedCertificate } from '../../keys/inspect.ts'
import { assertFolder, type KeyFile, writeKeyFiles } from '../../keys/key-folder.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { certificateFlags, chainFlag } from '../../output/certificate-flags.ts'
import { passphraseFlag } from '../../output/passphrase.ts'
import { systemClock } from '../../primitives/clock.ts'
import { systemRandom } from '../../primitives/random.ts'
import { readKeyFile } from '../../workspace/read-key-file.ts'

interface Generated {
  key_id: string
  /** PEM, leaf first. */
  certificate_chain: string
  certificates: InspectedCertificate[]
  /** PEM; only of a key that was made here. */
  private_pem?: string
  files?: string[]
}

type ParsedFlags = Interfaces.InferredFlags<typeof CertsGenerate.flags>

export default class CertsGenerate extends BaseCommand<Generated> {
  static override summary = 'Make a certificate or a chain for a key'
  static override description =
    `Self-signed, or with --chain below authorities that are made with it; the leaf comes first in the bundle.
Without --key a new key is made and printed before its certificates. --out DIR writes <kid>.chain.pem, a new key as
<kid>.private.pem, and the authorities with their keys, which can then sign more.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --alg ES256 --san oidc.example.com',
    '<%= config.bin %> <%= command.id %> --key signing.pem --subject CN=oidc.example.com --days 730',
    '<%= config.bin %> <%= command.id %> --alg ES256 --ca --path-length 0 --permit dns:localhost --permit ip:127.0.0.0/8 --subject "CN=my machine"',
    '<%= config.bin %> <%= command.id %> --alg RS256 --chain root,intermediate,leaf --san oidc.example.com --out certs',
  ]
  static override flags = {
    key: Flags.string({ summary: 'File with the private key', helpValue: 'FILE', exactlyOne: ['key', 'alg'] }),
    alg: Flags.option({ summary: 'Make a new key for this algorithm', options: GENERATED_SIGNING_ALGORITHMS })(),
    bits: Flags.integer({
      summary: `Size of a new RSA key: ${MODULUS_LENGTHS.join(', ')} (default: 2048)`,
      dependsOn: ['alg'],
    }),
    use: Flags.option({ summary: 'What the key does', options: ['sig', 'enc'] as const, default: 'sig' as const })(),
    ...passphraseFlag,
    ...certificateFlags,
    ...chainFlag,
    ca: Flags.boolean({ summary: 'The self-signed certificate may sign others', exclusive: ['chain'] }),
    'path-length': Flags.integer({
      summary: 'Number of CAs that may follow below (default: any)',
      min: 0,
      dependsOn: ['ca'],
    }),
    permit: Flags.string({
      summary: 'Only names below the CA: dns:NAME (with all below it), ip:NETWORK, email:HOST (default: any)',
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
      dependsOn: ['ca'],
    }),
    out: Flags.string({ summary: 'Write files into this folder (private ones with mode 0600)', helpValue: 'DIR' }),
    force: Flags.boolean({ summary: 'Replace existing files' }),
  }

  async run(): Promise<Generated> {
    const { flags } = await this.parse(CertsGenerate)
    const { longLifeAdvice, readWishes } = await import('../../certs/options.ts')
    const wishes = readWishes(flags)
    const now = systemClock()
    if (flags.out !== undefined) await assertFolder(flags.out)
    const { key, alg } = await this.key(flags)
    const { makeCertificate } = await import('../../certs/make-certificate.ts')
    const { chain: shape, use, ca: isCa, 'path-length': pathLength } = flags
    const request = {
      key,
      alg,
      isNew: flags.key === undefined,
      use,
      wishes,
      shape,
      isCa,
      pathLength,
      now,
      random: systemRandom,
    }
    const made = await this.busy('Making the certificates', makeCertificate(request))
    const advice = isCa ? undefined : longLifeAdvice(wishes.validity, now)
    if (advice !== undefined) this.caution(advice)
    if (flags.out !== undefined) return this.save(made.document, made.files(flags.out), flags)
    if (made.hasAuthorities) this.note('The keys of the authorities are not kept; --out DIR writes them too.')
    return this.render(made.document, ({ private_pem = '', certificate_chain }) => private_pem + certificate_chain)
  }

  private async key(flags: ParsedFlags) {
    if (flags.key !== undefined) {
      const { onlyPrivateKey } = await import('../../keys/first-key.ts')
      return { key: onlyPrivateKey(await readKeyFile(flags.key, flags['passphrase-file']), flags.key), alg: undefined }
    }
    const { generateKey } = await import('../../keys/generate.ts')
    if (flags.alg === undefined) throw new UsageError('--key or --alg is missing')
    const { privateKey } = await this.busy('Making the key', generateKey({ alg: flags.alg, bits: flags.bits }))
    return { key: privateKey, alg: flags.alg }
  }

  private async save(document: Generated, files: KeyFile[], { force }: ParsedFlags): Promise<Generated> {
    for (const path of await writeKeyFiles(files, { force })) this.note(`Replaced ${path}`)
    const paths = files.map(({ path }) => path)
    return this.render({ ...document, files: paths }, () => paths.join('\n'))
  }
}
