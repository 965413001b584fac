/** What loading a configuration needs from outside. */
import type { Clock } from '../primitives/clock.ts'
import type { Random } from '../primitives/random.ts'
import type { Environment } from './environment.ts'
import type { FolderEntry } from './filters/template/template-function.ts'

export interface LoadRequest {
  /** Files and folders, later ones laid over earlier ones; a folder stands for its `*.yml` and `*.yaml`. */
  files: readonly string[]
  environment: Environment
  /** Reads a configuration file. */
  readFile(path: string): Promise<string>
  /** Reads a file that a template expression or a `…_FILE` variable names; without it none can be read. */
  readNamedFile?(path: string): string
  /** Entries of a folder that a template expression names. */
  listNamedFolder?(path: string): readonly FolderEntry[]
  /** Names in a folder; undefined where the path is no folder. */
  listFolder?(path: string): Promise<readonly string[] | undefined>
  /** Filter names; without them the environment's, else `template` for files that hold `{{`. */
  filters?: readonly string[] | undefined
  /** A file that the configuration names and that cannot be read is an error instead of a warning. */
  strictFiles?: boolean
  clock?: Clock
  random?: Random
}
