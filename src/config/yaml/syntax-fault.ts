/**
 * What the parser finds wrong, in words for the person who wrote the text. Its own messages quote the text, which may be
 * a key or a secret; its codes do not.
 */
import type { Fault } from './fault.ts'

/** What the parser reports. */
export interface SyntaxError {
  code: string
  pos: readonly [start: number, end: number]
}

/** One wrong line makes many errors after it. */
const FAULT_LIMIT = 10

const QUOTE_IT = "put the value in quotes: 'like this'"

const MESSAGES: Readonly<Record<string, readonly [message: string, hint?: string]>> = {
  BAD_INDENT: ['the indentation does not fit', 'options of one mapping begin in the same column'],
  BAD_ALIAS: ['this alias cannot be read', QUOTE_IT],
  BAD_DIRECTIVE: ['this directive cannot be read'],
  BAD_DQ_ESCAPE: [
    'there is no such escape in a double-quoted text',
    'use single quotes, which leave backslashes alone',
  ],
  BAD_PROP_ORDER: ['anchors and tags stand before their value'],
  BAD_SCALAR_START: ['a plain text may not begin with this character', QUOTE_IT],
  BLOCK_AS_IMPLICIT_KEY: ['a mapping may not begin here: the line holds two colons or lacks a line break', QUOTE_IT],
  BLOCK_IN_FLOW: ['a block may not stand inside brackets or braces'],
  DUPLICATE_KEY: ['a key stands twice in this mapping', 'keep one of the two'],
  IMPOSSIBLE: ['this cannot be read'],
  KEY_OVER_1024_CHARS: ['this key is longer than 1024 characters'],
  MISSING_CHAR: ['a character is missing, such as a quote, a comma, a colon or a closing bracket'],
  MULTILINE_IMPLICIT_KEY: ['a key may not go over several lines: a colon is missing'],
  MULTIPLE_ANCHORS: ['a value has one anchor at most'],
  MULTIPLE_DOCS: ['the file holds more than one document', 'remove the line --- between them, or split the file'],
  MULTIPLE_TAGS: ['a value has one tag at most'],
  NON_STRING_KEY: ['a key must be plain text'],
  TAB_AS_INDENT: ['tabs may not indent', 'use spaces'],
  TAG_RESOLVE_FAILED: ['this tag cannot be resolved', QUOTE_IT],
  UNEXPECTED_TOKEN: ['this does not belong here'],
}

interface Line {
  start: number
  text: string
}

function lineAt(text: string, offset: number): Line {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  return { start, text: text.slice(start, end === -1 ? text.length : end) }
}

function lineAfter(text: string, { start, text: line }: Line): Line | undefined {
  const next = start + line.length + 1
  return next < text.length ? lineAt(text, next) : undefined
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0
}

/** Lines that are looked through for the levels above a line. */
const LINES_ABOVE = 500

/** The columns at which the options begin that a line could stand beside, deepest first. */
function levelsAbove(text: string, { start }: Line): number[] {
  const levels: number[] = []
  let line: Line = { start, text: '' }
  for (let count = 0; count < LINES_ABOVE && line.start > 0 && levels.at(-1) !== 0; count += 1) {
    line = lineAt(text, line.start - 1)
    const [whole = '', dashes = ''] = /^ *((?:- +)*)/.exec(line.text) ?? []
    if (line.text.trim() === '' || line.text.trimStart().startsWith('#')) continue
    const indent = whole.length - dashes.length
    if (indent >= (levels.at(-1) ?? Number.POSITIVE_INFINITY)) continue
    if (dashes !== '' && whole.length < (levels.at(-1) ?? Number.POSITIVE_INFINITY)) levels.push(whole.length)
    levels.push(indent)
  }
  return levels
}

const LOOKS_LIKE_ENTRY = /^ *(?:- |["']?[\w.-]+["']?:(?: |$))/

/** The line whose indentation may be what is wrong: that of the error, or the one that a plain text swallowed. */
function suspectedLine({ code, pos: [offset] }: SyntaxError, text: string): Line | undefined {
  const line = lineAt(text, offset)
  if (text.slice(line.start, offset).trim() === '' && line.text.trim() !== '') return line
  const next = /IMPLICIT_KEY$/.test(code) ? lineAfter(text, line) : undefined
  return next !== undefined && LOOKS_LIKE_ENTRY.test(next.text) && indentOf(next.text) > indentOf(line.text)
    ? next
    : undefined
}

function spaces(count: number): string {
  return count === 1 ? '1 space' : `${count} spaces`
}

function indentFault(error: SyntaxError, text: string): Fault | undefined {
  const line = suspectedLine(error, text)
  if (line === undefined || !LOOKS_LIKE_ENTRY.test(line.text)) return undefined
  const indent = indentOf(line.text)
  const levels = levelsAbove(text, line)
  if (levels.includes(indent)) return undefined
  const around = [levels.find((level) => level < indent), levels.findLast((level) => level > indent)]
  const known = around.filter((level) => level !== undefined).join(' or ')
  return {
    code: 'yaml-syntax',
    message: 'the indentation does not fit',
    hint: `this line begins with ${spaces(indent)}, the options above it with ${known}`,
    offset: line.start + indent,
  }
}

function faultOf(error: SyntaxError, text: string): Fault {
  const [message, hint] = MESSAGES[error.code] ?? ['this is no YAML']
  const plain: Fault = { code: 'yaml-syntax', message, offset: error.pos[0], ...(hint === undefined ? {} : { hint }) }
  return indentFault(error, text) ?? plain
}

/** What is missing at a place explains what else is wrong there. */
function missingFirst(left: SyntaxError, right: SyntaxError): number {
  return Number(right.code === 'MISSING_CHAR') - Number(left.code === 'MISSING_CHAR')
}

/** One fault for each line that is wrong, the most telling first. */
export function syntaxFaults(errors: readonly SyntaxError[], text: string): Fault[] {
  const lines = new Set<number>()
  const isFirstOfLine = ({ offset }: Fault) => {
    const { start } = lineAt(text, offset)
    const isNew = !lines.has(start)
    lines.add(start)
    return isNew
  }
  return errors
    .toSorted(missingFirst)
    .slice(0, FAULT_LIMIT)
    .map((error) => faultOf(error, text))
    .filter(isFirstOfLine)
}
