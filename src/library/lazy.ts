/** What needs most of the program's code, loaded when it is first called: who brings a ready configuration needs none of it. */
import type { Clock } from '../primitives/clock.ts'
import type { ConfigurationSource, ReadConfiguration } from './configuration.ts'

/**
 * Reads and checks a configuration: YAML text, an object with the same options, or the path of a file. Template
 * expressions are evaluated; the environment is not looked at.
 *
 * @throws ConfigurationErrors (`code` ERR_CONFIGURATION_INVALID) with every error in `problems`
 */
export async function readConfiguration(
  source: ConfigurationSource,
  options: { clock?: Clock } = {},
): Promise<ReadConfiguration> {
  const { readConfiguration: read } = await import('./read-configuration.ts')
  return read(source, options)
}
