/** Attributes that are computed from others when a claim needs them; how, is somebody else's business. */
import type { AttributeValues } from '../../spec/user-attributes.ts'
import type { ProviderContext } from '../context.ts'

export interface ComputedAttributes {
  has(name: string): boolean
  /**
   * The value of one for a user who has these attributes.
   *
   * @throws an Error whose message is for the operator, where this user gives none
   */
  compute(name: string, attributes: AttributeValues): unknown
}

/** Computes an attribute; undefined, and a line for the operator, where that fails. */
export type ComputeAttribute = (name: string, attributes: AttributeValues) => unknown

/** Computes for a client; undefined where nothing is computed at all. */
export function attributeComputer(
  { computedAttributes, log }: Pick<ProviderContext, 'computedAttributes' | 'log'>,
  client_id: string,
): ((name: string, attributes: AttributeValues) => unknown) | undefined {
  if (computedAttributes === undefined) return undefined
  return (name, attributes) => {
    if (!computedAttributes.has(name)) return attributes[name]
    try {
      return computedAttributes.compute(name, attributes)
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error)
      const option = `definitions.user_attributes.${name}`
      log({ level: 'warn', event: 'attribute_not_computed', client_id, username: attributes['username'], option, cause })
      return undefined
    }
  }
}
