/** Reads one YAML text: its value, what is wrong with it, and where each option stands. */
import { Composer, type CST, type Document, Lexer, Parser, YAMLParseError } from 'yaml'
import { DEPTH_LIMIT } from '../limits.ts'
import { DocumentFault, type Fault } from './fault.ts'
import { Locator } from './locate.ts'
import { convertDocument } from './to-value.ts'

export interface YamlDocument {
  /** The mapping at the top; empty where the text is no usable document. */
  value: Readonly<Record<string, unknown>>
  faults: readonly Fault[]
  locator: Locator
}

/** One wrong line makes many errors after it. */
const FAULT_LIMIT = 10

/** The parser's stack holds up to three entries for one level. */
const STACK_LIMIT = 3 * DEPTH_LIMIT

function tooDeep(offset: number): Fault {
  return {
    code: 'yaml-too-deep',
    message: `mappings and lists are nested more than ${DEPTH_LIMIT} levels deep`,
    offset,
  }
}

const CONTROL_CHARACTER = /(?![\t\n\r\u0085])\p{Cc}/u

function unusable(...faults: Fault[]): YamlDocument {
  return { value: {}, faults, locator: new Locator(undefined, new Map()) }
}

function controlCharacter(text: string): Fault | undefined {
  const offset = text.search(CONTROL_CHARACTER)
  if (offset === -1) return undefined
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0')
  return { code: 'yaml-control-character', message: `the character U+${code} may not stand in YAML`, offset }
}

/** The parser's own messages quote the text, which may be a key or a secret; its codes do not. */
const SYNTAX_MESSAGES: Readonly<Record<string, string>> = {
  BAD_INDENT: 'the indentation does not fit',
  BAD_ALIAS: 'this alias cannot be read',
  BAD_DIRECTIVE: 'this directive cannot be read',
  BAD_DQ_ESCAPE: 'there is no such escape in a double-quoted text',
  BAD_PROP_ORDER: 'anchors and tags stand before their value',
  BAD_SCALAR_START: 'a plain text may not begin with this character',
  BLOCK_AS_IMPLICIT_KEY: 'a mapping may not begin here: the line holds two colons or lacks a line break',
  BLOCK_IN_FLOW: 'a block may not stand inside brackets or braces',
  DUPLICATE_KEY: 'a key stands twice in this mapping',
  IMPOSSIBLE: 'this cannot be read',
  KEY_OVER_1024_CHARS: 'this key is longer than 1024 characters',
  MISSING_CHAR: 'a character is missing, such as a quote, a comma, a colon or a closing bracket',
  MULTILINE_IMPLICIT_KEY: 'a key may not go over several lines: a colon is missing',
  MULTIPLE_ANCHORS: 'a value has one anchor at most',
  MULTIPLE_DOCS: 'the file holds more than one document',
  MULTIPLE_TAGS: 'a value has one tag at most',
  NON_STRING_KEY: 'a key must be plain text',
  TAB_AS_INDENT: 'tabs may not indent',
  TAG_RESOLVE_FAILED: 'this tag cannot be resolved',
  UNEXPECTED_TOKEN: 'this does not belong here',
}

function syntaxFault({ code, pos }: { code: string; pos: [number, number] }): Fault {
  return { code: 'yaml-syntax', message: SYNTAX_MESSAGES[code] ?? 'this is no YAML', offset: pos[0] }
}

/** What is missing at a place explains what else is wrong there. */
function missingFirst(left: { code: string }, right: { code: string }): number {
  return Number(right.code === 'MISSING_CHAR') - Number(left.code === 'MISSING_CHAR')
}

function notAMapping(value: unknown): boolean {
  return typeof value !== 'object' || Array.isArray(value)
}

/**
 * The tokens of a text. The parser keeps its stack in an array, but composing and the value behind it recurse, and a
 * deep enough text ends the whole process inside V8: so the depth is limited here, before anything recurses.
 */
function* shallowTokens(text: string): Generator<CST.Token> {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > STACK_LIMIT) throw new DocumentFault(tooDeep(parser.offset))
  }
  yield* parser.end()
}

function compose(text: string): { document: Document.Parsed | undefined; more: number | undefined } {
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' })
  let document: Document.Parsed | undefined
  for (const composed of composer.compose(shallowTokens(text), true, text.length)) {
    if (document !== undefined) return { document, more: composed.range[0] }
    document = composed
  }
  return { document, more: undefined }
}

function parse(text: string): YamlDocument {
  const { document, more } = compose(text)
  const errors = document?.errors ?? []
  if (more !== undefined) errors.push(new YAMLParseError([more, more], 'MULTIPLE_DOCS', ''))
  if (errors.length > 0) return unusable(...errors.toSorted(missingFirst).slice(0, FAULT_LIMIT).map(syntaxFault))
  const contents = document?.contents ?? null
  const { value, aliases, faults } = convertDocument(contents, { hasAliases: text.includes('*') })
  if (value !== null && notAMapping(value)) {
    return unusable({ code: 'yaml-not-a-mapping', message: 'the document is no mapping of options', offset: 0 })
  }
  return { value: (value ?? {}) as Record<string, unknown>, faults, locator: new Locator(contents, aliases) }
}

/** Parses a text; whatever is wrong with it becomes a fault, never an exception. */
export function readDocument(text: string): YamlDocument {
  const fault = controlCharacter(text)
  if (fault !== undefined) return unusable(fault)
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof DocumentFault) return unusable(error.fault)
    throw error
  }
}
