import { describe, expect, it } from 'vitest'
import { runLoad, startLoad } from './support/load.ts'

describe('a changed configuration is taken over while requests run', () => {
  it('20 changes under a mixed load: no request fails, no session, code or token is lost', async () => {
    const load = await startLoad()
    try {
      const steps = await runLoad(load, { from: 0, changes: 20 })
      expect(steps).toBeGreaterThanOrEqual(120)
      expect(load.log).toEqual([])
    } finally {
      await load.served.close(1_000)
    }
  })
})
