import { Args } from '@oclif/core'
import type { ExplainedCode, ExplainedOption, Explanation } from '../../config/explain.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { forStdout } from '../../output/colour.ts'

export interface Explained {
  explanations: readonly Explanation[]
}

export default class ConfigExplain extends BaseCommand<Explained> {
  static override summary = 'Explain an option or the code of a problem'
  static override description =
    'An option is named by its path or by the end of it; where several options share a name, all are explained.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> lifespans.access_token',
    '<%= config.bin %> <%= command.id %> client_secret',
    '<%= config.bin %> <%= command.id %> ERR_CLIENT_SECRET_PLAINTEXT',
  ]
  static override args = {
    what: Args.string({
      ignoreStdin: true,
      name: 'OPTION|CODE',
      description: 'The option or the code',
      required: true,
    }),
  }

  async run(): Promise<Explained> {
    const { args } = await this.parse(ConfigExplain)
    const { explain } = await import('../../config/explain.ts')
    return this.render({ explanations: explain(args.what) }, ({ explanations }) =>
      explanations.map(textOf).join('\n\n'),
    )
  }
}

function textOf(explanation: Explanation): string {
  return 'code' in explanation ? codeText(explanation) : optionText(explanation)
}

function codeText({ code, severity, meaning, remedy }: ExplainedCode): string {
  return [`${forStdout('bold', code)} (${severity})`, `  ${meaning}`, `  ${remedy}`].join('\n')
}

function optionText(option: ExplainedOption): string {
  const { values, see } = option
  const rows: readonly (readonly [string, string | null])[] = [
    ['type', option.required ? `${option.type}, required` : option.type],
    ['default', option.default],
    ['values', values.length === 0 ? null : values.map((value) => value || "''").join(', ')],
    ['rules', option.rules],
    ['since', option.since],
    ['instead', option.deprecated],
    ['see', see.length === 0 ? null : see.join(', ')],
  ]
  const lines = rows.flatMap(([name, text]) => (text === null ? [] : [`  ${forStdout('dim', `${name}:`)} ${text}`]))
  return [forStdout('bold', option.option), `  ${option.description}`, ...lines].join('\n')
}
