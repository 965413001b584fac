/** Starts `oidc serve` as a process of its own on a free port, and stops it when the test ends. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { environment, PROGRAM } from './run-oidc.ts'

/** The `--json` document of `serve`. */
export interface ReadyDocument {
  issuer: string
  pid: number
  users: { username: string; password: string; totp_secret?: string }[]
  clients: { client_id: string; client_secret?: string; redirect_uris: string[] }[]
  control?: { url: string; token: string }
}

export interface RunningProvider {
  ready: ReadyDocument
  child: ChildProcessByStdio<null, Readable, Readable>
  /** All that went to stderr so far: the log. */
  log: () => string
  /** SIGTERM, and the exit status. */
  stop: () => Promise<number | null>
}

/** Runs `oidc serve … --port 0 --json` (or with the port of `args`) until its ready document has come. */
export async function serve(
  args: readonly string[],
  { cwd, env, cleanUp = true }: { cwd?: string; env?: Record<string, string>; cleanUp?: boolean } = {},
): Promise<RunningProvider> {
  const port = args.includes('--port') ? [] : ['--port', '0']
  const child = spawn(process.execPath, [PROGRAM, 'serve', ...port, '--json', ...args], {
    cwd,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit') as Promise<[number | null]>
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const stop = async () => {
    if (child.exitCode === null && !child.killed) child.kill('SIGTERM')
    return (await exited)[0]
  }
  if (cleanUp) onTestFinished(async () => void (await stop()))
  const ready = await readDocument(child.stdout, exited, () => log)
  return { ready, child, log: () => log, stop }
}

async function readDocument(stdout: Readable, exited: Promise<unknown>, log: () => string): Promise<ReadyDocument> {
  let text = ''
  const complete = new Promise<ReadyDocument>((resolve, reject) => {
    stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      try {
        const document = JSON.parse(text)
        if ('error' in document) reject(new Error(`serve refused to start: ${text}`))
        else resolve(document)
      } catch {
        // The document is not complete yet.
      }
    })
  })
  const early = exited.then(() => Promise.reject(new Error(`serve ended before it was ready:\n${text}\n${log()}`)))
  return Promise.race([complete, early])
}
