/** How Go prints values: `print`, `println`, `%v` and the output of an action. */

import type { Budget } from './budget.ts'
import { formatGeneral } from './floats.ts'
import { fail } from './template-invalid.ts'
import { formatTime } from './time-layout.ts'
import { type GoValue, sortedKeys } from './values.ts'

/** A map can hold itself (`set`), so the depth is limited. */
const DEEPEST_VALUE = 100
const TIME_LAYOUT = '2006-01-02 15:04:05.999999999 -0700 MST'

/** The text of a value (`%v`): `[a b]`, `map[a:1]`, `<nil>`. */
export function formatValue(value: GoValue, budget: Budget, depth = 0): string {
  if (depth > DEEPEST_VALUE) fail('a value is too deep to be printed', 'does a map hold itself?')
  const text = formatPlain(value) ?? formatComposite(value, budget, depth)
  budget.spend(text.length)
  budget.checkLength(text.length)
  return text
}

function formatPlain(value: GoValue): string | undefined {
  if (value === null) return '<nil>'
  if (typeof value === 'number') return formatGeneral(value)
  return typeof value === 'object' ? undefined : String(value)
}

function formatComposite(value: GoValue, budget: Budget, depth: number): string {
  if (value === null || typeof value !== 'object') return ''
  const inner = (item: GoValue): string => formatValue(item, budget, depth + 1)
  switch (value.kind) {
    case 'list':
      return `[${value.items.map(inner).join(' ')}]`
    case 'map':
      return `map[${sortedKeys(value)
        .map((key) => `${key}:${inner(value.entries.get(key) ?? null)}`)
        .join(' ')}]`
    case 'struct':
      return `{${[...value.fields.values()].map(inner).join(' ')}}`
    case 'time':
      return formatTime(value, TIME_LAYOUT)
  }
}

/** What an action writes: a missing value is `<no value>`. */
export function formatOutput(value: GoValue, budget: Budget): string {
  return value === null ? '<no value>' : formatValue(value, budget)
}

/** `print`: a space stands between two operands of which neither is a string. */
export function formatOperands(values: readonly GoValue[], budget: Budget): string {
  const texts = values.map((value, index) => {
    const spaced = index > 0 && typeof value !== 'string' && typeof values[index - 1] !== 'string'
    return (spaced ? ' ' : '') + formatValue(value, budget)
  })
  budget.checkLength(texts.reduce((sum, { length }) => sum + length, 0))
  return texts.join('')
}

/** The text of a value for the functions that take anything and want a string; `nil` is printed as `<nil>`. */
export function textOf(value: GoValue, budget: Budget): string {
  return typeof value === 'string' ? value : formatValue(value, budget)
}
