/** Listening: what answers requests, behind Node's HTTP server, on one address or both loopback families. */
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { ToolError } from '../errors.ts'
import type { Reply } from '../provider/http/reply.ts'
import type { IncomingRequest } from '../provider/http/request.ts'
import { BAD_REQUEST, fromNodeRequest, writeReply } from './node-exchange.ts'
import { findPortOwner } from './port-owner.ts'

export class PortTaken extends ToolError {
  readonly code = 'ERR_PORT_TAKEN'
}

export class CannotListen extends ToolError {
  readonly code = 'ERR_CANNOT_LISTEN'
}

export type Answer = (request: IncomingRequest) => Promise<Reply>

export interface ListenOptions {
  /** Never throws. */
  answer: Answer
  /** One address or name; without it 127.0.0.1 and, where there is one, ::1. */
  host?: string | undefined
  /** 0 takes any free port. */
  port: number
  tls?: { key: string; cert: string } | undefined
}

export interface Listener {
  port: number
  /** Takes no new connection, finishes what is in flight, and cuts what is left after `patienceMs`. */
  close(patienceMs: number): Promise<void>
}

/** A request head or body that takes longer than this is cut off (slow senders must not hold connections). */
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 30_000

/** While closing, a connection whose last answer has gone out is closed within this time. */
const IDLE_SWEEP_MS = 20

function makeServer(listener: RequestListener, tls: ListenOptions['tls']): Server {
  const limits = { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS }
  return tls ? createTlsServer({ ...limits, ...tls }, listener) : createServer(limits, listener)
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

async function listeningFailed(error: unknown, host: string, port: number): Promise<ToolError> {
  if (errorCode(error) === 'EADDRINUSE') {
    const owner = await findPortOwner(port)
    const by = owner ? ` by ${owner.command} (process ${owner.pid})` : ''
    const hint = 'take another with --port, or any free one with --port 0'
    return new PortTaken(`port ${port} is taken${by}`, { hint, cause: error })
  }
  if (errorCode(error) === 'EACCES') {
    const hint = 'ports below 1024 need root: take another with --port'
    return new CannotListen(`no permission to listen on port ${port}`, { hint, cause: error })
  }
  const hint = 'name an address of this machine with --host'
  return new CannotListen(`cannot listen on ${host}:${port} (${errorCode(error)})`, { hint, cause: error })
}

function start(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function stop(server: Server, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), patienceMs)
    const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS)
    server.close(() => {
      clearTimeout(timer)
      clearInterval(sweep)
      resolve()
    })
  })
}

/**
 * Starts to listen.
 *
 * @throws {@link PortTaken} naming the process that has the port, {@link CannotListen}
 */
export async function listen({ answer, host, port, tls }: ListenOptions): Promise<Listener> {
  let closing = false
  const scheme = tls ? 'https' : 'http'
  const listener: RequestListener = async (incoming, outgoing) => {
    const request = fromNodeRequest(incoming, scheme)
    const reply = request === undefined ? BAD_REQUEST : await answer(request)
    // An answer that cannot be written is ours to end: nobody is left who could be told.
    await writeReply(incoming, outgoing, reply, closing).catch(() => outgoing.destroy())
  }
  const first = makeServer(listener, tls)
  const address = host ?? '127.0.0.1'
  const bound = await start(first, address, port).catch(async (error) => {
    throw await listeningFailed(error, address, port)
  })
  const servers = [first]
  if (host === undefined) {
    const second = makeServer(listener, tls)
    const [outcome] = await Promise.allSettled([start(second, '::1', bound)])
    if (outcome.status === 'fulfilled') servers.push(second)
    else if (errorCode(outcome.reason) === 'EADDRINUSE') {
      await stop(first, 0)
      throw await listeningFailed(outcome.reason, '::1', bound)
    }
  }
  return {
    port: bound,
    async close(patienceMs) {
      closing = true
      await Promise.all(servers.map((server) => stop(server, patienceMs)))
    },
  }
}
