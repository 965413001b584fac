import { Args } from '@oclif/core'
import type { Difference } from '../../config/effective.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { forStdout } from '../../output/colour.ts'
import { configurationFlags } from '../../output/configuration-flags.ts'

export interface Compared {
  differences: readonly Difference[]
}

const { config: _config, ...readingFlags } = configurationFlags

export default class ConfigDiff extends BaseCommand<Compared> {
  static override summary = 'Compare the values that take effect in two configurations'
  static override description =
    'Defaults count: a value that is written out and equals its default is no difference. Clients are matched by id. Of secrets only that they differ is told. Exit status 0 whether they differ or not.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> old.yml new.yml',
    '<%= config.bin %> <%= command.id %> configuration.yml staging/configuration.yml --json',
  ]
  static override args = {
    before: Args.string({
      ignoreStdin: true,
      name: 'A',
      description: 'One configuration: a file or a folder',
      required: true,
    }),
    after: Args.string({ ignoreStdin: true, name: 'B', description: 'The other one', required: true }),
  }
  static override flags = readingFlags

  async run(): Promise<Compared> {
    const { args, flags } = await this.parse(ConfigDiff)
    const [{ readResolved }, { differences, valueText }] = await Promise.all([
      import('./read-resolved.ts'),
      import('../../config/effective.ts'),
    ])
    const reading = { filters: flags.filters, strictFiles: flags['strict-files'] }
    const before = await readResolved({ ...reading, config: [args.before] })
    const after = await readResolved({ ...reading, config: [args.after] })
    const shown = (sign: string, { path }: Difference, value: Difference['before']) =>
      value === null ? [] : [forStdout(sign === '-' ? 'red' : 'green', `${sign} ${path}: ${valueText(value)}`)]
    return this.render({ differences: differences(before, after) }, ({ differences: found }) =>
      found.length === 0
        ? 'no differences'
        : found.flatMap((one) => [...shown('-', one, one.before), ...shown('+', one, one.after)]).join('\n'),
    )
  }
}
