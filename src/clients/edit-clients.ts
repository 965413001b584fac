/**
 * Changes of the clients in the configuration's files. The whole configuration is judged before and after in memory: an
 * edit that adds an error, or that would mean something else than what was asked for, is refused.
 */
import { isDeepStrictEqual } from 'node:util'
import { detectGeneration } from '../config/generations/detect.ts'
import type { LoadedConfiguration } from '../config/load.ts'
import { isTree, mergeTrees, type Tree, treeOf, valueAt } from '../config/merge.ts'
import { PROVIDER_PATH } from '../config/path.ts'
import type { Problem } from '../config/problem.ts'
import type { SourceFile } from '../config/source-file.ts'
import { isUnreadable, validate } from '../config/validate.ts'
import type { Edit } from '../editor/edit.ts'
import { editFile } from '../editor/edit-file.ts'
import { editYaml } from '../editor/edit-yaml.ts'
import { EditPathNotFound, YamlSyntaxInvalid } from '../editor/errors.ts'
import { UsageError } from '../errors.ts'
import { compareProblems, pathAfterRemoval } from './compare-problems.ts'
import { EditAddsError, EditMeansSomethingElse, OlderGeneration } from './errors.ts'
import { clientsIn } from './known-names.ts'

/** Loads the configuration, with texts in place of what some files hold. */
export type Load = (texts?: ReadonlyMap<string, string>) => Promise<LoadedConfiguration>

/** What is to be done, decided on what the file holds at that moment. */
export interface ClientChange {
  edits: readonly Edit[]
  /** What the list of clients must be afterwards. */
  clients: readonly Tree[]
  /** The index of the client that goes. */
  removed?: number
}

export type PlanChange = (present: LoadedConfiguration) => ClientChange

export interface EditedClients {
  /** The file, as it was named. */
  config: string
  before: string
  after: string
  /** Warnings that were not there before. */
  warnings: readonly Problem[]
  /** Errors that were there before and are still. */
  oldErrors: readonly Problem[]
  /** The clients as they are written afterwards. */
  clients: readonly Tree[]
}

/**
 * Refuses files that are no YAML.
 *
 * @throws {@link YamlSyntaxInvalid} with the first place
 */
export function assertYaml(loaded: LoadedConfiguration): void {
  const problem = isUnreadable(loaded) ? loaded.problems.find(({ severity }) => severity === 'error') : undefined
  if (problem === undefined) return
  const { file, line, column, message, hint } = problem
  throw new YamlSyntaxInvalid(`${file} cannot be read: ${message}`, {
    hint: hint ?? 'correct this place first; the file was left as it is',
    position: { file, line, column },
  })
}

function sectionOf({ document }: SourceFile): Tree | undefined {
  const section = valueAt(document.value, PROVIDER_PATH)
  return isTree(section) ? section : undefined
}

/** The file that holds the list of clients, else the last with the section, else the first. */
function fileToEdit({ sources }: LoadedConfiguration): string {
  const source =
    sources.findLast((one) => Array.isArray(sectionOf(one)?.['clients'])) ??
    sources.findLast((one) => sectionOf(one) !== undefined) ??
    sources[0]
  if (source === undefined) throw new UsageError('the folder holds no configuration file')
  if (source.file === '-')
    throw new UsageError('standard input cannot be edited', { hint: 'name a file with --config' })
  return source.file
}

function assertCurrent({ tree, sources }: LoadedConfiguration): void {
  const section = valueAt(tree, PROVIDER_PATH)
  if (!isTree(section) || clientsIn(tree).length === 0) return
  const generation = detectGeneration(section)
  if (generation === 5) return
  throw new OlderGeneration(
    `the clients of ${sources[0]?.file} are written for an earlier release (generation ${generation})`,
    {
      hint: 'bring it up to date first: oidc config migrate --write',
    },
  )
}

