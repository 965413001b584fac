/** `print printf println html js len index slice call`: the rest of what text/template brings along. */
import { formatOperands, formatValue } from '../format.ts'
import { formatPrintf } from '../printf.ts'
import { isPrintable } from '../quote.ts'
import type { Arguments, FunctionContext, TemplateFunction } from '../template-function.ts'
import { fail } from '../template-invalid.ts'
import { describe, type GoValue } from '../values.ts'

const HTML: Readonly<Record<string, string>> = {
  '\u0000': '\ufffd',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
}
const JS: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '"': '\\"' }

function escapeJs(letter: string): string {
  const point = letter.codePointAt(0) ?? 0
  const code = point.toString(16).toUpperCase().padStart(4, '0')
  if (point < 0x80) return JS[letter] ?? (/[<>&=]/.test(letter) || point < 0x20 ? `\\u${code}` : letter)
  return isPrintable(letter) ? letter : `\\u${code}`
}

/** The arguments as one text; a missing value among them is `<no value>`. */
function joined(args: Arguments, { budget }: FunctionContext): string {
  return formatOperands(
    args.values.map((value) => value ?? '<no value>'),
    budget,
  )
}

/** An index into something of this length: an integer from 0 to below `limit`. */
function indexIn(value: GoValue, limit: number): number {
  if (typeof value !== 'bigint') return fail(`${describe(value)} cannot be an index`)
  if (value < 0n || value >= BigInt(limit)) return fail('the index is out of range')
  return Number(value)
}

function indexOnce(item: GoValue, key: GoValue): GoValue {
  if (typeof item === 'string') {
    const bytes = Buffer.from(item)
    return BigInt(bytes[indexIn(key, bytes.length)] ?? 0)
  }
  if (item === null || typeof item !== 'object') return fail(`${describe(item)} cannot be indexed`)
  if (item.kind === 'list') return item.items[indexIn(key, item.items.length)] ?? null
  if (item.kind !== 'map') return fail(`${describe(item)} cannot be indexed`)
  if (typeof key !== 'string') return fail(`a map is indexed by a string, not by ${describe(key)}`)
  return item.entries.get(key) ?? (item.element === 'string' ? '' : null)
}

function slice(item: GoValue, bounds: readonly GoValue[]): GoValue {
  const isList = item !== null && typeof item === 'object' && item.kind === 'list'
  if (typeof item !== 'string' && !isList) return fail(`${describe(item)} cannot be sliced`)
  if (bounds.length > (isList ? 3 : 2)) return fail(`too many bounds for a slice of ${describe(item)}`)
  const bytes = typeof item === 'string' ? Buffer.from(item) : undefined
  const length = bytes?.length ?? (isList ? item.items.length : 0)
  const [start = 0, end = length, capacity = length] = bounds.map((bound) => indexIn(bound, length + 1))
  if (start > end || end > capacity) return fail('the bounds of the slice are in the wrong order')
  return isList ? { ...item, items: item.items.slice(start, end) } : (bytes?.toString('utf8', start, end) ?? '')
}

function length(value: GoValue): bigint {
  if (typeof value === 'string') return BigInt(Buffer.byteLength(value))
  if (value !== null && typeof value === 'object') {
    if (value.kind === 'list') return BigInt(value.items.length)
    if (value.kind === 'map') return BigInt(value.entries.size)
  }
  return fail(`${describe(value)} has no length`)
}

export const PRINTING: Readonly<Record<string, TemplateFunction>> = {
  print: { parameters: [], rest: 'any', call: (args, { budget }) => formatOperands(args.values, budget) },
  println: {
    parameters: [],
    rest: 'any',
    call: (args, { budget }) => `${args.values.map((value) => formatValue(value, budget)).join(' ')}\n`,
  },
  printf: {
    parameters: ['string'],
    rest: 'any',
    call: (args, { budget }) => formatPrintf(args.text(0), args.from(1), budget),
  },
  html: {
    parameters: [],
    rest: 'any',
    call: (args, context) => joined(args, context).replace(/[\0"'&<>]/g, (letter) => HTML[letter] ?? letter),
  },
  js: {
    parameters: [],
    rest: 'any',
    call: (args, context) => Array.from(joined(args, context), escapeJs).join(''),
  },
  len: { parameters: ['any'], call: (args) => length(args.value(0)) },
  index: {
    parameters: ['any'],
    rest: 'any',
    call: (args) => {
      if (args.value(0) === null) fail('nil cannot be indexed')
      return args.from(1).reduce(indexOnce, args.value(0))
    },
  },
  slice: { parameters: ['any'], rest: 'any', call: (args) => slice(args.value(0), args.from(1)) },
  call: {
    parameters: ['any'],
    rest: 'any',
    call: (args) =>
      fail(`${describe(args.value(0))} is no function`, 'nothing that a configuration template reaches can be called'),
  },
}
