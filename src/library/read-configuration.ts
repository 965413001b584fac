/** A configuration for `createProvider`: from YAML text, from an object with the same options, or from a file. */
import { computedAttributes } from '../config/attributes/computed.ts'
import { listFolderNow, readFileNow } from '../config/filters/system-files.ts'
import { type LoadedConfiguration, loadConfiguration } from '../config/load.ts'
import { hasErrors } from '../config/problem.ts'
import { validate } from '../config/validate.ts'
import { loadIssuerKey } from '../keys/issuer-key.ts'
import { type Clock, systemClock } from '../primitives/clock.ts'
import { readText } from '../primitives/files.ts'
import { ConfigurationErrors, type ConfigurationSource, GIVEN, type ReadConfiguration } from './configuration.ts'

function isText(source: string): boolean {
  return /[\n{]/.test(source)
}

async function textOf(source: ConfigurationSource): Promise<string> {
  if (typeof source !== 'string') return (await import('yaml')).stringify(source)
  return isText(source) ? source : readText(source)
}

/**
 * Reads a source with its template expressions, but without the environment, and judges nothing yet.
 *
 * @throws {@link FileNotFound}
 */
export async function loadSource(source: ConfigurationSource): Promise<LoadedConfiguration> {
  const text = await textOf(source)
  return loadConfiguration({
    files: [typeof source === 'string' && !isText(source) ? source : GIVEN],
    environment: {},
    readFile: async () => text,
    readNamedFile: readFileNow,
    listNamedFolder: listFolderNow,
  })
}

/**
 * Reads and checks a configuration.
 *
 * @throws {@link ConfigurationErrors} with every error, FileNotFound for a path without a file
 */
export async function readConfiguration(
  source: ConfigurationSource,
  { clock = systemClock }: { clock?: Clock } = {},
): Promise<ReadConfiguration> {
  const loaded = await loadSource(source)
  const { problems, resolved } = validate(loaded, { clock })
  if (resolved === undefined || hasErrors(problems)) throw new ConfigurationErrors(problems)
  const keys = resolved.provider.jwks.map((entry) => loadIssuerKey(entry, { now: clock() }))
  return { config: resolved, keys, computedAttributes: computedAttributes(loaded, resolved), problems }
}
