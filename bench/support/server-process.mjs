// A server in a process of its own: started, asked until it answers, weighed by what the kernel counts of it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { get } from 'node:http'
import { connect, createServer } from 'node:net'

export const DISCOVERY = '/.well-known/openid-configuration'

/** USER_HZ of Linux: /proc counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100

/** A port that nobody has at the moment. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

function statusOf(url) {
  return new Promise((resolve) => {
    get(url, { agent: false }, (answer) => answer.resume().once('end', () => resolve(answer.statusCode))).once(
      'error',
      () => resolve(undefined),
    )
  })
}

/** Whether something listens: asked by a bare connection, which costs the starting process nothing. */
function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * Starts `node args`, and resolves once `path` answers 200; `startMs` is the time from spawn to that answer.
 *
 * @param {{ name: string, args: string[], port: number, path?: string, env?: NodeJS.ProcessEnv, patienceMs?: number }} options
 */
export async function startServer({ name, args, port, path = DISCOVERY, env, patienceMs = 60_000 }) {
  const issuer = `http://localhost:${port}`
  const start = process.hrtime.bigint()
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    if (errors.length < 10_000) errors += chunk
  })
  const elapsed = () => Number(process.hrtime.bigint() - start) / 1e6
  while (!(await listens(port))) {
    if (child.exitCode !== null || elapsed() > patienceMs) throw new Error(`${name} does not start:\n${errors}`)
    await pause(1)
  }
  while ((await statusOf(`http://127.0.0.1:${port}${path}`)) !== 200) {
    if (child.exitCode !== null || elapsed() > patienceMs) throw new Error(`${name} does not answer:\n${errors}`)
    await pause(1)
  }
  const startMs = elapsed()
  return {
    name,
    issuer,
    port,
    pid: child.pid,
    errors: () => errors,
    startMs,
    /** Milliseconds of processor time, of all threads, in user and kernel mode (proc(5): utime and stime). */
    cpuMs() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'latin1')
        .replace(/^.*\) /, '')
        .split(' ')
      return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1000
    },
    /** MiB in memory. */
    rss() {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))[1]) / 1024
    },
    async stop() {
      if (child.exitCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}
