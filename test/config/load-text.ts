/** Loads configuration texts as if they stood in files of these names. */
import { type LoadedConfiguration, loadConfiguration } from '../../src/config/load.ts'

export interface TextSources {
  /** File name → text. */
  files: Readonly<Record<string, string>>
  environment?: Readonly<Record<string, string>>
  /** Files that templates and variables name. */
  named?: Readonly<Record<string, string>>
  filters?: readonly string[]
  strictFiles?: boolean
}

export function loadTexts({ files, environment = {}, named = {}, ...rest }: TextSources): Promise<LoadedConfiguration> {
  return loadConfiguration({
    files: Object.keys(files),
    environment,
    readFile: async (path) => files[path] ?? '',
    readNamedFile(path) {
      const text = named[path]
      if (text === undefined) throw new Error('no such file')
      return text
    },
    ...rest,
  })
}

export function loadText(text: string): Promise<LoadedConfiguration> {
  return loadTexts({ files: { 'configuration.yml': text } })
}
