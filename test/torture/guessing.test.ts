import { readFile, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/run-oidc.ts'
import { serve } from '../support/serve.ts'

/** Of the secret `insecure_secret`: 310000 rounds, about 150 ms. */
const DIGEST =
  '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng'
const SECRET = 'insecure_secret'
const GUESSES_PER_SECOND = 200
const OTHERS_PER_SECOND = 100
const ROUNDS = 9
const ROUND_MS = 3_000
const [ATTACKER, OWNER, OTHER] = ['203.0.113.1', '203.0.113.2', '203.0.113.3']

async function configured(): Promise<string> {
  const key = await readFile(join(import.meta.dirname, '../vectors/keys/rsa-2048.pkcs8.pem'), 'utf8')
  const folder = await temporaryFolder()
  const attacked = Array.from({ length: ROUNDS }, (_, at) => `attacked-${at + 1}`)
  const clients = [...attacked, 'other'].map(
    (id) => `      - client_id: ${id}
        client_name: ${id}
        client_secret: '${DIGEST}'
        grant_types: [client_credentials]
        scopes: [api]
        authorization_policy: one_factor
`,
  )
  const users = `users:\n  ann:\n    displayname: Ann\n    email: ann@example.com\n    password: '${DIGEST}'\n`
  await writeFile(join(folder, 'users_database.yml'), users)
  const path = join(folder, 'configuration.yml')
  await writeFile(
    path,
    `identity_providers:
  oidc:
    hmac_secret: 'this_is_a_secret_abc123abc123abc123abc123abc123abc123abc123abc12'
    jwks:
      - key: |
${key.trimEnd().replaceAll(/^/gm, '          ')}
    clients:
${clients.join('')}`,
  )
  return path
}

interface Answer {
  status: number
  milliseconds: number
}

/** Asks for tokens over its own connections; `node:http` leaves the most of the machine to the server. */
function asker(issuer: string, connections: number) {
  const { port, host } = new URL(issuer)
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const send = (id: string, secret: string, address: string) =>
    new Promise<number>((resolve, reject) => {
      const headers = {
        Host: host,
        Authorization: `Basic ${btoa(`${id}:${secret}`)}`,
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-Forwarded-For': address,
      }
      const sent = request(
        { host: '127.0.0.1', port, agent, method: 'POST', path: '/api/oidc/token', headers },
        (answer) => answer.resume().on('end', () => resolve(answer.statusCode ?? 0)),
      )
      sent.on('error', reject).end('grant_type=client_credentials&scope=api')
    })
  return async (id: string, secret: string, address: string): Promise<Answer> => {
    const start = performance.now()
    // A connection that both sides let go of at the same moment is nobody's fault: once more, and the clock runs on.
    const status = await send(id, secret, address).catch(() => send(id, secret, address))
    return { status, milliseconds: performance.now() - start }
  }
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Calls at a steady rate until it is told to stop; gives what came of them. */
function steadily<T>(perSecond: number, call: (count: number) => Promise<T>): () => Promise<T[]> {
  const calls: Promise<T>[] = []
  const start = performance.now()
  const timer = setInterval(() => {
    const due = ((performance.now() - start) / 1000) * perSecond
    while (calls.length < due) {
      const made = call(calls.length)
      // Looked at in the end; until then nobody else waits for it.
      made.catch(() => undefined)
      calls.push(made)
    }
  }, 5)
  return () => {
    clearInterval(timer)
    return Promise.all(calls)
  }
}

function percentile(answers: readonly Answer[], share: number): number {
  const sorted = answers.map(({ milliseconds }) => milliseconds).sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0
}

describe(`${GUESSES_PER_SECOND} wrong secrets a second on one client from one address`, () => {
  // The rounds are interleaved and their medians compared: what else runs on the machine comes and goes.
  it('keep neither its rightful owner nor another client from their tokens', async ({ annotate }) => {
    const flags = [
      '--no-rate-limits',
      '--trusted-proxies',
      '127.0.0.0/8',
      '--trusted-proxies',
      '::1',
      '--log-level',
      'error',
    ]
    const { ready } = await serve(['--config', await configured(), ...flags])
    const ask = asker(ready.issuer, 16)
    const guess = asker(ready.issuer, 64)
    expect((await ask('other', SECRET, OTHER)).status).toBe(200)

    const quiet: number[] = []
    const attacked: number[] = []
    const owners: number[] = []
    for (let round = 1; round <= ROUNDS; round += 1) {
      const calm = steadily(OTHERS_PER_SECOND, () => ask('other', SECRET, OTHER))
      await wait(ROUND_MS)
      quiet.push(percentile(await calm(), 0.99))

      const id = `attacked-${round}`
      const attack = steadily(GUESSES_PER_SECOND, (count) => guess(id, `guess ${round} ${count}`, ATTACKER))
      const busy = steadily(OTHERS_PER_SECOND, () => ask('other', SECRET, OTHER))
      await wait(ROUND_MS / 2)
      const owner = await ask(id, SECRET, OWNER)
      expect(owner.status, 'the owner gets in on a cold memory').toBe(200)
      owners.push(owner.milliseconds)
      await wait(ROUND_MS / 2)
      const [others, guesses] = [await busy(), await attack()]
      attacked.push(percentile(others, 0.99))
      expect(new Set(others.map(({ status }) => status))).toEqual(new Set([200]))
      expect(guesses.length).toBeGreaterThan((GUESSES_PER_SECOND * ROUND_MS) / 1000 / 2)
      expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([401, 429]))
    }
    const rounded = (values: readonly number[]) => values.map((value) => Math.round(value)).join(', ')
    await annotate(`p99 quiet ${rounded(quiet)} ms, attacked ${rounded(attacked)} ms; owner ${rounded(owners)} ms`)
    expect(Math.max(...owners)).toBeLessThan(2_000)
    expect(median(attacked)).toBeLessThanOrEqual(Math.max(3 * median(quiet), 10))
  })
})
