/** Who listens on a TCP port, where the system tells: Linux' /proc, for processes that this user may look into. */
import { readdir, readFile, readlink } from 'node:fs/promises'

const LISTENING = '0A'

async function listeningInodes(port: number): Promise<Set<string>> {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  )
  const rows = tables.flatMap((table) => table.split('\n').slice(1)).map((row) => row.trim().split(/\s+/))
  const listening = rows.filter(([, local, , state]) => state === LISTENING && local?.endsWith(`:${wanted}`))
  return new Set(listening.map((row) => row[9] ?? ''))
}

async function holdsSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  const descriptors = await readdir(folder).catch(() => [])
  const targets = await Promise.all(descriptors.map((name) => readlink(`${folder}/${name}`).catch(() => '')))
  return targets.some((target) => inodes.has(/^socket:\[(\d+)\]$/.exec(target)?.[1] ?? '-'))
}

export interface PortOwner {
  pid: number
  command: string
}

/** The process that listens on `port`; undefined where the system does not tell. */
export async function findPortOwner(port: number): Promise<PortOwner | undefined> {
  const inodes = await listeningInodes(port)
  if (inodes.size === 0) return undefined
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  for (const pid of pids) {
    if (await holdsSocket(pid, inodes)) {
      const command = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim()
      return { pid: Number(pid), command }
    }
  }
  return undefined
}
