// An HTTP client that costs little, so that a machine of two cores is left to the server: node:http with kept connections.
import { Agent, request } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** Sends a request and reads its answer; redirects are not followed. */
export function send(url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const options = {
      agent,
      method,
      headers: body === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(body) },
    }
    const sent = request(url, options, (answer) => {
      const chunks = []
      answer.on('data', (chunk) => chunks.push(chunk))
      answer.once('error', reject)
      answer.once('end', () => {
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString() })
      })
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

const FORM = 'application/x-www-form-urlencoded'

/** Sends a form, as a client with its secret where one is given. */
export function sendForm(url, fields, { client, headers = {} } = {}) {
  const authorization = client && {
    authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`,
  }
  return send(url, {
    method: 'POST',
    headers: { 'content-type': FORM, ...authorization, ...headers },
    body: new URLSearchParams(fields).toString(),
  })
}

/** The JSON of an answer. @throws for another status than `expected` */
export function readJson({ status, body }, expected = 200) {
  if (status !== expected) throw new Error(`status ${status} instead of ${expected}: ${body.slice(0, 500)}`)
  return JSON.parse(body)
}
