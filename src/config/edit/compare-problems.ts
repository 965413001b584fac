/** What an edit did to the problems of a configuration: which are new, and which stayed. */
import type { Edit } from '../../editor/edit.ts'
import { formatPath, parsePath } from '../path.ts'
import type { Problem } from '../problem.ts'
import type { OptionPath } from '../resolved.ts'
import type { FoundProblem } from '../rules/report.ts'

/** Where the item at `index` of a list is after an edit of the list; undefined where it is gone. */
function indexAfter(index: number, list: OptionPath, edit: Edit): number | undefined {
  if (edit.kind === 'insert') {
    const isList = edit.path.length === list.length && edit.at !== undefined && isBelow(edit.path, list)
    return isList && index >= (edit.at ?? index) ? index + 1 : index
  }
  const at = edit.path.at(-1)
  if (typeof at !== 'number' || edit.path.length !== list.length + 1 || !isBelow(edit.path, list)) return index
  if (edit.kind === 'remove') return index === at ? undefined : index > at ? index - 1 : index
  if (edit.kind !== 'move') return index
  if (index === at) return edit.to
  return index + Number(index < at && index >= edit.to) - Number(index > at && index <= edit.to)
}

function isBelow(path: OptionPath, parent: OptionPath): boolean {
  return parent.every((step, depth) => path[depth] === step)
}

/** Where an option is after an edit; undefined where its list has it no more. */
export function pathAfter(path: OptionPath, edit: Edit): OptionPath | undefined {
  const moved: (string | number)[] = []
  for (const [depth, step] of path.entries()) {
    const after = typeof step === 'number' ? indexAfter(step, path.slice(0, depth), edit) : step
    if (after === undefined) return undefined
    moved.push(after)
  }
  return moved
}

function problemAfter(problem: FoundProblem, edits: readonly Edit[]): FoundProblem[] {
  let path = parsePath(problem.path)
  if (path === undefined) return [problem]
  for (const edit of edits) path = path && pathAfter(path, edit)
  return path === undefined ? [] : [{ ...problem, path: formatPath(path) }]
}

function keyOf({ code, path, severity }: Problem): string {
  return JSON.stringify([severity, code, path])
}

function counted(problems: readonly Problem[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const problem of problems) counts.set(keyOf(problem), (counts.get(keyOf(problem)) ?? 0) + 1)
  return counts
}

export interface ComparedProblems {
  added: readonly FoundProblem[]
  kept: readonly FoundProblem[]
}

/**
 * Compares by severity, code and option; problems of list items move with them, and one that stands there once more
 * than before is new.
 */
export function compareProblems(
  before: readonly FoundProblem[],
  after: readonly FoundProblem[],
  edits: readonly Edit[],
): ComparedProblems {
  const left = counted(before.flatMap((problem) => problemAfter(problem, edits)))
  const added: FoundProblem[] = []
  const kept: FoundProblem[] = []
  for (const problem of after) {
    const remaining = left.get(keyOf(problem)) ?? 0
    left.set(keyOf(problem), remaining - 1)
    if (remaining > 0) kept.push(problem)
    else added.push(problem)
  }
  return { added, kept }
}
