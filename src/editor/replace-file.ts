/**
 * Replaces a file by one with the same mode and owner, whole or not at all. Everything here is synchronous, so that a
 * signal cannot come between its steps; only a kill can, and leaves the old file and a temporary one, which the next
 * edit removes.
 */
import {
  type BigIntStats,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { FileNotWritable } from '../primitives/files.ts'

const CREATE_ONLY = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
const PERMISSIONS = 0o7777n

/** Whether a file is still the one that was read. */
export function isUnchanged(path: string, before: BigIntStats): boolean {
  const now = statSync(path, { bigint: true, throwIfNoEntry: false })
  return now !== undefined && now.ino === before.ino && now.mtimeNs === before.mtimeNs && now.size === before.size
}

function keepOwnerAndMode(descriptor: number, before: BigIntStats): void {
  const now = fstatSync(descriptor, { bigint: true })
  if (now.uid !== before.uid || now.gid !== before.gid) fchownSync(descriptor, Number(before.uid), Number(before.gid))
  fchmodSync(descriptor, Number(before.mode & PERMISSIONS))
}

function writeTemporary(temporary: string, content: string, before: BigIntStats): void {
  rmSync(temporary, { force: true })
  const descriptor = openSync(temporary, CREATE_ONLY, 0o600)
  try {
    keepOwnerAndMode(descriptor, before)
    writeFileSync(descriptor, content)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function syncFolder(path: string): void {
  const descriptor = openSync(dirname(path), 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function failure(path: string, error: unknown): FileNotWritable {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown cause'
  const hints: Readonly<Record<string, string>> = {
    EPERM: 'run the command as the owner of the file, so that the file keeps its owner',
    EBUSY: 'the file itself is mounted here: edit it where it comes from, or mount its folder',
    ENOSPC: 'make room on this disk; the file was left as it was',
  }
  return new FileNotWritable(`cannot replace ${path} (${code})`, { hint: hints[code], cause: error })
}

/**
 * Puts new content in the place of a file: temporary file beside it, sync, rename, sync of the folder. `before` is what
 * the file was when it was read. The caller holds its lock.
 *
 * @throws {@link FileNotWritable}; the file is then as it was
 */
export function replaceFile(path: string, content: string, before: BigIntStats): void {
  const temporary = join(dirname(path), `.${basename(path)}.edit.tmp`)
  try {
    writeTemporary(temporary, content, before)
    renameSync(temporary, path)
    syncFolder(path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw failure(path, error)
  }
}
