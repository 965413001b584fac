import { Args, Flags } from '@oclif/core'
import type { Generation } from '../../config/generations/detect.ts'
import type { Migration } from '../../config/migrate/migrate.ts'
import type { SourceMigration } from '../../config/migrate/migrate-source.ts'
import { UsageError } from '../../errors.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { forStderr } from '../../output/colour.ts'
import { configurationFlags } from '../../output/configuration-flags.ts'
import { systemClock } from '../../primitives/clock.ts'
import { readStdin } from '../../primitives/files.ts'
import { systemRandom } from '../../primitives/random.ts'
import { locateConfiguration } from '../../workspace/locate.ts'

interface Flagged {
  from: Generation | undefined
  'keep-id-token-claims': boolean
  'hash-secrets': boolean
  filters: string[] | undefined
}

export default class ConfigMigrate extends BaseCommand<Migration> {
  static override summary = 'Bring a configuration of an earlier release to the current names'
  static override description =
    `Prints what would change as a diff, and a line for each change made or left to you; --write makes the changes
and keeps a copy of the old file beside the new one. Comments, order and template expressions stay. Nothing is
written where it would only repeat a default, except where the client would behave otherwise without it.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> configuration.yml --write --hash-secrets',
    '<%= config.bin %> <%= command.id %> - < old.yml > migration.diff',
  ]
  static override args = {
    path: Args.string({
      ignoreStdin: true,
      description: 'Configuration file, or - for standard input (default: the one found here)',
    }),
  }
  static override flags = {
    config: configurationFlags.config,
    filters: configurationFlags.filters,
    write: Flags.boolean({ summary: 'Change the file; the old one is kept as PATH.bak' }),
    from: Flags.custom<Generation>({
      summary: 'Generation of the file, 1 to 5 (default: detected)',
      helpValue: 'N',
      options: ['1', '2', '3', '4', '5'],
      parse: async (text) => Number(text) as Generation,
    })(),
    'keep-id-token-claims': Flags.boolean({ summary: 'Write a claims policy that keeps the old claims in ID tokens' }),
    'hash-secrets': Flags.boolean({ summary: 'Replace plain client secrets by their digests' }),
  }

  async run(): Promise<Migration> {
    const { args, flags } = await this.parse(ConfigMigrate)
    const path = await onlyFile(args.path === undefined ? flags.config : [args.path])
    const { before, migration, backup } = await this.#migrate(path, await requestOf(path, flags), flags.write)
    const { unifiedDiff } = await import('../../editor/diff.ts')
    const diff = await unifiedDiff(path, before, migration.yaml)
    this.#tell(path, migration, backup)
    return this.render(migration, () => diff)
  }

  async #migrate(path: string, request: SourceMigration, write: boolean) {
    const { migrateStdin, migrateFile } = await import('../../config/migrate/migrate-file.ts')
    if (path === '-') return migrateStdin(await readStdin(), request)
    return migrateFile(path, request, { write })
  }

  #tell(path: string, { from, changes, yaml: _ }: Migration, backup: string | undefined): void {
    if (changes.length === 0) this.note(`${path} has nothing to migrate (generation ${from})`)
    for (const { kind, path: option, message } of changes) {
      this.note(`${forStderr(kind === 'left' ? 'yellow' : 'green', kind.padEnd(7))} ${option}: ${message}`)
    }
    if (backup !== undefined) this.note(`wrote ${path}; the old file is ${backup}`)
    else if (changes.some(({ kind }) => kind !== 'left')) this.hint('nothing was written; --write changes the file')
  }
}

/** One file at a time: names move within a file, and files of one configuration may be of different generations. */
async function onlyFile(named: readonly string[] | undefined): Promise<string> {
  const [file = '-', ...others] = await locateConfiguration({
    flags: named,
    environment: process.env,
    folder: process.cwd(),
  })
  if (others.length === 0) return file
  throw new UsageError('the configuration has several files', {
    hint: 'migrate them one by one: oidc config migrate PATH',
  })
}

async function requestOf(file: string, flags: Flagged): Promise<SourceMigration> {
  const { listFolderNow, readFileNow } = await import('../../config/filters/system-files.ts')
  return {
    file,
    from: flags.from,
    keepIdTokenClaims: flags['keep-id-token-claims'],
    hashSecrets: flags['hash-secrets'],
    filters: flags.filters,
    environment: process.env,
    readFile: readFileNow,
    listFolder: listFolderNow,
    now: systemClock(),
    random: systemRandom,
  }
}
