/** Colour on terminals only; `NO_COLOR`, `FORCE_COLOR` and `--no-color` are obeyed (no-color.org, force-color.org). */
import { styleText } from 'node:util'

export type Style = Parameters<typeof styleText>[0]

/** Whether text for `stream` may carry colour. */
export function hasColour(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv = process.env): boolean {
  if (process.argv.includes('--no-color')) return false
  if (environment['FORCE_COLOR'] !== undefined) return environment['FORCE_COLOR'] !== '0'
  if (environment['NO_COLOR']) return false
  return stream.isTTY === true && environment['TERM'] !== 'dumb'
}

/** Styles text for standard output where colour is allowed there. */
export function forStdout(style: Style, text: string): string {
  return hasColour(process.stdout) ? styleText(style, text) : text
}

/** Styles text for standard error where colour is allowed there. */
export function forStderr(style: Style, text: string): string {
  return hasColour(process.stderr) ? styleText(style, text) : text
}
