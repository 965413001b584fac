import { createPublicKey } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compactDecrypt, compactVerify, decodeJwt, decodeProtectedHeader, importPKCS8 } from 'jose'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/dev/seed.ts'
import { refuseSeedKey, seedKey } from '../../src/dev/seed-key.ts'
import { issuerKey, vectorFile } from '../provider/support/provider.ts'
import { freePort } from '../support/free-port.ts'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'
import { serve } from '../support/serve.ts'
import { devRun, ISSUER, type TestRun } from './support/dev-run.ts'
import { converse, type Transcript } from './support/transcript.ts'

const NOW = '2030-01-01T00:00:00.000Z'

describe('--seed: randomness that repeats', () => {
  it('RFC 5869, SP 800-38A §6.5: the same text and purpose give the same bytes, however they are drawn', () => {
    const [one, other] = [seededRandom('text', 'main'), seededRandom('text', 'main')]
    const inParts = Buffer.concat([one(1), one(31), one(0), one(4096), one(7)])
    expect(Buffer.from(other(1 + 31 + 4096 + 7)).equals(inParts)).toBe(true)
  })

  it.each([
    ['another', 'main'],
    ['text', 'made up'],
  ])('%s for %s gives others', (seed, purpose) => {
    expect(seededRandom(seed, purpose)(32)).not.toEqual(seededRandom('text', 'main')(32))
  })
})

/** A run whose time stands and whose bytes are those of `seed`. */
function seededRun(seed: string, keys = [seedKey()]): TestRun {
  const run = devRun({
    keys,
    random: seededRandom(seed, 'main'),
    randomOf: (number) => seededRandom(seed, `ns ${number}`),
  })
  run.main.clock.freeze()
  run.main.clock.set(Date.parse(NOW))
  return run
}

const SECRET = 'a-secret-that-is-long-enough-for-hs256-to-sign-with-it'

/** The conversation of a client with these options. */
async function talk(run: TestRun, options: Record<string, unknown> = {}): Promise<Transcript> {
  const client = { client_secret: SECRET, redirect_uris: ['http://localhost:3000/callback'], consent_mode: 'explicit' }
  const { status, body } = await run.ask('PUT', '/namespaces/main/clients/web', { ...client, ...options })
  expect(status, JSON.stringify(body)).toBe(200)
  return converse({ issuer: ISSUER, fetch: run.fetch, client_id: 'web', client_secret: SECRET })
}

describe('two runs with the same seed, as two providers', () => {
  it.each(['RS256', 'HS256'])('%s: the same transcript, byte for byte', async (alg) => {
    const options = { id_token_signed_response_alg: alg, userinfo_signed_response_alg: alg }
    const first = await talk(seededRun('a'), options)
    const second = await talk(seededRun('a'), options)
    expect(first.lines.length).toBeGreaterThan(9)
    expect(second.lines).toEqual(first.lines)
    expect(decodeJwt(first.tokens.id_token)).toMatchObject({ iat: Date.parse(NOW) / 1000 })
  })

  it('another seed gives another transcript', async () => {
    const [first, second] = [await talk(seededRun('a')), await talk(seededRun('b'))]
    expect(second.tokens.access_token).not.toBe(first.tokens.access_token)
    expect(second.lines).not.toEqual(first.lines)
  })

  it.each([
    ['ES256', 'ec-p256.pkcs8.pem'],
    ['ES512', 'ec-p521.pkcs8.pem'],
    ['PS256', 'rsa-4096.pkcs8.pem'],
  ])('RFC 7518 §3: %s draws for each signature: the same when decoded, and both verify', async (alg, file) => {
    const key = issuerKey(file, alg, 'other')
    const options = { id_token_signed_response_alg: alg }
    const runs = [seededRun('a', [seedKey(), key]), seededRun('a', [seedKey(), key])]
    const [first, second] = await Promise.all(runs.map((run) => talk(run, options)))
    const payloads = [first, second].map(async (transcript) => {
      const { payload, protectedHeader } = await compactVerify(
        transcript?.tokens.id_token ?? '',
        createPublicKey(key.privateKey),
      )
      return [protectedHeader, Buffer.from(payload).toString()]
    })
    const [one, other] = await Promise.all(payloads)
    expect(other).toEqual(one)
    expect(second?.tokens.access_token).toBe(first?.tokens.access_token)
    expect(second?.tokens.id_token).not.toBe(first?.tokens.id_token)
  })

  it('RFC 7516 §5.1: a JWE draws its content key: the same when decrypted', async () => {
    const pem = vectorFile('keys/rsa-2048.pkcs8.pem')
    const publicPem = createPublicKey(pem).export({ format: 'pem', type: 'spki' }).toString()
    const options = {
      id_token_encrypted_response_alg: 'RSA-OAEP-256',
      id_token_encrypted_response_enc: 'A256GCM',
      jwks: [{ key_id: 'enc', use: 'enc', key: publicPem }],
    }
    const [first, second] = [await talk(seededRun('a'), options), await talk(seededRun('a'), options)]
    const key = await importPKCS8(pem, 'RSA-OAEP-256')
    const inner = async (jwe: string) => Buffer.from((await compactDecrypt(jwe, key)).plaintext).toString()
    expect(second.tokens.id_token).not.toBe(first.tokens.id_token)
    expect(await inner(second.tokens.id_token)).toBe(await inner(first.tokens.id_token))
  })

  it('a namespace of one is the namespace of the other: id, tokens, secrets', async () => {
    const outcomes = [seededRun('a'), seededRun('a')].map(async (run) => {
      const { body } = await run.ask('POST', '/namespaces', {})
      const { id, issuer } = body as { id: string; issuer: string }
      await run.ask('PUT', `/namespaces/${id}/clock`, { now: NOW, frozen: true })
      return converse({ issuer, fetch: run.fetch, client_id: 'app', client_secret: run.appSecret })
    })
    const [first, second] = await Promise.all(outcomes)
    expect(second?.lines).toEqual(first?.lines)
  })
})

