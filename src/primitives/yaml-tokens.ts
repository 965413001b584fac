/**
 * The tokens of a YAML text whose nesting is limited. Composing recurses, and a text of many thousand brackets ends the
 * whole process inside V8 where no `catch` helps; the parser itself keeps its stack in an array and may be watched.
 */
import { type CST, Lexer, Parser } from 'yaml'

/** Levels of mappings and lists inside each other; the deepest option of any file that is read here stands at 9. */
export const DEPTH_LIMIT = 100

/** The parser's stack holds up to three entries for one level. */
const STACK_LIMIT = 3 * DEPTH_LIMIT

/** Ends the reading of a text whose nesting passes {@link DEPTH_LIMIT}. */
export class NestedTooDeep extends Error {
  /** UTF-16 units from the start of the text. */
  readonly offset: number

  constructor(offset: number) {
    super(`mappings and lists are nested more than ${DEPTH_LIMIT} levels deep`)
    this.name = new.target.name
    this.offset = offset
  }
}

/**
 * The tokens of a text, for a `Composer`.
 *
 * @throws {@link NestedTooDeep} before anything recurses
 */
export function* shallowTokens(text: string): Generator<CST.Token> {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > STACK_LIMIT) throw new NestedTooDeep(parser.offset)
  }
  yield* parser.end()
}
