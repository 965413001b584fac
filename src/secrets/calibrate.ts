/** Picks the cost of a digest by the time that this machine takes for it. */
import { UsageError } from '../errors.ts'
import type { HashRequest } from './hash.ts'

/** The one parameter that is turned; the others stay as they are asked for. */
interface Dial {
  name: string
  least: number
  greatest: number
  /** Where measuring begins. */
  start: number
  /** Values are multiples of this. */
  step: number
  /** Whether the work doubles with each step, or grows with the value. */
  doubles: boolean
  set(value: number): HashRequest
}

function dialOf(request: HashRequest): Dial {
  const linear = { doubles: false }
  const doubling = { doubles: true, step: 1 }
  switch (request.algorithm) {
    case 'pbkdf2': {
      const range = { least: 100_000, greatest: 2 ** 31 - 1, start: 200_000, step: 1000 }
      return { ...linear, ...range, name: 'iterations', set: (iterations) => ({ ...request, iterations }) }
    }
    case 'argon2': {
      const range = { least: 1, greatest: 2 ** 31 - 1, start: 1, step: 1 }
      return { ...linear, ...range, name: 'iterations', set: (iterations) => ({ ...request, iterations }) }
    }
    case 'sha2crypt': {
      const range = { least: 5000, greatest: 999_999_999, start: 50_000, step: 500 }
      return { ...linear, ...range, name: 'rounds', set: (rounds) => ({ ...request, rounds }) }
    }
    case 'scrypt':
      return { ...doubling, least: 14, greatest: 24, start: 14, name: 'ln', set: (ln) => ({ ...request, ln }) }
    case 'bcrypt':
      return { ...doubling, least: 10, greatest: 31, start: 10, name: 'cost', set: (cost) => ({ ...request, cost }) }
  }
}

export interface Calibration {
  request: HashRequest
  /** What was picked, such as `iterations 480000`. */
  picked: string
  /** Measured with it. */
  milliseconds: number
}

/** The value that should take `target` when `value` took `measured`. */
function turn({ least, greatest, step, doubles }: Dial, value: number, factor: number): number {
  const wanted = doubles ? value + Math.floor(Math.log2(factor)) : Math.floor((value * factor) / step) * step
  return Math.min(greatest, Math.max(least, wanted))
}

/**
 * Finds the highest cost that stays near `target` milliseconds, never below a safe least.
 *
 * @param measure makes one digest and tells its time in milliseconds
 */
export async function calibrate(
  request: HashRequest,
  target: number,
  measure: (request: HashRequest) => Promise<number>,
): Promise<Calibration> {
  const dial = dialOf(request)
  const first = turn(dial, dial.start, target / (await measure(dial.set(dial.start))))
  const tried = await measure(dial.set(first))
  const value = dial.doubles ? first : turn(dial, first, target / tried)
  const milliseconds = value === first ? tried : await measure(dial.set(value))
  return { request: dial.set(value), picked: `${dial.name} ${value}`, milliseconds: Math.round(milliseconds) }
}

const SHORTEST_MS = 10
const LONGEST_MS = 10_000

/** Reads `250ms`, `0.5s` or a bare number of milliseconds. @throws {@link UsageError} */
export function parseTarget(text: string): number {
  const [, number = '', unit = 'ms'] = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(text) ?? []
  const milliseconds = Number(number) * (unit === 's' ? 1000 : 1)
  if (number !== '' && milliseconds >= SHORTEST_MS && milliseconds <= LONGEST_MS) return milliseconds
  throw new UsageError(`--target ${text} is no time from ${SHORTEST_MS}ms to ${LONGEST_MS / 1000}s`, {
    hint: 'such as --target 250ms',
  })
}
