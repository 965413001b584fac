/** Between Node's HTTP server and the provider: requests read, answers written, and nothing built that nobody asks for. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { COMMON_HEADERS, plainText, type Reply } from '../provider/http/reply.ts'
import { announcesTooMuch, BodyReader, BodyTooLarge, type IncomingRequest } from '../provider/http/request.ts'

/** A host and perhaps a port, as RFC 3986 §3.2.2 writes them: nothing that would move a part of the URL elsewhere. */
const HOST = /^(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/

/** What is left of a body that nobody wants is read up to here, so that its sender gets to the answer. */
const UNREAD_BYTES = 1024 * 1024
const UNREAD_MS = 1_000

function parse(url: string): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}

/** The URL of a request (RFC 9112 §3.2, §3.3), or `undefined` where there is none. */
function urlOf({ url: target = '', headers: { host = '' } }: IncomingMessage, scheme: string): URL | undefined {
  if (/^https?:\/\//i.test(target)) return parse(target)
  const path = target.split('?', 1)[0] ?? ''
  if (!target.startsWith('/') || path.includes('\\') || !HOST.test(host)) return undefined
  return parse(`${scheme}://${host}${target}`)
}

function readBody(incoming: IncomingMessage, limit: number): Promise<string> {
  if (announcesTooMuch(incoming.headers['content-length'], limit)) return Promise.reject(new BodyTooLarge())
  return new Promise((resolve, reject) => {
    const body = new BodyReader(limit)
    incoming.on('data', (chunk: Buffer) => {
      try {
        body.add(chunk)
      } catch (error) {
        incoming.removeAllListeners('data')
        reject(error)
      }
    })
    incoming.on('end', () => resolve(body.text()))
    incoming.on('error', reject)
    incoming.on('close', () => reject(new Error('the client hung up')))
  })
}

/** What Node's server received, as the provider reads it; `undefined`: it has no URL. */
export function fromNodeRequest(incoming: IncomingMessage, scheme: 'http' | 'https'): IncomingRequest | undefined {
  const url = urlOf(incoming, scheme)
  if (url === undefined) return undefined
  return {
    method: incoming.method ?? '',
    url,
    headers: {
      get(name) {
        const value = incoming.headers[name]
        return (typeof value === 'string' ? value : value?.join(', ')) ?? null
      },
    },
    peer: incoming.socket.remoteAddress ?? '',
    text: (limit) => readBody(incoming, limit),
  }
}

/** An answer to what is no request for anything here. */
export const BAD_REQUEST: Reply = plainText(400, 'Bad request.')

/** Reads on for a moment; resolves when the body is through, too long or too slow. */
function drain(incoming: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let size = 0
    const timer = setTimeout(resolve, UNREAD_MS)
    const done = () => {
      clearTimeout(timer)
      resolve()
    }
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.byteLength
      if (size > UNREAD_BYTES) done()
    })
    incoming.once('end', done)
    incoming.once('close', done)
  })
}

async function writeStream(outgoing: ServerResponse, stream: AsyncIterable<string>): Promise<void> {
  const iterator = stream[Symbol.asyncIterator]()
  outgoing.once('close', () => void iterator.return?.())
  for (let next = await iterator.next(); next.done !== true && !outgoing.destroyed; next = await iterator.next()) {
    outgoing.write(next.value)
  }
  outgoing.end()
}

function headersOf({ headers, body, stream }: Reply, isLast: boolean): Record<string, string | number> {
  return {
    ...COMMON_HEADERS,
    ...headers,
    ...(stream === undefined && body !== null ? { 'Content-Length': Buffer.byteLength(body) } : {}),
    ...(isLast ? { Connection: 'close' } : {}),
  }
}

/** Writes an answer; `closing`: it is the last one of its connection. */
export async function writeReply(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  reply: Reply,
  closing: boolean,
): Promise<void> {
  const isUnread = !incoming.complete
  if (isUnread) await drain(incoming)
  const { status, body, stream, cut } = reply
  outgoing.writeHead(status, headersOf(reply, closing || isUnread))
  if (cut === true) {
    outgoing.write((body ?? '').slice(0, (body ?? '').length / 2), () => outgoing.destroy())
  } else if (stream === undefined) {
    outgoing.end(body)
  } else {
    if (body !== null) outgoing.write(body)
    await writeStream(outgoing, stream)
  }
}
