/** `config validate --fix`: the changes that certainly repair something, made in the text of each file. */
import { editYaml } from '../editor/edit-yaml.ts'
import type { FoundProblem } from './rules/report.ts'

function isFixable({ fix, renameTo, file }: FoundProblem): boolean {
  return (fix !== undefined || renameTo !== undefined) && !file.startsWith('$')
}

/** Files with something to repair, and the problems of each from the end of the file to its beginning. */
export function fixesByFile(problems: readonly FoundProblem[]): ReadonlyMap<string, readonly FoundProblem[]> {
  const fixable = problems.filter(isFixable).toReversed()
  const files = new Set(fixable.map(({ file }) => file))
  return new Map([...files].map((file) => [file, fixable.filter((problem) => problem.file === file)]))
}

function offsetOf(source: string, { line, column }: FoundProblem): number {
  let start = 0
  for (let number = 1; number < line; number += 1) start = source.indexOf('\n', start) + 1
  return start + column - 1
}

/** The key at the position of the problem gets its new name; a key in quotes keeps them. */
function renameKey(source: string, problem: FoundProblem): string {
  const { renameTo = '', path } = problem
  const old = path.slice(path.lastIndexOf('.') + 1)
  const start = offsetOf(source, problem)
  const from = /^['"]/.test(source.slice(start, start + 1)) ? start + 1 : start
  return source.startsWith(old, from) ? source.slice(0, from) + renameTo + source.slice(from + old.length) : source
}

/** A text with every fix made; entries are removed from the last to the first, so that indexes stay right. */
export function applyFixes(source: string, fixes: readonly FoundProblem[]): string {
  const renames = fixes.filter(({ renameTo }) => renameTo !== undefined)
  const renamed = renames.reduce(renameKey, source)
  const edits = fixes.flatMap(({ fix = [] }) => fix)
  return edits.length === 0 ? renamed : editYaml(renamed, edits)
}
