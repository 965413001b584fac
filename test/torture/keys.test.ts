import { describe, it } from 'vitest'
import { readMutants } from '../keys/mutant-rules.ts'

describe('damaged inputs, the long run', () => {
  it('20,000 of them', { timeout: 3_600_000 }, () => readMutants(20_000, Number(process.env['SEED'] ?? 1)))
})
