import { Flags, type Interfaces } from '@oclif/core'
import type { DressedKey } from '../../certs/finish-key.ts'
import { UsageError } from '../../errors.ts'
import {
  GENERATED_ENCRYPTION_ALGORITHMS,
  GENERATED_SIGNING_ALGORITHMS,
  type GeneratedAlgorithm,
  MODULUS_LENGTHS,
} from '../../keys/algorithms.ts'
import { generateBatch, planKeys, withDistinctIds } from '../../keys/batch.ts'
import { PEM_ENCODINGS } from '../../keys/export.ts'
import type { GeneratedKey, KeyRequest } from '../../keys/generate.ts'
import { filesOf, finishKey, type GeneratedDocument, textOf, withFiles } from '../../keys/generated.ts'
import { assertFolder, assertFree, writeKeyFiles } from '../../keys/key-folder.ts'
import { showProgress } from '../../output/busy.ts'
import { certificateFlags, chainFlag } from '../../output/certificate-flags.ts'
import { configurationFlags } from '../../output/configuration-flags.ts'
import { passphraseFlag, readNewPassphrase } from '../../output/passphrase.ts'
import { systemClock } from '../../primitives/clock.ts'
import { systemRandom } from '../../primitives/random.ts'

import type { WorkspaceOptions } from '../../workspace/load.ts'
import { KeysEdit } from './keys-edit.ts'

type Result = GeneratedDocument | { keys: GeneratedDocument[] }
interface Delivered {
  documents: GeneratedDocument[]
  /** The text form of the result. */
  told: string
}

type ParsedFlags = Interfaces.InferredFlags<typeof KeysGenerate.flags>

const ALGORITHMS: readonly GeneratedAlgorithm[] = [...GENERATED_SIGNING_ALGORITHMS, ...GENERATED_ENCRYPTION_ALGORITHMS]

