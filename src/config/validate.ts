/** Validation: every rule of the file's generation over the loaded configuration, and its values with defaults. */
import { type Clock, systemClock } from '../primitives/clock.ts'
import { Decoder } from './decode/decode.ts'
import { describeValue } from './decode/describe-value.ts'
import { CURRENT_DURATIONS } from './duration.ts'
import { checkOlder } from './generations/check-older.ts'
import { detectGeneration, type Generation } from './generations/detect.ts'
import { renameOptions } from './generations/rename.ts'
import { toCurrent } from './generations/to-current.ts'
import type { LoadedConfiguration } from './load.ts'
import { isTree, type Tree, valueAt } from './merge.ts'
import { formatPath, PROVIDER_PATH } from './path.ts'
import { hasErrors } from './problem.ts'
import { checkTotp, decodeOtherSections, resolveOtherSections, userAttributesOf } from './resolve/other-sections.ts'
import { type Compatibility, CURRENT, resolveProvider } from './resolve/provider.ts'
import type { OptionPath, ResolvedConfiguration } from './resolved.ts'
import { type CheckedSection, checkCurrent } from './rules/check-current.ts'
import { checkPassword } from './rules/password.ts'
import { collectProblems, type FoundProblem, type Report } from './rules/report.ts'
import { checkUserAttributes } from './rules/user-attributes.ts'
import { PROVIDER_OPTIONS } from './schema/provider-options.ts'

export interface ValidationOptions {
  /** Judge by the rules of this generation instead of the detected one. */
  generation?: Generation | undefined
  /** The moment at which certificates must be valid. */
  clock?: Clock
}

export interface ValidationResult {
  generation: Generation
  /** In the order of the file. */
  problems: readonly FoundProblem[]
  /** The values with defaults, put together when they are asked for; undefined where there is an error. */
  readonly resolved: ResolvedConfiguration | undefined
}

/** Names of earlier releases are replaced, values decoded, rules applied. */
function checkSection(section: Tree, loaded: LoadedConfiguration, report: Report, now: number): CheckedSection {
  const broken = new Set<string>()
  const decoder = new Decoder({ report, durations: CURRENT_DURATIONS, broken }, PROVIDER_PATH)
  const variableOf = (path: OptionPath) =>
    loaded.fromEnvironment.find((given) => formatPath(given.path) === formatPath(path))?.variable
  const provider = decoder.object(renameOptions(section, report, variableOf), PROVIDER_OPTIONS)
  return checkCurrent({ provider, tree: loaded.tree, broken, report, now })
}

interface Judgement {
  loaded: LoadedConfiguration
  generation: Generation
  report: Report
  now: number
}

interface JudgedSection {
  section: CheckedSection
  compatibility: Compatibility
}

/** Applies the rules of the generation; the result gives the values in today's form. */
function judge(section: Tree, { loaded, generation, report, now }: Judgement): () => JudgedSection {
  if (generation === 5) {
    const checked = checkSection(section, loaded, report, now)
    return () => ({ section: checked, compatibility: CURRENT })
  }
  checkOlder(section, { generation, report, now })
  return () => {
    const { section: current, compatibility } = toCurrent(loaded.tree, generation)
    return { section: checkSection(current, loaded, () => undefined, now), compatibility }
  }
}

function resolve(
  loaded: LoadedConfiguration,
  section: CheckedSection,
  others: ReturnType<typeof decodeOtherSections>,
  compatibility: Compatibility,
): ResolvedConfiguration {
  return {
    provider: resolveProvider(section, compatibility),
    ...resolveOtherSections(others),
    positionOf: (path) => loaded.exactPositionOf(path),
  }
}

/** What `make` makes, at the first call. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function inFileOrder(loaded: LoadedConfiguration, problems: readonly FoundProblem[]): FoundProblem[] {
  const order = new Map(loaded.sources.map(({ file }, index) => [file, index]))
  const rank = ({ file }: FoundProblem) => order.get(file) ?? order.size
  return problems.toSorted((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column)
}

/** Faults after which nothing can be said about the options of a file. */
const UNREADABLE: ReadonlySet<string> = new Set([
  'ERR_FILE_LIMIT',
  'ERR_TEMPLATE_INVALID',
  'ERR_YAML_SYNTAX',
  'ERR_YAML_ALIAS_EXPANSION',
  'ERR_YAML_TOO_DEEP',
  'ERR_YAML_TOO_LARGE',
  'ERR_YAML_VALUE_TOO_LONG',
  'ERR_YAML_TOO_MANY_QUOTED',
  'ERR_YAML_CONTROL_CHARACTER',
  'ERR_YAML_NOT_A_MAPPING',
])

/** Whether a file could not be read as YAML at all, so that what is left says nothing about its options. */
export function isUnreadable({ problems }: LoadedConfiguration): boolean {
  return problems.some(({ code }) => UNREADABLE.has(code))
}

/** Checks a loaded configuration against every rule of its generation; all problems are found, none ends the search. */
export function validate(loaded: LoadedConfiguration, options: ValidationOptions = {}): ValidationResult {
  const { clock = systemClock } = options
  const section = valueAt(loaded.tree, PROVIDER_PATH)
  const generation = options.generation ?? (isTree(section) ? detectGeneration(section) : 5)
  if (isUnreadable(loaded)) return { generation, problems: inFileOrder(loaded, loaded.problems), resolved: undefined }
  const problems = [...loaded.problems]
  const report = collectProblems(problems, loaded.positionOf)
  if (section === undefined || section === null) {
    report('ERR_SECTION_MISSING', PROVIDER_PATH, 'there is no section identity_providers.oidc')
    return { generation, problems: inFileOrder(loaded, problems), resolved: undefined }
  }
  if (!isTree(section)) report('ERR_OPTION_TYPE', PROVIDER_PATH, `must be a mapping, not ${describeValue(section)}`)
  const judged = judge(isTree(section) ? section : {}, { loaded, generation, report, now: clock() })
  const others = decodeOtherSections(loaded.tree, report)
  checkTotp(others, report)
  checkPassword(others.authentication_backend?.file?.password, report)
  checkUserAttributes(loaded, userAttributesOf(others), report)
  const found = { generation, problems: inFileOrder(loaded, problems) }
  if (hasErrors(problems)) return { ...found, resolved: undefined }
  const resolved = once(() => {
    const { section: checked, compatibility } = judged()
    return resolve(loaded, checked, others, compatibility)
  })
  return {
    ...found,
    get resolved() {
      return resolved()
    },
  }
}
