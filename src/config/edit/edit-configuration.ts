/**
 * Edits a file of the configuration, for every command that does so. The edit is planned on what stands in the file at
 * that moment, under its lock; the whole configuration is judged before and after in memory, and an edit that adds an
 * error, or that would mean something else than what was asked for, is refused.
 */
import { type Edit, TemplateExpression } from '../../editor/edit.ts'
import { editFile } from '../../editor/edit-file.ts'
import { editYaml } from '../../editor/edit-yaml.ts'
import { EditPathNotFound } from '../../editor/errors.ts'
import { UsageError } from '../../errors.ts'
import type { Generation } from '../generations/detect.ts'
import type { LoadedConfiguration } from '../load.ts'
import { isTree, mergeTrees, treeOf } from '../merge.ts'
import { PROVIDER_PATH } from '../path.ts'
import type { FoundProblem } from '../rules/report.ts'
import { type ValidationResult, validate } from '../validate.ts'
import { assertYaml } from './assert-yaml.ts'
import { compareProblems } from './compare-problems.ts'
import { EditAddsError, EditMeansSomethingElse } from './errors.ts'

/** Loads the configuration, with texts in place of what some files hold. */
export type Load = (texts?: ReadonlyMap<string, string>) => Promise<LoadedConfiguration>

/** The configuration before the edit. */
export interface Present {
  loaded: LoadedConfiguration
  validation: ValidationResult
}

export interface PlannedEdits {
  edits: readonly Edit[]
  /** Whether the configuration afterwards is what was asked for. */
  isMeant?(after: LoadedConfiguration): boolean
}

export interface ConfigurationEdit {
  load: Load
  /** The configuration as it was just loaded, where it is there already. */
  present?: LoadedConfiguration | undefined
  /** Which file is edited, chosen from what stands in them now. */
  fileOf(loaded: LoadedConfiguration): string
  /** Called again when the file changes meanwhile. */
  plan(present: Present): PlannedEdits
  /** Write nothing. */
  dryRun: boolean
  /** Judge by the rules of this generation instead of the detected one. */
  generation?: Generation
}

export interface EditedConfiguration {
  /** The file, as it was named. */
  config: string
  /** The file itself, behind symbolic links. */
  path: string
  before: string
  after: string
  /** Warnings that were not there before. */
  warnings: readonly FoundProblem[]
  /** Errors that were there before and are still. */
  oldErrors: readonly FoundProblem[]
}

type Judgement = Pick<EditedConfiguration, 'warnings' | 'oldErrors'>

/** `$` begins a variable for the filter expand-env, `$$` is one dollar sign. */
function escapeDollars<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$') as T
  if (Array.isArray(value)) return value.map(escapeDollars) as T
  if (!isTree(value) || value instanceof TemplateExpression) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escapeDollars(inner)])) as T
}

function forFilters(edits: readonly Edit[], { filters }: LoadedConfiguration): readonly Edit[] {
  if (!filters.includes('expand-env')) return edits
  return edits.map((edit) => ('value' in edit ? { ...edit, value: escapeDollars(edit.value) } : edit))
}

function refuseMeaning(file: string, cause?: unknown): never {
  throw new EditMeansSomethingElse(`the edit of ${file} would not have the effect that was asked for`, {
    hint: 'templates or other files have a say in this place; edit it by hand',
    cause,
  })
}

/** What a template makes is in the configuration, but has no place of its own in the text. */
function editText(source: string, edits: readonly Edit[], file: string): string {
  try {
    return editYaml(source, edits, { file })
  } catch (error) {
    if (error instanceof EditPathNotFound) return refuseMeaning(file, error)
    throw error
  }
}

/** What a section without any option lacks is no new error once it has its first one. */
function withSection(loaded: LoadedConfiguration): LoadedConfiguration {
  return { ...loaded, tree: mergeTrees(treeOf(PROVIDER_PATH.map(String), {}), loaded.tree) }
}

function isError({ severity }: FoundProblem): boolean {
  return severity === 'error'
}

/** @throws {@link EditAddsError} */
function judge(before: ValidationResult, after: ValidationResult, edits: readonly Edit[]): Judgement {
  const { added, kept } = compareProblems(before.problems, after.problems, edits)
  const errors = added.filter(isError)
  if (errors.length > 0) throw new EditAddsError(errors)
  return { warnings: added.filter(({ severity }) => severity === 'warning'), oldErrors: kept.filter(isError) }
}

function editableFile(loaded: LoadedConfiguration, fileOf: ConfigurationEdit['fileOf']): string {
  if (loaded.sources.length === 0) throw new UsageError('the folder holds no configuration file')
  if (loaded.sources.every(({ file }) => file !== '-')) return fileOf(loaded)
  throw new UsageError('standard input cannot be edited', { hint: 'name a file with --config' })
}

/** Whether a configuration is one file with this text; of several, another may have changed since. */
function isOf({ sources: [source, ...others] }: LoadedConfiguration, text: string): boolean {
  return others.length === 0 && source?.text === text
}

/**
 * Plans and makes an edit.
 *
 * @throws {@link EditAddsError}, {@link EditMeansSomethingElse}, and what `plan` and the editor throw
 */
export async function editConfiguration(request: ConfigurationEdit): Promise<EditedConfiguration> {
  const { load, fileOf, plan, dryRun, generation } = request
  const first = request.present ?? (await load())
  assertYaml(first)
  const config = editableFile(first, fileOf)
  const read = (text: string) => (isOf(first, text) ? first : load(new Map([[config, text]])))
  let judgement: Judgement = { warnings: [], oldErrors: [] }
  const edit = async (source: string): Promise<string> => {
    const loaded = await read(source)
    assertYaml(loaded)
    const present = { loaded, validation: validate(withSection(loaded), { generation }) }
    const { edits, isMeant } = plan(present)
    const text = editText(source, forFilters(edits, loaded), config)
    const after = text === source ? loaded : await read(text)
    if (isMeant?.(after) === false) refuseMeaning(config)
    const validation = text === source ? present.validation : validate(after, { generation })
    judgement = judge(present.validation, validation, edits)
    return text
  }
  const edited = await editFile(config, edit, { dryRun })
  return { config, ...edited, ...judgement }
}
