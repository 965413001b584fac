/** Runs a template: walks its tree, evaluates pipelines, writes what they give. */
import type { ExpandedText } from '../source-map.ts'
import { assertCount, field, parameter } from './calls.ts'
import { formatOutput } from './format.ts'
import { assign, type Flow, type Frame, inside, scoped, setRangeVariables, variable } from './frame.ts'
import { FUNCTIONS } from './functions/table.ts'
import type { BranchNode, Command, Node, Operand, Pipe, RangeNode, Template } from './syntax.ts'
import { Arguments, assertFits, type FunctionContext, type ParameterType } from './template-function.ts'
import { fail, TemplateFailure } from './template-invalid.ts'
import { describe, type GoValue, isTrue, sortedKeys } from './values.ts'

/** Go allows 100000; the interpreter's own stack ends before that. */
const DEEPEST_TEMPLATES = 100

export class Evaluator {
  readonly #template: Template
  readonly #context: FunctionContext
  readonly #output: ExpandedText
  /** Offset of what is being evaluated, for messages. */
  #at = 0

  constructor(
    template: Template,
    context: Omit<FunctionContext, 'unreadable'>,
    output: ExpandedText,
    unreadable: (path: string, reason: string, offset: number) => string,
  ) {
    this.#template = template
    this.#context = { ...context, unreadable: (path, reason) => unreadable(path, reason, this.#at) }
    this.#output = output
  }

  /** @throws {@link TemplateFailure} with the offset where it happened */
  run(): void {
    try {
      this.#nodes(this.#template.body, { variables: [{ name: '$', value: null }], dot: null, depth: 0 })
    } catch (error) {
      throw this.#located(error)
    }
  }

  #located(error: unknown): unknown {
    if (error instanceof RangeError)
      return new TemplateFailure('the template is too deep or too large', { offset: this.#at })
    if (!(error instanceof TemplateFailure) || error.offset !== undefined) return error
    return new TemplateFailure(error.message, { hint: error.hint, offset: this.#at })
  }

  #nodes(nodes: readonly Node[], frame: Frame): Flow {
    for (const node of nodes) {
      const flow = this.#node(node, frame)
      if (flow !== 'next') return flow
    }
    return 'next'
  }

  #node(node: Node, frame: Frame): Flow {
    this.#at = node.start
    this.#context.budget.spend()
    switch (node.kind) {
      case 'text':
        this.#write(() => this.#output.copy(node.text, node.start), node.text.length)
        return 'next'
      case 'action':
        this.#action(node.pipe, node.start, frame)
        return 'next'
      case 'if':
      case 'with':
        return scoped(frame, () => this.#branch(node, frame))
      case 'range':
        return scoped(frame, () => this.#range(node, frame))
      case 'template':
        this.#call(node.name, node.pipe, frame)
        return 'next'
      default:
        return node.kind
    }
  }

  #write(write: () => void, length: number): void {
    this.#context.budget.checkLength(this.#output.length + length)
    write()
  }

  #action(pipe: Pipe, start: number, frame: Frame): void {
    const value = this.#pipe(pipe, frame)
    if (pipe.variables.length > 0) return
    const text = formatOutput(value, this.#context.budget)
    this.#write(() => this.#output.insert(text, start), text.length)
  }

  #branch(node: BranchNode, frame: Frame): Flow {
    for (const { pipe, body } of node.branches) {
      const value = this.#pipe(pipe, frame)
      if (isTrue(value)) return this.#nodes(body, node.kind === 'with' ? inside(frame, value) : frame)
    }
    return this.#nodes(node.otherwise, frame)
  }

  #range(node: RangeNode, frame: Frame): Flow {
    const value = this.#pipe(node.pipe, frame)
    const base = frame.variables.length
    let ran = false
    for (const [index, element] of this.#elements(value, node.pipe)) {
      ran = true
      this.#context.budget.spend()
      setRangeVariables(node.pipe, frame, index, element)
      const flow = this.#nodes(node.body, inside(frame, element))
      frame.variables.length = base
      if (flow === 'break') break
    }
    return ran ? 'next' : this.#nodes(node.otherwise, frame)
  }

