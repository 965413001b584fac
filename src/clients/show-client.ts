/** One client with every value that takes effect, and what follows from them. */
import { resolvedOf } from '../config/configuration-invalid.ts'
import { assertYaml } from '../config/edit/assert-yaml.ts'
import { type EffectiveValue, effectiveValues, isBelow } from '../config/effective.ts'
import type { LoadedConfiguration } from '../config/load.ts'
import { formatPath } from '../config/path.ts'
import { validate } from '../config/validate.ts'
import { describeClient } from './describe-client.ts'
import { findClient } from './find-client.ts'

export interface ShownValue {
  /** Below the client: `redirect_uris`, `jwks[0].key_id`. */
  option: string
  value: EffectiveValue['value']
  origin: string
}

/**
 * Shows the client `id`; secrets are hidden.
 *
 * @throws {@link ClientNotFound}; ConfigurationInvalid where errors leave no effective values
 */
export function showClient(loaded: LoadedConfiguration, id: string): { values: ShownValue[]; may: string[] } {
  assertYaml(loaded)
  const { index, path } = findClient(loaded.tree, id)
  const resolved = resolvedOf(validate(loaded))
  const client = resolved.provider.clients[index]
  const values = effectiveValues(resolved, { reveal: false }).filter((value) => isBelow(value.path, path))
  return {
    values: values.map(({ path: full, value, origin }) => ({
      option: formatPath(full.slice(path.length)),
      value,
      origin,
    })),
    may: client === undefined ? [] : describeClient(client),
  }
}
