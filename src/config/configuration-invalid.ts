/** A configuration whose values cannot be told, because the provider would refuse it. */
import { EXIT, ToolError } from '../errors.ts'
import type { LoadedConfiguration } from './load.ts'
import { hasErrors, type Problem } from './problem.ts'
import type { ResolvedConfiguration } from './resolved.ts'
import { isUnreadable, type ValidationResult } from './validate.ts'

/** The configuration has errors: exit status 3. */
export class ConfigurationInvalid extends ToolError {
  readonly code = 'ERR_CONFIGURATION_INVALID'
  override readonly exitCode = EXIT.notGood
}

/** A file that is no YAML, or whose template fails: exit status 1. */
export class ConfigurationUnreadable extends ToolError {
  readonly code = 'ERR_CONFIGURATION_UNREADABLE'
}

function firstError(problems: readonly Problem[]): Problem | undefined {
  return problems.find(({ severity }) => severity === 'error')
}

/**
 * Refuses files that cannot be read as YAML at all.
 *
 * @throws {@link ConfigurationUnreadable} with the first place
 */
export function assertReadable(loaded: LoadedConfiguration): void {
  const problem = isUnreadable(loaded) ? firstError(loaded.problems) : undefined
  if (problem === undefined) return
  const { file, line, column, message, hint } = problem
  throw new ConfigurationUnreadable(`${file}:${line}:${column}: ${message}`, { hint, position: { file, line, column } })
}

/**
 * The values of a configuration without errors.
 *
 * @throws {@link ConfigurationInvalid} naming the first error
 */
export function resolvedOf({ problems, resolved }: ValidationResult): ResolvedConfiguration {
  if (resolved !== undefined) return resolved
  const problem = firstError(problems)
  if (problem === undefined || !hasErrors(problems)) {
    throw new ConfigurationInvalid('there is no section identity_providers.oidc', {
      hint: 'add it with: oidc config init',
    })
  }
  const { file, line, column, message, path } = problem
  throw new ConfigurationInvalid(`${file}:${line}:${column}: ${message}`, {
    hint: 'see every problem with: oidc config validate',
    path,
    position: { file, line, column },
  })
}
