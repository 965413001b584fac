/** Parses a template into its syntax tree: text, actions, control structures, definitions. */

import { tokenize } from './lexer.ts'
import { unquote } from './literals.ts'
import { PipelineParser, Scope } from './pipeline-parser.ts'
import type { BranchNode, Node, Template } from './syntax.ts'
import { TemplateFailure } from './template-invalid.ts'
import { TokenCursor, unexpected } from './token-cursor.ts'
import type { Token } from './tokens.ts'

/** Control structures inside each other; no configuration needs more than a few. */
const DEEPEST_NESTING = 100

class TemplateParser {
  readonly #cursor: TokenCursor
  readonly #functions: ReadonlySet<string>
  readonly #defined: Map<string, readonly Node[]>
  readonly #pipelines: PipelineParser
  readonly #scope = new Scope()
  #ranges = 0
  #nesting: number

  constructor(
    cursor: TokenCursor,
    functions: ReadonlySet<string>,
    defined: Map<string, readonly Node[]>,
    nesting: number,
  ) {
    this.#cursor = cursor
    this.#functions = functions
    this.#defined = defined
    this.#nesting = nesting
    this.#pipelines = new PipelineParser(cursor, functions, this.#scope)
  }

  file(): readonly Node[] {
    const body: Node[] = []
    while (this.#cursor.peek().type !== 'end of file') {
      const { start } = this.#cursor.peek()
      if (this.#startsDefinition()) this.#definition(start)
      else body.push(this.#node('the file'))
    }
    return body
  }

  /** Nodes up to `end` or `else`, whose keyword is left as the next token. */
  list(opened: number): readonly Node[] {
    const body: Node[] = []
    while (!this.#startsEnd()) {
      if (this.#cursor.peek().type === 'end of file') {
        throw new TemplateFailure('this action has no {{ end }}', { offset: opened })
      }
      body.push(this.#node('the action'))
    }
    this.#cursor.next()
    return body
  }

  #startsDefinition(): boolean {
    const [first, second] = [this.#cursor.peek(), this.#cursor.lookAhead(1)]
    return first.type === 'left delimiter' && second.type === 'keyword' && second.text === 'define'
  }

  #startsEnd(): boolean {
    const [first, second] = [this.#cursor.peek(), this.#cursor.lookAhead(1)]
    return first.type === 'left delimiter' && second.type === 'keyword' && ['end', 'else'].includes(second.text)
  }

  #node(context: string): Node {
    const token = this.#cursor.next()
    if (token.type === 'text') return { kind: 'text', start: token.start, text: token.text }
    if (token.type !== 'left delimiter') throw unexpected(token, context)
    const keyword = this.#cursor.peek()
    if (keyword.type !== 'keyword' || keyword.text === 'nil') return this.#action(token.start)
    this.#cursor.next()
    return this.#control(keyword, token.start)
  }

  #action(start: number): Node {
    return { kind: 'action', start, pipe: this.#pipelines.pipeline('command') }
  }

  #control(keyword: Token, start: number): Node {
    switch (keyword.text) {
      case 'if':
      case 'with':
        return this.#nested(start, () => this.#branches(keyword.text === 'if' ? 'if' : 'with', start))
      case 'range':
        return this.#nested(start, () => this.#range(start))
      case 'template':
        return this.#template(start)
      case 'block':
        return this.#nested(start, () => this.#block(start))
      case 'break':
      case 'continue':
        return this.#jump(keyword.text, start)
      default:
        throw unexpected(keyword, keyword.text === 'define' ? 'an action (define stands at the top level)' : 'the file')
    }
  }

  #nested<T>(offset: number, parse: () => T): T {
    if (++this.#nesting > DEEPEST_NESTING) {
      throw new TemplateFailure(`more than ${DEEPEST_NESTING} actions inside each other`, { offset })
    }
    const mark = this.#scope.mark()
    const result = parse()
    this.#scope.release(mark)
    this.#nesting--
    return result
  }

  #branches(kind: 'if' | 'with', start: number): BranchNode {
    const branches: BranchNode['branches'] = []
    do {
      branches.push({ pipe: this.#pipelines.pipeline(kind), body: this.list(start) })
    } while (this.#startsBranch(kind))
    return { kind, start, branches, otherwise: this.#otherwise(start) }
  }

  /** Whether `else if` (or `else with`) follows; its words are consumed then. */
  #startsBranch(kind: 'if' | 'with'): boolean {
    const after = this.#cursor.lookAhead(1)
    if (!this.#cursor.nextIsKeyword('else') || after.type !== 'keyword' || after.text !== kind) return false
    this.#cursor.next()
    this.#cursor.next()
    return true
  }

  #otherwise(start: number): readonly Node[] {
    const keyword = this.#cursor.next()
    this.#cursor.expect('right delimiter', keyword.text)
    if (keyword.text === 'end') return []
    const body = this.list(start)
    this.#end('the else branch')
    return body
  }

  #end(context: string): void {
    const keyword = this.#cursor.next()
    if (keyword.text !== 'end') throw unexpected(keyword, context)
    this.#cursor.expect('right delimiter', 'end')
  }

  #range(start: number): Node {
    const pipe = this.#pipelines.pipeline('range')
    this.#ranges++
    const body = this.list(start)
    this.#ranges--
    return { kind: 'range', start, pipe, body, otherwise: this.#otherwise(start) }
  }

  #jump(kind: 'break' | 'continue', start: number): Node {
    if (this.#ranges === 0) throw new TemplateFailure(`{{ ${kind} }} outside {{ range }}`, { offset: start })
    this.#cursor.expect('right delimiter', kind)
    return { kind, start }
  }

  #template(start: number): Node {
    const name = this.#quotedName('template')
    const ends = this.#cursor.peek().type === 'right delimiter'
    if (ends) this.#cursor.next()
    return { kind: 'template', start, name, pipe: ends ? undefined : this.#pipelines.pipeline('template') }
  }

  #block(start: number): Node {
    const name = this.#quotedName('block')
    const pipe = this.#pipelines.pipeline('block')
    this.#define(name, start)
    return { kind: 'template', start, name, pipe }
  }

  #definition(start: number): void {
    this.#cursor.next()
    this.#cursor.next()
    const name = this.#quotedName('define')
    this.#cursor.expect('right delimiter', 'define')
    this.#define(name, start)
  }

  /** A definition sees none of the variables around it. */
  #define(name: string, start: number): void {
    const inner = new TemplateParser(this.#cursor, this.#functions, this.#defined, this.#nesting)
    const body = inner.list(start)
    inner.#end(`the definition of a template`)
    const earlier = this.#defined.get(name)
    if (earlier && !isEmpty(earlier) && !isEmpty(body)) {
      throw new TemplateFailure(`the template '${name}' is defined twice`, { offset: start })
    }
    if (!earlier || isEmpty(earlier)) this.#defined.set(name, body)
  }

  #quotedName(context: string): string {
    const token = this.#cursor.next()
    if (token.type !== 'string' && token.type !== 'raw string') throw unexpected(token, context)
    return unquote(token.text)
  }
}

function isEmpty(body: readonly Node[]): boolean {
  return body.every((node) => node.kind === 'text' && node.text.trim() === '')
}

/**
 * Parses a template; `functions` are the names that it may call.
 *
 * @throws {@link TemplateFailure} with the offset of what is wrong
 */
export function parseTemplate(source: string, functions: ReadonlySet<string>): Template {
  const defined = new Map<string, readonly Node[]>()
  const parser = new TemplateParser(new TokenCursor(tokenize(source)), functions, defined, 0)
  return { body: parser.file(), defined }
}
