/** What a call must hold to: the number of arguments, their types, and what a dot may ask of a value. */

import type { ParameterType, TemplateFunction } from './template-function.ts'
import { fail } from './template-invalid.ts'
import { timeMethod } from './time-methods.ts'
import { describe, type GoValue } from './values.ts'

/** A field of a map or struct, or a method of a time; nothing of nil. */
export function field(value: GoValue, name: string, args: readonly GoValue[]): GoValue {
  if (value === null) return null
  if (typeof value === 'object' && value.kind === 'time') return timeMethod(value, name, args)
  if (args.length > 0) fail(`${name} is a field and takes no arguments`)
  if (typeof value === 'object' && value.kind === 'map') return value.entries.get(name) ?? null
  if (typeof value === 'object' && value.kind === 'struct' && value.fields.has(name))
    return value.fields.get(name) ?? null
  return fail(`${describe(value)} has no field ${name}`)
}

/** The type of an argument by its place. */
export function parameter({ parameters, rest }: TemplateFunction, index: number): ParameterType {
  return parameters[index] ?? rest ?? 'any'
}

/** Whether so many arguments may be given. */
export function assertCount(name: string, { parameters, rest }: TemplateFunction, count: number): void {
  const wanted = parameters.length
  if (rest === undefined && count !== wanted) fail(`${name} takes ${wanted} arguments, not ${count}`)
  if (count < wanted) fail(`${name} takes at least ${wanted} arguments, not ${count}`)
}
