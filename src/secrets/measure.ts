/** Times digests on this machine. */
import { performance } from 'node:perf_hooks'
import { systemRandom } from '../primitives/random.ts'
import { type HashRequest, hashSecret } from './hash.ts'

/** A value that no caution is needed for: nothing of it is shown or kept. */
const SAMPLE = 'x'.repeat(64)
const RUNS = 2

/** Milliseconds that one digest takes here: the better of two runs. */
export async function measureHash(request: HashRequest): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now()
    await hashSecret(request, SAMPLE, { random: systemRandom })
    best = Math.min(best, performance.now() - start)
  }
  return best
}
