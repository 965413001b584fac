import { Flags } from '@oclif/core'
import type { Generation } from '../../config/generations/detect.ts'
import type { LoadedConfiguration } from '../../config/load.ts'
import { hasErrors, type Problem } from '../../config/problem.ts'
import type { FoundProblem } from '../../config/rules/report.ts'
import type { ValidationResult } from '../../config/validate.ts'
import { UsageError } from '../../errors.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { forStdout } from '../../output/colour.ts'
import { configurationFlags } from '../../output/configuration-flags.ts'

export interface Validated {
  valid: boolean
  generation: Generation
  problems: (Omit<Problem, 'hint'> & { hint: string | null })[]
}

interface ValidateFlags {
  generation?: number | undefined
  'no-advice'?: boolean
  fetch?: boolean
  fix?: boolean
  'strict-files'?: boolean
}

export default class ConfigValidate extends BaseCommand<Validated> {
  static override summary = 'Check the configuration: every problem at once, with file, line and hint'
  static override description =
    `Judges the configuration by the rules of its generation, which is detected unless --generation states it.
Errors are what the provider refuses, warnings what it complains about, advice what only this program finds.
Exit status: 0 it is good (warnings and advice do not count), 3 it has an error, or a warning with --strict.
oidc config explain CODE tells more about a problem.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> configuration.yml --strict --no-advice',
    '<%= config.bin %> <%= command.id %> configuration.yml --format sarif > problems.sarif',
  ]
  static override strict = false
  static override usage = 'config validate [PATH...] [FLAGS]'
  static override flags = {
    ...configurationFlags,
    generation: Flags.integer({ summary: 'Judge by this generation, 1 to 5 (default: detected)', min: 1, max: 5 }),
    strict: Flags.boolean({ summary: 'Warnings make the exit status 3 too' }),
    'no-advice': Flags.boolean({ summary: "Leave out what is beyond the provider's own rules" }),
    fix: Flags.boolean({ summary: 'Make the changes that certainly repair something' }),
    fetch: Flags.boolean({ summary: 'Fetch and check the documents at sector_identifier_uri' }),
    format: Flags.option({
      summary: 'Form of the result',
      options: ['text', 'sarif'] as const,
      default: 'text' as const,
    })(),
  }

  async run(): Promise<Validated> {
    const { argv, flags } = await this.parse(ConfigValidate)
    const { loadWorkspace } = await import('../../workspace/load.ts')
    const config = argv.length > 0 ? argv.map(String) : flags.config
    const options = { config, filters: flags.filters, strictFiles: flags['strict-files'] }
    const load = () => this.busy('Reading the configuration', loadWorkspace(options))
    const judged = flags.fix ? await this.repaired(load, flags) : await judge(await load(), flags)
    const { generation, problems } = judged.result
    if (isTemplateByItself(judged.loaded, flags.filters))
      this.note("The text holds {{, so the filter 'template' was applied.")
    const bad = problems.some(({ severity }) => severity === 'error' || (flags.strict && severity === 'warning'))
    if (bad) this.notGood()
    const document = { valid: !hasErrors(problems), generation, problems: problems.map(jsonProblem) }
    if (flags.format === 'sarif' && !this.jsonEnabled()) await this.writeSarif(problems)
    else if (!this.jsonEnabled()) process.stdout.write(await textOf(judged))
    return document
  }

  private async writeSarif(problems: readonly Problem[]): Promise<void> {
    const { sarifLog } = await import('../../config/report/sarif.ts')
    process.stdout.write(`${JSON.stringify(sarifLog(problems, this.config.version), null, 2)}\n`)
  }

  /** Repairs the files and judges what they hold then. */
  private async repaired(load: () => Promise<LoadedConfiguration>, flags: ValidateFlags) {
    const { repairFiles } = await import('./repair-files.ts')
    const first = await judge(await load(), flags)
    for (const { path, count } of await repairFiles(first.loaded, first.result.problems)) {
      this.note(`${path}: ${count} ${count === 1 ? 'problem' : 'problems'} repaired`)
    }
    return judge(await load(), flags)
  }
}

/** The filter ran though neither a flag nor the environment asked for it. */
function isTemplateByItself({ filters }: LoadedConfiguration, flag: readonly string[] | undefined): boolean {
  return filters.length > 0 && flag === undefined && process.env['X_AUTHELIA_CONFIG_FILTERS'] === undefined
}

function generationOf(flag: number | undefined): Generation | undefined {
  if (flag === undefined || flag === 1 || flag === 2 || flag === 3 || flag === 4 || flag === 5) return flag
  throw new UsageError(`there is no generation ${flag}`, { hint: 'generations are 1 to 5' })
}

function jsonProblem({ severity, code, path, message, hint, file, line, column }: Problem) {
  return { severity, code, path, message, hint: hint ?? null, file, line, column }
}

interface Judged {
  loaded: LoadedConfiguration
  result: ValidationResult
  /** Texts of the files that problems may lie in. */
  texts: ReadonlyMap<string, string>
}

async function judge(loaded: LoadedConfiguration, flags: ValidateFlags): Promise<Judged> {
  const [{ validate, isUnreadable }, { checkUsers }] = await Promise.all([
    import('../../config/validate.ts'),
    import('./check-users.ts'),
  ])
  const result = validate(loaded, { generation: generationOf(flags.generation) })
  const strictFiles = flags['strict-files'] ?? false
  const users = isUnreadable(loaded) ? undefined : await checkUsers(loaded, { strictFiles })
  const ofConfiguration = flags.fetch ? await withDocuments(loaded, result.problems) : result.problems
  const found = [...ofConfiguration, ...(users?.problems ?? [])]
  const problems = found.filter((problem) => isShown(problem, { found, noAdvice: flags['no-advice'] ?? false }))
  const texts = new Map([...loaded.sources.map(({ file, text }) => [file, text] as const), ...(users?.texts ?? [])])
  return { loaded, result: { ...result, problems }, texts }
}

/** A configuration that was just begun lacks clients and users, and is told of the clients alone. */
function isShown(
  { code, severity }: Problem,
  { found, noAdvice }: { found: readonly Problem[]; noAdvice: boolean },
): boolean {
  if (severity !== 'advice') return true
  const isEarly = code === 'ERR_USERS_FILE_MISSING' && found.some((other) => other.code === 'ERR_CLIENTS_MISSING')
  return !noAdvice && !isEarly
}

async function withDocuments(loaded: LoadedConfiguration, problems: readonly FoundProblem[]): Promise<FoundProblem[]> {
  const [{ checkSectorDocuments }, { createFetcher }] = await Promise.all([
    import('../../config/sector-documents.ts'),
    import('../../primitives/http.ts'),
  ])
  const found = await checkSectorDocuments(loaded, createFetcher({ allowPrivate: true }))
  return [...problems.filter(({ code }) => code !== 'ERR_CLIENT_SECTOR_UNCHECKED'), ...found]
}

/** Problems with a piece of the file around each on a terminal. */
async function textOf({ texts, result: { problems, generation } }: Judged): Promise<string> {
  const { problemText, summaryText } = await import('../../config/report/problem-text.ts')
  const frame = (problem: Problem) => (process.stdout.isTTY ? texts.get(problem.file) : undefined)
  const blocks = problems.map((problem) => problemText(problem, { paint: forStdout, text: frame(problem) }))
  return [...blocks, `generation ${generation}: ${summaryText(problems)}`, ''].join('\n')
}
