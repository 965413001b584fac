/** Cuts a template into tokens: text, and inside `{{ }}` the words of an action. Trim markers are spent here. */
import { KEYWORDS, type Token, type TokenType } from './tokens.ts'

const SPACE = ' \t\r\n'
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y
const WORD = /[\p{L}\p{Nd}_]+/uy
const QUOTED = /"(?:\\[^\n]|[^"\\\n])*"/y
const CHARACTER = /'(?:\\[^\n]|[^'\\\n])*'/y
const RAW = /`[^`]*`/y
const TERMINATORS = ' \t\r\n.,|:)('
const PRINTABLE_ASCII = /[!-~]/

const SINGLE: Readonly<Record<string, TokenType>> = { '=': 'assign', '|': 'pipe' }

/** Each becomes objects of some hundred bytes; an expression has about ten. */
const MOST_TOKENS = 1_000_000

class Lexer {
  readonly #source: string
  readonly #tokens: Token[] = []
  #at = 0
  #parentheses = 0

  constructor(source: string) {
    this.#source = source
  }

  run(): Token[] {
    while (this.#at < this.#source.length && !this.#failed()) this.#text()
    if (!this.#failed()) this.#push('end of file', this.#source.length, this.#source.length)
    return this.#tokens
  }

  #failed(): boolean {
    return this.#tokens.at(-1)?.type === 'error'
  }

  #push(type: TokenType, start: number, end: number): void {
    if (this.#tokens.length < MOST_TOKENS) this.#tokens.push({ type, start, end, text: this.#source.slice(start, end) })
    else this.#error('the template is too long', start)
    this.#at = end
  }

  #error(message: string, start: number): void {
    this.#tokens.push({ type: 'error', start, end: this.#source.length, text: message })
  }

  #isSpace(offset: number): boolean {
    const letter = this.#source[offset]
    return letter !== undefined && SPACE.includes(letter)
  }

  #match(pattern: RegExp, offset: number): number {
    pattern.lastIndex = offset
    return pattern.exec(this.#source)?.[0].length ?? -1
  }

  #text(): void {
    const start = this.#at
    const found = this.#source.indexOf('{{', start)
    const delimiter = found < 0 ? this.#source.length : found
    let end = delimiter
    const trims = found >= 0 && this.#source[found + 2] === '-' && this.#isSpace(found + 3)
    if (trims) while (end > start && this.#isSpace(end - 1)) end--
    if (end > start) this.#push('text', start, end)
    this.#at = delimiter
    if (found >= 0) this.#action(delimiter, trims ? delimiter + 4 : delimiter + 2)
  }

  #action(delimiter: number, inside: number): void {
    if (this.#source.startsWith('/*', inside)) {
      this.#comment(delimiter, inside)
      return
    }
    this.#push('left delimiter', delimiter, delimiter + 2)
    this.#at = inside
    this.#parentheses = 0
    while (!this.#failed()) {
      if (this.#rightDelimiter()) return
      this.#inside(delimiter)
    }
  }

  #comment(delimiter: number, inside: number): void {
    const close = this.#source.indexOf('*/', inside + 2)
    if (close < 0) {
      this.#error('unclosed comment', delimiter)
      return
    }
    this.#at = close + 2
    const start = this.#rightStart()
    if (start === undefined) {
      this.#error('comment ends before closing delimiter', delimiter)
      return
    }
    this.#push('comment', delimiter, start.end)
    this.#skipTrimmed(start.trims)
  }

  /** Where the closing delimiter at this place ends, if there is one here. */
  #rightStart(): { end: number; trims: boolean } | undefined {
    const at = this.#at
    if (this.#isSpace(at) && this.#source.startsWith('-}}', at + 1)) return { end: at + 4, trims: true }
    return this.#source.startsWith('}}', at) ? { end: at + 2, trims: false } : undefined
  }

  #rightDelimiter(): boolean {
    const right = this.#rightStart()
    if (!right) return false
    if (this.#parentheses > 0) {
      this.#error('unclosed left parenthesis', this.#at)
      return false
    }
    this.#push('right delimiter', right.end - 2, right.end)
    this.#skipTrimmed(right.trims)
    return true
  }

  #skipTrimmed(trims: boolean): void {
    if (trims) while (this.#isSpace(this.#at)) this.#at++
  }

  #inside(delimiter: number): void {
    const at = this.#at
    const letter = this.#source[at]
    if (letter === undefined) this.#error('unclosed action', delimiter)
    else if (SPACE.includes(letter)) this.#space()
    else if (letter === '"') this.#delimited('string', QUOTED, 'unterminated quoted string')
    else if (letter === '`') this.#delimited('raw string', RAW, 'unterminated raw quoted string')
    else if (letter === "'") this.#delimited('character constant', CHARACTER, 'unterminated character constant')
    else if (letter === '$') this.#name('variable')
    else if (letter === '.' && !/[0-9]/.test(this.#source[at + 1] ?? '')) this.#name('field')
    else if (/[.+\-0-9]/.test(letter)) this.#number()
    else if (this.#match(WORD, at) > 0) this.#word()
    else this.#sign(letter)
  }

  #space(): void {
    const start = this.#at
    let end = start
    while (this.#isSpace(end)) end++
    const beforeTrim = this.#source.startsWith('-}}', end) ? end - 1 : end
    if (beforeTrim > start) this.#push('space', start, beforeTrim)
  }

  #delimited(type: TokenType, pattern: RegExp, message: string): void {
    const length = this.#match(pattern, this.#at)
    if (length < 0) this.#error(message, this.#at)
    else this.#push(type, this.#at, this.#at + length)
  }

  /** A variable or a field: the sign and, optionally, a name. */
  #name(type: 'variable' | 'field'): void {
    const start = this.#at
    const end = start + 1 + Math.max(this.#match(WORD, start + 1), 0)
    if (!this.#terminates(end)) this.#badCharacter(end)
    else this.#push(end === start + 1 && type === 'field' ? 'dot' : type, start, end)
  }

  #number(): void {
    const start = this.#at
    const end = start + Math.max(this.#match(NUMBER, start), 0)
    if (this.#match(WORD, end) > 0 || end === start || '+-'.includes(this.#source[end] ?? ' ')) {
      this.#error('bad number syntax', start)
    } else this.#push('number', start, end)
  }

  #word(): void {
    const start = this.#at
    const end = start + this.#match(WORD, start)
    const word = this.#source.slice(start, end)
    if (!this.#terminates(end)) this.#badCharacter(end)
    else if (KEYWORDS.has(word)) this.#push('keyword', start, end)
    else this.#push(word === 'true' || word === 'false' ? 'bool' : 'identifier', start, end)
  }

  #sign(letter: string): void {
    const start = this.#at
    if (letter === ':') {
      if (this.#source[start + 1] === '=') this.#push('declare', start, start + 2)
      else this.#error('expected :=', start)
    } else if (letter === '(') {
      this.#parentheses++
      this.#push('left parenthesis', start, start + 1)
    } else if (letter === ')') {
      this.#parentheses--
      if (this.#parentheses < 0) this.#error('unexpected right parenthesis', start)
      else this.#push('right parenthesis', start, start + 1)
    } else if (PRINTABLE_ASCII.test(letter)) this.#push(SINGLE[letter] ?? 'character', start, start + 1)
    else this.#error('unrecognised character in action', start)
  }

  #terminates(offset: number): boolean {
    const letter = this.#source[offset]
    return letter === undefined || TERMINATORS.includes(letter) || this.#source.startsWith('}}', offset)
  }

  #badCharacter(offset: number): void {
    this.#error(`bad character '${this.#source[offset] ?? ''}' after a name`, offset)
  }
}

/** The tokens of a template; the last one is `end of file` or an `error`. */
export function tokenize(source: string): Token[] {
  return new Lexer(source).run()
}
