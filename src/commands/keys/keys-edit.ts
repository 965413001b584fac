/** What the commands that edit the keys of the configuration share: how an edit is told. */
import type { EditedConfiguration } from '../../config/edit/edit-configuration.ts'
import { BaseCommand } from '../../output/base-command.ts'

export abstract class KeysEdit<Result> extends BaseCommand<Result> {
  /** Lists old errors once, advises on template expressions, and gives the diff of a `--dry-run`. */
  protected async reportEdit(
    { path, before, after, oldErrors }: EditedConfiguration,
    { dryRun, expressions = false }: { dryRun: boolean; expressions?: boolean },
  ): Promise<{ diff?: string }> {
    for (const { file, line, message } of oldErrors)
      this.note(`This error was there before: ${file}:${line}: ${message}`)
    if (expressions) {
      this.note(
        'The configuration names the files by template expressions: the provider must run with the filter template.',
      )
    }
    if (!dryRun) return {}
    const { unifiedDiff } = await import('../../editor/diff.ts')
    return { diff: await unifiedDiff(path, before, after) }
  }
}
