/** Lists and maps, and the questions about a value's type. */
import { textOf } from '../format.ts'
import type { FunctionContext, TemplateFunction } from '../template-function.ts'
import { fail } from '../template-invalid.ts'
import { compareBytes, describe, type GoValue, isTrue, kindOf, list, map, typeOf } from '../values.ts'

const MOST_ITEMS = 100_000

function split(separator: string, text: string): string[] {
  const parts = separator === '' ? Array.from(text) : text.split(separator)
  return parts.length > MOST_ITEMS ? fail(`a text is split into more than ${MOST_ITEMS} parts`) : parts
}

/** What `join` and `sortAlpha` see: the texts of a list without its nils, or the one value. */
function texts(value: GoValue, { budget }: FunctionContext): string[] {
  if (value === null) return []
  const items = typeof value === 'object' && value.kind === 'list' ? value.items : [value]
  return items.filter((item) => item !== null).map((item) => textOf(item, budget))
}

function dict(pairs: readonly GoValue[], { budget }: FunctionContext): GoValue {
  const entries = new Map<string, GoValue>()
  for (let index = 0; index < pairs.length; index += 2) {
    entries.set(textOf(pairs[index] ?? null, budget), index + 1 < pairs.length ? (pairs[index + 1] ?? null) : '')
  }
  return map(entries)
}

/** Times and other structs are never empty; everything else is when Go calls it false. */
function isEmpty(value: GoValue): boolean {
  return !isTrue(value)
}

function typed(value: GoValue): string {
  return typeOf(value) ?? fail('nil has no type')
}

export const COLLECTIONS: Readonly<Record<string, TemplateFunction>> = {
  list: { parameters: [], rest: 'any', call: ({ values }) => list(values) },
  dict: { parameters: [], rest: 'any', call: ({ values }, context) => dict(values, context) },
  get: {
    parameters: ['map', 'string'],
    call: (args) => {
      const { entries } = args.map(0)
      return entries.has(args.text(1)) ? (entries.get(args.text(1)) ?? null) : ''
    },
  },
  set: {
    parameters: ['map', 'string', 'any'],
    call: (args) => {
      if (args.value(0) === null) fail('nothing can be set in nil')
      const target = args.map(0)
      target.entries.set(args.text(1), args.value(2))
      return target
    },
  },
  keys: {
    parameters: [],
    rest: 'map',
    call: ({ values }) => {
      const maps = values.filter((value) => value !== null && typeof value === 'object' && value.kind === 'map')
      return list(
        maps.flatMap((value) => [...value.entries.keys()]),
        'string',
      )
    },
  },
  sortAlpha: {
    parameters: ['any'],
    call: (args, context) => {
      const value = args.value(0)
      return list(value === null ? ['<nil>'] : texts(value, context).sort(compareBytes), 'string')
    },
  },
  split: {
    parameters: ['string', 'string'],
    call: (args) =>
      map(
        split(args.text(0), args.text(1)).map((part, index) => [`_${index}`, part]),
        'string',
      ),
  },
  splitList: { parameters: ['string', 'string'], call: (args) => list(split(args.text(0), args.text(1)), 'string') },
  join: {
    parameters: ['string', 'any'],
    call: (args, context) => {
      const parts = texts(args.value(1), context)
      context.budget.checkLength(parts.reduce((sum, part) => sum + part.length + args.text(0).length, 0))
      return parts.join(args.text(0))
    },
  },
  iterate: {
    parameters: ['any'],
    call: (args) => {
      const given = describe(args.value(0))
      return fail(
        `iterate takes a pointer to uint, which no template has; ${given} does not fit`,
        'write {{ range 3 }} to count from 0 to 2',
      )
    },
  },
  default: {
    parameters: ['any'],
    rest: 'any',
    call: (args) => (args.values.length < 2 || isEmpty(args.value(1)) ? args.value(0) : args.value(1)),
  },
  empty: { parameters: ['any'], call: (args) => isEmpty(args.value(0)) },
  typeOf: { parameters: ['any'], call: (args) => typed(args.value(0)) },
  typeIs: { parameters: ['string', 'any'], call: (args) => args.text(0) === typed(args.value(1)) },
  typeIsLike: {
    parameters: ['string', 'any'],
    call: (args) => [args.text(0), `*${args.text(0)}`].includes(typed(args.value(1))),
  },
  kindOf: { parameters: ['any'], call: (args) => kindOf(args.value(0)) },
  kindIs: { parameters: ['string', 'any'], call: (args) => args.text(0) === kindOf(args.value(1)) },
}
