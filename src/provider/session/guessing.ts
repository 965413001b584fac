/** Checking what somebody typed: not too often, and never many at a time. */
import { TooBusy } from '../client/derivation-queue.ts'
import type { Exchange } from '../context.ts'
import type { Guess } from './guesses.ts'

/**
 * Runs a check of a guess when its turn has come. Anything but `undefined` and `false` counts as right.
 *
 * @returns `slow_down` when the address has to wait, without a look at what was typed
 */
export async function slowly<T>(
  { context, address, now }: Exchange,
  guessed: Omit<Guess, 'address'>,
  check: () => Promise<T>,
): Promise<T | 'slow_down'> {
  const guess = { ...guessed, address }
  if (context.guesses.attempt(guess, now) !== undefined) return 'slow_down'
  try {
    const outcome = await context.derivations.run({ target: `user ${guess.username}`, address }, check)
    if (outcome !== undefined && outcome !== false) context.guesses.succeeded(guess)
    return outcome
  } catch (error) {
    if (error instanceof TooBusy) return 'slow_down'
    throw error
  }
}
