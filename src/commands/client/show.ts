import { Args } from '@oclif/core'
import type { EffectiveValue } from '../../config/effective.ts'
import { forStdout } from '../../output/colour.ts'
import { ClientCommand, clientFlags } from './client-command.ts'

export interface ShownClient {
  /** Effective values under the names of the options; the secret is hidden. */
  client: Record<string, EffectiveValue['value']>
  /** What it may do, in sentences. */
  may: string[]
  /** Where each value comes from: `file:line:column` or `default`. */
  origins: Record<string, string>
}

export default class ClientShow extends ClientCommand<ShownClient> {
  static override summary = 'Show a client: what it may do, and every value that takes effect'
  static override examples = [
    '<%= config.bin %> <%= command.id %> wiki',
    '<%= config.bin %> <%= command.id %> wiki --json',
  ]
  static override args = { id: Args.string({ name: 'ID', description: 'The client_id', required: true }) }
  static override flags = clientFlags

  async run(): Promise<ShownClient> {
    const { args, flags } = await this.parse(ClientShow)
    const [{ showClient }, { valueText }] = await Promise.all([
      import('../../clients/show-client.ts'),
      import('../../config/effective.ts'),
    ])
    const { values, may } = showClient(await this.loader(flags)(), args.id)
    const named = (pick: (value: (typeof values)[number]) => readonly [string, unknown]) =>
      Object.fromEntries(values.map(pick))
    const result = {
      client: named(({ option, value }) => [option, value]) as ShownClient['client'],
      may,
      origins: named(({ option, origin }) => [option, origin]) as ShownClient['origins'],
    }
    const line = ({ option, value, origin }: (typeof values)[number]) =>
      `${option}: ${valueText(value)}  ${forStdout('dim', `# ${origin}`)}`
    return this.render(result, () =>
      [`${args.id}:`, ...may.map((one) => `  ${one}`), '', ...values.map(line)].join('\n'),
    )
  }
}
