/** Problems as a SARIF 2.1.0 log, which code hosts show beside the lines. */
import { pathToFileURL } from 'node:url'
import { ALL_CODES } from '../explain.ts'
import type { Problem, Severity } from '../problem.ts'

const LEVELS = { error: 'error', warning: 'warning', advice: 'note' } as const satisfies Record<Severity, string>

/** Relative files stay relative, so that the host finds them in the repository. */
function uriOf(file: string): string {
  return file.startsWith('/') ? pathToFileURL(file).href : file.split('/').map(encodeURIComponent).join('/')
}

function ruleOf(code: string) {
  const description = Object.hasOwn(ALL_CODES, code) ? ALL_CODES[code] : undefined
  return description === undefined
    ? { id: code }
    : { id: code, shortDescription: { text: description.meaning }, help: { text: description.remedy } }
}

function resultOf({ severity, code, message, hint, path, file, line, column }: Problem) {
  const region = { startLine: line, startColumn: column }
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: hint === undefined ? message : `${message}\n${hint}` },
    locations: [
      {
        ...(file === '' ? {} : { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region } }),
        ...(path === '' ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }),
      },
    ],
  }
}

export type SarifLog = ReturnType<typeof sarifLog>

/** The log of one run (SARIF 2.1.0 §3.13). */
export function sarifLog(problems: readonly Problem[], version: string) {
  const codes = [...new Set(problems.map(({ code }) => code))].sort()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'oidc', version, rules: codes.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        results: problems.map(resultOf),
      },
    ],
  }
}
