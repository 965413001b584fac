/** `printf` with the verbs of Go's package fmt that values of a template can meet. */
import type { Budget } from './budget.ts'
import { formatExponent, formatFixed, formatGeneral } from './floats.ts'
import { formatValue } from './format.ts'
import { quoteGo } from './quote.ts'
import { fail } from './template-invalid.ts'
import { describe, type GoValue, sortedKeys } from './values.ts'

interface Directive {
  flags: string
  width: number | undefined
  precision: number | undefined
  verb: string
}

const DIRECTIVE = /%([-+# 0]*)(\[\d+\])?(\*|\d+)?(?:\.(\[\d+\])?(\*|\d+)?)?(\[\d+\])?(.)?/gsu
/** A map can hold itself, so the depth is limited. */
const DEEPEST_VALUE = 100
/** Go gives up on wider fields. */
const WIDEST = 1_000_000

class Arguments {
  readonly #values: readonly GoValue[]
  #at = 0
  #reordered = false

  constructor(values: readonly GoValue[]) {
    this.#values = values
  }

  /** `[3]`: the next argument is the third. */
  moveTo(index: string | undefined): void {
    if (index === undefined) return
    this.#at = Number(index.slice(1, -1)) - 1
    this.#reordered = true
  }

  /** What Go writes for an argument that is not there. */
  missing(): string {
    return this.#reordered ? 'BADINDEX' : 'MISSING'
  }

  next(): GoValue | undefined {
    return this.#values[this.#at++]
  }

  rest(): readonly GoValue[] {
    return this.#reordered ? [] : this.#values.slice(this.#at)
  }
}

/** Formats by the rules of fmt.Sprintf; misuse shows in the text, as `%!d(string=hi)`. */
export function formatPrintf(format: string, values: readonly GoValue[], budget: Budget): string {
  const source = new Arguments(values)
  const text = format.replace(
    DIRECTIVE,
    (
      _all,
      flags: string,
      first?: string,
      width?: string,
      second?: string,
      precision?: string,
      third?: string,
      verb?: string,
    ) => {
      source.moveTo(first)
      const wide = size(width, source)
      source.moveTo(second)
      const precise = _all.includes('.') ? (size(precision, source) ?? 0) : undefined
      source.moveTo(third)
      if (verb === undefined) return '%!(NOVERB)'
      if (verb === '%') return '%'
      budget.checkLength(Math.abs(wide ?? 0))
      const value = source.next()
      if (value === undefined) return `%!${verb}(${source.missing()})`
      return directive({ flags, width: wide, precision: precise, verb }, value, budget)
    },
  )
  const extra = source.rest()
  budget.checkLength(text.length)
  if (extra.length === 0) return text
  return `${text}%!(EXTRA ${extra.map((value) => typed(value, budget)).join(', ')})`
}

function size(text: string | undefined, source: Arguments): number | undefined {
  if (text === undefined) return undefined
  const value = text === '*' ? source.next() : BigInt(text)
  if (typeof value !== 'bigint') return undefined
  return value > WIDEST || value < -WIDEST ? undefined : Number(value)
}

function typed(value: GoValue, budget: Budget): string {
  return value === null ? '<nil>' : `${describe(value)}=${formatValue(value, budget)}`
}

function directive(spec: Directive, value: GoValue, budget: Budget, depth = 0): string {
  if (depth > DEEPEST_VALUE) fail('a value is too deep to be printed', 'does a map hold itself?')
  budget.spend()
  if (spec.verb === 'T') return pad(value === null ? '<nil>' : describe(value), spec, 'string')
  if (value === null || typeof value !== 'object') return leaf(spec, value)
  const inner = (item: GoValue): string => directive(spec, item, budget, depth + 1)
  if (value.kind === 'list') return `[${value.items.map(inner).join(' ')}]`
  if (value.kind !== 'map') return pad(formatValue(value, budget), spec, 'object')
  const entries = sortedKeys(value).map((key) => `${inner(key)}:${inner(value.entries.get(key) ?? null)}`)
  return `map[${entries.join(' ')}]`
}

/** A verb that does not fit shows the value with its type, by the width of the directive. */
function leaf(spec: Directive, value: string | boolean | bigint | number | null): string {
  const text = value === null ? (spec.verb === 'v' ? '<nil>' : undefined) : convertPlain(spec, value)
  if (text !== undefined) return pad(text, spec, typeof value)
  if (value === null) return `%!${spec.verb}(<nil>)`
  const shown = convertPlain({ ...spec, verb: 'v' }, value) ?? ''
  return `%!${spec.verb}(${describe(value)}=${pad(shown, spec, typeof value)})`
}

function convertPlain(spec: Directive, value: string | boolean | bigint | number): string | undefined {
  switch (typeof value) {
    case 'string':
      return convertString(spec, value)
    case 'boolean':
      return spec.verb === 't' || spec.verb === 'v' ? String(value) : undefined
    case 'bigint':
      return convertInteger(spec, value)
    default:
      return convertFloat(spec, value)
  }
}

function convertString({ verb, precision, flags }: Directive, value: string): string | undefined {
  const cut = precision === undefined ? value : Array.from(value).slice(0, precision).join('')
  if (verb === 's') return cut
  if (verb === 'v') return flags.includes('#') ? quoteGo(cut) : cut
  if (verb === 'q') return flags.includes('#') && !/[`\n\r]/.test(cut) ? `\`${cut}\`` : quoteGo(cut)
  if (verb !== 'x' && verb !== 'X') return undefined
  const bytes = Buffer.from(value).subarray(0, precision)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(flags.includes(' ') ? ' ' : '')
  return verb === 'X' ? hex.toUpperCase() : hex
}

const RADIX: Readonly<Record<string, number>> = { d: 10, v: 10, b: 2, o: 8, O: 8, x: 16, X: 16 }
const PREFIX: Readonly<Record<string, string>> = { b: '0b', o: '0', x: '0x', X: '0X' }

function convertInteger({ verb, flags, precision }: Directive, value: bigint): string | undefined {
  if (verb === 'c' || verb === 'q' || verb === 'U') return convertCodePoint(verb, value)
  const radix = RADIX[verb]
  if (radix === undefined) return undefined
  const magnitude = (value < 0n ? -value : value).toString(radix).padStart(precision ?? 0, '0')
  const prefix = verb === 'O' ? '0o' : flags.includes('#') ? (PREFIX[verb] ?? '') : ''
  return sign(value < 0n, flags) + prefix + (verb === 'X' ? magnitude.toUpperCase() : magnitude)
}

function convertCodePoint(verb: string, value: bigint): string {
  const valid = value >= 0n && value <= 0x10ffffn && !(value >= 0xd800n && value < 0xe000n)
  if (verb === 'U') return `U+${value.toString(16).toUpperCase().padStart(4, '0')}`
  const letter = String.fromCodePoint(valid ? Number(value) : 0xfffd)
  return verb === 'c' ? letter : quoteGo(letter, "'")
}

function convertFloat({ verb, flags, precision }: Directive, value: number): string | undefined {
  const text = floatText(verb, value, precision)
  if (text === undefined) return undefined
  return /^[-+]/.test(text) ? text : sign(false, flags) + text
}

function floatText(verb: string, value: number, precision: number | undefined): string | undefined {
  if (verb === 'v' || verb === 'g') return formatGeneral(value, precision)
  if (verb === 'G') return formatGeneral(value, precision).toUpperCase()
  if (verb === 'f' || verb === 'F') return formatFixed(value, precision)
  if (verb === 'e') return formatExponent(value, precision ?? 6)
  return verb === 'E' ? formatExponent(value, precision ?? 6).toUpperCase() : undefined
}

function sign(negative: boolean, flags: string): string {
  if (negative) return '-'
  return flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
}

function pad(text: string, { flags, width = 0, precision }: Directive, type: string): string {
  const missing = Math.abs(width) - Array.from(text).length
  if (missing <= 0) return text
  if (flags.includes('-') || width < 0) return text + ' '.repeat(missing)
  const zeros = flags.includes('0') && !(type === 'bigint' && precision !== undefined) && type !== 'object'
  if (!zeros) return ' '.repeat(missing) + text
  const isNumber = type === 'bigint' || type === 'number'
  const start = (isNumber && /^[-+ ]?(?:0[xXbo])?/.exec(text)?.[0]) || ''
  return start + '0'.repeat(missing) + text.slice(start.length)
}
