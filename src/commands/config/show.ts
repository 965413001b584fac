import { Args, Flags } from '@oclif/core'
import type { EffectiveValue } from '../../config/effective.ts'
import type { OptionPath, ResolvedConfiguration } from '../../config/resolved.ts'
import { UsageError } from '../../errors.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { forStdout } from '../../output/colour.ts'
import { configurationFlags } from '../../output/configuration-flags.ts'

export interface Shown {
  values: { path: string; value: EffectiveValue['value']; origin: string }[]
}

export default class ConfigShow extends BaseCommand<Shown> {
  static override summary = 'Show the values that take effect, with defaults and where each comes from'
  static override description =
    'A path may leave out identity_providers.oidc. Secrets are hidden unless --reveal is given. A configuration with errors has no effective values: exit status 3.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> lifespans',
    '<%= config.bin %> <%= command.id %> --client app --json',
  ]
  static override args = {
    option: Args.string({
      ignoreStdin: true,
      name: 'PATH.TO.OPTION',
      description: 'Show this option and what is below it',
    }),
  }
  static override flags = {
    ...configurationFlags,
    client: Flags.string({ summary: 'Show the client with this id', helpValue: 'ID' }),
    reveal: Flags.boolean({ summary: 'Show secrets too' }),
  }

  async run(): Promise<Shown> {
    const { args, flags } = await this.parse(ConfigShow)
    const [{ readResolved }, { effectiveValues, isBelow, valueText }, { formatPath }] = await Promise.all([
      import('./read-resolved.ts'),
      import('../../config/effective.ts'),
      import('../../config/path.ts'),
    ])
    const { config, filters, 'strict-files': strictFiles } = flags
    const reading = readResolved({ config, filters, strictFiles })
    const resolved = await this.busy('Reading the configuration', reading)
    const prefixes = await prefixesOf(resolved, args.option, flags.client)
    const shown = effectiveValues(resolved, { reveal: flags.reveal }).filter(({ path }) =>
      prefixes.some((prefix) => isBelow(path, prefix)),
    )
    if (shown.length === 0) throw nothingThere(args.option ?? '')
    const values = shown.map(({ path, value, origin }) => ({ path: formatPath(path), value, origin }))
    const line = (one: Shown['values'][number]) =>
      `${one.path}: ${valueText(one.value)}  ${forStdout('dim', `# ${one.origin}`)}`
    return this.render({ values }, () => values.map(line).join('\n'))
  }
}

function nothingThere(option: string): UsageError {
  return new UsageError(`there is no value at '${option}'`, { hint: 'oidc config explain lists the options' })
}

/** The paths that the user may have meant: as written, or below `identity_providers.oidc`. */
async function prefixesOf(
  { provider }: ResolvedConfiguration,
  option: string | undefined,
  client: string | undefined,
): Promise<readonly OptionPath[]> {
  const { clientPath, parsePath, providerPath } = await import('../../config/path.ts')
  const path = option === undefined ? [] : parsePath(option)
  if (path === undefined)
    throw new UsageError(`'${option}' is no path of an option`, { hint: 'write clients[0].client_id' })
  if (client === undefined) return option === undefined ? [[]] : [path, providerPath(...path)]
  const index = provider.clients.findIndex(({ client_id }) => client_id === client)
  if (index === -1) throw new UsageError(`there is no client '${client}'`, { hint: 'oidc client list shows them' })
  return [clientPath(index, ...path)]
}
