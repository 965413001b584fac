/**
 * `matches`: regular expressions of RE2, as the language defines them. Their time is linear in the text; what one evaluation may
 * spend on them is limited besides, since counted repetitions make long programs of short patterns.
 */
import { RE2JS } from 're2js'

/** Instructions that a pattern may come to. */
const LARGEST_PROGRAM = 50_000
/** Instructions times characters: some ten milliseconds. */
const MOST_STEPS = 5_000_000
/** What compiling costs for each instruction. */
const COMPILING = 100
/** Patterns that are kept compiled. */
const MOST_KEPT = 100

/** A pattern that is too large or none of RE2, or too much work. */
export class PatternRefused extends Error {}

/** At least the instructions that a pattern comes to: `x{9}` stands for nine of `x`. */
function sizeOf(pattern: string): number {
  const counts = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, least, most]) => Number(most || least))
  return pattern.length * counts.reduce((sum, count) => sum + count, 1)
}

function compile(pattern: string): RE2JS {
  if (sizeOf(pattern) > LARGEST_PROGRAM) throw new PatternRefused('the regular expression repeats too much')
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    throw new PatternRefused(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** The regular expressions of one environment; evaluations run one after the other. */
export class RegularExpressions {
  readonly #compiled = new Map<string, RE2JS>()
  #spent = 0

  /** An evaluation begins: it may spend everything. */
  begin(): void {
    this.#spent = 0
  }

  #spend(steps: number): void {
    this.#spent += steps
    if (this.#spent > MOST_STEPS) throw new PatternRefused('its regular expressions take too long')
  }

  #program(pattern: string): RE2JS {
    const known = this.#compiled.get(pattern)
    if (known !== undefined) return known
    this.#spend(sizeOf(pattern) * COMPILING)
    const compiled = compile(pattern)
    if (this.#compiled.size >= MOST_KEPT) this.#compiled.clear()
    this.#compiled.set(pattern, compiled)
    return compiled
  }

  /**
   * Whether a part of the text matches.
   *
   * @throws {@link PatternRefused}
   */
  matches(text: string, pattern: string): boolean {
    const program = this.#program(pattern)
    this.#spend(text.length * program.programSize())
    return program.test(text)
  }
}
