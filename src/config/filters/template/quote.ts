/** Go's quoted strings: what `%q` writes. */

const ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
}
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u

/** Whether Go prints a code point as it is: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrintable(letter: string): boolean {
  return PRINTABLE.test(letter)
}

function escapeLetter(letter: string, quote: string): string {
  if (letter === quote) return `\\${quote}`
  const known = ESCAPES[letter]
  if (known !== undefined) return known
  if (isPrintable(letter)) return letter
  const point = letter.codePointAt(0) ?? 0
  if (point < 0x80) return `\\x${point.toString(16).padStart(2, '0')}`
  return point > 0xffff ? `\\U${point.toString(16).padStart(8, '0')}` : `\\u${point.toString(16).padStart(4, '0')}`
}

/** Quotes a text as a Go string (or, with `'`, character) literal. */
export function quoteGo(text: string, quote: '"' | "'" = '"'): string {
  return quote + Array.from(text, (letter) => escapeLetter(letter, quote)).join('') + quote
}
