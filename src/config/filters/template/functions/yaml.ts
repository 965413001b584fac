/** YAML inside a template: text to mapping and back. The text may be laid out otherwise than Go's; the values are the same. */
import { Composer, type Document, stringify } from 'yaml'
import { shallowTokens, YamlBeyondLimit } from '../../../../primitives/yaml-tokens.ts'
import type { Budget } from '../budget.ts'
import { formatValue } from '../format.ts'
import type { TemplateFunction } from '../template-function.ts'
import { fail } from '../template-invalid.ts'
import { compareBytes, type GoMap, type GoValue, list, map } from '../values.ts'

const DEEPEST_VALUE = 100
/** Go's encoder indents by four unless told otherwise. */
const INDENT = 4

function fromJs(value: unknown, budget: Budget): GoValue {
  budget.spend()
  if (
    typeof value === 'bigint' ||
    typeof value === 'number' ||
    typeof value === 'string' ||
    typeof value === 'boolean'
  ) {
    return value
  }
  if (Array.isArray(value)) return list(value.map((item) => fromJs(item, budget)))
  return value instanceof Map ? fromMap(value, budget) : null
}

function fromMap(value: ReadonlyMap<unknown, unknown>, budget: Budget): GoMap {
  return map([...value].map(([key, item]) => [String(key), fromJs(item, budget)]))
}

/** The only document of a text; undefined where it has more. */
function parseText(text: string): Document.Parsed | undefined {
  const composer = new Composer({ merge: true, intAsBigInt: true, logLevel: 'silent' })
  try {
    const [document, ...others] = composer.compose(shallowTokens(text), true, text.length)
    return others.length === 0 ? document : undefined
  } catch (error) {
    if (error instanceof YamlBeyondLimit) return fail(error.message)
    throw error
  }
}

function parseMapping(text: string, budget: Budget): GoMap {
  const document = parseText(text)
  if (document === undefined || document.errors.length > 0) return fail('the text is not valid YAML')
  const value = plainValue(document)
  if (value === null) return map([])
  return value instanceof Map ? fromMap(value, budget) : fail('the text is YAML, but no mapping')
}

/** Aliases that grow beyond measure make the library throw. */
function plainValue(document: Document): unknown {
  try {
    return document.toJS({ mapAsMap: true, maxAliasCount: 100 })
  } catch {
    return fail('the aliases of the YAML text grow too large')
  }
}

function toJs(value: GoValue, budget: Budget, depth = 0): unknown {
  if (depth > DEEPEST_VALUE) fail('a value is too deep to be written as YAML', 'does a map hold itself?')
  budget.spend()
  if (value === null || typeof value !== 'object') return value
  if (value.kind === 'list') return value.items.map((item) => toJs(item, budget, depth + 1))
  if (value.kind !== 'map') return formatValue(value, budget)
  const entries = [...value.entries].sort(([a], [b]) => compareBytes(a, b))
  return new Map(entries.map(([key, item]) => [key, toJs(item, budget, depth + 1)]))
}

function write(value: GoValue, indent: number, budget: Budget): string {
  const options = { indent: Math.min(Math.max(indent, 2), 9), lineWidth: 0, aliasDuplicateObjects: false }
  return stringify(toJs(value, budget), options).replace(/\n$/, '')
}

export const YAML: Readonly<Record<string, TemplateFunction>> = {
  fromYaml: { parameters: ['string'], call: (args, { budget }) => parseMapping(args.text(0), budget) },
  toYaml: { parameters: ['any'], call: (args, { budget }) => write(args.value(0), INDENT, budget) },
  toYamlPretty: { parameters: ['any'], call: (args, { budget }) => write(args.value(0), 2, budget) },
  toYamlCustom: {
    parameters: ['any', 'int'],
    call: (args, { budget }) => write(args.value(0), args.integer(1) < 0 ? INDENT : args.integer(1), budget),
  },
}
