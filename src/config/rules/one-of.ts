/** Options that take one of certain values. */
import { closest } from '../../primitives/closest.ts'
import { describeValue } from '../decode/describe-value.ts'
import type { OptionPath } from '../resolved.ts'
import type { Finding, Report } from './report.ts'

/** The allowed values as a sentence, with the nearest first where the value looks like a slip. */
export function allowedHint(value: string, allowed: readonly string[]): string {
  const shown = allowed.filter((one) => one !== '')
  const near = closest(value, shown)
  const list = shown.length === 1 ? `allowed is ${shown[0]}` : `allowed are ${shown.join(', ')}`
  return near === undefined ? list : `did you mean '${near}'? ${list}`
}

/** Reports a value that is none of the allowed ones; returns whether it is one. */
export function checkOneOf(
  report: Report,
  path: OptionPath,
  value: string | undefined,
  allowed: readonly string[],
  finding: Finding = {},
): boolean {
  if (value === undefined || value === '' || allowed.includes(value)) return true
  report('ERR_OPTION_VALUE', path, `${describeValue(value)} is not a value of '${String(path.at(-1))}'`, {
    hint: allowedHint(value, allowed),
    ...finding,
  })
  return false
}
