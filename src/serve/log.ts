/** The operator's log on stderr: one line an event, pretty on a terminal, JSON elsewhere. */
import { forStderr, type Style } from '../output/colour.ts'
import type { Clock } from '../primitives/clock.ts'
import type { Log, LogEvent } from '../provider/log.ts'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const STYLES: Record<LogLevel, Style> = { debug: 'dim', info: 'green', warn: 'yellow', error: 'red' }

/** Control characters of a request must not move a terminal's cursor or forge a line. */
function printable(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const safe = (text ?? '').replace(
    /\p{Cc}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return /[\s"=]/.test(safe) ? `'${safe}'` : safe
}

function prettyLine({ level, event, ...fields }: LogEvent, time: Date): string {
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
    write(format === 'json' ? JSON.stringify({ time: time.toISOString(), ...event }) : prettyLine(event, time))
  }
}
