/**
 * The file filters (`X_AUTHELIA_CONFIG_FILTERS`): what happens to the text of a configuration file before it is read as
 * YAML. `template` expands Go templates, `expand-env` environment variables, in the order that the user names.
 */
import type { Random } from '../../primitives/random.ts'
import type { Environment } from './environment.ts'
import { expandEnvironment, type FilterWarning, warnOfEatenDigests } from './expand-env.ts'
import { type FilterName, parseFilterNames } from './filter-names.ts'
import { SourceMap } from './source-map.ts'
import { expandTemplate } from './template/expand-template.ts'
import type { FolderEntry, TemplateFiles } from './template/template-function.ts'
import { fail } from './template/template-invalid.ts'
import { isZone, UTC } from './template/time-zone.ts'
import type { UnreadableFile } from './unreadable.ts'

export interface FilterOptions {
  /** Names in the order of their use, as the user wrote them. */
  filters: readonly string[]
  environment: Environment
  /** Text of a file; throws when it cannot be read, the message says why. */
  readFile(path: string): string
  /** Entries of a folder, for `glob` and `walk`; without it these two find nothing. */
  listFolder?(path: string): readonly FolderEntry[]
  /** What relative paths of `glob` and `walk` are relative to; default `/`. */
  workingFolder?: string
  /** Name of the file, for messages. */
  file: string
  /** Milliseconds since 1970. */
  now: number
  /** For `uuidv4`. */
  random?: Random
}

export interface FilteredText {
  text: string
  /** From positions of `text` back to the user's file. */
  map: SourceMap
  warnings: FilterWarning[]
  /** Files that `secret` and `fileContent` name and that cannot be read here; a placeholder stands for each. */
  unreadable: UnreadableFile[]
}

/**
 * Applies file filters to the text of one file. Times are in the zone that `TZ` names, else in UTC.
 *
 * @throws `FilterInvalid` for a filter name, `TemplateInvalid` with the position in the user's file
 */
export function applyFilters(text: string, options: FilterOptions): FilteredText {
  const start: FilteredText = { text, map: SourceMap.identity(text), warnings: [], unreadable: [] }
  return parseFilterNames(options.filters).reduce((result, name) => applyFilter(result, name, options), start)
}

function applyFilter(
  { text, map, warnings, unreadable }: FilteredText,
  name: FilterName,
  options: FilterOptions,
): FilteredText {
  if (name === 'expand-env') {
    const eaten = warnOfEatenDigests(text, map)
    return { ...expandEnvironment(text, options.environment, map), warnings: [...warnings, ...eaten], unreadable }
  }
  const { environment, file, now, random } = options
  const zone = environment['TZ'] && isZone(environment['TZ']) ? { iana: environment['TZ'] } : UTC
  const expanded = expandTemplate(text, { environment, files: filesOf(options), file, now, zone, random, before: map })
  return { ...expanded, warnings, unreadable: [...unreadable, ...expanded.unreadable] }
}

function filesOf({ readFile, listFolder, workingFolder = '/' }: FilterOptions): TemplateFiles {
  return { readFile, listFolder: listFolder ?? (() => fail('folders cannot be looked into here')), workingFolder }
}
