/**
 * The base of every command. A command says in `run()` what it parsed, calls the domain and returns its result: the
 * returned value is the `--json` document (its type is the contract); `render` shows it as text otherwise.
 *
 *   export default class SecretGenerate extends BaseCommand<Generated> {
 *     static override summary = 'Draw a random secret'
 *     static override examples = ['<%= config.bin %> <%= command.id %> --length 72']
 *     static override flags = { length: Flags.integer({ default: 72, summary: 'characters' }) }
 *     async run() {
 *       const { flags } = await this.parse(SecretGenerate)
 *       const generated = generate(flags.length)
 *       return this.render(generated, ({ secret }) => secret)      // text: to stdout
 *     }
 *   }
 *
 * - `this.note('…')` talks on stderr (never under --json); `this.hint` likewise but on a terminal only;
 *   `this.caution` is for warnings, which are shown under --json too.
 * - Errors: throw a `ToolError`; nothing else is needed. `this.notGood()` sets exit status 3 beside a result.
 * - Secrets come in by `readSecret` and prompts by `ask` of `prompt.ts`; slow work goes through `this.busy`.
 */
import { Command, type Config, Flags } from '@oclif/core'
import { EXIT } from '../errors.ts'
import { withSpinner } from './busy.ts'
import { forStderr } from './colour.ts'
import { reportError } from './report-error.ts'

/** A concrete command, as the table of commands holds it. */
export interface CommandClass {
  new (argv: string[], config: Config): BaseCommand<unknown>
  id: string
  start(argv: string[], config: Config): Promise<void>
}

export abstract class BaseCommand<Result> extends Command {
  static override enableJsonFlag = true
  static override baseFlags = {
    'no-color': Flags.boolean({ summary: 'Plain text without colour', helpGroup: 'GLOBAL' }),
  }

  /** Whether an interrupt ends the process at once; a command that listens for signals itself says no. */
  protected endsOnInterrupt = true

  /** Runs the command with the words that follow its name. */
  static async start(
    this: new (
      argv: string[],
      config: Config,
    ) => BaseCommand<unknown>,
    argv: string[],
    config: Config,
  ): Promise<void> {
    await new this(argv, config)._run()
  }

  abstract override run(): Promise<Result>

  override async init(): Promise<void> {
    await super.init()
    if (this.endsOnInterrupt) process.once('SIGINT', () => process.exit(EXIT.interrupted))
  }

  /** Writes the text form to stdout unless `--json` asks for the document; hands the result on. */
  protected render<T extends Result>(result: T, text: (result: T) => string): T {
    if (!this.jsonEnabled()) {
      const shown = text(result)
      if (shown !== '') process.stdout.write(shown.endsWith('\n') ? shown : `${shown}\n`)
    }
    return result
  }

  protected note(text: string): void {
    if (!this.jsonEnabled()) process.stderr.write(`${text}\n`)
  }

  protected hint(text: string): void {
    if (process.stderr.isTTY) this.note(forStderr('dim', text))
  }

  protected caution(text: string): void {
    process.stderr.write(`${forStderr('yellow', 'Warning:')} ${text}\n`)
  }

  /** Shows a spinner on a terminal once `work` takes longer than 300 ms. */
  protected busy<T>(title: string, work: Promise<T>): Promise<T> {
    return this.jsonEnabled() ? work : withSpinner(title, work)
  }

  /** The thing that was checked is not good: exit status 3, the result is shown all the same. */
  protected notGood(): void {
    process.exitCode = EXIT.notGood
  }

  override jsonEnabled(): boolean {
    const end = this.argv.indexOf('--')
    return (end === -1 ? this.argv : this.argv.slice(0, end)).includes('--json')
  }

  override logJson(document: unknown): void {
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
  }

  protected override async catch(error: Error): Promise<void> {
    this.parsed = true
    reportError(error, { json: this.jsonEnabled() })
  }
}
