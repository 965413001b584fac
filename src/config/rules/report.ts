/** How rules tell what they found: a code, the option, a sentence; the severity is the code's. */

import type { Edit } from '../../editor/edit.ts'
import { formatPath } from '../path.ts'
import type { PositionLookup, PositionPart, Problem, Severity } from '../problem.ts'
import type { OptionPath } from '../resolved.ts'
import { PROBLEM_CODES, type ProblemCode } from './codes.ts'

export interface Finding {
  hint?: string | undefined
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
  const place = elsewhere && positionOf(elsewhere)
  return hint === undefined || place === undefined ? hint : `${hint} ${place.file}:${place.line}`
}

/** Makes a report that collects problems with their positions; an option that is not there has its parent's place. */
export function collectProblems(problems: FoundProblem[], positionOf: PositionLookup): Report {
  return (code, path, message, finding = {}) => {
    const { at = path, part, fix, renameTo, severity = severityOf(code) } = finding
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
