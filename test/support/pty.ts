/** Runs the built program on a terminal of its own, as a person at a keyboard does. */
import { spawn } from '@lydell/node-pty'
import { environment, PROGRAM } from './run-oidc.ts'

export interface Terminal {
  pid: number
  /** Everything shown so far, with the terminal's control sequences. */
  screen(): string
  /** Resolves once `text` (or a match) was shown after what was waited for before. */
  shows(text: string | RegExp): Promise<void>
  /** Types characters as they are; `\r` is the Enter key. */
  type(keys: string): void
  /** Resolves with the exit status. */
  ended(): Promise<number>
}

export const ENTER = '\r'
export const CTRL_C = '\u0003'
export const SHOW_CURSOR = '\u001b[?25h'
export const HIDE_CURSOR = '\u001b[?25l'

/** The text without control sequences. */
export function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is looked for
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
}

function find(text: string, wanted: string | RegExp, from: number): number | undefined {
  const rest = text.slice(from)
  const index = typeof wanted === 'string' ? rest.indexOf(wanted) : rest.search(wanted)
  if (index === -1) return undefined
  const length = typeof wanted === 'string' ? wanted.length : (wanted.exec(rest)?.[0].length ?? 0)
  return from + index + length
}

export interface TerminalOptions {
  cwd?: string
  env?: Record<string, string>
  /** Another program than ours, such as a shell. */
  command?: string
  columns?: number
}

/** Starts `oidc` with `args` on a pseudo-terminal of 24 lines. */
export function onTerminal(
  args: readonly string[],
  { cwd, env, command, columns = 200 }: TerminalOptions = {},
): Terminal {
  const words = command === undefined ? [PROGRAM, ...args] : [...args]
  const pty = spawn(command ?? process.execPath, words, {
    name: 'xterm-256color',
    cols: columns,
    rows: 24,
    ...(cwd !== undefined && { cwd }),
    env: environment({ TERM: 'xterm-256color', ...env }),
  })
  let shown = ''
  let seen = 0
  let waiting: (() => void)[] = []
  const ended = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode, signal }) => resolve(signal ? 128 + signal : exitCode))
  })
  pty.onData((text) => {
    shown += text
    const ready = waiting
    waiting = []
    for (const look of ready) look()
  })
  return {
    pid: pty.pid,
    screen: () => shown,
    type: (keys) => pty.write(keys),
    ended: () => ended,
    shows(wanted) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const end = find(shown, wanted, seen)
          if (end === undefined) return void waiting.push(look)
          seen = end
          resolve()
        }
        look()
        ended.then(() => {
          look()
          reject(new Error(`the program ended without showing ${wanted}; it showed:\n${withoutControls(shown)}`))
        })
      })
    },
  }
}
