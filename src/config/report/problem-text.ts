/** Problems as people read them: a line with place, severity and sentence, the option, a hint, and the code around it. */
import { countProblems, type Problem, type Severity } from '../problem.ts'

/** Puts a style on a piece of text, or leaves it as it is. */
export type Paint = (style: 'red' | 'yellow' | 'cyan' | 'dim' | 'bold' | 'green', text: string) => string

export const plainPaint: Paint = (_style, text) => text

const COLOUR = { error: 'red', warning: 'yellow', advice: 'cyan' } as const satisfies Record<Severity, string>

/** Where a problem lies, as editors and terminals make it a link. */
export function placeOf({ file, line, column }: Pick<Problem, 'file' | 'line' | 'column'>): string {
  return `${file === '' ? '(configuration)' : file}:${line}:${column}`
}

/** Longest piece of a line that a frame shows, in characters. */
const FRAME_WIDTH = 100

/** Options whose values are not shown again, misspelt ones too; then digests and PEM text. */
const SECRET_LINE = /(sec[a-z]*|pas[a-z]*|hmac[a-z_]*|private[a-z_]*|key)['"]?\s*:|-----|\$[a-z0-9-]+\$/i

/** What follows the first colon, or the dash of a list entry. */
const VALUE = /(:\s*|^\s*-\s+)\S.*$/

function shownLine(text: string, isHidden: boolean): string {
  if (isHidden || SECRET_LINE.test(text)) return text.replace(VALUE, '$1…')
  return text.length > FRAME_WIDTH ? `${text.slice(0, FRAME_WIDTH)}…` : text
}

/** The line of the problem with the line before it and a mark below. */
export function codeFrame({ code, line, column }: Problem, text: string, paint: Paint = plainPaint): string {
  const lines = text.split('\n')
  const current = lines[line - 1]
  if (current === undefined || /^[A-Za-z0-9+/=\s]{40,}$/.test(current)) return ''
  const width = String(line).length
  const rows = [line - 1, line].flatMap((number) => {
    const source = number > 0 ? lines[number - 1] : undefined
    const isBody = source !== undefined && /^[A-Za-z0-9+/=\s]{40,}$/.test(source)
    return source === undefined || isBody
      ? []
      : [
          `${paint('dim', `${String(number).padStart(width)} |`)} ${shownLine(source.trimEnd(), number === line && code === 'ERR_OPTION_UNKNOWN')}`,
        ]
  })
  const mark =
    column <= FRAME_WIDTH
      ? [`${paint('dim', `${' '.repeat(width)} |`)} ${' '.repeat(column - 1)}${paint('red', '^')}`]
      : []
  return [...rows, ...mark].map((row) => `    ${row}`).join('\n')
}

/** One problem; `text` is that of its file, for the frame. */
export function problemText(
  problem: Problem,
  { paint = plainPaint, text }: { paint?: Paint; text?: string | undefined } = {},
): string {
  const { severity, code, path, message, hint } = problem
  const head = `${paint('bold', placeOf(problem))} ${paint(COLOUR[severity], severity)} ${message} ${paint('dim', `[${code}]`)}`
  const option = path === '' ? [] : [`    ${paint('dim', 'option:')} ${path}`]
  const advice = hint === undefined ? [] : [`    ${paint('dim', 'hint:')} ${hint}`]
  const frame = text === undefined ? '' : codeFrame(problem, text, paint)
  return [head, ...option, ...advice, ...(frame === '' ? [] : [frame])].join('\n')
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

/** `2 errors, 1 warning, 3 pieces of advice`. */
export function summaryText(problems: readonly Problem[]): string {
  const { error, warning, advice } = countProblems(problems)
  const parts = [
    ...(error > 0 ? [counted(error, 'error', 'errors')] : []),
    ...(warning > 0 ? [counted(warning, 'warning', 'warnings')] : []),
    ...(advice > 0 ? [counted(advice, 'piece of advice', 'pieces of advice')] : []),
  ]
  return parts.length === 0 ? 'no problems' : parts.join(', ')
}
