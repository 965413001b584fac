/** Every function that a template may call. `and` and `or` stand in the evaluator, which does not evaluate all they are given. */
import type { TemplateFunction } from '../template-function.ts'
import { COLLECTIONS } from './collections.ts'
import { COMPARISON } from './comparison.ts'
import { ENCODING } from './encoding.ts'
import { PATHS } from './paths.ts'
import { PRINTING } from './printing.ts'
import { SURROUNDINGS } from './surroundings.ts'
import { TEXT } from './text.ts'
import { TIME } from './time.ts'
import { YAML } from './yaml.ts'

export const FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map(
  Object.entries({
    ...PRINTING,
    ...COMPARISON,
    ...TEXT,
    ...COLLECTIONS,
    ...ENCODING,
    ...SURROUNDINGS,
    ...PATHS,
    ...YAML,
    ...TIME,
  }),
)

export const SHORT_CIRCUIT = ['and', 'or'] as const

/** The names that a template may call. */
export const FUNCTION_NAMES: ReadonlySet<string> = new Set([...FUNCTIONS.keys(), ...SHORT_CIRCUIT])