export default class KeysGenerate extends KeysEdit<Result> {
  static override summary = 'Make a new private key'
  static override description =
    `The key is printed as one private JWK unless --format says otherwise; several keys become a JWK Set.
With --out it goes into files instead: <kid>.private.pem, <kid>.public.pem and <kid>.jwk.json (with --encrypt no JWK).
EdDSA keys can be made, but the provider's configuration does not accept them.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --alg ES256 --format yaml',
    '<%= config.bin %> <%= command.id %> --alg RS256 --bits 4096 --out keys',
    '<%= config.bin %> <%= command.id %> --alg RS256 --cert --san oidc.example.com --format pem',
  ]
  static override flags = {
    alg: Flags.option({
      summary: 'Algorithm; may be repeated (default: RS256, for --use enc RSA-OAEP-256)',
      options: ALGORITHMS,
      multiple: true,
      multipleNonGreedy: true,
    })(),
    bits: Flags.integer({ summary: `Size of RSA keys: ${MODULUS_LENGTHS.join(', ')} (default: 2048)` }),
    use: Flags.option({
      summary: 'Sign or encrypt (default: as the algorithm implies, else sig)',
      options: ['sig', 'enc'] as const,
    })(),
    kid: Flags.string({ summary: 'Key id (default: computed from the thumbprint)' }),
    count: Flags.integer({ summary: 'Keys of each algorithm', default: 1, min: 1, max: 1000 }),
    format: Flags.option({
      summary: 'Form of the result on standard output',
      options: ['jwk', 'jwks', 'pem', 'yaml', 'p12'] as const,
      default: 'jwk' as const,
    })(),
    encoding: Flags.option({ summary: 'Encoding of private PEM', options: PEM_ENCODINGS, default: 'pkcs8' as const })(),
    encrypt: Flags.boolean({ summary: 'Encrypt the private PEM (PBES2, AES-256, 600,000 iterations)' }),
    ...passphraseFlag,
    out: Flags.string({ summary: 'Write files into this folder (private ones with mode 0600)', helpValue: 'DIR' }),
    force: Flags.boolean({ summary: 'Replace existing files' }),
    add: Flags.boolean({ summary: 'Add the key to the configuration; with --out by the name of its file' }),
    'dry-run': Flags.boolean({
      summary: 'With --add: show the change as a diff and write nothing',
      dependsOn: ['add'],
    }),
    ...configurationFlags,
    cert: Flags.boolean({ summary: 'Make a self-signed certificate too', exclusive: ['chain'] }),
    ...chainFlag,
    ...certificateFlags,
  }

  async run(): Promise<Result> {
    const { flags } = await this.parse(KeysGenerate)
    assertTogether(flags, this.jsonEnabled())
    const { alg: algs = [], use, bits, kid: key_id, count, encoding } = flags
    const requests = planKeys({ algs, use, bits, key_id, count, encoding })
    await assertTargets(flags)
    const passphrase = isSealed(flags) ? await readNewPassphrase(flags['passphrase-file']) : undefined
    const keys = await this.generate(requests, flags)
    const dressed = await this.busy('Finishing', Promise.all(keys.map((key) => dress(key, flags, passphrase))))
    this.advise(flags, requests, dressed)
    if (flags.format === 'p12' && flags.out === undefined) process.stdout.write(dressed[0]?.pkcs12 ?? '')
    const { documents, told } = await this.deliver(dressed, flags)
    const [only] = documents
    return this.render(documents.length === 1 && only ? only : { keys: documents }, () => told)
  }

  private async generate(requests: readonly KeyRequest[], flags: ParsedFlags): Promise<GeneratedKey[]> {
    const taken = flags.add ? await takenIds(flags) : []
    const title = requests.length === 1 ? 'Making the key' : `Making ${requests.length} keys`
    const made = generateBatch(requests, (done) => showProgress(done, requests.length))
    const { keys, extended } = withDistinctIds(await this.busy(title, made), taken)
    for (const { from, to } of extended) this.note(`Two keys share the id ${from}; one of them is ${to} instead.`)
    return keys
  }

  /** Hands the keys out: on standard output, into files, into the configuration. */
  private async deliver(keys: readonly DressedKey[], flags: ParsedFlags): Promise<Delivered> {
    const { out, format } = flags
    const files = keys.map((key) => (out === undefined ? [] : key.files(out)))
    const documents = keys.map(({ document }, index) => withFiles(document, files[index] ?? []))
    const save = async () => {
      const replaced = await writeKeyFiles(files.flat(), { force: flags.force })
      for (const path of replaced) this.note(`Replaced ${path}`)
    }
    if (flags.add) return this.addTo(documents, flags, save)
    await save()
    const paths = files.flat().map(({ path }) => path)
    return { documents, told: out === undefined ? textOf(documents, format) : paths.join('\n') }
  }

  private async addTo(
    documents: readonly GeneratedDocument[],
    flags: ParsedFlags,
    save: () => Promise<void>,
  ): Promise<Delivered> {
    const { addKeys } = await import('../../workspace/add-keys.ts')
    const dryRun = flags['dry-run']
    const options = { ...workspaceOf(flags), dryRun, place: 'end' as const, now: systemClock() }
    const edited = await addKeys(documents, options, save)
    const { diff } = await this.reportEdit(edited, { dryRun, expressions: flags.out !== undefined })
    const ids = documents.map(({ key_id }) => key_id).join(', ')
    const added = documents.map((document) => ({ ...document, config: edited.path }))
    return { documents: added, told: diff ?? `${ids} added to ${edited.path}` }
  }

  private advise({ out, add }: ParsedFlags, requests: readonly KeyRequest[], keys: readonly DressedKey[]): void {
    if (requests.some(({ alg }) => alg === 'EdDSA')) {
      this.caution("the provider's configuration does not accept EdDSA keys")
    }
    if (out !== undefined) return
    if (keys.some(({ hasAuthorities }) => hasAuthorities)) {
      this.note('The keys of the authorities are not kept; --out DIR writes them too.')
    }
    if (!add) this.hint('Nothing was saved: --out DIR writes the key into files, --add into the configuration.')
  }
}

function workspaceOf({ config, filters, ...flags }: ParsedFlags): WorkspaceOptions {
  return { config, filters, strictFiles: flags['strict-files'] }
}

async function takenIds(flags: ParsedFlags): Promise<string[]> {
  const { takenKeyIds } = await import('../../workspace/add-keys.ts')
  return takenKeyIds(workspaceOf(flags), systemClock())
}

/** Whether a passphrase is needed. */
function isSealed({ encrypt, format }: ParsedFlags): boolean {
  return encrypt || format === 'p12'
}

/** Flags that contradict each other. */
function assertTogether(flags: ParsedFlags, isJson: boolean): void {
  const { format, encrypt, out, count, alg = [], encoding } = flags
  const toStdout = out === undefined && !isJson
  if (flags['passphrase-file'] !== undefined && !isSealed(flags)) {
    throw new UsageError('a passphrase is given, yet nothing is encrypted', { hint: 'add --encrypt' })
  }
  if (encrypt && encoding !== 'pkcs8')
    throw new UsageError('only PKCS#8 is encrypted', { hint: 'leave --encoding out' })
  if (encrypt && toStdout && format !== 'pem' && format !== 'p12') {
    throw new UsageError(`${format} is not encrypted`, { hint: 'use --format pem, or --out DIR' })
  }
  if (format === 'yaml' && alg.includes('EdDSA')) {
    throw new UsageError("the provider's configuration does not accept EdDSA keys", { hint: 'use another --format' })
  }
  if (flags.add && (encrypt || format === 'p12' || alg.includes('EdDSA'))) {
    throw new UsageError("the provider's configuration takes plain RSA and EC keys only", { hint: 'leave --add out' })
  }
  if (format === 'p12' && out === undefined) assertBinaryOutput(isJson, count * Math.max(alg.length, 1))
}

function assertBinaryOutput(isJson: boolean, count: number): void {
  const hint = 'use --out DIR'
  if (isJson) throw new UsageError('a PKCS#12 file has no place in JSON', { hint })
  if (count > 1) throw new UsageError('standard output holds one PKCS#12 file', { hint })
  if (process.stdout.isTTY)
    throw new UsageError('a PKCS#12 file is not for the terminal', { hint: `${hint}, or redirect` })
}

/** Looks at the targets before any work; with computed ids their names are known only afterwards. */
async function assertTargets({ out, kid, force, format, encrypt, cert, chain }: ParsedFlags): Promise<void> {
  if (out === undefined) return
  await assertFolder(out)
  if (kid === undefined || force) return
  const own = format === 'p12' ? ['p12'] : ['private.pem', ...(encrypt ? [] : ['jwk.json'])]
  const endings = ['public.pem', ...own, ...(cert || chain !== undefined ? ['chain.pem'] : [])]
  await assertFree(endings.map((ending) => `${out}/${kid}.${ending}`))
}

/** The plain key without further ado; what goes beyond it costs a hundred milliseconds of loading. */
async function dress(key: GeneratedKey, flags: ParsedFlags, passphrase: string | undefined): Promise<DressedKey> {
  const { encoding, cert, chain, format } = flags
  if (!cert && chain === undefined && passphrase === undefined) {
    const finished = finishKey(key, { encoding })
    return { ...finished, files: (folder) => filesOf(folder, finished), hasAuthorities: false }
  }
  const [{ dressKey }, { readWishes }] = await Promise.all([
    import('../../certs/finish-key.ts'),
    import('../../certs/options.ts'),
  ])
  const wishes = cert || chain !== undefined ? readWishes(flags) : undefined
  const isPkcs12 = format === 'p12'
  const now = systemClock()
  return dressKey(key, { encoding, wishes, shape: chain, passphrase, isPkcs12, now, random: systemRandom })
}
