import { rm } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { buildInsertClient, startFile } from '../editor/process/build.ts'
import { killAtMoments } from '../editor/process/kill.ts'

describe('a process killed at any moment leaves a whole file, and the next edit goes through', () => {
  it('300 times', async () => {
    const { folder, program } = await buildInsertClient()
    for (const [part, moments] of fc
      .sample(fc.array(fc.nat(90), { minLength: 30, maxLength: 30 }), { seed: 41, numRuns: 10 })
      .entries())
      await killAtMoments(program, await startFile(folder, `part-${part}.yml`), moments)
    await rm(folder, { recursive: true })
  }, 1_200_000)
})
