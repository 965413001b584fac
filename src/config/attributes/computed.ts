/** The attributes of `definitions.user_attributes`, compiled, as the provider asks for them. */
import type { AttributeValues } from '../../spec/user-attributes.ts'
import type { LoadedConfiguration } from '../load.ts'
import type { ResolvedConfiguration } from '../resolved.ts'
import { expressionEnvironment } from './definitions.ts'
import { AttributeNotComputed, type CompiledExpression } from './expression.ts'

export interface ComputedAttributes {
  has(name: string): boolean
  /** @throws {@link AttributeNotComputed} where the user's attributes give no value */
  compute(name: string, attributes: AttributeValues): unknown
}

/** @returns undefined where the configuration computes none */
export function computedAttributes(
  { tree, expressions }: LoadedConfiguration,
  { user_attributes }: ResolvedConfiguration,
): ComputedAttributes | undefined {
  const environment = expressionEnvironment(tree, expressions)
  if (environment === undefined) return undefined
  const compiled = new Map<string, CompiledExpression>()
  for (const [name, expression] of Object.entries(user_attributes)) compiled.set(name, environment.compile(expression))
  return {
    has: (name) => compiled.has(name),
    compute(name, attributes) {
      const expression = compiled.get(name)
      if (expression === undefined) throw new AttributeNotComputed(`there is no computed attribute '${name}'`)
      return expression(attributes)
    },
  }
}
