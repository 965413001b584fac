/**
 * The tokens of a YAML text whose nesting and number are limited. Composing recurses, and a text of many thousand brackets
 * ends the whole process inside V8 where no `catch` helps; the parser itself keeps its stack in an array and may be
 * watched. Each token becomes objects of some hundred bytes, so that a few megabytes of dashes would fill the memory.
 */
import { type CST, Lexer, Parser } from 'yaml'

/** Levels of mappings and lists inside each other; the deepest option of any file that is read here stands at 9. */
export const DEPTH_LIMIT = 100

/** The parser's stack holds up to three entries for one level. */
const STACK_LIMIT = 3 * DEPTH_LIMIT

/** Words, marks and line ends of a text; 20,000 clients of eight options have about as many. */
export const LEXEME_LIMIT = 1_500_000

export type YamlLimit = 'too-deep' | 'too-large'

const MESSAGES = {
  'too-deep': `mappings and lists are nested more than ${DEPTH_LIMIT} levels deep`,
  'too-large': 'the text holds more values than are read',
} as const satisfies Record<YamlLimit, string>

/** Ends the reading of a text that passes a limit. */
export class YamlBeyondLimit extends Error {
  readonly limit: YamlLimit
  /** UTF-16 units from the start of the text. */
  readonly offset: number

  constructor(limit: YamlLimit, offset: number) {
    super(MESSAGES[limit])
    this.name = new.target.name
    this.limit = limit
    this.offset = offset
  }
}

/**
 * The tokens of a text, for a `Composer`.
 *
 * @throws {@link YamlBeyondLimit} before anything recurses
 */
export function* shallowTokens(text: string): Generator<CST.Token> {
  const parser = new Parser()
  let count = 0
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    count += 1
    if (parser.stack.length > STACK_LIMIT) throw new YamlBeyondLimit('too-deep', parser.offset)
    if (count > LEXEME_LIMIT) throw new YamlBeyondLimit('too-large', parser.offset)
  }
  yield* parser.end()
}
