/** What the checks find: one {@link Problem} for each thing that is wrong, with the place in the user's file. */
import type { SourcePosition } from '../errors.ts'
import type { OptionPath } from './resolved.ts'

/** `error`: the provider refuses the file; `warning`: it complains; `advice`: only this program does. */
export const SEVERITIES = ['error', 'warning', 'advice'] as const

export type Severity = (typeof SEVERITIES)[number]

export interface Problem {
  severity: Severity
  /** Stable; `oidc config explain CODE` tells more. */
  code: string
  /** The option at fault. A finding about a list entry names the list; the position is the entry's. */
  path: string
  message: string
  hint?: string
  file: string
  /** From 1. */
  line: number
  /** From 1. */
  column: number
}

/** How often each severity occurs. */
export function countProblems(problems: readonly Problem[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, advice: 0 }
  for (const { severity } of problems) counts[severity] += 1
  return counts
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error')
}

/** Which part of an entry the position names: its key or its value. */
export type PositionPart = 'key' | 'value'

export type PositionLookup = (path: OptionPath, part?: PositionPart) => SourcePosition | undefined
