import { describe, expect, it } from 'vitest'
import { fuzzRange } from '../support/fuzz/range.ts'
import { shootBytes, shootRequests, unhandledDuring } from '../support/fuzz/shoot.ts'

const SEED = 20260301

describe('whatever is sent, the answer is no failure of the provider', () => {
  it.each([undefined, 'authelia'] as const)('requests by the grammar of every endpoint, compat %s', async (compat) => {
    const range = fuzzRange(compat === undefined ? {} : { compat })
    expect(await unhandledDuring(() => shootRequests(range, 1_000, SEED))).toEqual([])
    // The grammar reaches what lies behind the checks, or the test would prove little.
    for (const status of [200, 201, 302, 303, 400, 401, 405]) expect([...range.statuses.keys()]).toContain(status)
  })

  it('raw bytes on the socket', async () => {
    const range = fuzzRange()
    let statuses = new Map<number, number>()
    const shoot = async () => {
      statuses = await shootBytes(range, 500, SEED)
    }
    expect(await unhandledDuring(shoot)).toEqual([])
    for (const status of [200, 400]) expect([...statuses.keys()]).toContain(status)
  })
})
