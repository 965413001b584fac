import fc from 'fast-check'
import { describe, it } from 'vitest'
import { expectJudged } from '../config/expect-judged.ts'
import { brokenConfiguration } from '../config/mutations.ts'

describe('20,000 broken configurations', () => {
  it('are judged, never a crash', { timeout: 3_600_000 }, async () => {
    await fc.assert(fc.asyncProperty(brokenConfiguration, expectJudged), { seed: 7, numRuns: 20_000 })
  })
})
