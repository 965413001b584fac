/** Bytes for a socket that should carry HTTP: requests cut, doubled, and with bytes replaced. */
import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'

const FORM = 'grant_type=client_credentials&scope=api'
const REQUESTS: readonly string[] = [
  'GET /.well-known/openid-configuration HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  'GET /api/oidc/authorization?client_id=web&response_type=code HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  `POST /api/oidc/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${FORM.length}\r\n\r\n${FORM}`,
  'POST /api/oidc/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n',
  'POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 999999\r\n\r\nusername=a',
  'OPTIONS /api/oidc/userinfo HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\nConnection: close\r\n\r\n',
  'GET http://localhost/jwks.json HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n',
  'CONNECT localhost:443 HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  'GET //evil.example/%00%ff/../.. HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: [::1\r\nConnection: close\r\n\r\n',
  'GET /\\..\\ HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n',
  'GET / HTTP/1.0\r\n\r\n',
  'GET * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
]

interface Edit {
  kind: 'replace' | 'insert' | 'cut' | 'repeat'
  /** Where, as a share of the length. */
  at: number
  bytes: Uint8Array
}

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('replace', 'insert', 'cut', 'repeat'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 6 }),
    fc
      .constantFrom('\r\n', ':', '%', ' ', '\0', 'Host: x\r\n', 'Content-Length: -1\r\n')
      .map((text) => Buffer.from(text)),
  ),
})

function apply(bytes: Buffer, { kind, at, bytes: put }: Edit): Buffer {
  const place = Math.floor(at * bytes.length)
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)]
  switch (kind) {
    case 'replace':
      return Buffer.concat([before, put, after.subarray(put.length)])
    case 'insert':
      return Buffer.concat([before, put, after])
    case 'cut':
      return before
    case 'repeat':
      return Buffer.concat([before, after, after])
  }
}

/** What is written to one connection. */
export const rawBytes: fc.Arbitrary<Buffer> = fc
  .tuple(fc.constantFrom(...REQUESTS), fc.array(edit, { maxLength: 4 }))
  .map(([request, edits]) => edits.reduce(apply, Buffer.from(request, 'latin1')))

/** Milliseconds after which a server that still waits for more is hung up on. */
const IDLE_MS = 50

/** Writes the bytes to a new connection; what came back until it was closed. */
export async function sendRaw(port: number, bytes: Uint8Array): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' })
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // A connection that the server cuts is one of the answers.
  socket.on('error', () => undefined)
  socket.setTimeout(IDLE_MS, () => socket.destroy())
  socket.write(bytes)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString('latin1')
}

/** The statuses in what came back: more than one where requests were doubled. */
export function statusesIn(answer: string): number[] {
  return [...answer.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map(([, status]) => Number(status))
}
