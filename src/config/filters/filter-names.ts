/** The file filters of the configuration (`X_AUTHELIA_CONFIG_FILTERS`): which names exist, and in which order they run. */
import { EXIT, ToolError } from '../../errors.ts'

export const FILTER_NAMES = ['template', 'expand-env'] as const

export type FilterName = (typeof FILTER_NAMES)[number]

export class FilterInvalid extends ToolError {
  readonly code = 'ERR_FILTER_INVALID'
  override readonly exitCode = EXIT.usage
}

function filterName(text: string): FilterName {
  const wanted = text.toLowerCase()
  const known = FILTER_NAMES.find((name) => name === wanted)
  if (known) return known
  throw new FilterInvalid(`there is no file filter '${text}'`, {
    hint: `the filters are ${FILTER_NAMES.join(' and ')}`,
  })
}

/**
 * Reads a list of filter names, case-insensitively and in the given order; one text is split at commas.
 *
 * @throws {@link FilterInvalid} for an unknown or repeated name
 */
export function parseFilterNames(names: string | readonly string[]): FilterName[] {
  const parts = (typeof names === 'string' ? names.split(',') : names).filter((name) => name !== '')
  const filters = parts.map(filterName)
  const repeated = filters.find((name, index) => filters.indexOf(name) !== index)
  if (repeated)
    throw new FilterInvalid(`the file filter '${repeated}' is named twice`, { hint: 'name each filter once' })
  return filters
}
