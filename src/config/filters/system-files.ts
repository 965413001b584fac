/** The real files behind the template functions, read at once: a template cannot wait. */
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { FolderEntry } from './template/template-function.ts'

/** A key, secret or certificate file is far smaller. */
const LARGEST_FILE = 16 * 1024 * 1024

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  EISDIR: 'it is a folder',
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown cause'
  return REASONS[code] ?? code
}

function orReason<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new Error(reason(error), { cause: error })
  }
}

/** Text of a regular file of at most 16 MB; throws an error whose message says why it cannot be read. */
export function readFileNow(path: string): string {
  const { size, isFile } = orReason(() => {
    const stats = statSync(path)
    return { size: stats.size, isFile: stats.isFile() || stats.isDirectory() }
  })
  if (!isFile) throw new Error('it is no regular file')
  if (size > LARGEST_FILE) throw new Error('it is over 16 MB')
  return orReason(() => readFileSync(path, 'utf8'))
}

/** Entries of a folder, links not followed. */
export function listFolderNow(path: string): FolderEntry[] {
  return orReason(() =>
    readdirSync(path).flatMap((name) => {
      const stats = lstatSync(join(path, name), { throwIfNoEntry: false })
      if (!stats) return []
      return [
        { name, directory: stats.isDirectory(), size: stats.size, mode: stats.mode & 0o777, modified: stats.mtimeMs },
      ]
    }),
  )
}
