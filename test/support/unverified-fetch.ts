/** `fetch` for servers with a certificate that was made for the test: it is not checked. */
import { request as send } from 'node:https'

export async function unverifiedFetch(request: Request): Promise<Response> {
  const body = Buffer.from(await request.arrayBuffer())
  const { method } = request
  return new Promise((resolve, reject) => {
    const headers = { ...Object.fromEntries(request.headers), 'content-length': String(body.length) }
    const outgoing = send(
      request.url,
      { method, headers, rejectUnauthorized: false, agent: false },
      async (incoming) => {
        const chunks: Buffer[] = []
        for await (const chunk of incoming) chunks.push(chunk)
        const pairs = incoming.rawHeaders.flatMap((name, at, all): [string, string][] =>
          at % 2 === 0 ? [[name, all[at + 1] ?? '']] : [],
        )
        const { statusCode: status = 0 } = incoming
        resolve(new Response([204, 304].includes(status) ? null : Buffer.concat(chunks), { status, headers: pairs }))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
