/** What the commands about users share: their flags, where the files are, and how a change is shown. */
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../output/base-command.ts'
import { configurationFlags } from '../../output/configuration-flags.ts'
import type { FileChange } from '../../users/change-file.ts'
import type { Surroundings } from '../../users/surroundings.ts'

export const usersFlags = {
  users: Flags.string({
    summary: 'The user file (default: users_database.yml beside the configuration)',
    helpValue: 'PATH',
  }),
  ...configurationFlags,
}

export const totpFlag = Flags.string({
  summary: 'The file of second factors (default: users_totp.yml beside the user file)',
  helpValue: 'PATH',
})

export const dryRunFlag = Flags.boolean({ summary: 'Show the change as a diff and write nothing' })

export const nameArgument = Args.string({
  name: 'NAME',
  description: 'The username',
  required: true,
  ignoreStdin: true,
})

interface Places {
  users?: string | undefined
  totp?: string | undefined
  config?: string[] | undefined
  filters?: string[] | undefined
  'strict-files'?: boolean
}

export abstract class UsersCommand<Result> extends BaseCommand<Result> {
  /** Finds the files; a configuration need not be there. */
  protected async surroundings(flags: Places): Promise<Surroundings> {
    const [{ findConfiguration }, { surroundingsOf }] = await Promise.all([
      import('../../workspace/locate.ts'),
      import('../../users/surroundings.ts'),
    ])
    const config = await findConfiguration({ flags: flags.config, environment: process.env, folder: process.cwd() })
    const [configuration] = config
    const paths = { configuration, users: flags.users, totp: flags.totp }
    if (configuration === undefined) return surroundingsOf(undefined, paths)
    const { loadWorkspace } = await import('../../workspace/load.ts')
    const loading = { config, filters: flags.filters, strictFiles: flags['strict-files'] }
    return surroundingsOf(await loadWorkspace(loading), paths)
  }

  /** The diff of a `--dry-run`, else what was done. */
  protected async shown(
    path: string,
    change: FileChange,
    { dryRun, done }: { dryRun: boolean; done: string },
  ): Promise<string> {
    if (!dryRun) return done
    const { unifiedDiff } = await import('../../editor/diff.ts')
    return unifiedDiff(path, change.before, change.after)
  }
}
