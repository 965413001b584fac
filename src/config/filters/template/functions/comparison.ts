/** `eq ne lt le gt ge not` and `deepEqual`: Go compares values of one kind only. */

import type { Budget } from '../budget.ts'
import type { TemplateFunction } from '../template-function.ts'
import { fail } from '../template-invalid.ts'
import { compareBytes, describe, type GoValue, isTrue, typeOf } from '../values.ts'

function isBasic(value: GoValue): value is string | boolean | bigint | number {
  return value !== null && typeof value !== 'object'
}

function incompatible(a: GoValue, b: GoValue): never {
  fail(
    `${describe(a)} and ${describe(b)} cannot be compared`,
    'both sides must be of one type; print turns a value into a string',
  )
}

function equal(a: GoValue, b: GoValue): boolean {
  if (a === null || b === null) return a === b
  if (isBasic(a) && isBasic(b)) return typeof a === typeof b ? a === b : incompatible(a, b)
  if (typeof a === 'object' && typeof b === 'object' && a.kind === 'time' && b.kind === 'time') {
    return a.milliseconds === b.milliseconds
  }
  return incompatible(a, b)
}

function less(a: GoValue, b: GoValue): boolean {
  if (typeof a === 'string' && typeof b === 'string') return compareBytes(a, b) < 0
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b
  if (typeof a === 'number' && typeof b === 'number') return a < b
  return incompatible(a, b)
}

function compared(test: (a: GoValue, b: GoValue) => boolean): TemplateFunction {
  return { parameters: ['any', 'any'], call: (args) => test(args.value(0), args.value(1)) }
}

function deepEqual(a: GoValue, b: GoValue, budget: Budget): boolean {
  budget.spend()
  if (typeOf(a) !== typeOf(b)) return false
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b
  if (a === b) return true
  if (a.kind === 'list' && b.kind === 'list') {
    return (
      a.items.length === b.items.length &&
      a.items.every((item, index) => deepEqual(item, b.items[index] ?? null, budget))
    )
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const { entries } = b
    return (
      a.entries.size === entries.size &&
      [...a.entries].every(([key, item]) => entries.has(key) && deepEqual(item, entries.get(key) ?? null, budget))
    )
  }
  return a.kind === 'time' && b.kind === 'time' && a.milliseconds === b.milliseconds
}

export const COMPARISON: Readonly<Record<string, TemplateFunction>> = {
  not: { parameters: ['any'], call: (args) => !isTrue(args.value(0)) },
  eq: {
    parameters: ['any'],
    rest: 'any',
    call: (args) => {
      if (args.values.length < 2) fail('there is nothing to compare with')
      return args.from(1).some((value) => equal(args.value(0), value))
    },
  },
  ne: compared((a, b) => !equal(a, b)),
  lt: compared(less),
  le: compared((a, b) => less(a, b) || equal(a, b)),
  gt: compared((a, b) => !less(a, b) && !equal(a, b)),
  ge: compared((a, b) => !less(a, b)),
  deepEqual: {
    parameters: ['any', 'any'],
    call: (args, { budget }) => deepEqual(args.value(0), args.value(1), budget),
  },
}
