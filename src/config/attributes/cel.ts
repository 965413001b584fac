/**
 * The Common Expression Language (https://cel.dev) for attributes of users, within limits: of an expression's length and parts
 * when it is compiled, of the steps that it may take for one user before it is evaluated.
 */
import {
  type ASTNode,
  Environment,
  EvaluationError,
  ParseError,
  type ParseResult,
  TypeError as TypeMismatch,
} from '@marcbachmann/cel-js'
import { closest } from '../../primitives/closest.ts'
import { ATTRIBUTE_TYPES, type AttributeValues } from '../../spec/user-attributes.ts'
import { costOf } from './cost.ts'
import {
  AttributeNotComputed,
  type CompiledExpression,
  type ExpressionEnvironment,
  ExpressionInvalid,
  type ExtraAttribute,
} from './expression.ts'
import { extentOf } from './extent.ts'
import { PatternRefused, RegularExpressions } from './regular-expressions.ts'
import { assertFunctions, MATCHES, placeOf, replaceMatches } from './syntax.ts'
import { NoClaimValue, toClaim, variablesOf } from './values.ts'

/** Characters. */
const LONGEST_EXPRESSION = 8192
/** Names, literals, operators and calls. */
const MOST_PARTS = 2000
/** Steps as {@link costOf} counts them: some milliseconds. */
const MOST_STEPS = 1_000_000

const EXTRA_TYPES: Readonly<Record<string, string>> = { string: 'string', integer: 'int', boolean: 'bool' }

function typeOfExtra({ value_type, multi_valued }: ExtraAttribute): string {
  const type = EXTRA_TYPES[value_type] ?? 'dyn'
  return multi_valued ? `list<${type}>` : type
}

/** Words that no variable of the language can have for its name. */
const RESERVED_WORDS: ReadonlySet<string> = new Set(
  `as break const continue else false for function if import in let loop package namespace null return true var void while
  __proto__ prototype`.split(/\s+/),
)

function isIdentifier(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED_WORDS.has(name)
}

function environmentFor(
  extras: Readonly<Record<string, ExtraAttribute>>,
  regularExpressions: RegularExpressions,
): Environment {
  const environment = new Environment({
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: MOST_PARTS, maxListElements: MOST_PARTS, maxMapEntries: MOST_PARTS },
  })
  const matches = (text: string, pattern: string) => regularExpressions.matches(text, pattern)
  environment.registerFunction('matches(string, string): bool', matches)
  environment.registerFunction(`string.${MATCHES}(string): bool`, matches)
  for (const [name, type] of Object.entries(ATTRIBUTE_TYPES)) environment.registerVariable(name, type)
  for (const [name, extra] of Object.entries(extras)) {
    if (isIdentifier(name) && !environment.hasVariable(name)) environment.registerVariable(name, typeOfExtra(extra))
  }
  return environment
}

function isFault(error: unknown): error is ParseError | TypeMismatch | EvaluationError {
  return error instanceof ParseError || error instanceof TypeMismatch || error instanceof EvaluationError
}

function withSmallInitial(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** The name after `Unknown variable: `. */
function unknownVariable(error: { code: string; summary: string }): string | undefined {
  return error.code === 'unknown_variable' ? error.summary.slice(error.summary.indexOf(': ') + 2) : undefined
}

/** What is wrong with an expression that the library stumbles over: the stack ends, or a rare mix of types. */
function stumbled(error: unknown): ExpressionInvalid {
  const reason = error instanceof Error && !(error instanceof RangeError) ? error.message : 'it is nested too deeply'
  return new ExpressionInvalid(withSmallInitial(reason), { cause: error })
}

function invalid(expression: string, error: unknown, names: readonly string[]): ExpressionInvalid {
  if (error instanceof ExpressionInvalid) return error
  if (!isFault(error)) return stumbled(error)
  const place = placeOf(expression, error.range?.start ?? 0)
  const unknown = unknownVariable(error)
  const message =
    unknown === undefined
      ? withSmallInitial(error.summary.replaceAll(MATCHES, 'matches'))
      : `there is no attribute '${unknown}'`
  const near = unknown === undefined ? undefined : closest(unknown, names)
  const hint = near === undefined ? undefined : `did you mean '${near}'?`
  return new ExpressionInvalid(`${message} (${place})`, { hint, cause: error })
}

function notComputed(error: unknown): AttributeNotComputed {
  const unknown = isFault(error) ? unknownVariable(error) : undefined
  if (unknown !== undefined) return new AttributeNotComputed(`the user has no attribute '${unknown}'`, { cause: error })
  const isKnown = isFault(error) || error instanceof NoClaimValue || error instanceof PatternRefused
  const reason = isFault(error) ? error.summary : error instanceof Error ? error.message : String(error)
  return new AttributeNotComputed(isKnown ? withSmallInitial(reason) : reason, { cause: error })
}

/** @throws {@link AttributeNotComputed} */
function assertAffordable(ast: ASTNode, variables: ReadonlyMap<string, unknown>): void {
  const steps = costOf(ast, (name) => (variables.has(name) ? extentOf(variables.get(name)) : undefined))
  if (steps <= MOST_STEPS) return
  throw new AttributeNotComputed(`it may take ${Math.ceil(steps)} steps, and ${MOST_STEPS} are allowed`)
}

function evaluate(parsed: ParseResult, attributes: AttributeValues, regularExpressions: RegularExpressions): unknown {
  const variables = variablesOf(attributes)
  assertAffordable(parsed.ast, variables)
  regularExpressions.begin()
  try {
    return toClaim(parsed(variables))
  } catch (error) {
    throw notComputed(error)
  }
}

function parse(environment: Environment, expression: string): ParseResult {
  if (expression.trim() === '') throw new ExpressionInvalid('there is no expression')
  if (expression.length > LONGEST_EXPRESSION)
    throw new ExpressionInvalid(`it is longer than ${LONGEST_EXPRESSION} characters`)
  const parsed = environment.parse(expression)
  assertFunctions(parsed.ast)
  replaceMatches(parsed.ast)
  const { valid, error } = parsed.check()
  if (!valid) throw error
  return parsed
}

/** An environment with the attributes that every user may have and those that the administrator declared. */
export function createEnvironment(extras: Readonly<Record<string, ExtraAttribute>>): ExpressionEnvironment {
  const regularExpressions = new RegularExpressions()
  const environment = environmentFor(extras, regularExpressions)
  const names = [...Object.keys(ATTRIBUTE_TYPES), ...Object.keys(extras)]
  return {
    compile(expression): CompiledExpression {
      try {
        const parsed = parse(environment, expression)
        return (attributes) => evaluate(parsed, attributes, regularExpressions)
      } catch (error) {
        throw invalid(expression, error, names)
      }
    },
  }
}
