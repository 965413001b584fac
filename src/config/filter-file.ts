/** Runs the file filters over one file and turns what they report into problems. */
import { ToolError } from '../errors.ts'
import { systemClock } from '../primitives/clock.ts'
import { systemRandom } from '../primitives/random.ts'
import { applyFilters } from './filters/apply-filters.ts'
import type { FilterName } from './filters/filter-names.ts'
import type { LoadRequest } from './load-request.ts'
import type { FoundProblem } from './rules/report.ts'
import type { FilteredText } from './source-file.ts'

export interface FileToFilter {
  file: string
  text: string
  filters: readonly FilterName[]
  request: LoadRequest
  problems: FoundProblem[]
}

function run({ file, text, filters, request }: FileToFilter) {
  const { environment, readNamedFile, listNamedFolder, clock = systemClock, random = systemRandom } = request
  const readFile = (path: string): string => {
    if (readNamedFile === undefined) throw new Error('files are not read here')
    return readNamedFile(path)
  }
  const folders = listNamedFolder === undefined ? {} : { listFolder: listNamedFolder }
  return applyFilters(text, { filters, environment, readFile, ...folders, file, now: clock(), random })
}

function problemOf(error: ToolError, file: string): FoundProblem {
  const { code, message, hint, position } = error
  const { line, column } = position ?? { line: 1, column: 1 }
  return { severity: 'error', code, path: '', message, ...(hint === undefined ? {} : { hint }), file, line, column }
}

/** Applies the filters; a text that they cannot work on is empty, with a problem that says why. */
export function filterFile(work: FileToFilter): FilteredText {
  const { file, request, problems } = work
  try {
    const { text, map, warnings, unreadable } = run(work)
    for (const { code, message, hint, line, column } of warnings) {
      problems.push({ severity: 'warning', code, path: '', message, hint, file, line, column })
    }
    for (const { path, reason, line, column } of unreadable) {
      const severity = request.strictFiles ? 'error' : 'warning'
      const message = `the file ${path} cannot be read here: ${reason}`
      problems.push({ severity, code: 'ERR_FILE_UNREADABLE', path: '', message, file, line, column })
    }
    return { text, map }
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    problems.push(problemOf(error, file))
    return { text: '', map: { original: (line, column) => ({ line, column }) } }
  }
}
