/** Shooting, in small counts for `npm test` and in large ones for `npm run torture`. */
import { deepStrictEqual, ok } from 'node:assert'
import fc from 'fast-check'
import { type Listener, listen } from '../../../src/serve/listen.ts'
import type { Range } from './range.ts'
import { rawBytes, sendRaw, statusesIn } from './raw.ts'
import { shot } from './requests.ts'

/** Fires `count` requests of the grammar, one after the other: what one leaves behind the next may find. */
export async function shootRequests(range: Range, count: number, seed: number): Promise<void> {
  await fc.assert(fc.asyncProperty(shot, range.fire), { numRuns: count, seed, endOnFailure: true })
}

/** Connections at a time. */
const VOLLEY = 25

/** Listens on a free port, writes raw bytes to `count` connections, and sees whether good requests still get through. */
export async function shootBytes(range: Range, count: number, seed: number): Promise<Map<number, number>> {
  const listener: Listener = await listen({ answer: range.answer, port: 0 })
  const statuses = new Map<number, number>()
  const volley = fc.array(rawBytes, { minLength: VOLLEY, maxLength: VOLLEY })
  const fire = async (all: readonly Buffer[]): Promise<void> => {
    const answers = await Promise.all(all.map((bytes) => sendRaw(listener.port, bytes)))
    for (const status of answers.flatMap(statusesIn)) {
      ok(status < 500 || status === 505, `answered with ${status}`)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    deepStrictEqual(range.failures, [])
    deepStrictEqual(await alive(listener.port), 200)
  }
  try {
    await fc.assert(fc.asyncProperty(volley, fire), { numRuns: Math.ceil(count / VOLLEY), seed, endOnFailure: true })
  } finally {
    await listener.close(0)
  }
  return statuses
}

async function alive(port: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/jwks.json`)
  await response.arrayBuffer()
  return response.status
}

/** Rejections that nobody handled while `run` did its work. */
export async function unhandledDuring(run: () => Promise<unknown>): Promise<unknown[]> {
  const unhandled: unknown[] = []
  const note = (reason: unknown) => unhandled.push(reason)
  process.on('unhandledRejection', note)
  try {
    await run()
    await new Promise((resolve) => setImmediate(resolve))
  } finally {
    process.off('unhandledRejection', note)
  }
  return unhandled
}
