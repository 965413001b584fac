/** Refuses to work on files that are no YAML. */
import { YamlSyntaxInvalid } from '../../editor/errors.ts'
import type { LoadedConfiguration } from '../load.ts'
import { isUnreadable } from '../validate.ts'

/** @throws {@link YamlSyntaxInvalid} with the first place */
export function assertYaml(loaded: LoadedConfiguration): void {
  const problem = isUnreadable(loaded) ? loaded.problems.find(({ severity }) => severity === 'error') : undefined
  if (problem === undefined) return
  const { file, line, column, message, hint } = problem
  throw new YamlSyntaxInvalid(`${file} cannot be read: ${message}`, {
    hint: hint ?? 'correct this place first; the file was left as it is',
    position: { file, line, column },
  })
}