  *#elements(value: GoValue, pipe: Pipe): Iterable<[GoValue, GoValue]> {
    if (value === null) return
    if (typeof value === 'bigint') {
      if (pipe.variables.length > 1) fail('a range over a number has one variable, not two')
      for (let count = 0n; count < value; count++) yield [null, count]
    } else if (typeof value === 'object' && value.kind === 'list') {
      for (const [index, item] of value.items.entries()) yield [BigInt(index), item]
    } else if (typeof value === 'object' && value.kind === 'map') {
      for (const key of sortedKeys(value)) yield [key, value.entries.get(key) ?? null]
    } else fail(`range cannot go over ${describe(value)}`)
  }

  #call(name: string, pipe: Pipe | undefined, frame: Frame): void {
    const body = this.#template.defined.get(name) ?? fail(`no template '${name}' is defined`)
    if (frame.depth >= DEEPEST_TEMPLATES) fail(`templates call each other more than ${DEEPEST_TEMPLATES} deep`)
    const dot = pipe ? this.#pipe(pipe, frame) : null
    this.#nodes(body, { variables: [{ name: '$', value: dot }], dot, depth: frame.depth + 1 })
  }

  #pipe(pipe: Pipe, frame: Frame): GoValue {
    let value: GoValue | undefined
    for (const command of pipe.commands) value = this.#command(command, frame, value)
    const result = value ?? null
    for (const name of pipe.variables) {
      if (pipe.assigns) assign(frame, name, result)
      else frame.variables.push({ name, value: result })
    }
    return result
  }

  /** `piped` is undefined for the first stage; a piped nil is `null`. */
  #command(command: Command, frame: Frame, piped: GoValue | undefined): GoValue {
    const [first, ...rest] = command.operands
    this.#at = first.start
    if (first.kind === 'function') return this.#function(first.name, first.start, rest, frame, piped)
    if (first.kind === 'field' || first.kind === 'chain' || (first.kind === 'variable' && first.path.length > 0)) {
      return this.#fields(first, rest, frame, piped)
    }
    if (rest.length > 0 || piped !== undefined) fail('an argument is given to something that is no function')
    return first.kind === 'nil' ? fail('nil is not a command') : this.#operand(first, frame)
  }

  #fields(
    operand: Extract<Operand, { path: string[] }>,
    rest: readonly Operand[],
    frame: Frame,
    piped: GoValue | undefined,
  ): GoValue {
    const args = rest.map((argument) => this.#argument(argument, 'any', frame))
    if (piped !== undefined) args.push(piped)
    const start = this.#receiver(operand, frame)
    this.#at = operand.start
    return operand.path.reduce(
      (value, name, index) => field(value, name, index === operand.path.length - 1 ? args : []),
      start,
    )
  }

  #receiver(operand: Extract<Operand, { path: string[] }>, frame: Frame): GoValue {
    if (operand.kind === 'field') return frame.dot
    return operand.kind === 'variable' ? variable(frame, operand.name) : this.#operand(operand.of, frame)
  }

  #operand(operand: Operand, frame: Frame): GoValue {
    this.#at = operand.start
    switch (operand.kind) {
      case 'string':
      case 'bool':
        return operand.value
      case 'number':
        return operand.value.ideal
      case 'nil':
        return null
      case 'dot':
        return frame.dot
      case 'pipe':
        return this.#pipe(operand, frame)
      case 'function':
        return this.#function(operand.name, operand.start, [], frame, undefined)
      case 'variable':
        if (operand.path.length === 0) return variable(frame, operand.name)
        return this.#fields(operand, [], frame, undefined)
      default:
        return this.#fields(operand, [], frame, undefined)
    }
  }

  /** A number literal takes the type of its parameter. */
  #argument(operand: Operand, type: ParameterType, frame: Frame): GoValue {
    const value = this.#operand(operand, frame)
    this.#at = operand.start
    const fitted = operand.kind === 'number' && type === 'int' ? (operand.value.integer ?? value) : value
    assertFits(fitted, type)
    return fitted
  }

  #function(
    name: string,
    start: number,
    operands: readonly Operand[],
    frame: Frame,
    piped: GoValue | undefined,
  ): GoValue {
    if (name === 'and' || name === 'or') return this.#shortCircuit(name, operands, frame, piped)
    const definition = FUNCTIONS.get(name)
    if (!definition) return fail(`there is no function '${name}'`)
    const count = operands.length + (piped === undefined ? 0 : 1)
    assertCount(name, definition, count)
    const values = operands.map((operand, index) => this.#argument(operand, parameter(definition, index), frame))
    this.#at = start
    if (piped !== undefined) {
      assertFits(piped, parameter(definition, count - 1))
      values.push(piped)
    }
    this.#context.budget.spend(
      values.reduce((sum: number, value) => sum + (typeof value === 'string' ? value.length : 0), 0),
    )
    return definition.call(new Arguments(values), this.#context)
  }

  /** Arguments behind the one that decides are not evaluated. */
  #shortCircuit(name: 'and' | 'or', operands: readonly Operand[], frame: Frame, piped: GoValue | undefined): GoValue {
    if (operands.length === 0 && piped === undefined) fail(`${name} needs an argument`)
    let value: GoValue = null
    for (const operand of operands) {
      value = this.#argument(operand, 'any', frame)
      if (isTrue(value) === (name === 'or')) return value
    }
    return piped === undefined ? value : piped
  }
}
