import { describe, expect, it } from 'vitest'
import { runLoad, startLoad } from '../provider/support/load.ts'
import { heapUsed } from '../support/heap.ts'

const MEGABYTE = 2 ** 20

describe('a changed configuration is taken over while requests run', () => {
  it('200 changes under a mixed load: no request fails, nothing is lost, and the memory stays flat', async () => {
    const load = await startLoad()
    try {
      await runLoad(load, { from: 0, changes: 80 })
      const before = await heapUsed()
      await runLoad(load, { from: 80, changes: 120 })
      expect((await heapUsed()) - before).toBeLessThan(4 * MEGABYTE)
      expect(load.log).toEqual([])
    } finally {
      await load.served.close(1_000)
    }
  })
})
