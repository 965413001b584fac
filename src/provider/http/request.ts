/**
 * A request as the provider reads it: what Node's server and the Web's `Request` have in common. Neither is built from
 * the other, which would cost more than most answers.
 */

/** The body is larger than the endpoint reads: 413. */
export class BodyTooLarge extends Error {}

export interface IncomingRequest {
  method: string
  /** As the client wrote it: scheme, host, path and query. */
  url: URL
  /** By name in lower case. */
  headers: { get(name: string): string | null }
  /** IP address of the other end of the connection, `''` where there is none. */
  peer: string
  /**
   * The body, as UTF-8; once.
   *
   * @throws {@link BodyTooLarge} over `limit` bytes, and Error when it ends before it is complete
   */
  text(limit: number): Promise<string>
}

/** Chunks of a body until there are too many of them. */
export class BodyReader {
  readonly #chunks: Uint8Array[] = []
  readonly #limit: number
  #size = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** @throws {@link BodyTooLarge} */
  add(chunk: Uint8Array): void {
    this.#size += chunk.byteLength
    if (this.#size > this.#limit) throw new BodyTooLarge()
    this.#chunks.push(chunk)
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8')
  }
}

/** Whether a body's announced length is over the limit already. */
export function announcesTooMuch(contentLength: string | null | undefined, limit: number): boolean {
  return contentLength !== null && contentLength !== undefined && Number(contentLength) > limit
}

async function readWebBody(request: Request, limit: number): Promise<string> {
  if (announcesTooMuch(request.headers.get('content-length'), limit)) throw new BodyTooLarge()
  const body = new BodyReader(limit)
  const reader = request.body?.getReader()
  try {
    for (let chunk = await reader?.read(); chunk !== undefined && !chunk.done; chunk = await reader?.read()) {
      body.add(chunk.value)
    }
  } catch (error) {
    await reader?.cancel()
    throw error
  }
  return body.text()
}

/** A Web-standard request (Fetch §5.4). */
export function fromWebRequest(request: Request, peer: string): IncomingRequest {
  const { method, headers } = request
  return { method, url: new URL(request.url), headers, peer, text: (limit) => readWebBody(request, limit) }
}
