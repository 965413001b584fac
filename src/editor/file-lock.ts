/**
 * One writer at a time: a lock folder beside the file (proper-lockfile). A lock whose holder was killed is taken over
 * after a few seconds, by one process only.
 */
import { mkdirSync, rmdirSync, statSync, utimesSync } from 'node:fs'
import { mkdir, rmdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { FileNotWritable } from '../primitives/files.ts'
import { FileLocked } from './errors.ts'

/** Milliseconds without a sign of life, after which the holder counts as dead; a living one renews each second. */
const STALE = 5000
const RENEWAL = 1000
const PATIENCE = 30_000

export interface FileLock {
  /** Throws {@link FileLocked} when the lock was lost meanwhile, as after a suspended machine. Synchronous. */
  assertHeld(): void
  release(): Promise<void>
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

async function isStale(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined)
  return found !== undefined && found.mtimeMs < Date.now() - STALE
}

/**
 * Removes a lock whose holder died. The library would do so by itself, but of two processes that see the same dead
 * lock the second would then remove the fresh lock of the first: here they take turns, and each looks again.
 */
async function removeStale(folder: string): Promise<void> {
  if (!(await isStale(folder))) return
  const turn = `${folder}.takeover`
  try {
    await mkdir(turn)
  } catch {
    if (await isStale(turn)) await rmdir(turn).catch(() => undefined)
    return
  }
  if (await isStale(folder)) await rmdir(folder).catch(() => undefined)
  await rmdir(turn).catch(() => undefined)
}

/** What tells a lock folder from another one that took its name. */
function identityOf(folder: string): string | undefined {
  const found = statSync(folder, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? undefined : `${found.ino} ${found.birthtimeNs}`
}

type Done = (error: unknown, value?: unknown) => void

/** A function of `node:fs` with a callback, which is called before the function returns. */
function atOnce<A extends unknown[]>(act: (...args: A) => unknown) {
  return (...args: [...A, Done]): void => {
    const done = args.at(-1) as Done
    let value: unknown
    try {
      value = act(...(args.slice(0, -1) as A))
    } catch (error) {
      return void done(error)
    }
    done(null, value)
  }
}

/**
 * What the library makes and removes a lock with. Its handler for signals knows a lock some steps after the folder is
 * made; without a pause between the steps no signal can come there, and a terminated process leaves no lock.
 */
function folderFunctions() {
  return {
    mkdir: atOnce((path: string) => mkdirSync(path)),
    rmdir: atOnce((path: string) => rmdirSync(path)),
    utimes: atOnce((path: string, atime: Date, mtime: Date) => utimesSync(path, atime, mtime)),
    stat: atOnce((path: string) => statSync(path)),
    rmdirSync,
  }
}

async function tryLock(file: string, folder: string): Promise<FileLock | undefined> {
  const { lock } = await import('proper-lockfile')
  let isLost = false
  const onCompromised = () => {
    isLost = true
  }
  const options = {
    lockfilePath: folder,
    realpath: false,
    fs: folderFunctions(),
    stale: Number.MAX_SAFE_INTEGER,
    update: RENEWAL,
    onCompromised,
  }
  try {
    const release = await lock(file, options)
    const mine = identityOf(folder)
    const isHeld = () => !isLost && identityOf(folder) === mine
    const assertHeld = () => {
      if (!isHeld()) throw new FileLocked(`the lock of ${file} was lost`, { hint: 'run the command again' })
    }
    return { assertHeld, release: async () => (isHeld() ? release().catch(() => undefined) : undefined) }
  } catch (error) {
    if (codeOf(error) === 'ELOCKED') return undefined
    throw new FileNotWritable(`no permission to write in ${dirname(file)}`, { cause: error })
  }
}

/**
 * Waits for the lock of a file, for 30 seconds at most.
 *
 * @throws {@link FileLocked}, {@link FileNotWritable}
 */
export async function lockFile(file: string): Promise<FileLock> {
  const folder = join(dirname(file), `.${basename(file)}.lock`)
  const deadline = performance.now() + PATIENCE
  while (performance.now() < deadline) {
    const held = await tryLock(file, folder)
    if (held !== undefined) return held
    await removeStale(folder)
    await wait(10 + Math.random() * 40)
  }
  throw new FileLocked(`another program is editing ${file}`, { hint: `wait for it, or remove ${folder}` })
}
