/** What the commands about clients share: their flags, how the configuration is loaded, and how a change is told. */
import { Flags } from '@oclif/core'
import type { EditedConfiguration, Load } from '../../config/edit/edit-configuration.ts'
import type { LoadedConfiguration } from '../../config/load.ts'
import type { Problem } from '../../config/problem.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { configurationFlags } from '../../output/configuration-flags.ts'
import type { SecretSource } from '../../output/secret-input.ts'

export const clientFlags = { ...configurationFlags }

export const editFlags = {
  ...clientFlags,
  'dry-run': Flags.boolean({ summary: 'Show the change as a diff and write nothing' }),
}

export interface ConfigurationFlagValues {
  config?: string[] | undefined
  filters?: string[] | undefined
  'strict-files'?: boolean | undefined
}

function place({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column}: ${message}`
}

export abstract class ClientCommand<Result> extends BaseCommand<Result> {
  protected loader({ config, filters, 'strict-files': strictFiles }: ConfigurationFlagValues): Load {
    return async (texts) => {
      const { loaderOf } = await import('../../workspace/load.ts')
      return loaderOf({ config, filters, strictFiles })(texts)
    }
  }

  /** The configuration as it is now. @throws for files that are no YAML */
  protected async loadPresent(load: Load): Promise<LoadedConfiguration> {
    const [loaded, { assertYaml }] = await Promise.all([load(), import('../../config/edit/assert-yaml.ts')])
    assertYaml(loaded)
    return loaded
  }

  /** Tells what the change left to look at: warnings that are new, and errors that were there before. */
  protected tellProblems({ warnings, oldErrors }: EditedConfiguration): void {
    for (const warning of warnings) this.caution(place(warning))
    if (oldErrors.length === 0) return
    this.caution('the configuration had errors before; they were left alone:')
    for (const error of oldErrors) this.caution(place(error))
  }

  /** Both halves of a secret, on stderr; under `--json` it stands in the document instead. */
  protected async showSecret(secret: string, stored: string | undefined): Promise<void> {
    const { labelHalves } = await import('../../secrets/halves.ts')
    this.note(labelHalves({ secret, digest: stored }))
    this.note('The secret for the application is shown this once: keep it now.')
  }

  /** The secret that `--stdin` or `--file` gives. */
  protected async givenSecret(flags: SecretSource): Promise<string | undefined> {
    if (flags.stdin !== true && flags.file === undefined) return undefined
    const { readSecret } = await import('../../output/secret-input.ts')
    return readSecret(flags)
  }

  /** The diff of a `--dry-run`; undefined for a change that was made. */
  protected async diffOf({ config, before, after }: EditedConfiguration, dryRun: boolean): Promise<string | undefined> {
    if (!dryRun) return undefined
    const { unifiedDiff } = await import('../../editor/diff.ts')
    return unifiedDiff(config, before, after)
  }
}
