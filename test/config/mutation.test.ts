import fc from 'fast-check'
import { describe, it } from 'vitest'
import { expectJudged } from './expect-judged.ts'
import { brokenConfiguration } from './mutations.ts'

describe('broken configurations', () => {
  it('are judged, never a crash', async () => {
    await fc.assert(fc.asyncProperty(brokenConfiguration, expectJudged), { seed: 20_261_101, numRuns: 500 })
  })
})
