/** Limits of one expansion: a template that would never end, or fill the memory, stops with a message instead. */
import { fail } from './template-invalid.ts'

/** UTF-16 units; the configuration file itself may have 16 MB. */
export const LARGEST_TEXT = 16 * 1024 * 1024
/** Values looked at, actions run, and letters handled (a thousand count as one step). */
const MOST_STEPS = 1_000_000

export class Budget {
  #steps = 0

  /** Counts one step, and the letters that it handles. */
  spend(letters = 0): void {
    this.#steps += 1 + letters / 1000
    if (this.#steps > MOST_STEPS)
      fail(`the template needs more than ${MOST_STEPS} steps`, 'does a range or a template call itself without end?')
  }

  /** Refuses a text over the limit; to be asked before it is made. */
  checkLength(length: number): void {
    if (length > LARGEST_TEXT) fail(`the template makes more than ${LARGEST_TEXT / 1024 / 1024} MB of text`)
  }
}
