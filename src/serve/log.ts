/** The operator's log on stderr: one line an event, pretty on a terminal, JSON elsewhere. */
import { forStderr, type Style } from '../output/colour.ts'
import type { Clock } from '../primitives/clock.ts'
import type { Log, LogEvent } from '../provider/log.ts'
import { redactTokens } from '../secrets/redact.ts'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const STYLES: Record<LogLevel, Style> = { debug: 'dim', info: 'green', warn: 'yellow', error: 'red' }

/** Control characters of a request must not move a terminal's cursor or forge a line. */
function plain(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return (text ?? '').replace(
    /[\p{Cc}\p{Bidi_Control}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function printable(value: unknown): string {
  const safe = plain(value)
  return /[\s"=]/.test(safe) ? `'${safe}'` : safe
}

/** Statuses of a kind have a colour, which says no more than the number. */
function statusStyle(status: number): Style {
  return status >= 400 ? 'red' : status >= 300 ? 'cyan' : 'green'
}

const WHY_INDENT = ' '.repeat(9)

/** The reasons of a refusal, a line each; an option with the place where it stands. */
function whyLines({ error, hint, option, position, expected, ...others }: Record<string, unknown>): string[] {
  const place = position === undefined ? '' : ` (${plain(position)})`
  const facts: [string, string | undefined][] = [
    [plain(error), hint === undefined ? '' : plain(hint)],
    ...Object.entries(others).map(([name, value]): [string, string | undefined] => [
      name,
      value === undefined ? undefined : plain(value),
    ]),
    ['option', option === undefined ? undefined : plain(option) + place],
    ['expected', Array.isArray(expected) && expected.length > 0 ? expected.map(plain).join(', ') : undefined],
  ]
  return facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`${WHY_INDENT}${forStderr('dim', `${name}:`)} ${value}`],
  )
}

interface RequestLine extends LogEvent {
  method: string
  path: string
  status: number
  user?: string
  decision?: string
  duration_ms: number
  why?: Record<string, unknown>
}

function isRequestLine(event: LogEvent): event is RequestLine {
  return event.event === 'request'
}

function requestLine({ request_id = '', client_id, user, why, ...line }: RequestLine, time: Date): string {
  const { method, path, status, decision, duration_ms } = line
  const parts = [
    forStderr('dim', time.toTimeString().slice(0, 8)),
    method.padEnd(4),
    plain(path),
    forStderr(statusStyle(status), String(status)),
    client_id === undefined ? '' : forStderr('bold', plain(client_id)),
    user === undefined ? '' : plain(user),
    decision === undefined ? '' : plain(decision),
    forStderr('dim', `${Math.round(duration_ms)} ms ${request_id.slice(0, 8)}`),
  ]
  return [parts.filter((part) => part !== '').join('  '), ...(why === undefined ? [] : whyLines(why))].join('\n')
}

function prettyLine(logged: LogEvent, time: Date): string {
  if (isRequestLine(logged)) return requestLine(logged, time)
  const { level, event, ...fields } = logged
  const shown = Object.entries(fields).filter(([, value]) => value !== undefined)
  const details = shown.map(([name, value]) => `${forStderr('dim', `${name}=`)}${printable(value)}`)
  return [
    forStderr('dim', time.toTimeString().slice(0, 8)),
    forStderr(STYLES[level], level.padEnd(5)),
    event,
    ...details,
  ].join(' ')
}

export interface LogOptions {
  format: 'pretty' | 'json'
  level: LogLevel
  clock: Clock
  write: (line: string) => void
}

/** A log that writes events of `level` and above. */
export function createLog({ format, level, clock, write }: LogOptions): Log {
  const least = LOG_LEVELS.indexOf(level)
  return (event) => {
    if (LOG_LEVELS.indexOf(event.level) < least) return
    const time = new Date(clock())
    const line = format === 'json' ? JSON.stringify({ time: time.toISOString(), ...event }) : prettyLine(event, time)
    // A request may carry a token where something else belongs, and a message may quote it.
    write(redactTokens(line, () => '(token)'))
  }
}
