import { describe, expect, it } from 'vitest'
import { fuzzRange } from '../support/fuzz/range.ts'
import { shootBytes, shootRequests, unhandledDuring } from '../support/fuzz/shoot.ts'
import { heapUsed } from '../support/heap.ts'

const MEGABYTE = 2 ** 20

describe('whatever is sent for long, the answer is no failure of the provider, and the memory stays flat', () => {
  it.each([undefined, 'authelia'] as const)(
    '75,000 requests by the grammar of every endpoint, compat %s',
    async (compat) => {
      const range = fuzzRange(compat === undefined ? {} : { compat })
      expect(await unhandledDuring(() => shootRequests(range, 25_000, 1))).toEqual([])
      const before = await heapUsed()
      expect(await unhandledDuring(() => shootRequests(range, 50_000, 2))).toEqual([])
      expect((await heapUsed()) - before).toBeLessThan(4 * MEGABYTE)
    },
  )

  it('raw bytes on 50,000 connections', async () => {
    const range = fuzzRange()
    expect(await unhandledDuring(() => shootBytes(range, 10_000, 3))).toEqual([])
    const before = await heapUsed()
    expect(await unhandledDuring(() => shootBytes(range, 40_000, 4))).toEqual([])
    expect((await heapUsed()) - before).toBeLessThan(4 * MEGABYTE)
  })
})