function moved(problems: readonly Problem[], removed: number | undefined): readonly Problem[] {
  if (removed === undefined) return problems
  return problems.flatMap((problem) => {
    const path = pathAfterRemoval(problem.path, removed)
    return path === undefined ? [] : [{ ...problem, path }]
  })
}

/** More than these would hide the first. */
const TOLD = 5

function refuse(errors: readonly Problem[]): void {
  const [first] = errors
  if (first === undefined) return
  const told = errors.slice(0, TOLD).map(({ message }) => message)
  const more = errors.length > TOLD ? [`and ${errors.length - TOLD} more`] : []
  const reasons = [...told, ...more].join('; ')
  throw new EditAddsError(`the provider would refuse the configuration afterwards: ${reasons}`, errors, {
    hint: first.hint,
    path: first.path,
  })
}

/** What a section without any option lacks is no new error once it has its first client. */
function withSection(loaded: LoadedConfiguration): LoadedConfiguration {
  return { ...loaded, tree: mergeTrees(treeOf(PROVIDER_PATH.map(String), {}), loaded.tree) }
}

type Judgement = Pick<EditedClients, 'warnings' | 'oldErrors' | 'clients'>

function judge(before: LoadedConfiguration, after: LoadedConfiguration, { removed, clients }: ClientChange): Judgement {
  const problemsOf = (loaded: LoadedConfiguration) => validate(loaded, { generation: 5 }).problems
  const { added, kept } = compareProblems(moved(problemsOf(withSection(before)), removed), problemsOf(after))
  refuse(added.filter(({ severity }) => severity === 'error'))
  return {
    warnings: added.filter(({ severity }) => severity === 'warning'),
    oldErrors: kept.filter(({ severity }) => severity === 'error'),
    clients,
  }
}

function refuseMeaning(file: string, cause?: unknown): never {
  throw new EditMeansSomethingElse(`the edit of ${file} would not have the effect that was asked for`, {
    hint: 'templates or other files have a say in the list of clients; edit it by hand',
    cause,
  })
}

function assertMeant(loaded: LoadedConfiguration, clients: readonly Tree[], file: string): void {
  if (!isDeepStrictEqual(clientsIn(loaded.tree), clients)) refuseMeaning(file)
}

/** A client that a template makes is in the list, but has no place of its own in the text. */
function edited(source: string, edits: readonly Edit[], file: string): string {
  try {
    return editYaml(source, edits, { file })
  } catch (error) {
    if (error instanceof EditPathNotFound) return refuseMeaning(file, error)
    throw error
  }
}

/** `$` begins a variable for the filter expand-env, `$$` is one dollar sign. */
function escapeDollars<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$') as T
  if (Array.isArray(value)) return value.map(escapeDollars) as T
  if (!isTree(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escapeDollars(inner)])) as T
}

function forFilters(edits: readonly Edit[], { filters }: LoadedConfiguration): readonly Edit[] {
  if (!filters.includes('expand-env')) return edits
  return edits.map((edit) => ('value' in edit ? { ...edit, value: escapeDollars(edit.value) } : edit))
}

/**
 * Edits the file that holds the clients, under its lock.
 *
 * @throws {@link EditAddsError}, {@link OlderGeneration}, {@link EditMeansSomethingElse}, and what `plan` and the editor
 * throw
 */
export async function editClients(
  load: Load,
  plan: PlanChange,
  { dryRun }: { dryRun: boolean },
): Promise<EditedClients> {
  const first = await load()
  assertYaml(first)
  const config = fileToEdit(first)
  let judged: Judgement = { warnings: [], oldErrors: [], clients: [] }
  const { before, after } = await editFile(
    config,
    async (source) => {
      const present = await load(new Map([[config, source]]))
      assertYaml(present)
      assertCurrent(present)
      const change = plan(present)
      const text = edited(source, forFilters(change.edits, present), config)
      const result = await load(new Map([[config, text]]))
      assertMeant(result, change.clients, config)
      judged = judge(present, result, change)
      return text
    },
    { dryRun },
  )
  return { config, before, after, ...judged }
}
