/** The filter `expand-env`: `$NAME` and `${NAME}` become values of the environment, everywhere in the file. */
import { type Environment, environmentValue, splitReferences } from './environment.ts'
import { ExpandedText, SourceMap } from './source-map.ts'

/** Something that a filter did that the user will not expect; the position is in the text given to the filter. */
export interface FilterWarning {
  code: 'ERR_EXPAND_ENV_DIGEST'
  message: string
  hint: string
  line: number
  column: number
}

/** A digest with single or doubled dollars; the word after the first says which algorithm. */
const DIGEST =
  /(\$\$?)((?:pbkdf2(?:-sha(?:1|224|256|384|512))?|argon2(?:id|i|d)|bcrypt-sha256|scrypt|plaintext|y|2[abxy]?|5|6)(?=\$))([^\s'"]*)/g

function isComment(text: string, offset: number): boolean {
  return text
    .slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
    .trimStart()
    .startsWith('#')
}

function* eatenDigests(text: string): Generator<{ offset: number; algorithm: string }> {
  for (const match of text.matchAll(DIGEST)) {
    const dollarsLeft = match[0].replaceAll('$$', '').includes('$')
    if (dollarsLeft && text[match.index - 1] !== '$' && !isComment(text, match.index)) {
      yield { offset: match.index, algorithm: match[2] ?? '' }
    }
  }
}

/** Warnings for digests whose dollars are not doubled: the filter takes their parts for variables and removes them. */
export function warnOfEatenDigests(text: string, map: SourceMap): FilterWarning[] {
  return [...eatenDigests(text)].map(({ offset, algorithm }) => ({
    code: 'ERR_EXPAND_ENV_DIGEST',
    message: `the filter 'expand-env' takes parts of this ${algorithm} digest for environment variables and removes them, so no password matches it`,
    hint: "write every '$' of the digest as '$$', or leave 'expand-env' out of the filters",
    ...position(text, offset, map),
  }))
}

function position(text: string, offset: number, map: SourceMap): { line: number; column: number } {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  const { line: originalLine, column } = map.original(line, offset - (before.lastIndexOf('\n') + 1) + 1)
  return { line: originalLine, column }
}

/** Expands the variables of a text; `$$` gives `$`, an unset variable and the provider's own secrets give nothing. */
export function expandEnvironment(
  text: string,
  environment: Environment,
  before?: SourceMap,
): { text: string; map: SourceMap } {
  const expanded = new ExpandedText()
  for (const piece of splitReferences(text)) {
    if ('text' in piece) expanded.copy(piece.text, piece.start)
    else if (piece.variable === '$') expanded.insert('$', piece.start)
    else expanded.insert(environmentValue(environment, piece.variable), piece.start)
  }
  return { text: expanded.toString(), map: new SourceMap({ source: text, expanded, before }) }
}
