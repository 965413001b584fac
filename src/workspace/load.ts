/** Reads the configuration of this machine: the real files and environment behind `loadConfiguration`. */
import { readdir } from 'node:fs/promises'
import type { Load } from '../config/edit/edit-configuration.ts'
import { listFolderNow, readFileNow } from '../config/filters/system-files.ts'
import { type LoadedConfiguration, loadConfiguration } from '../config/load.ts'
import { systemClock } from '../primitives/clock.ts'
import { readStdin, readText } from '../primitives/files.ts'
import { systemRandom } from '../primitives/random.ts'
import { locateConfiguration, STDIN } from './locate.ts'

export interface WorkspaceOptions {
  /** `--config` */
  config?: readonly string[] | undefined
  /** `--filters` */
  filters?: readonly string[] | undefined
  /** `--strict-files` */
  strictFiles?: boolean | undefined
  /** Contents to take instead of what the files hold, by path as it was named. */
  texts?: ReadonlyMap<string, string> | undefined
}

/** Names in a folder; undefined for what is no folder. */
async function namesIn(path: string): Promise<readonly string[] | undefined> {
  return readdir(path).catch(() => undefined)
}

/**
 * Loads the configuration that flags, environment or this folder name.
 *
 * @throws {@link ConfigurationNotFound}, {@link FileNotFound}
 */
export async function loadWorkspace({
  config,
  filters,
  strictFiles = false,
  texts,
}: WorkspaceOptions): Promise<LoadedConfiguration> {
  const files = await locateConfiguration({ flags: config, environment: process.env, folder: process.cwd() })
  return loadConfiguration({
    files,
    environment: process.env,
    readFile: async (path) => texts?.get(path) ?? (path === STDIN ? readStdin() : readText(path)),
    listFolder: namesIn,
    readNamedFile: readFileNow,
    listNamedFolder: listFolderNow,
    filters,
    strictFiles,
    clock: systemClock,
    random: systemRandom,
  })
}

/** The same again and again, with texts in place of what files hold. */
export function loaderOf(options: WorkspaceOptions): Load {
  return (texts) => loadWorkspace({ ...options, texts })
}
