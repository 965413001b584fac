/**
 * Template expressions (`{{ … }}`, Go's text/template) are hidden before the text is read as YAML. The masked text has
 * the same length, so every offset found in it holds in the source, which alone is ever written.
 *
 * An expression inside a line becomes a plain word of private-use characters, one for one, so that equal expressions
 * stay equal and different ones different. An expression alone on its line becomes empty lines, which YAML allows
 * everywhere, even in the middle of a scalar.
 */

export type ExpressionKind = 'open' | 'middle' | 'close' | 'silent' | 'output'

export interface Expression {
  start: number
  end: number
  kind: ExpressionKind
  /** Nothing but white space, other expressions or a comment stands beside it. */
  ownLine: boolean
}

export interface MaskedText {
  text: string
  expressions: readonly Expression[]
}

/** A comment action, or strings, raw strings and character constants that may hold `}}`, up to the next `}}`. */
const EXPRESSION =
  /\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}|\{\{(?:"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*'|\}(?!\})|\{(?!\{)|[^"`'{}])*\}\}/g

const PRIVATE_USE = 0xe000
const OPENING = new Set(['if', 'range', 'with', 'define', 'block'])

function kindOf(expression: string): ExpressionKind {
  const body = expression.replace(/^\{\{-?\s*/, '').replace(/\s*-?\}\}$/, '')
  const word = /^[A-Za-z]+/.exec(body)?.[0] ?? ''
  if (OPENING.has(word)) return 'open'
  if (word === 'else') return 'middle'
  if (word === 'end') return 'close'
  const isSilent = body.startsWith('/*') || /^\$\w*\s*:?=/.test(body) || word === 'break' || word === 'continue'
  return isSilent ? 'silent' : 'output'
}

function isOnOwnLine(blanked: string, start: number, end: number): boolean {
  const before = blanked.slice(blanked.lastIndexOf('\n', start - 1) + 1, start)
  const feed = blanked.indexOf('\n', end)
  const after = blanked.slice(end, feed === -1 ? blanked.length : feed)
  return before.trim() === '' && /^\s*(?:\s#.*)?$/.test(after)
}

/** Braces that open in a YAML comment and close on a later line are prose, not an expression. */
function isProse(source: string, start: number, expression: string): boolean {
  if (!expression.includes('\n') || /^\{\{-?\s*\/\*/.test(expression)) return false
  return /(?:^|\s)#/.test(source.slice(source.lastIndexOf('\n', start - 1) + 1, start))
}

function rangesOf(source: string): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = []
  const expression = new RegExp(EXPRESSION)
  for (let match = expression.exec(source); match !== null; match = expression.exec(source)) {
    const end = match.index + match[0].length
    if (isProse(source, match.index, match[0])) expression.lastIndex = match.index + 2
    else ranges.push({ start: match.index, end })
  }
  return ranges
}

function blank(source: string, ranges: readonly { start: number; end: number }[]): string {
  let text = ''
  let done = 0
  for (const { start, end } of ranges) {
    text += source.slice(done, start) + ' '.repeat(end - start)
    done = end
  }
  return text + source.slice(done)
}

/** All template expressions of a text, in order. */
export function findExpressions(source: string): Expression[] {
  const found = rangesOf(source)
  const blanked = blank(source, found)
  return found.map(({ start, end }) => ({
    start,
    end,
    kind: kindOf(source.slice(start, end)),
    ownLine: isOnOwnLine(blanked, start, end),
  }))
}

/** An expression as the word that stands for it in the masked text. */
export function maskExpression(expression: string): string {
  return expression.replace(/[\s\S]/g, (character) => {
    const code = character.charCodeAt(0)
    return code < 0x80 ? String.fromCharCode(PRIVATE_USE + code) : character
  })
}

function leadingWhiteSpace(source: string, start: number): number {
  let offset = start
  while (source[offset - 1] === ' ' || source[offset - 1] === '\t') offset -= 1
  return offset
}

/** Hides the template expressions of a text; the result has the same length. */
export function maskTemplates(source: string): MaskedText {
  const expressions = findExpressions(source)
  let text = ''
  let done = 0
  for (const { start, end, ownLine } of expressions) {
    const from = ownLine ? Math.max(done, leadingWhiteSpace(source, start)) : start
    text += source.slice(done, from)
    text += ownLine ? '\n'.repeat(end - from) : maskExpression(source.slice(start, end))
    done = end
  }
  return { text: text + source.slice(done), expressions }
}

/** Whether a text is one template expression and nothing else. */
export function isExpression(text: string): boolean {
  const [only, ...others] = findExpressions(text)
  return only !== undefined && others.length === 0 && only.start === 0 && only.end === text.length
}