/** What one process answers: as `app` by RS256, and as a client that was set by HS256. */
async function talkToProcess(port: number) {
  const { ready, stop } = await serve(['--dev', '--seed', 'my tests', '--port', String(port)])
  const { control, issuer, users, clients } = ready
  const put = async (path: string, body: unknown) => {
    const headers = { Authorization: `Bearer ${control?.token}`, 'Content-Type': 'application/json' }
    const init = { method: 'PUT', headers, body: JSON.stringify(body) }
    return (await fetch(`${control?.url}/namespaces/main/${path}`, init)).json()
  }
  expect(await put('clock', { now: NOW, frozen: true })).toEqual({ now: NOW, frozen: true })
  const secret = clients.find(({ client_id }) => client_id === 'app')?.client_secret ?? ''
  const talkAs = (client_id: string, client_secret: string) =>
    converse({ issuer, fetch: (request) => fetch(request), client_id, client_secret })
  const byApp = await talkAs('app', secret)
  const redirect_uris = ['http://localhost:3000/callback']
  const web = { client_secret: SECRET, redirect_uris, consent_mode: 'explicit', id_token_signed_response_alg: 'HS256' }
  await put('clients/web', web)
  const byWeb = await talkAs('web', SECRET)
  await stop()
  return { users, clients, byApp, byWeb }
}

describe('two runs with the same seed, as two processes', () => {
  it('oidc serve --dev --seed: the same secrets and the same transcripts, by RS256 and HS256', async () => {
    const port = await freePort()
    const first = await talkToProcess(port)
    expect(await talkToProcess(port)).toEqual(first)
    expect(decodeProtectedHeader(first.byApp.tokens.id_token)).toMatchObject({ alg: 'RS256', kid: 'dev-seed' })
    expect(decodeProtectedHeader(first.byWeb.tokens.id_token)).toMatchObject({ alg: 'HS256' })
  })

  it.each([
    [['--host', '0.0.0.0', '--expose'], '--expose'],
    [['--expose'], '--expose'],
    [['--issuer', 'http://auth.example.com:9091'], '--issuer'],
  ])('%j: refused, a seed is for this machine alone', async (flags, says) => {
    const { stderr, status } = await oidc(['serve', '--dev', '--seed', 'x', ...flags])
    expect(status).toBe(2)
    expect(stderr).toContain(says)
  })

  it.each([
    [['serve', '--seed', 'x'], '--dev'],
    [['serve', '--dev', '--seed', ''], '--seed'],
    [['serve', '--dev', '--seed', 'x', '--host', '192.0.2.1'], '--host'],
  ])('%j is a usage error', async (args, says) => {
    const { stderr, status } = await oidc(args)
    expect(status).toBe(2)
    expect(stderr).toContain(says)
  })
})

describe('the signing key of --seed', () => {
  it('is refused everywhere else, under whatever name', () => {
    const { privateKey } = seedKey()
    const renamed = { ...seedKey(), key_id: 'mine', privateKey }
    expect(() => refuseSeedKey([renamed])).toThrow(expect.objectContaining({ code: 'ERR_KEY_PUBLIC_TEST' }))
    expect(() => refuseSeedKey([issuerKey('rsa-2048.pkcs8.pem', 'RS256', 'rs')])).not.toThrow()
  })

  it('serve does not start with it in a configuration', async () => {
    const folder = await temporaryFolder()
    const pem = seedKey().privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
    const key = pem.trimEnd().replaceAll(/^/gm, '          ')
    await writeFile(
      join(folder, 'configuration.yml'),
      `identity_providers:
  oidc:
    hmac_secret: 'a secret of this test that is long enough to sign tokens with it'
    jwks:
      - key: |
${key}
    clients:
      - {client_id: 'web', public: true, redirect_uris: ['https://web.example.com/cb']}
`,
    )
    await writeFile(join(folder, 'users_database.yml'), await usersFile())
    for (const flags of [[], ['--dev']]) {
      const args = ['serve', '--port', '0', '--config', 'configuration.yml', ...flags]
      const { stderr, status } = await oidc(args, { cwd: folder })
      expect(stderr).toContain('test key of --seed')
      expect(status).toBe(3)
    }
  })
})

async function usersFile(): Promise<string> {
  const { stdout } = await oidc(['secret', 'hash', '--stdin'], { input: 'the password' })
  return `users:\n  ann: {displayname: Ann, password: '${stdout.trim()}'}\n`
}
