/** The flags of every command that reads the configuration. */
import { Flags } from '@oclif/core'

export const configurationFlags = {
  config: Flags.string({
    summary: 'Configuration file or folder, - for standard input (repeatable: later ones are laid over earlier ones)',
    helpValue: 'PATH',
    multiple: true,
    multipleNonGreedy: true,
    defaultHelp: async () => '$OIDC_CONFIG, else configuration.yml, configuration.yaml or config/configuration.yml',
  }),
  filters: Flags.string({
    summary: 'File filters in their order: template, expand-env',
    helpValue: 'LIST',
    delimiter: ',',
    multiple: true,
    multipleNonGreedy: true,
    defaultHelp: async () => '$X_AUTHELIA_CONFIG_FILTERS, else template for files that hold {{',
  }),
  'strict-files': Flags.boolean({
    summary: 'A file that the configuration names and that cannot be read here is an error',
  }),
}
