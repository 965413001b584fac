import { Args, Flags, type Interfaces } from '@oclif/core'
import { UsageError } from '../../errors.ts'
import { assertKeyId } from '../../keys/batch.ts'
import type { ConvertibleKey } from '../../keys/convert.ts'
import { PEM_ENCODINGS } from '../../keys/export.ts'
import { assertFree, writeKeyFiles } from '../../keys/key-folder.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { passphraseFlag, readNewPassphrase } from '../../output/passphrase.ts'
import { PRIVATE_FILE, PUBLIC_FILE } from '../../primitives/files.ts'
import { systemRandom } from '../../primitives/random.ts'
import { readKeyFile } from '../../workspace/read-key-file.ts'

interface Converted {
  format: string
  /** PEM, YAML and JSON as text; DER and PKCS#12 in base64. */
  content?: string
  file?: string
}

type ParsedFlags = Interfaces.InferredFlags<typeof KeysConvert.flags>

const BINARY = ['der', 'p12']

export default class KeysConvert extends BaseCommand<Converted> {
  static override summary = 'Turn a key into another form'
  static override description =
    `Reads every form that keys inspect reads and writes any of them, private unless --public is given.
RSASSA-PSS keys become plain RSA keys and explicit curve parameters the named curve, which the provider reads. Chains go along into JWK, YAML and PKCS#12.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> signing.pem --format jwk',
    '<%= config.bin %> <%= command.id %> signing.jwk.json --format yaml --alg PS256',
    '<%= config.bin %> <%= command.id %> signing.pem --format pem --public',
    '<%= config.bin %> <%= command.id %> signing.pem --format p12 --new-passphrase-file passphrase.txt --out signing.p12',
  ]
  static override args = {
    file: Args.string({ ignoreStdin: true, description: 'file to read, - for standard input', required: true }),
  }
  static override flags = {
    format: Flags.option({
      summary: 'Form to write',
      options: ['jwk', 'jwks', 'pem', 'der', 'yaml', 'p12'] as const,
      default: 'pem' as const,
    })(),
    encoding: Flags.option({ summary: 'Encoding of PEM and DER', options: PEM_ENCODINGS, default: 'pkcs8' as const })(),
    public: Flags.boolean({ summary: 'Leave the private half out' }),
    encrypt: Flags.boolean({ summary: 'Encrypt PEM and DER (PBES2, AES-256, 600,000 iterations)' }),
    'passphrase-file': { ...passphraseFlag['passphrase-file'], summary: 'Passphrase of the file that is read' },
    'new-passphrase-file': Flags.string({ summary: 'Passphrase of the file that is written', helpValue: 'PATH' }),
    alg: Flags.string({ summary: 'Algorithm in JWK and YAML (default: as in the file, else by the type of the key)' }),
    use: Flags.option({ summary: 'Use in JWK and YAML', options: ['sig', 'enc'] as const })(),
    kid: Flags.string({ summary: 'Key id in JWK and YAML (default: as in the file, else computed)' }),
    cert: Flags.string({ summary: 'File with the certificate chain to go along', helpValue: 'PATH' }),
    out: Flags.string({ summary: 'File to write (private ones with mode 0600)', helpValue: 'FILE' }),
    force: Flags.boolean({ summary: 'Replace an existing file' }),
  }

  async run(): Promise<Converted> {
    const { args, flags } = await this.parse(KeysConvert)
    assertTogether(flags, this.jsonEnabled())
    if (flags.out !== undefined && !flags.force) await assertFree([flags.out])
    const keys = await convertible(args.file, flags)
    const { convertKeys } = await import('../../keys/convert.ts')
    const passphrase = isSealed(flags) ? await readNewPassphrase(newPassphraseFile(flags)) : undefined
    const { format, encoding, public: isPublic } = flags
    const options = { format, encoding, isPublic, passphrase, random: systemRandom }
    const content = await this.busy('Converting', convertKeys(keys, options))
    if (flags.out !== undefined) return this.save(flags.out, content, flags)
    const isBinary = BINARY.includes(format)
    if (isBinary && !this.jsonEnabled()) process.stdout.write(content)
    const text = content.toString(isBinary ? 'base64' : 'utf8')
    return this.render({ format, content: text }, () => (isBinary ? '' : text))
  }

  private async save(path: string, content: Buffer, flags: ParsedFlags): Promise<Converted> {
    const mode = flags.public ? PUBLIC_FILE : PRIVATE_FILE
    const [replaced] = await writeKeyFiles([{ path, content, mode }], { force: flags.force })
    if (replaced !== undefined) this.note(`Replaced ${replaced}`)
    return this.render({ format: flags.format, file: path }, () => path)
  }
}

function isSealed({ encrypt, format }: ParsedFlags): boolean {
  return encrypt || format === 'p12'
}

/** One file serves for both sides when only one side needs it. */
function newPassphraseFile(flags: ParsedFlags): string | undefined {
  return flags['new-passphrase-file'] ?? flags['passphrase-file']
}

function assertTogether(flags: ParsedFlags, isJson: boolean): void {
  const { format, encrypt, encoding, out, kid } = flags
  if (encrypt && !['pem', 'der', 'p12'].includes(format)) {
    throw new UsageError(`${format} is not encrypted`, { hint: 'use --format pem' })
  }
  if (encrypt && encoding !== 'pkcs8')
    throw new UsageError('only PKCS#8 is encrypted', { hint: 'leave --encoding out' })
  if (isSealed(flags) && flags.public) throw new UsageError('a public key needs no encryption')
  if (flags['new-passphrase-file'] !== undefined && !isSealed(flags)) {
    throw new UsageError('a passphrase is given, yet nothing is encrypted', { hint: 'add --encrypt' })
  }
  if (kid !== undefined) assertKeyId(kid)
  if (BINARY.includes(format) && out === undefined && !isJson && process.stdout.isTTY) {
    throw new UsageError(`${format} is not for the terminal`, { hint: 'use --out FILE, or redirect' })
  }
}

async function convertible(file: string, { alg, use, kid, cert, ...flags }: ParsedFlags): Promise<ConvertibleKey[]> {
  const material = await readKeyFile(file, flags['passphrase-file'])
  const { certificates } = cert === undefined ? material : await readKeyFile(cert, undefined)
  const { convertibleKeys } = await import('../../keys/convert.ts')
  return convertibleKeys({ ...material, certificates }, { alg, use, key_id: kid })
}
