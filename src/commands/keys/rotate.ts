import { Flags } from '@oclif/core'
import { GENERATED_ENCRYPTION_ALGORITHMS, MODULUS_LENGTHS } from '../../keys/algorithms.ts'
import { planKeys, withDistinctIds } from '../../keys/batch.ts'
import { generateKey } from '../../keys/generate.ts'
import { filesOf, finishKey, withFiles } from '../../keys/generated.ts'
import { assertFolder, writeKeyFiles } from '../../keys/key-folder.ts'
import { configurationFlags } from '../../output/configuration-flags.ts'
import { systemClock } from '../../primitives/clock.ts'
import { ISSUER_SIGNING_ALGORITHMS } from '../../spec/algorithms.ts'
import { KeysEdit } from './keys-edit.ts'

interface Rotated {
  key_id: string
  alg: string
  config: string
  /** Whether the new key signs from now on. */
  promoted: boolean
  files?: string[]
  diff?: string
}

export default class KeysRotate extends KeysEdit<Rotated> {
  static override summary = 'Add a new key behind the others of its algorithm'
  static override description =
    `The first of three stages: the new key is published and not yet used. Once relying parties have fetched it (a day is plenty), keys promote lets it sign; keys retire removes the old one.
With --now the new key signs at once, which breaks relying parties that do not fetch the keys again for an unknown kid.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --alg RS256',
    '<%= config.bin %> <%= command.id %> --alg ES256 --out keys --dry-run',
  ]
  static override flags = {
    alg: Flags.option({
      summary: 'Algorithm of the new key',
      options: [...ISSUER_SIGNING_ALGORITHMS, ...GENERATED_ENCRYPTION_ALGORITHMS],
      required: true,
    })(),
    bits: Flags.integer({ summary: `Size of an RSA key: ${MODULUS_LENGTHS.join(', ')} (default: 2048)` }),
    kid: Flags.string({ summary: 'Key id (default: computed from the thumbprint)' }),
    now: Flags.boolean({ summary: 'Let the new key sign at once' }),
    out: Flags.string({
      summary: 'Write the key into this folder, and name the file in the configuration',
      helpValue: 'DIR',
    }),
    'dry-run': Flags.boolean({ summary: 'Show the change as a diff and write nothing' }),
    ...configurationFlags,
  }

  async run(): Promise<Rotated> {
    const { flags } = await this.parse(KeysRotate)
    const { alg, bits, kid: key_id, out, 'dry-run': dryRun } = flags
    const promoted = Boolean(flags.now)
    const [request = { alg }] = planKeys({ algs: [alg], bits, key_id, count: 1, encoding: 'pkcs8' })
    if (out !== undefined) await assertFolder(out)
    const workspace = { config: flags.config, filters: flags.filters, strictFiles: flags['strict-files'] }
    const { addKeys, takenKeyIds } = await import('../../workspace/add-keys.ts')
    const now = systemClock()
    const taken = await takenKeyIds(workspace, now)
    const made = await this.busy('Making the key', generateKey(request))
    const finished = withDistinctIds([made], taken).keys.map((key) => finishKey(key, { encoding: 'pkcs8' }))
    const files = out === undefined ? [] : finished.flatMap((key) => filesOf(out, key))
    const documents = finished.map(({ document }) => withFiles(document, files))
    const options = { ...workspace, dryRun, now, place: promoted ? ('first' as const) : ('behind' as const) }
    const edited = await addKeys(documents, options, () => writeKeyFiles(files, { force: false }))
    const diff = await this.reportEdit(edited, { dryRun, expressions: files.length > 0 })
    const result: Rotated = { key_id: documents[0]?.key_id ?? '', alg, config: edited.path, promoted, ...diff }
    if (files.length > 0) result.files = files.map(({ path }) => path)
    return this.render(result, () => result.diff ?? `${result.key_id} is added to ${result.config}${next(result)}`)
  }
}

function next({ key_id, promoted }: Rotated): string {
  return promoted ? ' and signs from now on' : `; when relying parties have fetched it: oidc keys promote ${key_id}`
}
