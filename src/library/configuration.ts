/** What `readConfiguration` takes, gives and refuses. */
import type { Problem } from '../config/problem.ts'
import type { ResolvedConfiguration } from '../config/resolved.ts'
import { EXIT, ToolError } from '../errors.ts'
import type { IssuerKey } from '../keys/published-key.ts'
import type { ProviderOptions } from '../provider/context.ts'

/** What a configuration that is no file is called in problems. */
export const GIVEN = 'configuration'

/** YAML text (with a line break in it), the path of a file, or an object with the options of the configuration. */
export type ConfigurationSource = string | Readonly<Record<string, unknown>>

/** What the provider needs of a configuration. */
export interface ReadConfiguration {
  /** Every option with its default in place. */
  config: ResolvedConfiguration
  /** The keys of `identity_providers.oidc.jwks`, ready to sign. */
  keys: readonly IssuerKey[]
  /** Those of `definitions.user_attributes`. */
  computedAttributes: ProviderOptions['computedAttributes']
  /** Warnings and advice. */
  problems: readonly Problem[]
}

/** The configuration has errors; `problems` has all of them. */
export class ConfigurationErrors extends ToolError {
  readonly code = 'ERR_CONFIGURATION_INVALID'
  override readonly exitCode = EXIT.notGood
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const errors = problems.filter(({ severity }) => severity === 'error')
    const lines = errors.map(({ file, line, column, path, message, hint }) => {
      const place = file === GIVEN ? path : `${file}:${line}:${column}: ${path}`
      return `${place}: ${message}${hint ? ` (${hint})` : ''}`
    })
    super(lines.join('\n') || 'there is no section identity_providers.oidc', { path: errors[0]?.path })
    this.problems = problems
  }
}
