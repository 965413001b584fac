/** Attributes that are computed from others when a claim needs them. */
import type { AttributeValues } from '../../spec/user-attributes.ts'
import type { ProviderContext } from '../context.ts'
import { formatOptionPath } from '../oauth-error.ts'

/** The value of an attribute, computed or not. */
export type ReadAttribute = (name: string, attributes: AttributeValues) => unknown

type Surroundings = Pick<ProviderContext, 'computedAttributes' | 'config' | 'log'>

function tellOperator({ config, log }: Surroundings, name: string, told: Record<string, unknown>): void {
  const option = ['definitions', 'user_attributes', name, 'expression']
  const at = config.positionOf(option)
  log({
    level: 'warn',
    event: 'attribute_not_computed',
    option: formatOptionPath(option),
    ...(at === undefined ? {} : { position: `${at.file}:${at.line}:${at.column}` }),
    ...told,
  })
}

/** Reads attributes for a client; one whose computing fails has no value, and the operator is told why. */
export function attributeReader(context: Surroundings, client_id: string): ReadAttribute {
  const { computedAttributes } = context
  return (name, attributes) => {
    if (computedAttributes?.has(name) !== true) return attributes[name]
    try {
      return computedAttributes.compute(name, attributes)
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error)
      tellOperator(context, name, { client_id, username: attributes['username'], cause })
      return undefined
    }
  }
}
