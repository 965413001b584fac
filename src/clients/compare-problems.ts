/** What an edit did to the problems of a configuration: which are new, and which stayed. */
import type { Problem } from '../config/problem.ts'

function keyOf({ code, path, severity }: Problem): string {
  return JSON.stringify([severity, code, path])
}

function counted(problems: readonly Problem[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const problem of problems) counts.set(keyOf(problem), (counts.get(keyOf(problem)) ?? 0) + 1)
  return counts
}

export interface ComparedProblems {
  added: readonly Problem[]
  kept: readonly Problem[]
}

/** Compares by severity, code and option; a problem that stands there once more than before is new. */
export function compareProblems(before: readonly Problem[], after: readonly Problem[]): ComparedProblems {
  const left = counted(before)
  const added: Problem[] = []
  const kept: Problem[] = []
  for (const problem of after) {
    const remaining = left.get(keyOf(problem)) ?? 0
    left.set(keyOf(problem), remaining - 1)
    if (remaining > 0) kept.push(problem)
    else added.push(problem)
  }
  return { added, kept }
}

/** The path of a problem after the client at `removed` is gone; undefined for a problem of that client. */
export function pathAfterRemoval(path: string, removed: number): string | undefined {
  const match = /^(identity_providers\.oidc\.clients\[)(\d+)(\].*)$/.exec(path)
  if (match === null) return path
  const [, head, index = '', tail] = match
  if (Number(index) === removed) return undefined
  return Number(index) < removed ? path : `${head}${Number(index) - 1}${tail}`
}
