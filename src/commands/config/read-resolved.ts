/** Loads, checks and resolves a configuration for commands that show its values. */
import { assertReadable, resolvedOf } from '../../config/configuration-invalid.ts'
import type { ResolvedConfiguration } from '../../config/resolved.ts'
import { validate } from '../../config/validate.ts'
import { loadWorkspace, type WorkspaceOptions } from '../../workspace/load.ts'

/**
 * @throws ConfigurationUnreadable for what is no YAML, ConfigurationInvalid for a configuration with errors
 */
export async function readResolved(options: WorkspaceOptions): Promise<ResolvedConfiguration> {
  const loaded = await loadWorkspace(options)
  assertReadable(loaded)
  return resolvedOf(validate(loaded))
}
