/** Flags of commands that read the configuration. */
import { Flags } from '@oclif/core'

export const configurationFlags = {
  config: Flags.string({
    summary:
      'Configuration file or folder; may be repeated, - is standard input (default: $OIDC_CONFIG, else configuration.yml)',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'PATH',
  }),
  filters: Flags.string({
    summary:
      'File filters: template, expand-env (default: $X_AUTHELIA_CONFIG_FILTERS, else template where the text holds {{)',
    helpValue: 'NAMES',
  }),
  'strict-files': Flags.boolean({ summary: 'A file that cannot be read here is an error instead of a warning' }),
}

export interface ConfigurationFlags {
  config?: string[] | undefined
  filters?: string | undefined
  'strict-files'?: boolean | undefined
}

/** The flags as the workspace takes them; paths given as arguments win. */
export function workspaceOptions(flags: ConfigurationFlags, paths: readonly string[] = []) {
  return {
    config: paths.length > 0 ? paths : flags.config,
    filters: flags.filters?.split(','),
    strictFiles: flags['strict-files'],
  }
}
