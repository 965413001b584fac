/** Rules of attributes that the administrator adds: `definitions.user_attributes` and `extra_attributes`. */
import { ToolError } from '../../errors.ts'
import { isReservedAttribute } from '../../spec/user-attributes.ts'
import {
  expressionEnvironment,
  extraAttributes,
  FILE_EXTRAS_PATH,
  USER_ATTRIBUTES_PATH,
} from '../attributes/definitions.ts'
import type { ExpressionEnvironment } from '../attributes/expression.ts'
import type { LoadedConfiguration } from '../load.ts'
import { isTree, type Tree, valueAt } from '../merge.ts'
import type { OptionPath } from '../resolved.ts'
import type { Report } from './report.ts'

function refuseName(name: string, owner: string, path: OptionPath, report: Report): void {
  report('ERR_ATTRIBUTE_NAME', path, `the name '${name}' is that of ${owner}`, {
    hint: 'choose another name',
    part: 'key',
  })
}

const EVERYBODY = 'an attribute that every user may have'
const VALUE_TYPES: readonly unknown[] = ['string', 'integer', 'boolean']

/** Attributes that the user file may have beyond the standard ones. */
function checkExtras(tree: Tree, report: Report): void {
  const extras = valueAt(tree, FILE_EXTRAS_PATH)
  for (const [name, extra] of Object.entries(isTree(extras) ? extras : {})) {
    const path = [...FILE_EXTRAS_PATH, name]
    if (isReservedAttribute(name)) refuseName(name, EVERYBODY, path, report)
    if (extra !== null && !isTree(extra)) continue
    const value_type = extra?.['value_type']
    if (!VALUE_TYPES.includes(value_type))
      report('ERR_OPTION_VALUE', [...path, 'value_type'], `the value_type is none of ${VALUE_TYPES.join(', ')}`)
  }
}

function checkExpression(
  expression: string,
  path: OptionPath,
  environment: ExpressionEnvironment,
  report: Report,
): void {
  try {
    environment.compile(expression)
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    report('ERR_ATTRIBUTE_EXPRESSION', path, `the expression cannot be compiled: ${error.message}`, {
      hint: error.hint,
    })
  }
}

/** Whether there is something that is no text at all; that is told already. */
function isBroken(tree: Tree, path: readonly string[]): boolean {
  const written = valueAt(tree, path)
  return typeof written === 'object' && written !== null
}

/** Names that are taken, and expressions that the language refuses; `attributes` is name → expression. */
export function checkUserAttributes(
  { tree, expressions }: LoadedConfiguration,
  attributes: Readonly<Record<string, string>>,
  report: Report,
): void {
  checkExtras(tree, report)
  const environment = expressionEnvironment(tree, expressions)
  if (environment === undefined) return
  const extras = extraAttributes(tree)
  for (const [name, expression] of Object.entries(attributes)) {
    const path = [...USER_ATTRIBUTES_PATH, name]
    if (isReservedAttribute(name)) refuseName(name, EVERYBODY, path, report)
    else if (Object.hasOwn(extras, name)) refuseName(name, 'an extra attribute', path, report)
    const at = [...path, 'expression']
    if (!isBroken(tree, at)) checkExpression(expression, at, environment, report)
  }
}
