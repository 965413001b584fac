import fc from 'fast-check'
import { describe, it } from 'vitest'
import { randomEdit } from './random-edit.ts'

describe('random edits of random configurations', () => {
  it('mean what was asked for, and leave the rest as it is', () => {
    fc.assert(randomEdit, { seed: 20, numRuns: 250 })
  })
})
