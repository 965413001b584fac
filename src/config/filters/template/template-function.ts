/** What a function of the template language is: its parameters, and how it computes. */
import type { Random } from '../../../primitives/random.ts'
import type { Environment } from '../environment.ts'
import type { Budget } from './budget.ts'
import { fail } from './template-invalid.ts'
import { describe, type GoMap, type GoTime, type GoValue, type TimeZone } from './values.ts'

/** Go's types of parameters; `any` takes nil too. */
export type ParameterType = 'string' | 'int' | 'bool' | 'any' | 'map' | 'time'

/** An entry of a folder, as `glob` and `walk` need it. */
export interface FolderEntry {
  name: string
  directory: boolean
  /** Bytes. */
  size: number
  /** Permission bits. */
  mode: number
  /** Last change, in milliseconds since 1970. */
  modified: number
}

/** The outside world of a template; each function throws an error whose message says why it could not. */
export interface TemplateFiles {
  readFile(path: string): string
  listFolder(path: string): readonly FolderEntry[]
  /** What relative paths are relative to. */
  workingFolder: string
}

export interface FunctionContext {
  environment: Environment
  files: TemplateFiles
  /** Milliseconds since 1970. */
  now: number
  zone: TimeZone
  random: Random | undefined
  budget: Budget
  /** Notes a file that cannot be read here and gives what stands in its place. */
  unreadable(path: string, reason: string): string
}

/** The arguments of a call, already checked against the parameters. */
export class Arguments {
  readonly values: readonly GoValue[]

  constructor(values: readonly GoValue[]) {
    this.values = values
  }

  value(index: number): GoValue {
    return this.values[index] ?? null
  }

  from(index: number): readonly GoValue[] {
    return this.values.slice(index)
  }

  text(index: number): string {
    const value = this.value(index)
    return typeof value === 'string' ? value : fail('a string is expected')
  }

  integer(index: number): number {
    const value = this.value(index)
    return typeof value === 'bigint' ? Number(value) : fail('an integer is expected')
  }

  flag(index: number): boolean {
    return this.value(index) === true
  }

  map(index: number): GoMap {
    const value = this.value(index)
    if (value !== null && typeof value === 'object' && value.kind === 'map') return value
    return { kind: 'map', element: 'interface {}', entries: new Map() }
  }

  time(index: number): GoTime {
    const value = this.value(index)
    return value !== null && typeof value === 'object' && value.kind === 'time' ? value : fail('a time is expected')
  }
}

export interface TemplateFunction {
  parameters: readonly ParameterType[]
  /** Type of any number of further arguments. */
  rest?: ParameterType
  call(args: Arguments, context: FunctionContext): GoValue
}

const GO_TYPES: Readonly<Record<ParameterType, string>> = {
  string: 'string',
  int: 'int',
  bool: 'bool',
  any: 'interface {}',
  map: 'map[string]interface {}',
  time: 'time.Time',
}

/** Whether a value may be passed for a parameter; nothing is converted, as in Go. */
export function assertFits(value: GoValue, type: ParameterType): void {
  if (type === 'any' || (value === null && type === 'map')) return
  if (describe(value) !== GO_TYPES[type]) fail(`${GO_TYPES[type]} is expected here, not ${describe(value)}`)
}

/** A function of strings alone. */
export function ofStrings(count: number, compute: (...texts: string[]) => GoValue): TemplateFunction {
  return {
    parameters: Array.from({ length: count }, () => 'string' as const),
    call: ({ values }) => compute(...values.map(String)),
  }
}
