/** Files of keys and certificates in one folder: all of them or none, and none replaced unasked. */
import { lstat, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UsageError } from '../errors.ts'
import { FileExists, makePrivateFolder, PUBLIC_FILE, writeFileAtomically } from '../primitives/files.ts'

export interface KeyFile {
  path: string
  content: string | Uint8Array
  /** Permission bits. */
  mode: number
}

/** Whether anything, a dangling link included, stands at the path. */
async function isTaken(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

/** The paths that something stands at already. */
export async function takenPaths(paths: readonly string[]): Promise<string[]> {
  const taken = await Promise.all(paths.map(isTaken))
  return paths.filter((_, index) => taken[index])
}

/**
 * Refuses to go on when a target exists.
 *
 * @throws {@link FileExists}
 */
export async function assertFree(paths: readonly string[]): Promise<void> {
  const [first] = await takenPaths(paths)
  if (first === undefined) return
  throw new FileExists(`${first} exists already`, { hint: 'name another folder, or replace it with --force' })
}

/**
 * Refuses a folder that is something else; one that is missing will be made.
 *
 * @throws {@link UsageError}
 */
export async function assertFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found && !found.isDirectory()) throw new UsageError(`${path} is a file, not a folder`)
}

/**
 * Writes files, after all targets have been looked at; folders that are missing are made with mode 0700.
 *
 * @returns the paths that were replaced (`force`)
 * @throws {@link FileExists} and the errors of writing
 */
export async function writeKeyFiles(files: readonly KeyFile[], { force }: { force: boolean }): Promise<string[]> {
  const paths = files.map(({ path }) => path)
  if (!force) await assertFree(paths)
  const replaced = force ? await takenPaths(paths) : []
  for (const { path, content, mode } of files) {
    await makePrivateFolder(dirname(path))
    await writeFileAtomically(path, content, { mode, force })
  }
  return replaced
}

/** Where a result goes: nowhere but standard output, or into a file. */
export interface Target {
  out?: string | undefined
  force: boolean
}

/** Refuses a target that exists, before any work; @throws {@link FileExists} */
export async function assertTarget({ out, force }: Target): Promise<void> {
  if (out !== undefined && !force) await assertFree([out])
}

/** Writes a public file (mode 0644), if one is asked for; the path when it replaced another. */
export async function writePublicFile(content: string, { out, force }: Target): Promise<string | undefined> {
  if (out === undefined) return undefined
  const [replaced] = await writeKeyFiles([{ path: out, content, mode: PUBLIC_FILE }], { force })
  return replaced
}
