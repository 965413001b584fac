/**
 * Files as the commands read and write them: Node's errors become errors that name the path, and a file is written
 * beside its target, synced and renamed, so that it is never half there.
 */
import { constants } from 'node:fs'
import { link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ToolError, UsageError } from '../errors.ts'
import { encodeBase64url } from './base64url.ts'
import { systemRandom } from './random.ts'

export class FileNotFound extends ToolError {
  readonly code = 'ERR_FILE_NOT_FOUND'
}

export class FileNotReadable extends ToolError {
  readonly code = 'ERR_FILE_NOT_READABLE'
}

export class FileNotWritable extends ToolError {
  readonly code = 'ERR_FILE_NOT_WRITABLE'
}

export class FileExists extends ToolError {
  readonly code = 'ERR_FILE_EXISTS'
}

export class FileTooLarge extends ToolError {
  readonly code = 'ERR_FILE_TOO_LARGE'
}

export const PRIVATE_FILE = 0o600
export const PUBLIC_FILE = 0o644
export const PRIVATE_FOLDER = 0o700

export const MIB = 1024 * 1024

/** A symbolic link at the target could lead the write somewhere else, so `open` refuses it. */
const CREATE_ONLY = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function readingFailed(path: string, error: unknown): ToolError {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new FileNotFound(`there is no file ${path}`, { cause: error })
    case 'EACCES':
    case 'EPERM':
      return new FileNotReadable(`no permission to read ${path}`, { cause: error })
    case 'EISDIR':
      return new FileNotReadable(`${path} is a folder, not a file`, { cause: error })
    default:
      return new FileNotReadable(`cannot read ${path} (${errorCode(error) ?? 'unknown cause'})`, { cause: error })
  }
}

function writingFailed(path: string, error: unknown): ToolError {
  switch (errorCode(error)) {
    case 'EEXIST':
      return new FileExists(`${path} exists already`, {
        hint: 'name another file, or replace it with --force',
        cause: error,
      })
    case 'ENOENT':
    case 'ENOTDIR':
      return new FileNotWritable(`there is no folder ${dirname(path)}`, { cause: error })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new FileNotWritable(`no permission to write ${path}`, { cause: error })
    case 'EISDIR':
      return new FileNotWritable(`${path} is a folder, not a file`, { cause: error })
    default:
      return new FileNotWritable(`cannot write ${path} (${errorCode(error) ?? 'unknown cause'})`, { cause: error })
  }
}

/**
 * Reads a file of at most `limit` bytes (default 16 MiB).
 *
 * @throws {@link FileNotFound}, {@link FileNotReadable}, {@link FileTooLarge}
 */
export async function readBytes(path: string, { limit = 16 * MIB }: { limit?: number } = {}): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size > limit) throw new FileTooLarge(`${path} is over the limit of ${limit / MIB} MiB`)
    return await readFile(path)
  } catch (error) {
    throw error instanceof ToolError ? error : readingFailed(path, error)
  }
}

/** Reads a UTF-8 text file; errors and limit as {@link readBytes}. */
export async function readText(path: string, options?: { limit?: number }): Promise<string> {
  return (await readBytes(path, options)).toString('utf8')
}

/** Reads standard input to its end, at most `limit` bytes (default 16 MiB). */
export async function readStdin({ limit = 16 * MIB }: { limit?: number } = {}): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    size += chunk.length
    if (size > limit) throw new FileTooLarge(`standard input is over the limit of ${limit / MIB} MiB`)
    chunks.push(Buffer.from(chunk))
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Drops the one line end that editors and `echo` leave behind a secret; nothing else is trimmed. */
export function dropFinalLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '')
}

export interface WriteOptions {
  /** Permission bits of the file; set whatever the umask says. */
  mode: number
  /** Replace an existing file. Without it the write is refused with {@link FileExists}. */
  force?: boolean
}

async function writeBeside(path: string, content: string | Uint8Array, mode: number): Promise<string> {
  const temporary = join(dirname(path), `.${basename(path)}.${encodeBase64url(systemRandom(9))}.tmp`)
  const handle = await open(temporary, CREATE_ONLY, mode)
  try {
    await handle.chmod(mode)
    await handle.writeFile(content)
    await handle.sync()
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  } finally {
    await handle.close()
  }
  return temporary
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(dirname(path), 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Writes a file whole or not at all: temporary file beside it, sync, then link (never over an existing file) or
 * rename (`force`).
 *
 * @throws {@link FileExists} without `force`, {@link FileNotWritable}
 */
export async function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
  { mode, force = false }: WriteOptions,
): Promise<void> {
  try {
    const temporary = await writeBeside(path, content, mode)
    try {
      if (force) await rename(temporary, path)
      else await link(temporary, path)
    } finally {
      await unlink(temporary).catch(() => undefined)
    }
    await syncFolder(path)
  } catch (error) {
    throw writingFailed(path, error)
  }
}

/** Makes a folder for private files (mode 0700), with its parents; an existing one is left as it is. */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: PRIVATE_FOLDER })
  } catch (error) {
    throw errorCode(error) === 'EEXIST'
      ? new UsageError(`${path} is a file, not a folder`, { cause: error })
      : writingFailed(join(path, '.'), error)
  }
}

/** Whether something stands at `path`. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
