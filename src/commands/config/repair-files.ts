/** Writes the certain fixes into the files of the configuration. */
import { applyFixes, fixesByFile } from '../../config/apply-fixes.ts'
import type { LoadedConfiguration } from '../../config/load.ts'
import type { FoundProblem } from '../../config/rules/report.ts'
import { editFile } from '../../editor/edit-file.ts'
import { ToolError, UsageError } from '../../errors.ts'
import { STDIN } from '../../workspace/locate.ts'

export class FileChanged extends ToolError {
  readonly code = 'ERR_FILE_CHANGED'
}

/** Repairs each file under its lock; returns how many problems of each were repaired. */
export async function repairFiles(
  { sources }: LoadedConfiguration,
  problems: readonly FoundProblem[],
): Promise<{ path: string; count: number }[]> {
  const judged = new Map(sources.map(({ file, text }) => [file, text]))
  const repaired: { path: string; count: number }[] = []
  for (const [file, fixes] of fixesByFile(problems)) {
    if (file === STDIN) throw new UsageError('standard input cannot be repaired', { hint: 'name a file' })
    const { path } = await editFile(file, (source) => {
      if (source !== judged.get(file))
        throw new FileChanged(`${file} was changed while it was judged`, { hint: 'run the command again' })
      return applyFixes(source, fixes)
    })
    repaired.push({ path, count: fixes.length })
  }
  return repaired
}
