/**
 * Options from the environment: `AUTHELIA_` and the path in upper case with `_` for the dots; `…_FILE` names a file that
 * holds the value. Only single values outside of lists and of mappings with chosen names can be given this way.
 */
import { closest } from '../primitives/closest.ts'
import { unreadablePlaceholder } from './filters/unreadable.ts'
import { MOVED_LIFESPANS } from './generations/names.ts'
import { mergeTrees, type Tree, treeOf, valueAt } from './merge.ts'
import { formatPath, PROVIDER_PATH } from './path.ts'
import type { Report } from './rules/report.ts'
import { LIST_TYPES, type Options } from './schema/option.ts'
import { OTHER_SECTION_OPTIONS, TOP_LEVEL_SECTIONS } from './schema/other-options.ts'
import { PROVIDER_OPTIONS } from './schema/provider-options.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const PREFIX = 'AUTHELIA_'
const SECRET_ENDING = /(key|secret|password|token|certificate_chain)$/

/** Variables of the program itself that begin like options. */
const NO_OPTIONS = /^AUTHELIA_(CONFIG|CONFIG_FILTERS)$|^AUTHELIA_SERVICE_|^AUTHELIA_PORT/

interface Addressable {
  path: readonly string[]
  /** Whether a file may hold the value. */
  fromFile: boolean
}

function nameOf(path: readonly string[]): string {
  return PREFIX + path.join('_').toUpperCase()
}

function* addressable(options: Options, path: readonly string[]): Generator<Addressable> {
  for (const [key, option] of Object.entries(options)) {
    const here = [...path, key]
    if (option.type === 'object') yield* addressable(option.options, here)
    else if (option.type !== 'entries' && option.type !== 'named') {
      const isList = LIST_TYPES.includes(option.type)
      yield { path: here, fromFile: !isList && SECRET_ENDING.test(key) && !path.includes('lifespans') }
    }
  }
}

/** Every option that the environment can give, by variable name; those of earlier releases included. */
export function environmentNames(): ReadonlyMap<string, Addressable> {
  const provider = [...PROVIDER_PATH].map(String)
  const options = [
    ...addressable(PROVIDER_OPTIONS, provider),
    ...[...MOVED_LIFESPANS.keys()].map((key) => ({ path: [...provider, key], fromFile: false })),
    ...addressable(OTHER_SECTION_OPTIONS, []),
  ]
  return new Map(options.map((option) => [nameOf(option.path), option]))
}

export interface EnvironmentValue {
  variable: string
  path: readonly string[]
  value: string
  fromFile: boolean
}

export interface EnvironmentSource {
  tree: Tree
  values: readonly EnvironmentValue[]
}

export interface EnvironmentRequest {
  environment: Environment
  /** The values of the files, to see what is given twice. */
  tree: Tree
  readFile: ((path: string) => string) | undefined
  report: Report
  strictFiles: boolean
}

function reportUnknown(report: Report, variable: string, names: readonly string[]): void {
  const near = closest(variable, names)
  report('ERR_ENVIRONMENT_UNKNOWN', [], `the environment variable ${variable} is no option`, {
    hint: near === undefined ? undefined : `did you mean ${near}?`,
  })
}

/** Variables of sections that are not read here are nobody's mistake. */
function isForeign(variable: string): boolean {
  if (variable.startsWith(nameOf(PROVIDER_PATH.map(String)))) return false
  return NO_OPTIONS.test(variable) || TOP_LEVEL_SECTIONS.some((section) => variable.startsWith(nameOf([section])))
}

function readSecretFile(
  { path, fromFile }: Addressable,
  variable: string,
  file: string,
  request: EnvironmentRequest,
): EnvironmentValue {
  try {
    if (request.readFile === undefined) throw new Error('files are not read here')
    const value = request.readFile(file).replace(/\n+$/, '')
    return { variable, path, value, fromFile }
  } catch {
    request.report('ERR_FILE_UNREADABLE', path, `the file that ${variable} names cannot be read: ${file}`, {
      severity: request.strictFiles ? 'error' : 'warning',
    })
    return { variable, path, value: unreadablePlaceholder(0), fromFile }
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

function reportTwice({ variable, path }: EnvironmentValue, request: EnvironmentRequest): void {
  request.report(
    'ERR_ENVIRONMENT_DEFINED_TWICE',
    path,
    `${variable} gives ${formatPath(path)}, which is already defined`,
    {
      hint: 'keep either the secret file or the value',
    },
  )
}

function readVariable(
  variable: string,
  text: string,
  names: ReadonlyMap<string, Addressable>,
  request: EnvironmentRequest,
): EnvironmentValue | undefined {
  const option = names.get(variable)
  if (option !== undefined) return { variable, path: option.path, value: text, fromFile: false }
  const ofFile = variable.endsWith('_FILE') ? names.get(variable.slice(0, -'_FILE'.length)) : undefined
  if (ofFile?.fromFile) return readSecretFile(ofFile, variable, text, request)
  if (!isForeign(variable)) reportUnknown(request.report, variable, [...names.keys()])
  return undefined
}

/** Reads all variables that give options. */
export function readEnvironment(request: EnvironmentRequest): EnvironmentSource {
  const variables = Object.keys(request.environment).filter((name) => name.startsWith(PREFIX))
  if (variables.length === 0) return { tree: {}, values: [] }
  const names = environmentNames()
  const values: EnvironmentValue[] = []
  for (const variable of variables.sort()) {
    const read = readVariable(variable, request.environment[variable] ?? '', names, request)
    if (read !== undefined) values.push(read)
  }
  const plain = values.filter(({ fromFile }) => !fromFile)
  const files = values.filter(({ fromFile }) => fromFile)
  const beneath = plain.reduce((tree, { path, value }) => mergeTrees(tree, treeOf(path, value)), request.tree)
  for (const value of files) if (isGiven(valueAt(beneath, value.path))) reportTwice(value, request)
  const ordered = [...plain, ...files]
  return {
    tree: ordered.reduce<Tree>((tree, { path, value }) => mergeTrees(tree, treeOf(path, value)), {}),
    values: ordered,
  }
}
