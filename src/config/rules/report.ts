/** How rules tell what they found: a code, the option, a sentence; the severity is the code's. */

import type { Edit } from '../../editor/edit.ts'
import { PROBLEM_LIMIT } from '../limits.ts'
import { formatPath } from '../path.ts'
import type { PositionLookup, PositionPart, Problem, Severity } from '../problem.ts'
import type { OptionPath } from '../resolved.ts'
import { PROBLEM_CODES, type ProblemCode } from './codes.ts'

export interface Finding {
  /** A function where it takes time to find one. */
  hint?: string | (() => string | undefined) | undefined
  /** What the position is of, where it is not the option itself: a list entry, or the key of an unknown option. */
  at?: OptionPath
  part?: PositionPart
  /** Another place that has to do with it; the hint ends with where that is. */
  elsewhere?: OptionPath
  /** The changes that certainly repair it. */
  fix?: readonly Edit[]
  /** The name that the key at the position certainly should have. */
  renameTo?: string
  severity?: Severity
}

export type Report = (
  code: ProblemCode | `ERR_KEY_${string}` | `ERR_CHAIN_${string}` | `ERR_USERS_${string}`,
  path: OptionPath,
  message: string,
  finding?: Finding,
) => void

/** A problem with the changes that repair it. */
export interface FoundProblem extends Problem {
  fix?: readonly Edit[]
  renameTo?: string
}

const NOWHERE = { file: '', line: 1, column: 1 }

function severityOf(code: string): Severity {
  return Object.hasOwn(PROBLEM_CODES, code) ? PROBLEM_CODES[code as ProblemCode].severity : 'error'
}

function hintOf({ hint, elsewhere }: Finding, positionOf: PositionLookup): string | undefined {
  const text = typeof hint === 'function' ? hint() : hint
  const place = elsewhere && positionOf(elsewhere)
  return text === undefined || place === undefined ? text : `${text} ${place.file}:${place.line}`
}

function beyondLimit(severity: Severity): FoundProblem {
  const message = `there are more problems of this kind (${severity}) than the ${PROBLEM_LIMIT} that are told`
  return { severity, code: 'ERR_PROBLEM_LIMIT', path: '', message, ...NOWHERE }
}

/**
 * Makes a report that collects problems with their positions; an option that is not there has its parent's place. Of each
 * severity the first {@link PROBLEM_LIMIT} are kept, so that a file of rubbish cannot hold the program up.
 */
export function collectProblems(problems: FoundProblem[], positionOf: PositionLookup): Report {
  const counts = { error: 0, warning: 0, advice: 0 }
  return (code, path, message, finding = {}) => {
    const { at = path, part, fix, renameTo, severity = severityOf(code) } = finding
    counts[severity] += 1
    if (counts[severity] === PROBLEM_LIMIT + 1) problems.push(beyondLimit(severity))
    if (counts[severity] > PROBLEM_LIMIT) return
    const hint = hintOf(finding, positionOf)
    problems.push({
      severity,
      code,
      path: formatPath(path),
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(positionOf(at, part) ?? NOWHERE),
      ...(fix === undefined ? {} : { fix }),
      ...(renameTo === undefined ? {} : { renameTo }),
    })
  }
}
