/**
 * Turns whatever was thrown into what the user sees: one message, where it is, what would be right, and the exit
 * status. A bug of ours asks for a report; its stack is shown with DEBUG set.
 */
import { inspect } from 'node:util'
import { EXIT, type ExitStatus, ToolError } from '../errors.ts'
import { forStderr } from './colour.ts'

/** The `--json` form of an error. */
export interface ErrorDocument {
  error: {
    code: string
    message: string
    hint?: string
    path?: string
    file?: string
    line?: number
    column?: number
    /** What an error has to say beside; `problems` of an edit that would add errors. */
    [detail: string]: unknown
  }
}

interface Report {
  exitCode: ExitStatus
  document: ErrorDocument
  stack?: string
}

const REPORT_TO = 'please report it with the command line and the version, and the output with DEBUG=1'

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name
}

/** Errors of oclif's parser carry the status 2 and a message of several lines with `See more help with --help`. */
function isUsageErrorOfOclif(error: unknown): error is Error {
  return error instanceof Error && 'oclif' in error && inspect(error.oclif).includes('exit: 2')
}

function ofToolError(error: ToolError): Report {
  const { code, message, hint, path, position, details } = error
  return {
    exitCode: error.exitCode,
    document: { error: { code, message, ...(hint && { hint }), ...(path && { path }), ...position, ...details } },
  }
}

function ofUsage(error: Error): Report {
  const [first = '', ...rest] = error.message.split('\n').filter((line) => !line.startsWith('See more help'))
  const detail = rest.map((line) => line.trim()).filter(Boolean)
  const message = [first.replace(/^./, (letter) => letter.toLowerCase()), ...detail].join(' ')
  return {
    exitCode: EXIT.usage,
    document: { error: { code: 'ERR_USAGE', message, hint: 'see the command with --help' } },
  }
}

function ofBug(error: unknown): Report {
  const message = `this is a bug of the program: ${error instanceof Error ? error.name : 'something thrown'}`
  const stack = error instanceof Error ? error.stack : inspect(error)
  return {
    exitCode: EXIT.bug,
    document: { error: { code: 'ERR_BUG', message, hint: REPORT_TO } },
    ...(stack && { stack }),
  }
}

/** What to show and which status to exit with, for anything that was thrown. */
export function describeError(error: unknown): Report {
  if (error instanceof ToolError) return ofToolError(error)
  if (isNamed(error, 'ExitPromptError')) {
    return {
      exitCode: EXIT.interrupted,
      document: { error: { code: 'ERR_INTERRUPTED', message: 'interrupted, nothing was written' } },
    }
  }
  return isUsageErrorOfOclif(error) ? ofUsage(error) : ofBug(error)
}

function asText({ document: { error }, stack }: Report): string {
  const place = error.file === undefined ? '' : `${error.file}:${error.line}:${error.column}: `
  const lines = [`${forStderr('red', 'Error:')} ${place}${error.message}`]
  if (error.path) lines.push(`  at ${error.path}`)
  if (error.hint) lines.push(`  ${forStderr('cyan', 'Hint:')} ${error.hint}`)
  if (stack && process.env['DEBUG']) lines.push(stack)
  return lines.join('\n')
}

/** Shows an error (text to stderr, or one JSON document to stdout) and sets the exit status. */
export function reportError(error: unknown, { json }: { json: boolean }): void {
  const report = describeError(error)
  process.exitCode = report.exitCode
  if (json) process.stdout.write(`${JSON.stringify(report.document, null, 2)}\n`)
  else process.stderr.write(`${asText(report)}\n`)
}
