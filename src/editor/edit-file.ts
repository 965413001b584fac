/**
 * Edits a file in its place: lock, read, edit, replace. Two writers at once both have their say.
 */
import type { BigIntStats } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { FileNotReadable, readBytes } from '../primitives/files.ts'
import { FileLocked } from './errors.ts'
import { type FileLock, lockFile } from './file-lock.ts'
import { isUnchanged, replaceFile } from './replace-file.ts'

export interface EditFileOptions {
  /** Write nothing, and take no lock. */
  dryRun?: boolean
}

export interface EditedFile {
  /** The file itself, behind symbolic links. */
  path: string
  before: string
  after: string
}

/** Makes the new text from the present one. Called again when the file changed meanwhile. */
export type EditText = (source: string) => string | Promise<string>

const ATTEMPTS = 5

interface FileState {
  source: string
  stats: BigIntStats
}

async function resolveTarget(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    await readBytes(path)
    return path
  }
}

/** The text of a file, with its byte order mark. */
async function readState(path: string): Promise<FileState> {
  const stats = await stat(path, { bigint: true })
  const bytes = await readBytes(path)
  try {
    return { source: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), stats }
  } catch (error) {
    throw new FileNotReadable(`${path} is not UTF-8 text`, { hint: 'convert it to UTF-8 first', cause: error })
  }
}

/** One attempt under the lock; undefined when something else wrote the file meanwhile. */
async function attempt(path: string, edit: EditText, lock: FileLock): Promise<EditedFile | undefined> {
  const { source: before, stats } = await readState(path)
  const after = await edit(before)
  if (after === before) return { path, before, after }
  lock.assertHeld()
  if (!isUnchanged(path, stats)) return undefined
  replaceFile(path, after, stats)
  return { path, before, after }
}

async function editLocked(path: string, edit: EditText, lock: FileLock): Promise<EditedFile> {
  for (let tried = 0; tried < ATTEMPTS; tried += 1) {
    const edited = await attempt(path, edit, lock)
    if (edited !== undefined) return edited
  }
  throw new FileLocked(`${path} keeps changing while it is edited`, { hint: 'close the program that writes it' })
}

/**
 * Edits a file of at most 16 MiB under a lock and replaces it whole, with the mode and owner that it has. Where `edit`
 * throws or changes nothing, nothing is written.
 *
 * @throws {@link FileLocked}, and what reading and writing a file throws
 */
export async function editFile(
  path: string,
  edit: EditText,
  { dryRun = false }: EditFileOptions = {},
): Promise<EditedFile> {
  const target = await resolveTarget(path)
  if (dryRun) {
    const { source } = await readState(target)
    return { path: target, before: source, after: await edit(source) }
  }
  const lock = await lockFile(target)
  try {
    return await editLocked(target, edit, lock)
  } finally {
    await lock.release()
  }
}
