/** The syntax tree of a template; every node knows its offset in the source. */
import type { NumberLiteral } from './literals.ts'

export type Node =
  | { kind: 'text'; start: number; text: string }
  | { kind: 'action'; start: number; pipe: Pipe }
  | BranchNode
  | RangeNode
  | { kind: 'template'; start: number; name: string; pipe: Pipe | undefined }
  | { kind: 'break'; start: number }
  | { kind: 'continue'; start: number }

/** `if` and `with`, each `else if` and `else with` being a branch of its own. */
export interface BranchNode {
  kind: 'if' | 'with'
  start: number
  branches: { pipe: Pipe; body: readonly Node[] }[]
  otherwise: readonly Node[]
}

export interface RangeNode {
  kind: 'range'
  start: number
  pipe: Pipe
  body: readonly Node[]
  otherwise: readonly Node[]
}

export interface Pipe {
  kind: 'pipe'
  start: number
  commands: Command[]
  /** Variables that the pipeline sets, with their `$`. */
  variables: string[]
  /** `=` instead of `:=`. */
  assigns: boolean
}

export interface Command {
  start: number
  /** The first may be a function; never empty. */
  operands: [Operand, ...Operand[]]
}

export type Operand =
  | { kind: 'string'; start: number; value: string }
  | { kind: 'number'; start: number; value: NumberLiteral; text: string }
  | { kind: 'bool'; start: number; value: boolean }
  | { kind: 'nil'; start: number }
  | { kind: 'dot'; start: number }
  | { kind: 'field'; start: number; path: string[] }
  | { kind: 'variable'; start: number; name: string; path: string[] }
  | { kind: 'function'; start: number; name: string }
  | Pipe
  | { kind: 'chain'; start: number; of: Operand; path: string[] }

export interface Template {
  body: readonly Node[]
  /** What `define` and `block` named. */
  defined: ReadonlyMap<string, readonly Node[]>
}
