/** Literals of the template language: Go's numbers, characters and quoted strings. */
import { TemplateFailure } from './template-invalid.ts'

export interface NumberLiteral {
  /** What the literal is where an integer is wanted. */
  integer: bigint | undefined
  /** What it is where the type is open: `bigint` for an int, `number` for a float64. */
  ideal: bigint | number
}

const INTEGER = /^([+-]?)(0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/
const DECIMAL_FLOAT = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/
const HEX_FLOAT = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?[0-9]+)$/
const LARGEST = 2n ** 63n - 1n

/** Reads the digits of a Go integer literal; undefined when it is none. */
export function parseInteger(text: string): bigint | undefined {
  const match = INTEGER.exec(text)
  if (!match) return undefined
  const digits = (match[2] ?? '').replaceAll('_', '')
  const magnitude = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits)
  return match[1] === '-' ? -magnitude : magnitude
}

function parseFloat64(text: string): number | undefined {
  const plain = text.replaceAll('_', '')
  if (DECIMAL_FLOAT.test(plain)) return Number(plain)
  const match = HEX_FLOAT.exec(plain)
  if (!match || `${match[2]}${match[3]}` === '') return undefined
  const mantissa = Number(`0x${match[2]}${match[3]}`)
  const value = mantissa * 2 ** (Number(match[4]) - 4 * (match[3] ?? '').length)
  return match[1] === '-' ? -value : value
}

/** @throws {@link TemplateFailure} for malformed numbers, complex numbers and integers over 64 bits */
export function parseNumber(text: string): NumberLiteral {
  if (text.endsWith('i')) throw new TemplateFailure(`the complex number ${text} has no use in a configuration`)
  const integer = parseInteger(text)
  if (integer !== undefined) {
    if (integer > LARGEST || integer < -LARGEST - 1n) throw new TemplateFailure(`${text} overflows int`)
    return { integer, ideal: integer }
  }
  const float = /[.eEpP]/.test(text) ? parseFloat64(text) : undefined
  if (float === undefined || !Number.isFinite(float)) throw new TemplateFailure(`bad number syntax: ${text}`)
  return { integer: Number.isSafeInteger(float) ? BigInt(float) : undefined, ideal: float }
}

/** The code point of a character constant such as `'a'` or `'\n'`. */
export function parseCharacter(text: string): bigint {
  const content = resolveEscapes(text.slice(1, -1), "'")
  const [first, ...rest] = content
  if (first === undefined || rest.length > 0) throw new TemplateFailure(`malformed character constant: ${text}`)
  return BigInt(first.codePointAt(0) ?? 0)
}

/** The content of an interpreted ("…") or raw (`…`) string literal. */
export function unquote(text: string): string {
  const content = text.slice(1, -1)
  return text.startsWith('`') ? content.replaceAll('\r', '') : resolveEscapes(content, '"')
}

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 }
const ESCAPE = /\\(?:([abfnrtv\\'"])|([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.?))/gs

/** Bytes count here: `\xc3\xa9` is one letter, as in Go. */
function resolveEscapes(content: string, quote: '"' | "'"): string {
  const parts: Buffer[] = []
  let end = 0
  for (const match of content.matchAll(ESCAPE)) {
    parts.push(Buffer.from(content.slice(end, match.index)), escaped(match, quote))
    end = match.index + match[0].length
  }
  parts.push(Buffer.from(content.slice(end)))
  return Buffer.concat(parts).toString('utf8')
}

function escaped(match: RegExpExecArray, quote: '"' | "'"): Buffer {
  const [all, simple, octal, hex, short, long] = match
  if (simple === quote) return Buffer.from(quote)
  const known = simple === undefined ? undefined : SIMPLE[simple]
  if (known !== undefined) return Buffer.of(known)
  if (octal !== undefined && Number.parseInt(octal, 8) < 256) return Buffer.of(Number.parseInt(octal, 8))
  if (hex !== undefined) return Buffer.of(Number.parseInt(hex, 16))
  const point = Number.parseInt(short ?? long ?? 'ffffffff', 16)
  if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
    throw new TemplateFailure(`invalid escape ${all} in a string`)
  return Buffer.from(String.fromCodePoint(point))
}
