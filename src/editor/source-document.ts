/**
 * A YAML text that has been read to find places in it. The text itself is never printed from the syntax tree.
 */
import { Composer, type Document, type ParsedNode, visit, type YAMLError } from 'yaml'
import { shallowTokens, YamlBeyondLimit } from '../primitives/yaml-tokens.ts'
import { EditNotPossible, YamlSyntaxInvalid, YamlTooDeep, YamlTooLarge } from './errors.ts'
import { detectLineEnd, nextLine, positionAt } from './lines.ts'
import { findTemplateBlocks, type TemplateBlocks } from './template-blocks.ts'
import { type Expression, maskTemplates } from './template-mask.ts'

export interface SourceDocument {
  source: string
  /** The source with its template expressions hidden; offsets are the same. */
  masked: string
  /** Name of the file for positions in errors. */
  file: string
  expressions: readonly Expression[]
  blocks: TemplateBlocks
  documents: readonly Document.Parsed[]
  /** Content of the first document, the only one that is read and edited. */
  root: ParsedNode | null
  /** Names of the anchors that some alias refers to. */
  sharedAnchors: ReadonlySet<string>
  lineEnd: '\n' | '\r\n'
  /** How to keep comments out of literal blocks; see {@link Care}. */
  care: Care
}

/**
 * A deeply indented comment and blank lines become text when a literal block comes to stand above them. `none`: that
 * is not looked for. `comments`: the comments below an entry go with it, and new entries go below comments. `all`: the
 * blank lines below an entry go with it too, and no literal block is written.
 */
export type Care = 'none' | 'comments' | 'all'

/** What the parser's codes mean; its own messages quote the text, which may hold secrets. */
const SYNTAX_PROBLEMS: Readonly<Record<string, string>> = {
  BAD_INDENT: 'the indentation does not fit',
  BAD_SCALAR_START: 'a plain value cannot start with this character',
  BLOCK_AS_IMPLICIT_KEY: 'a mapping cannot stand on the line of another key; a `:` in a value needs quotes',
  MISSING_CHAR: 'a quote, bracket, comma or colon is missing',
  MULTILINE_IMPLICIT_KEY: 'a key cannot span several lines',
  TAB_AS_INDENT: 'a tab cannot indent',
  UNEXPECTED_TOKEN: 'this text is not expected here',
  BAD_ALIAS: 'an alias names no anchor',
}

function syntaxError(source: string, file: string, error: YAMLError): YamlSyntaxInvalid {
  const problem = SYNTAX_PROBLEMS[error.code] ?? `not valid YAML (${error.code})`
  return new YamlSyntaxInvalid(`${file} is not valid YAML: ${problem}`, {
    hint: 'correct this place first; the file was left as it is',
    position: positionAt(source, error.pos[0], file),
  })
}

function sharedAnchorsOf(documents: readonly Document.Parsed[], text: string): Set<string> {
  const names = new Set<string>()
  if (!text.includes('*')) return names
  for (const document of documents) visit(document, { Alias: (_key, alias) => void names.add(alias.source) })
  return names
}

function composeDocuments(text: string, file: string): Document.Parsed[] {
  const composer = new Composer({ keepSourceTokens: true, uniqueKeys: false, prettyErrors: false })
  try {
    return [...composer.compose(shallowTokens(text))]
  } catch (error) {
    if (!(error instanceof YamlBeyondLimit)) throw error
    const Refusal = error.limit === 'too-deep' ? YamlTooDeep : YamlTooLarge
    throw new Refusal(`${file} cannot be edited: ${error.message}`, {
      hint: error.hint,
      position: positionAt(text, error.offset, file),
    })
  }
}

/**
 * Reads a YAML text, template expressions included.
 *
 * @throws {@link YamlSyntaxInvalid}, {@link YamlTooDeep}, {@link YamlTooLarge}
 */
export function readSource(source: string, file: string): SourceDocument {
  const { text: masked, expressions } = maskTemplates(source)
  const documents = composeDocuments(masked, file)
  const [error] = documents.flatMap(({ errors }) => errors)
  if (error !== undefined) throw syntaxError(source, file, error)
  return {
    source,
    masked,
    file,
    expressions,
    blocks: findTemplateBlocks(expressions),
    documents,
    root: documents[0]?.contents ?? null,
    sharedAnchors: sharedAnchorsOf(documents, masked),
    lineEnd: detectLineEnd(source),
    care: 'none',
  }
}

/** Where the first entry of a first document without content goes: before `...`, the next `---` or the end. */
export function endOfEmptyDocument({ source, documents, file }: SourceDocument): number {
  let offset = source.startsWith('\uFEFF') ? 1 : 0
  let started = documents.length === 0
  while (offset < source.length) {
    const line = source.slice(offset, nextLine(source, offset))
    if (/^(?:\.\.\.|---)\s/.test(`${line}\n`)) {
      if (started || line.startsWith('...')) break
      started = true
    }
    if (started && /^---\s+[^\s#]/.test(line))
      throw new EditNotPossible('the document has a property on its first line', {
        position: positionAt(source, offset, file),
      })
    offset += line.length
  }
  return offset
}
