/** Parses pipelines: declarations, commands, operands. */
import { closest } from '../../../primitives/closest.ts'
import { parseCharacter, parseNumber, unquote } from './literals.ts'
import type { Command, Operand, Pipe } from './syntax.ts'
import { TemplateFailure } from './template-invalid.ts'
import { type TokenCursor, unexpected } from './token-cursor.ts'
import type { Token, TokenType } from './tokens.ts'

/** Go allows 10000; no configuration needs more than a few, and the interpreter's own stack ends before that. */
const DEEPEST_PARENTHESES = 100

const NOT_EXECUTABLE: ReadonlySet<Operand['kind']> = new Set(['bool', 'dot', 'nil', 'number', 'string'])

/** The variables that are visible while parsing: using another one is an error before anything runs. */
export class Scope {
  readonly #names: string[] = ['$']

  mark(): number {
    return this.#names.length
  }

  release(mark: number): void {
    this.#names.length = mark
  }

  declare(name: string): void {
    this.#names.push(name)
  }

  has(name: string): boolean {
    return this.#names.includes(name)
  }
}

export class PipelineParser {
  readonly #cursor: TokenCursor
  readonly #functions: ReadonlySet<string>
  readonly #scope: Scope
  #parentheses = 0

  constructor(cursor: TokenCursor, functions: ReadonlySet<string>, scope: Scope) {
    this.#cursor = cursor
    this.#functions = functions
    this.#scope = scope
  }

  /** Parses up to and including the `end` token. */
  pipeline(context: string, end: TokenType = 'right delimiter'): Pipe {
    const pipe: Pipe = { kind: 'pipe', start: this.#cursor.peek().start, commands: [], variables: [], assigns: false }
    this.#declarations(pipe, context)
    while (this.#cursor.peek().type !== end) pipe.commands.push(this.#command(context))
    this.#check(pipe, context)
    this.#cursor.next()
    return pipe
  }

  #declarations(pipe: Pipe, context: string): void {
    while (this.#cursor.peek().type === 'variable') {
      const after = this.#cursor.lookAhead(1)
      const comma = after.type === 'character' && after.text === ','
      if (!comma && after.type !== 'assign' && after.type !== 'declare') return
      this.#declare(pipe, this.#cursor.next(), after)
      this.#cursor.next()
      if (!comma) return
      this.#checkSecond(pipe, after, context)
    }
  }

  #declare(pipe: Pipe, { text: name }: Token, { type }: Token): void {
    pipe.assigns = type === 'assign'
    pipe.variables.push(name)
    this.#scope.declare(name)
  }

  #checkSecond(pipe: Pipe, { start: offset }: Token, context: string): void {
    if (context !== 'range' || pipe.variables.length > 1) {
      throw new TemplateFailure(`too many declarations in ${context}`, { offset })
    }
    if (!['variable', 'right delimiter', 'right parenthesis'].includes(this.#cursor.peek().type)) {
      throw new TemplateFailure('range can only initialise variables', { offset })
    }
  }

  #check(pipe: Pipe, context: string): void {
    if (pipe.commands.length === 0) throw new TemplateFailure(`missing value for ${context}`, { offset: pipe.start })
    const wrong = pipe.commands.slice(1).find(({ operands: [first] }) => NOT_EXECUTABLE.has(first.kind))
    if (wrong) {
      throw new TemplateFailure('only the first stage of a pipeline can be a value', {
        offset: wrong.start,
        hint: 'what stands behind | must be a function',
      })
    }
  }

  #command(context: string): Command {
    const first = this.#operand()
    if (!first) throw unexpected(this.#cursor.next(), context)
    const operands: [Operand, ...Operand[]] = [first]
    while (this.#cursor.peekRaw().type === 'space') {
      const operand = this.#operand()
      if (operand) operands.push(operand)
      else break
    }
    this.#endOfCommand()
    return { start: first.start, operands }
  }

  #endOfCommand(): void {
    const { type } = this.#cursor.peekRaw()
    if (type === 'right delimiter' || type === 'right parenthesis') return
    if (type !== 'pipe') throw unexpected(this.#cursor.next(), 'operand')
    this.#cursor.next()
  }

  #operand(): Operand | undefined {
    const term = this.#term()
    if (!term || this.#cursor.peekRaw().type !== 'field') return term
    const { start: offset } = this.#cursor.peekRaw()
    const path: string[] = []
    while (this.#cursor.peekRaw().type === 'field') path.push(this.#cursor.nextRaw().text.slice(1))
    if (NOT_EXECUTABLE.has(term.kind)) throw new TemplateFailure(`unexpected '.' after a ${term.kind}`, { offset })
    if (term.kind === 'field' || term.kind === 'variable') return { ...term, path: [...term.path, ...path] }
    return { kind: 'chain', start: term.start, of: term, path }
  }

  #term(): Operand | undefined {
    const token = this.#cursor.peek()
    const operand = this.#literal(token) ?? this.#name(token)
    if (operand) this.#cursor.next()
    return operand ?? (token.type === 'left parenthesis' ? this.#parenthesised() : undefined)
  }

  #literal({ type, start, text }: Token): Operand | undefined {
    return located(start, (): Operand | undefined => {
      if (type === 'string' || type === 'raw string') return { kind: 'string', start, value: unquote(text) }
      if (type === 'number') return { kind: 'number', start, value: parseNumber(text), text }
      if (type === 'bool') return { kind: 'bool', start, value: text === 'true' }
      if (type === 'keyword' && text === 'nil') return { kind: 'nil', start }
      if (type !== 'character constant') return undefined
      const point = parseCharacter(text)
      return { kind: 'number', start, value: { integer: point, ideal: point }, text }
    })
  }

  #name({ type, start, text }: Token): Operand | undefined {
    if (type === 'dot') return { kind: 'dot', start }
    if (type === 'field') return { kind: 'field', start, path: [text.slice(1)] }
    if (type === 'identifier') return this.#function(start, text)
    if (type !== 'variable') return undefined
    if (!this.#scope.has(text)) {
      throw new TemplateFailure(`undefined variable ${text}`, {
        offset: start,
        hint: `declare it first: {{ ${text} := … }}`,
      })
    }
    return { kind: 'variable', start, name: text, path: [] }
  }

  #function(start: number, name: string): Operand {
    if (!this.#functions.has(name)) {
      const near = closest(name, [...this.#functions])
      throw new TemplateFailure(`there is no function '${name}'`, {
        offset: start,
        hint: near === undefined ? undefined : `did you mean ${near}?`,
      })
    }
    return { kind: 'function', start, name }
  }

  #parenthesised(): Operand {
    const { start: offset } = this.#cursor.next()
    if (++this.#parentheses > DEEPEST_PARENTHESES) {
      throw new TemplateFailure(`more than ${DEEPEST_PARENTHESES} parentheses inside each other`, { offset })
    }
    const pipe = this.pipeline('parenthesised pipeline', 'right parenthesis')
    this.#parentheses--
    return pipe
  }
}

/** Adds the offset to failures that literals throw without one. */
function located<T>(offset: number, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof TemplateFailure) throw new TemplateFailure(error.message, { hint: error.hint, offset })
    throw error
  }
}
