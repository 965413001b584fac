import { describe, it } from 'vitest'
import { readMutants } from './mutant-rules.ts'

describe('damaged inputs', () => {
  it('300 truncated, flipped, joined and grown files are refused in words, or read as what they were', () =>
    readMutants(300, 7468))
})
