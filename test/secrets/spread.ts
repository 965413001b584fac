/** Whether characters come up equally often: Pearson's chi-squared test over bytes that are the same in every run. */
import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Random } from '../../src/primitives/random.ts'
import { CHARSETS, type CharsetName, generateSecret } from '../../src/secrets/generate.ts'

/** SHA-256 in counter mode. */
export function seeded(seed: string): Random {
  let counter = 0
  return (length) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, () =>
      createHash('sha256').update(`${seed} ${counter++}`).digest(),
    )
    return Buffer.concat(blocks).subarray(0, length)
  }
}

/** The quantile of 1 - 1e-6 of chi-squared (Wilson and Hilferty 1931: its cube root is nearly normal). */
function quantile(freedom: number): number {
  const spread = 2 / (9 * freedom)
  return freedom * (1 - spread + 4.7534 * Math.sqrt(spread)) ** 3
}

/** Draws `length` characters of the set and expects p > 1e-6. */
export function expectEvenSpread(name: CharsetName, length: number): void {
  const characters = CHARSETS[name]
  const counts = new Map(Array.from(characters, (character) => [character, 0]))
  for (const character of generateSecret({ length, characters }, seeded(`spread of ${name}`))) {
    counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  expect(counts.size).toBe(characters.length)
  const expected = length / characters.length
  const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  expect(chiSquared).toBeLessThan(quantile(characters.length - 1))
}
