/** Expressions over a user's attributes as the rest of the program sees them; the language itself is loaded when one is there. */
import { ToolError } from '../../errors.ts'
import type { AttributeValues } from '../../spec/user-attributes.ts'

/** A text that is no expression of the language, or beyond the limits. */
export class ExpressionInvalid extends ToolError {
  readonly code = 'ERR_ATTRIBUTE_EXPRESSION'
}

/** The attributes of this user give no value. */
export class AttributeNotComputed extends ToolError {
  readonly code = 'ERR_ATTRIBUTE_NOT_COMPUTED'
}

/** How `authentication_backend.file.extra_attributes` and its like declare an attribute. */
export interface ExtraAttribute {
  value_type: string
  multi_valued: boolean
}

/**
 * Evaluates an expression for one user; the result is a value of JSON.
 *
 * @throws {@link AttributeNotComputed}
 */
export type CompiledExpression = (attributes: AttributeValues) => unknown

/** What the expressions of one configuration are compiled in. */
export interface ExpressionEnvironment {
  /** @throws {@link ExpressionInvalid} */
  compile(expression: string): CompiledExpression
}

export interface ExpressionLanguage {
  createEnvironment(extras: Readonly<Record<string, ExtraAttribute>>): ExpressionEnvironment
}
