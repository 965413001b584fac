import { readdir, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { clientIds, runInsertClient } from './build.ts'

/** Makes a lock that a killed process left look as old as one is after some seconds. */
async function ageLock(file: string): Promise<void> {
  const longAgo = new Date(Date.now() - 60_000)
  for (const name of await readdir(dirname(file)))
    if (name.includes('.lock')) await utimes(join(dirname(file), name), longAgo, longAgo)
}

/**
 * Starts a process that edits a file again and again, and kills it, once for each of the moments (milliseconds after
 * its first edit). Each time the file must be whole and hold what the process said it had written, or one edit more.
 */
export async function killAtMoments(program: string, file: string, moments: readonly number[]): Promise<void> {
  for (const [run, moment] of moments.entries()) {
    const { signal, stdout } = await runInsertClient(program, [file, `run-${run}`, 'forever'], moment)
    expect(signal).toBe('SIGKILL')
    const survivors = (await clientIds(file)).filter((id) => id.startsWith(`run-${run}-`))
    expect(survivors).toEqual(survivors.map((_, index) => `run-${run}-${index}`))
    expect(survivors.length).toBeGreaterThanOrEqual(stdout.length)
    expect(survivors.length).toBeLessThanOrEqual(stdout.length + 1)
    await ageLock(file)
  }
}
