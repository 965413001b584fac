/** What is looked at in a parsed expression before its types are checked. */
import type { ASTNode } from '@marcbachmann/cel-js'
import { closest } from '../../primitives/closest.ts'
import { loopVariable } from './cost.ts'
import { ExpressionInvalid } from './expression.ts'
import { FUNCTIONS, LOOPS, METHODS } from './functions.ts'

/** Where in an expression something is; both count from 1. */
export function placeOf(expression: string, offset: number): string {
  const lines = expression.slice(0, offset).split('\n')
  const character = `character ${(lines.at(-1) ?? '').length + 1}`
  return expression.includes('\n') ? `line ${lines.length}, ${character}` : character
}

function partsOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case 'map':
      return node.args.flat()
    case '!_':
    case '-_':
      return [node.args]
    default:
      return node.args
  }
}

/** Every part of an expression, itself first. */
export function* walk(node: ASTNode): Generator<ASTNode> {
  yield node
  for (const part of partsOf(node)) yield* walk(part)
}

function unknownFunction(node: ASTNode): string | undefined {
  if (node.op === 'call') return FUNCTIONS.has(node.args[0]) ? undefined : node.args[0]
  if (node.op !== 'rcall' || loopVariable(node) !== undefined) return undefined
  return METHODS.has(node.args[0]) ? undefined : node.args[0]
}

/** The name under which {@link replaceMatches} has `x.matches(y)` call something else. */
export const MATCHES = 'matchesRe2'

/** The library's own `matches` gives the pattern to JavaScript, which tries every way to match: exponential time. */
export function replaceMatches(expression: ASTNode): void {
  for (const node of walk(expression)) if (node.op === 'rcall' && node.args[0] === 'matches') node.args[0] = MATCHES
}

/** @throws {@link ExpressionInvalid} for a function that is none of the language */
export function assertFunctions(expression: ASTNode): void {
  for (const node of walk(expression)) {
    const name = unknownFunction(node)
    if (name === undefined) continue
    const near = closest(name, [...FUNCTIONS.keys(), ...METHODS.keys(), ...LOOPS])
    const place = placeOf(node.input, node.start)
    throw new ExpressionInvalid(`there is no function '${name}' with these arguments (${place})`, {
      hint: near === undefined || near === name ? undefined : `did you mean '${near}'?`,
    })
  }
}
