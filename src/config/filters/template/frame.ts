/** The variables of a running template, and the scopes in which they live. */
import type { Pipe } from './syntax.ts'
import { fail } from './template-invalid.ts'
import type { GoValue } from './values.ts'

/** What `break` and `continue` do to the nodes that follow. */
export type Flow = 'next' | 'break' | 'continue'

/** The variables of one template's run, innermost last. */
export interface Frame {
  variables: { name: string; value: GoValue }[]
  dot: GoValue
  depth: number
}

/** The same variables with another dot. */
export function inside(frame: Frame, dot: GoValue): Frame {
  return { ...frame, dot }
}

/** Variables declared inside are gone afterwards. */
export function scoped(frame: Frame, run: () => Flow): Flow {
  const mark = frame.variables.length
  const flow = run()
  frame.variables.length = mark
  return flow
}

/** The innermost variable of a name. */
export function variable(frame: Frame, name: string): GoValue {
  return slot(frame, name).value
}

function slot(frame: Frame, name: string): Frame['variables'][number] {
  return frame.variables.findLast((entry) => entry.name === name) ?? fail(`undefined variable ${name}`)
}

/** Gives the innermost variable of a name another value. */
export function assign(frame: Frame, name: string, value: GoValue): void {
  slot(frame, name).value = value
}

/** The pipeline has pushed its variables; each round gives them index and element, or the element alone. */
export function setRangeVariables(pipe: Pipe, frame: Frame, index: GoValue, element: GoValue): void {
  const [first, second] = pipe.variables
  if (first === undefined) return
  assign(frame, first, second === undefined ? element : index)
  if (second !== undefined) assign(frame, second, element)
}
