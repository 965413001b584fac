/** Where the configuration of this folder is. */
import { join } from 'node:path'
import { ToolError } from '../errors.ts'
import { exists } from '../primitives/files.ts'

/** Looked for in this order when neither a flag nor the environment names a file. */
export const CONFIGURATION_NAMES = ['configuration.yml', 'configuration.yaml', 'config/configuration.yml'] as const

/** Standard input as a configuration. */
export const STDIN = '-'

export class ConfigurationNotFound extends ToolError {
  readonly code = 'ERR_CONFIGURATION_NOT_FOUND'
}

export interface LocateOptions {
  /** `--config`, as often as it was given. */
  flags?: readonly string[] | undefined
  environment: Readonly<Record<string, string | undefined>>
  folder: string
}

/** Files named by flags or the environment, else the first of {@link CONFIGURATION_NAMES} that is there; else none. */
export async function findConfiguration({ flags, environment, folder }: LocateOptions): Promise<readonly string[]> {
  if (flags !== undefined && flags.length > 0) return flags
  const listed = environment['OIDC_CONFIG'] || environment['X_AUTHELIA_CONFIG']
  if (listed) return listed.split(',')
  for (const name of CONFIGURATION_NAMES) if (await exists(join(folder, name))) return [name]
  return []
}

/**
 * Like {@link findConfiguration}, for commands that need one.
 *
 * @throws {@link ConfigurationNotFound}
 */
export async function locateConfiguration(options: LocateOptions): Promise<readonly string[]> {
  const files = await findConfiguration(options)
  if (files.length > 0) return files
  throw new ConfigurationNotFound('there is no configuration here', {
    hint: 'name one with --config PATH, or make one with: oidc config init',
  })
}
