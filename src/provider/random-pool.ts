/** Random bytes drawn in larger portions: a draw costs microseconds however short it is, and every request makes several. */
import type { Random } from '../primitives/random.ts'

/** Bytes drawn at a time. */
const PORTION = 4096
/** Longer wishes go past the pool. */
const LONGEST = 64

/** The same source in portions; a byte is given out once and does not stay in the pool. */
export function poolRandom(random: Random): Random {
  let pool = new Uint8Array(0)
  let at = 0
  return (length) => {
    if (length > LONGEST) return random(length)
    if (at + length > pool.length) {
      pool = Uint8Array.from(random(PORTION))
      at = 0
    }
    const bytes = pool.slice(at, at + length)
    pool.fill(0, at, at + length)
    at += length
    return bytes
  }
}
