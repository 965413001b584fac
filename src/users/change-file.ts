/** Writes changes of the user file: in its place under a lock, or as a new private file. */
import { editFile } from '../editor/edit-file.ts'
import { exists, FileExists, PRIVATE_FILE, writeFileAtomically } from '../primitives/files.ts'

export interface FileChange {
  before: string
  after: string
}

export interface ChangeOptions {
  /** Write nothing. */
  dryRun: boolean
}

async function createFile(path: string, after: string, { dryRun }: ChangeOptions): Promise<FileChange | undefined> {
  if (dryRun) return { before: '', after }
  try {
    await writeFileAtomically(path, after, { mode: PRIVATE_FILE })
    return { before: '', after }
  } catch (error) {
    if (error instanceof FileExists) return undefined
    throw error
  }
}

/**
 * Applies `change` to the text of the file at `path`; with `create`, a missing one is made with mode 0600.
 *
 * @throws what `change` throws, {@link FileLocked}, {@link FileNotFound}
 */
export async function changeFile(
  path: string,
  change: (source: string) => string,
  { create = false, ...options }: ChangeOptions & { create?: boolean },
): Promise<FileChange> {
  if (create && !(await exists(path))) {
    const created = await createFile(path, change(''), options)
    if (created !== undefined) return created
  }
  return editFile(path, change, options)
}
