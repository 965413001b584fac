/**
 * Where the local CA of `serve --tls` is kept: `local-ca.private.pem` holds key and certificate and alone decides,
 * `local-ca.crt.pem` is the copy of the certificate that clients are told to trust.
 */
import { stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type LocalCa, makeLocalCa, readLocalCa, shortcomingOf, widenLocalCa, writeLocalCa } from '../certs/local-ca.ts'
import { writeChain } from '../certs/verify.ts'
import { ToolError } from '../errors.ts'
import {
  FileNotFound,
  makePrivateFolder,
  PRIVATE_FILE,
  PUBLIC_FILE,
  readText,
  writeFileAtomically,
} from '../primitives/files.ts'
import type { Random } from '../primitives/random.ts'
import { exclusively } from '../workspace/exclusively.ts'

export interface CaFiles {
  /** Key and certificate, 0600. */
  key: string
  certificate: string
}

/** The file that is kept holds no local CA. */
export class LocalCaDamaged extends ToolError {
  readonly code = 'ERR_LOCAL_CA_DAMAGED'
}

/** The files in the state folder. */
export function caFiles(folder: string): CaFiles {
  return { key: join(folder, 'local-ca.private.pem'), certificate: join(folder, 'local-ca.crt.pem') }
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readText(path).catch((error) => {
    if (error instanceof FileNotFound) return undefined
    throw error
  })
}

/**
 * The kept authority; `undefined` when there is none.
 *
 * @throws {@link LocalCaDamaged}, {@link FileNotReadable}
 */
export async function loadLocalCa(folder: string): Promise<LocalCa | undefined> {
  const { key } = caFiles(folder)
  const text = await readIfThere(key)
  if (text === undefined) return undefined
  const ca = readLocalCa(text)
  if (ca !== undefined) return ca
  throw new LocalCaDamaged(`${key} holds no local CA`, { hint: 'remove it: `oidc certs ca remove`' })
}

/** What happened to the authority at a start; all but the first two ask for trust again. */
export type CaChange = 'kept' | 'made' | 'widened' | 'renewed' | 'replaced'

export interface UsedCa {
  ca: LocalCa
  files: CaFiles
  change: CaChange
}

interface CaRequest {
  folder: string
  /** Hosts to be allowed beside this machine. */
  hosts: readonly string[]
  /** Milliseconds since 1970. */
  now: number
  random: Random
}

/** Whether others than the owner could read the file; Windows keeps no such bits. */
async function isReadableByOthers(path: string): Promise<boolean> {
  return process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0
}

async function changeFor(kept: LocalCa | undefined, { folder, hosts, now }: CaRequest): Promise<CaChange> {
  if (kept === undefined) return 'made'
  // Somebody else may have a copy of the key.
  if (await isReadableByOthers(caFiles(folder).key)) return 'replaced'
  const shortcoming = shortcomingOf(kept, hosts, now)
  return shortcoming === undefined ? 'kept' : shortcoming === 'names' ? 'widened' : 'renewed'
}

async function changed(kept: LocalCa | undefined, change: CaChange, request: CaRequest): Promise<LocalCa> {
  const { folder, hosts, random } = request
  const ca = kept && change === 'widened' ? await widenLocalCa(kept, hosts, random) : await makeLocalCa(hosts, request)
  await writeFileAtomically(caFiles(folder).key, writeLocalCa(ca), { mode: PRIVATE_FILE, force: true })
  return ca
}

async function isCopied({ certificate }: LocalCa, path: string): Promise<boolean> {
  return (await readIfThere(path)) === writeChain([certificate])
}

/** Looks again, since another process may have been first; then makes what is needed. */
async function decide(request: CaRequest): Promise<UsedCa> {
  const files = caFiles(request.folder)
  const kept = await loadLocalCa(request.folder)
  const change = await changeFor(kept, request)
  const ca = kept && change === 'kept' ? kept : await changed(kept, change, request)
  if (!(await isCopied(ca, files.certificate))) {
    await writeFileAtomically(files.certificate, writeChain([ca.certificate]), { mode: PUBLIC_FILE, force: true })
  }
  return { ca, files, change }
}

async function keptAsIs(request: CaRequest): Promise<UsedCa | undefined> {
  const files = caFiles(request.folder)
  const ca = await loadLocalCa(request.folder)
  const serves = ca && (await changeFor(ca, request)) === 'kept' && (await isCopied(ca, files.certificate))
  return serves ? { ca, files, change: 'kept' } : undefined
}

/**
 * The authority for this machine and `hosts`: the kept one where it serves, else made, widened or renewed, and kept. One
 * process at a time changes it.
 *
 * @throws {@link LocalCaDamaged}, {@link FileNotWritable}, {@link FileLocked}, {@link UsageError} for impossible hosts
 */
export async function useLocalCa(request: CaRequest): Promise<UsedCa> {
  const kept = await keptAsIs(request)
  if (kept !== undefined) return kept
  await makePrivateFolder(request.folder)
  return exclusively(caFiles(request.folder).key, () => decide(request))
}

async function removeFile(path: string): Promise<string[]> {
  try {
    await unlink(path)
    return [path]
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** Removes key and certificate; the paths that were there. */
export async function removeLocalCa(folder: string): Promise<string[]> {
  const { key, certificate } = caFiles(folder)
  return exclusively(key, async () => [...(await removeFile(key)), ...(await removeFile(certificate))])
}
