import fc from 'fast-check'
import { describe, it } from 'vitest'
import { expandsOrIsRefused } from '../config/filters/random-template.ts'

describe('random templates', () => {
  it('expand or are refused with a place, 100000 times', () => {
    fc.assert(expandsOrIsRefused, { numRuns: 100_000 })
  }, 1_200_000)
})
