import { Args } from '@oclif/core'
import { BaseCommand } from '../output/base-command.ts'
import { COMPLETION_SHELLS, completionScript } from '../output/completion.ts'

export default class Completion extends BaseCommand<{ shell: string; script: string }> {
  static override summary = 'Print the completion script of a shell'
  static override description = 'The script completes commands, flags and the values of flags that have a fixed set.'
  static override examples = [
    {
      description: 'bash, for this user',
      command: '<%= config.bin %> <%= command.id %> bash > ~/.local/share/bash-completion/completions/oidc',
    },
    { description: 'fish', command: '<%= config.bin %> <%= command.id %> fish > ~/.config/fish/completions/oidc.fish' },
    {
      description: 'zsh, into a folder of $fpath',
      command: '<%= config.bin %> <%= command.id %> zsh > ~/.zfunc/_oidc',
    },
  ]
  static override args = {
    shell: Args.string({
      ignoreStdin: true,
      description: 'the shell',
      options: [...COMPLETION_SHELLS],
      required: true,
    }),
  }

  async run(): Promise<{ shell: string; script: string }> {
    const { args } = await this.parse(Completion)
    const commands = this.config.commands.map(({ id, summary, flags }) => ({
      words: id.split(':'),
      summary: summary ?? '',
      flags: Object.values(flags).map((flag) => ({
        name: flag.name,
        summary: flag.summary ?? '',
        takesValue: flag.type === 'option',
        options: flag.type === 'option' ? (flag.options ?? []) : [],
      })),
    }))
    return this.render({ shell: args.shell, script: completionScript(args.shell, commands) }, ({ script }) => script)
  }
}
