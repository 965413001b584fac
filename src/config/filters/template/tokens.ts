/** The words of a template, as text/template cuts them; offsets are UTF-16 units of the source. */

export type TokenType =
  | 'text'
  | 'comment'
  | 'left delimiter'
  | 'right delimiter'
  | 'space'
  | 'bool'
  | 'character'
  | 'character constant'
  | 'assign'
  | 'declare'
  | 'dot'
  | 'field'
  | 'identifier'
  | 'keyword'
  | 'left parenthesis'
  | 'right parenthesis'
  | 'number'
  | 'pipe'
  | 'string'
  | 'raw string'
  | 'variable'
  | 'error'
  | 'end of file'

export interface Token {
  type: TokenType
  start: number
  end: number
  /** The token's letters; the message of an `error`. */
  text: string
}

export const KEYWORDS: ReadonlySet<string> = new Set([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'nil',
  'range',
  'template',
  'with',
])
