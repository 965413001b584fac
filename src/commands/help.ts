import { Args, Help } from '@oclif/core'
import { UsageError } from '../errors.ts'
import { BaseCommand } from '../output/base-command.ts'
import { commandNotFound } from '../output/unknown-command.ts'

export default class HelpCommand extends BaseCommand<void> {
  static override summary = 'Show what the program or a command can do'
  static override examples = ['<%= config.bin %> help', '<%= config.bin %> help keys generate']
  static override enableJsonFlag = false
  static override strict = false
  static override args = {
    command: Args.string({ ignoreStdin: true, description: 'the words of a command or a topic' }),
  }

  async run(): Promise<void> {
    const { argv } = await this.parse(HelpCommand)
    const words = argv.map(String)
    const id = words.join(':')
    if (words.length > 0 && !this.config.findCommand(id) && !this.config.findTopic(id)) {
      throw words.some((word) => word.startsWith('-'))
        ? new UsageError(`help takes the words of a command, not ${words.join(' ')}`)
        : commandNotFound(words, this.config.commandIDs)
    }
    await new Help(this.config, { ...this.config.pjson.oclif.helpOptions, all: true }).showHelp(id === '' ? [] : [id])
  }
}
