/** The part of `config validate` that reads the user file which the configuration names. */
import { dirname, isAbsolute, join } from 'node:path'
import type { LoadedConfiguration } from '../../config/load.ts'
import type { Problem } from '../../config/problem.ts'
import { decodeOtherSections, resolveOtherSections } from '../../config/resolve/other-sections.ts'
import type { OptionPath } from '../../config/resolved.ts'
import { collectProblems } from '../../config/rules/report.ts'
import { exists, readText } from '../../primitives/files.ts'
import type { UserFileOptions } from '../../users/user.ts'
import { readUserFile, UserFileInvalid } from '../../users/user-file.ts'

export interface CheckedUsers {
  problems: readonly Problem[]
  /** The text of the user file, by its path. */
  texts: ReadonlyMap<string, string>
}

const PATH_OPTION: OptionPath = ['authentication_backend', 'file', 'path']

/** A relative path is looked for beside the configuration, then in the working folder. */
async function find(named: string, { sources }: LoadedConfiguration): Promise<string | undefined> {
  const candidates = isAbsolute(named) ? [named] : [join(dirname(sources[0]?.file ?? ''), named), named]
  for (const candidate of candidates) if (await exists(candidate)) return candidate
  return undefined
}

function problemsOf(text: string, options: UserFileOptions & { file: string }): readonly Problem[] {
  try {
    return readUserFile(text, options).problems
  } catch (error) {
    if (error instanceof UserFileInvalid) return error.problems
    throw error
  }
}

function missing(loaded: LoadedConfiguration, path: string, severity: 'error' | 'advice'): Problem[] {
  const problems: Problem[] = []
  const report = collectProblems(problems, loaded.positionOf)
  report('ERR_USERS_FILE_MISSING', PATH_OPTION, `the user file is not here: ${path}`, {
    severity,
    hint: 'its users were not checked; make it with: oidc users add NAME',
  })
  return problems
}

/** Every problem of the user file; none where the configuration names no such file. */
export async function checkUsers(
  loaded: LoadedConfiguration,
  { strictFiles }: { strictFiles: boolean },
): Promise<CheckedUsers> {
  const { users } = resolveOtherSections(decodeOtherSections(loaded.tree, () => undefined))
  if (users.path === undefined) return { problems: [], texts: new Map() }
  const file = await find(users.path, loaded)
  if (file === undefined) {
    return { problems: missing(loaded, users.path, strictFiles ? 'error' : 'advice'), texts: new Map() }
  }
  const text = await readText(file)
  return { problems: problemsOf(text, { ...users, file }), texts: new Map([[file, text]]) }
}
