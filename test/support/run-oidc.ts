/** Runs the built program as a user does: a process of its own, with stdin, stdout, stderr and an exit status. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export const PROGRAM = join(import.meta.dirname, '../../bin/oidc.cjs')

export interface Run {
  stdout: string
  stderr: string
  status: number | null
}

export interface RunOptions {
  cwd?: string
  input?: string
  env?: Record<string, string>
}

/** A clean environment: nothing of the developer's own settings changes what the program does. */
export function environment(extra: Record<string, string> = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env
  return { PATH, HOME, NO_COLOR: '1', ...extra }
}

/** `oidc(['keys', 'generate'])`: runs to the end; never throws for a failing status. */
export function oidc(args: readonly string[], { cwd, input = '', env }: RunOptions = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, env: environment(env) })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (status) => resolve({ stdout, stderr, status }))
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/** An empty folder for several tests; `remove` belongs into `afterAll`. */
export async function newFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'oidc-test-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** An empty folder that is gone when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const { path, remove } = await newFolder()
  onTestFinished(remove)
  return path
}
