import type { StaticFile } from '../pages/static-files.ts'

/** An answer as plain values: Node's server writes it, and a Web-standard `Response` can be made of it. */
export interface Reply {
  status: number
  /** Beside {@link COMMON_HEADERS}, which every answer has and these may replace. */
  headers: Readonly<Record<string, string>>
  body: string | null
  /** More of the body, as it comes; until the client goes away. */
  stream?: AsyncIterable<string>
  /** The connection breaks in the middle of the body: for tests of clients alone. */
  cut?: true
  /** A success that counts against the rate limit all the same: it may be a guess. */
  isGuess?: boolean
}

/** Every answer of the provider, discovery and keys included. */
export const COMMON_HEADERS = {
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'X-Frame-Options': 'DENY',
  'X-DNS-Prefetch-Control': 'off',
  'Permissions-Policy': 'accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()',
  'Content-Security-Policy': "default-src 'none'",
} as const

const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' }

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(value) }
}

/** JSON that was written before. */
export function jsonText(text: string): Reply {
  return { status: 200, headers: JSON_TYPE, body: text }
}

export function plainText(status: number, text: string): Reply {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: text }
}

export function jwt(type: string, text: string): Reply {
  return { status: 200, headers: { 'Content-Type': `${type}; charset=utf-8` }, body: text }
}

export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body: null }
}

/** 303 turns a POST into a GET, so that no form is sent on (RFC 9700 §4.12). A header holds printable ASCII alone. */
export function redirect(location: string, status: 302 | 303 = 303): Reply {
  return { status, headers: { Location: location.replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent) }, body: null }
}

/** HTML with its own Content-Security-Policy. */
export function html(status: number, body: string, policy: string): Reply {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy }, body }
}

export function withHeaders(reply: Reply, headers: Readonly<Record<string, string>>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } }
}

/** A file whose name says what is in it: it never changes. */
export function staticFile({ contentType, body, etag }: StaticFile, ifNoneMatch: string | null): Reply {
  const headers = { 'Content-Type': contentType, 'Cache-Control': 'public, max-age=31536000, immutable', ETag: etag }
  return ifNoneMatch === etag ? { status: 304, headers, body: null } : { status: 200, headers, body }
}

/** @throws TypeError for an answer whose connection is to break, as `fetch` does (Fetch §5.6) */
export function toWebResponse({ status, headers, body, stream, cut }: Reply, method: string): Response {
  if (cut === true) throw new TypeError('terminated')
  const content = method === 'HEAD' ? null : stream === undefined ? body : streamOf(body, stream)
  return new Response(content, { status, headers: { ...COMMON_HEADERS, ...headers } })
}

function streamOf(first: string | null, rest: AsyncIterable<string>): ReadableStream {
  const encoder = new TextEncoder()
  const iterator = rest[Symbol.asyncIterator]()
  return new ReadableStream({
    start: (controller) => {
      if (first !== null) controller.enqueue(encoder.encode(first))
    },
    pull: async (controller) => {
      const { done, value } = await iterator.next()
      if (done === true) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: () => void iterator.return?.(),
  })
}
