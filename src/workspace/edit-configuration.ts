/**
 * Edits the configuration of this machine. The edit is planned on what stands in the file at that moment, under its
 * lock, and may not add an error that was not there before.
 */
import type { LoadedConfiguration } from '../config/load.ts'
import type { Problem } from '../config/problem.ts'
import { type ValidationResult, validate } from '../config/validate.ts'
import type { Edit } from '../editor/edit.ts'
import { editFile } from '../editor/edit-file.ts'
import { editYaml } from '../editor/edit-yaml.ts'
import { EXIT, ToolError, UsageError } from '../errors.ts'
import { loadWorkspace, type WorkspaceOptions } from './load.ts'
import { locateConfiguration, STDIN } from './locate.ts'

/** The edit would have made the configuration worse; nothing was written: exit status 3. */
export class EditAddsError extends ToolError {
  readonly code = 'ERR_EDIT_ADDS_ERROR'
  override readonly exitCode = EXIT.notGood
}

/** The configuration before the edit. */
export interface Present {
  loaded: LoadedConfiguration
  validation: ValidationResult
}

export interface EditedConfiguration {
  path: string
  before: string
  after: string
  /** Errors that were there already and still are. */
  oldErrors: readonly Problem[]
}

export interface EditConfigurationOptions extends WorkspaceOptions {
  /** Write nothing. */
  dryRun?: boolean
}

/** List positions move with an edit, so they do not count when problems are compared. */
function identity({ code, path }: Problem): string {
  return `${code} ${path.replace(/\[\d+\]/g, '[]')}`
}

function errorsOf({ problems }: ValidationResult): Problem[] {
  return problems.filter(({ severity }) => severity === 'error')
}

function newError(before: ValidationResult, after: ValidationResult): Problem | undefined {
  const known = errorsOf(before).map(identity)
  return errorsOf(after).find((problem) => {
    const index = known.indexOf(identity(problem))
    if (index !== -1) known.splice(index, 1)
    return index === -1
  })
}

function judged(loaded: LoadedConfiguration): Present {
  return { loaded, validation: validate(loaded) }
}

function hasText({ sources }: LoadedConfiguration, file: string, text: string): boolean {
  return sources.some((source) => source.file === file && source.text === text)
}

/**
 * Plans and makes an edit. `plan` may be called more than once, when the file changes meanwhile.
 *
 * @param file which file of the configuration is edited, chosen from what stands in them now
 * @throws {@link EditAddsError}, what `plan` throws, and what the editor throws
 */
export async function editConfiguration(
  options: EditConfigurationOptions,
  fileOf: (loaded: LoadedConfiguration) => string,
  plan: (present: Present) => readonly Edit[],
): Promise<EditedConfiguration> {
  const config = await locateConfiguration({
    flags: options.config,
    environment: process.env,
    folder: process.cwd(),
  })
  if (config.includes(STDIN)) throw new UsageError('standard input cannot be edited', { hint: 'name a file' })
  const named = { ...options, config }
  const first = await loadWorkspace(named)
  const file = fileOf(first)
  const read = (text: string) => loadWorkspace({ ...named, texts: new Map([[file, text]]) })
  let oldErrors: readonly Problem[] = []
  const edit = async (source: string): Promise<string> => {
    const present = judged(hasText(first, file, source) ? first : await read(source))
    const text = editYaml(source, plan(present), { file })
    oldErrors = errorsOf(present.validation)
    if (text === source) return text
    const { validation } = judged(await read(text))
    const added = newError(present.validation, validation)
    if (added)
      throw new EditAddsError(`the edit would add an error: ${added.message}`, { path: added.path, hint: added.hint })
    oldErrors = errorsOf(validation)
    return text
  }
  const { path, before, after } = await editFile(file, edit, { dryRun: options.dryRun ?? false })
  return { path, before, after, oldErrors }
}
