/**
 * The tokens of a YAML text whose nesting, number and length are limited. Composing recurses, and a text of many thousand
 * brackets ends the whole process inside V8 where no `catch` helps; the parser itself keeps its stack in an array and may
 * be watched. Each token becomes objects of some hundred bytes, so that a few megabytes of dashes would fill the memory.
 */
import { type CST, Lexer, Parser } from 'yaml'
import { MIB } from './files.ts'

/** Levels of mappings and lists inside each other; the deepest option of any file that is read here stands at 9. */
export const DEPTH_LIMIT = 100

/** The parser's stack holds up to three entries for one level. */
const STACK_LIMIT = 3 * DEPTH_LIMIT

/** Line ends, brackets, colons and what else begins or ends a value; 20,000 clients of eight options have 520,000. */
export const MARK_LIMIT = 575_000

/** Words, marks and spaces; 20,000 clients of eight options have 1,400,000. */
export const LEXEME_LIMIT = 1_500_000

/** UTF-16 units of one text, quoted or not; no key or chain may be larger. */
export const VALUE_LIMIT = MIB

/** UTF-16 units of all texts in double quotes: the parser puts each together from pieces of 32 bytes. */
export const DOUBLE_QUOTED_LIMIT = 8 * MIB

export type YamlLimit = 'too-deep' | 'too-large' | 'value-too-long' | 'too-many-quoted'

const WORDS = {
  'too-deep': {
    message: `mappings and lists are nested more than ${DEPTH_LIMIT} levels deep`,
    hint: 'look for brackets or dashes that repeat',
  },
  'too-large': {
    message: `up to here the text holds the ${MARK_LIMIT.toLocaleString('en')} lines and marks that are read, and goes on`,
    hint: 'look for what repeats; 10,000 clients have about 260,000',
  },
  'value-too-long': {
    message: 'a text begins here that is longer than 1 MiB, as no value may be',
    hint: 'look for a quote that is never closed',
  },
  'too-many-quoted': {
    message: 'up to here there are 8 MiB of text in double quotes, and more follows',
    hint: 'put texts in single quotes, which cost much less',
  },
} as const satisfies Record<YamlLimit, { message: string; hint: string }>

/** Ends the reading of a text that passes a limit. */
export class YamlBeyondLimit extends Error {
  readonly limit: YamlLimit
  /** What to look for. */
  readonly hint: string
  /** UTF-16 units from the start of the text. */
  readonly offset: number

  constructor(limit: YamlLimit, offset: number) {
    super(WORDS[limit].message)
    this.name = new.target.name
    this.limit = limit
    this.hint = WORDS[limit].hint
    this.offset = offset
  }
}

/** Sees the collections that are being read, outermost first; what it takes out of them is not read again. */
export interface Watch {
  /** After so many words and marks. */
  every: number
  see(open: readonly CST.Token[]): void
}

/** Each is a token or begins one, unless it stands inside of a text. */
const MARK = /[\n[\]{},:#&*!]|-(?=\s)/g

/** Refuses a text at once that would only be refused after seconds. */
function assertFewMarks(text: string): void {
  const mark = new RegExp(MARK)
  for (let count = 0; mark.test(text); count += 1) {
    if (count === MARK_LIMIT) throw new YamlBeyondLimit('too-large', mark.lastIndex - 1)
  }
}

/**
 * The tokens of a text, for a `Composer`.
 *
 * @throws {@link YamlBeyondLimit} before anything recurses
 */
export function* shallowTokens(text: string, watch?: Watch): Generator<CST.Token> {
  assertFewMarks(text)
  const parser = new Parser()
  let count = 0
  let quoted = 0
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.length > VALUE_LIMIT) throw new YamlBeyondLimit('value-too-long', parser.offset)
    if (lexeme.startsWith('"')) quoted += lexeme.length
    if (quoted > DOUBLE_QUOTED_LIMIT) throw new YamlBeyondLimit('too-many-quoted', parser.offset)
    yield* parser.next(lexeme)
    count += 1
    if (parser.stack.length > STACK_LIMIT) throw new YamlBeyondLimit('too-deep', parser.offset)
    if (count > LEXEME_LIMIT) throw new YamlBeyondLimit('too-large', parser.offset)
    if (watch !== undefined && count % watch.every === 0) watch.see(parser.stack)
  }
  yield* parser.end()
}
