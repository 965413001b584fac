/** Reads tokens one after the other, for the parser. */
import { TemplateFailure } from './template-invalid.ts'
import type { Token, TokenType } from './tokens.ts'

export class TokenCursor {
  readonly #tokens: readonly Token[]
  readonly #end: Token
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens.filter(({ type }) => type !== 'comment')
    this.#end = { type: 'end of file', start: tokens.at(-1)?.end ?? 0, end: tokens.at(-1)?.end ?? 0, text: '' }
  }

  /** The next token, spaces included. */
  peekRaw(): Token {
    return this.#tokens[this.#at] ?? this.#end
  }

  nextRaw(): Token {
    const token = this.peekRaw()
    this.#at++
    return token
  }

  /** The next token that is no space. */
  peek(): Token {
    while (this.peekRaw().type === 'space') this.#at++
    return this.peekRaw()
  }

  next(): Token {
    this.peek()
    return this.nextRaw()
  }

  /** The token `distance` places on, spaces not counted, without moving. */
  lookAhead(distance: number): Token {
    const rest = this.#tokens.slice(this.#at, this.#at + 2 * distance + 2).filter(({ type }) => type !== 'space')
    return rest[distance] ?? this.#end
  }

  nextIsKeyword(...names: string[]): boolean {
    const { type, text } = this.peek()
    return type === 'keyword' && names.includes(text)
  }

  expect(type: TokenType, context: string): Token {
    const token = this.next()
    if (token.type !== type) throw unexpected(token, context)
    return token
  }
}

/** What to say of a token that does not fit where it stands. */
export function unexpected(token: Token, context: string): TemplateFailure {
  const { start: offset } = token
  if (token.type === 'error') return new TemplateFailure(token.text, { offset })
  const shown =
    ['string', 'raw string', 'text'].includes(token.type) || token.text === '' ? token.type : `'${token.text}'`
  return new TemplateFailure(`unexpected ${shown} in ${context}`, { offset })
}
