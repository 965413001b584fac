/**
 * Loading: files, filters, merging and the environment, in the provider's order of precedence. What is wrong becomes
 * problems with positions; nothing here judges an option.
 */
import type { SourcePosition } from '../errors.ts'
import { neededLanguage } from './attributes/definitions.ts'
import type { ExpressionLanguage } from './attributes/expression.ts'
import { type Environment, type EnvironmentValue, readEnvironment } from './environment.ts'
import { type FilterName, parseFilterNames } from './filters/filter-names.ts'
import { oldPathsOf } from './generations/old-paths.ts'
import { FILE_LIMIT } from './limits.ts'
import type { LoadRequest } from './load-request.ts'
import { mergeTrees, type Tree } from './merge.ts'
import type { PositionLookup, PositionPart } from './problem.ts'
import type { OptionPath } from './resolved.ts'
import { collectProblems, type FoundProblem } from './rules/report.ts'
import { type FilteredText, type FoundPosition, findInSource, readSource, type SourceFile } from './source-file.ts'

export interface LoadedConfiguration {
  sources: readonly SourceFile[]
  /** All sources merged, before any option is read. */
  tree: Tree
  problems: readonly FoundProblem[]
  /** Names of the filters that ran. */
  filters: readonly FilterName[]
  /** Options that come from the environment. */
  fromEnvironment: readonly EnvironmentValue[]
  /** What the expressions of `definitions.user_attributes` are written in; loaded where there are some. */
  expressions: ExpressionLanguage | undefined
  /** Where an option stands; for one that is missing, where the mapping around it does. */
  positionOf: PositionLookup
  /** Where an option stands; undefined where no source has it. */
  exactPositionOf: PositionLookup
}

/** The files of `X_AUTHELIA_CONFIG`, or `configuration.yml`. */
export function filesFromEnvironment(environment: Environment): readonly string[] {
  const listed = environment['X_AUTHELIA_CONFIG'] ?? ''
  return listed === '' ? ['configuration.yml'] : listed.split(',')
}

async function expandFolders({ files, listFolder }: LoadRequest): Promise<readonly string[]> {
  const expanded: string[] = []
  for (const file of files) {
    const names = await listFolder?.(file)
    if (names === undefined) expanded.push(file)
    else {
      const yaml = names.filter((name) => /\.ya?ml$/.test(name)).sort()
      expanded.push(...yaml.map((name) => `${file.replace(/\/$/, '')}/${name}`))
    }
  }
  return expanded
}

function filterNames(request: LoadRequest): readonly FilterName[] | undefined {
  const named = request.filters ?? request.environment['X_AUTHELIA_CONFIG_FILTERS']
  return named === undefined ? undefined : parseFilterNames(named)
}

interface Loading {
  request: LoadRequest
  problems: FoundProblem[]
  applied: Set<FilterName>
}

async function filter(file: string, text: string, loading: Loading): Promise<FilteredText | undefined> {
  const isPlain = !text.includes('{{')
  const names = filterNames(loading.request) ?? (isPlain ? [] : (['template'] as const))
  for (const name of names) loading.applied.add(name)
  if (isPlain && names.every((name) => name === 'template')) return undefined
  const { filterFile } = await import('./filter-file.ts')
  return filterFile({ file, text, filters: names, request: loading.request, problems: loading.problems })
}

function reportFaults(source: SourceFile, problems: FoundProblem[]): void {
  for (const { code, message, hint, offset } of source.document.faults) {
    const stable = `ERR_${code.toUpperCase().replaceAll('-', '_')}`
    const { file, line, column } = source.at(offset)
    problems.push({ severity: 'error', code: stable, path: '', message, ...(hint ? { hint } : {}), file, line, column })
  }
}

async function loadFile(file: string, loading: Loading): Promise<SourceFile> {
  const text = await loading.request.readFile(file)
  if (text.length > FILE_LIMIT) {
    const message = 'the file is larger than 16 MB'
    loading.problems.push({ severity: 'error', code: 'ERR_FILE_LIMIT', path: '', message, file, line: 1, column: 1 })
    return readSource(file, '')
  }
  const source = readSource(file, text, await filter(file, text, loading))
  reportFaults(source, loading.problems)
  return source
}

/** The place of an option given by the environment is the variable's name. */
function findInEnvironment(values: readonly EnvironmentValue[], path: OptionPath): SourcePosition | undefined {
  const found = values.findLast(
    (value) => value.path.length === path.length && value.path.every((step, i) => step === path[i]),
  )
  return found && { file: `$${found.variable}`, line: 1, column: 1 }
}

/** The last source that has the option, or the deepest part of its path. */
function findInSources(
  sources: readonly SourceFile[],
  path: OptionPath,
  part: PositionPart,
): FoundPosition | undefined {
  let deepest: FoundPosition | undefined
  for (const source of sources.toReversed()) {
    const found = findInSource(source, path, part)
    if (deepest === undefined || found.depth > deepest.depth) deepest = found
    if (found.depth === path.length || found.passedList) break
  }
  return deepest
}

function positionLookups(sources: readonly SourceFile[], values: readonly EnvironmentValue[]) {
  const find = (path: OptionPath, part: PositionPart): FoundPosition | undefined => {
    const candidates = [path, ...oldPathsOf(path)].map((candidate) => findInSources(sources, candidate, part))
    const exact = candidates.find(
      (found, index) => found?.depth === (index === 0 ? path : oldPathsOf(path)[index - 1])?.length,
    )
    return exact ? { ...exact, depth: path.length } : candidates[0]
  }
  const positionOf: PositionLookup = (path, part = 'value') =>
    findInEnvironment(values, path) ?? find(path, part)?.position
  const exactPositionOf: PositionLookup = (path, part = 'value') => {
    const found = find(path, part)
    return findInEnvironment(values, path) ?? (found?.depth === path.length ? found.position : undefined)
  }
  return { positionOf, exactPositionOf }
}

/**
 * Loads and merges the files and the environment.
 *
 * @throws what `readFile` throws for a configuration file that is not there; FilterInvalid for a wrong filter name
 */
export async function loadConfiguration(request: LoadRequest): Promise<LoadedConfiguration> {
  const loading: Loading = { request, problems: [], applied: new Set() }
  const sources: SourceFile[] = []
  for (const file of await expandFolders(request)) sources.push(await loadFile(file, loading))
  const fromFiles = sources.reduce<Tree>((tree, { document }) => mergeTrees(tree, document.value), {})
  const beforehand = positionLookups(sources, [])
  const report = collectProblems(loading.problems, beforehand.positionOf)
  const { environment, readNamedFile, strictFiles = false } = request
  const given = readEnvironment({ environment, tree: fromFiles, readFile: readNamedFile, report, strictFiles })
  const tree = mergeTrees(fromFiles, given.tree)
  return {
    sources,
    tree,
    problems: loading.problems,
    filters: [...loading.applied],
    fromEnvironment: given.values,
    expressions: await neededLanguage(tree),
    ...positionLookups(sources, given.values),
  }
}
