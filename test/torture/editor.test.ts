import fc from 'fast-check'
import { describe, it } from 'vitest'
import { randomEdit } from '../editor/random-edit.ts'

describe('random edits of random configurations', () => {
  it('mean what was asked for, 30000 times', () => {
    fc.assert(randomEdit, { numRuns: 30_000 })
  }, 1_200_000)
})
