/** Collects what is wrong with a user file, each with its place. */
import type { Problem, Severity } from '../config/problem.ts'
import type { OptionPath } from '../config/resolved.ts'
import { linePositions } from '../config/yaml/line-positions.ts'
import type { Locator } from '../config/yaml/locate.ts'
import type { TextLookup } from './scalars.ts'

export interface Finding {
  path: OptionPath
  code: string
  message: string
  hint?: string
  severity?: Severity
}

/** What the readers of single values get: where to report, and how scalars were written. */
export interface ReadingContext {
  report(finding: Finding): void
  textOf: TextLookup
}

function pathText(path: OptionPath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}

/** Turns findings into problems with file, line and column. */
export function placeFindings(
  findings: readonly Finding[],
  { file, source, locator }: { file: string; source: string; locator: Locator },
): Problem[] {
  const position = linePositions(source)
  return findings.map(({ path, severity = 'error', ...rest }) => {
    const { value } = locator.locate(path)
    return { severity, ...rest, path: pathText(path), file, ...position(value) }
  })
}
