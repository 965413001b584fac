import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import * as client from 'openid-client'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Browser } from '../support/browser.ts'
import { ENTER, onTerminal } from '../support/pty.ts'
import { oidc, type RunOptions, temporaryFolder } from '../support/run-oidc.ts'
import { serve } from '../support/serve.ts'

const ISSUER = 'https://auth.example.com'

function decode(flags: readonly string[], options: RunOptions = {}) {
  return oidc(['token', 'decode', ...flags], options)
}

/** A folder with a token and its keys as a private JWK Set. */
async function example({ exp = 4_000_000_000, alg = 'RS256' } = {}) {
  const cwd = await temporaryFolder()
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = { ...(await exportJWK(privateKey)), kid: 'main' }
  const claims = { iss: ISSUER, sub: 'c3d1', aud: ['app'], exp, iat: 1_700_000_000, nonce: 'n-0S6' }
  const token = await new SignJWT(claims).setProtectedHeader({ alg, kid: 'main' }).sign(privateKey)
  await writeFile(join(cwd, 'token.jwt'), `${token}\n`)
  await writeFile(join(cwd, 'jwks.json'), JSON.stringify({ keys: [jwk] }))
  return { cwd, token, claims, jwk }
}

/** Without its last character, which stands for four bits of the signature. */
function damaged(token: string): string {
  return `${token.slice(0, -4)}${token.slice(-4) === 'AAAA' ? 'BBBB' : 'AAAA'}`
}

describe('token decode', () => {
  it('--json: kind, header, claims; nothing verified without keys', async () => {
    const { cwd, claims } = await example()
    const { stdout, status } = await decode(['token.jwt', '--json'], { cwd })
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      kind: 'jwt',
      profile: 'ID token',
      header: { alg: 'RS256', kid: 'main' },
      claims,
      warnings: [],
    })
  })

  it.each([
    ['as it is', (token: string) => token],
    ['with line ends', (token: string) => `\r\n${token}\r\n`],
    ['in quotes', (token: string) => `"${token}"`],
    ['from a header', (token: string) => `Authorization: Bearer ${token}`],
  ])('standard input, %s', async (_, write) => {
    const { token, claims } = await example({ alg: 'ES256' })
    const { stdout } = await decode(['--json'], { input: write(token) })
    expect(JSON.parse(stdout)).toMatchObject({ claims })
  })

  it('the text says what it is for and that nothing was checked; warnings go to stderr', async () => {
    const { cwd } = await example({ exp: 1_700_003_600 })
    const { stdout, stderr, status } = await decode(['token.jwt'], { cwd, env: { TZ: 'Europe/Berlin' } })
    expect(status).toBe(0)
    expect(stdout).toContain('JWT, by its claims: ID token')
    expect(stdout).toMatch(/exp +1700003600 +expired 2023-11-15 00:13:20 GMT\+1 \(\d+ years ago\)/)
    expect(stdout).toMatch(/not checked: --issuer URL or --jwks FILE/)
    expect(stderr).toMatch(/^Warning: expired 2023-11-15/)
  })

  it('exit 3 where it does not verify, with the whole document', async () => {
    const { cwd, token } = await example()
    const good = await decode(['token.jwt', '--jwks', 'jwks.json', '--json'], { cwd })
    expect(good.status).toBe(0)
    expect(JSON.parse(good.stdout)).toMatchObject({ verified: true, verification: 'RS256 with key main' })
    const bad = await decode(['--jwks', 'jwks.json', '--json'], { cwd, input: damaged(token) })
    expect(bad.status).toBe(3)
    expect(JSON.parse(bad.stdout)).toMatchObject({ verified: false, claims: { sub: 'c3d1' } })
    expect((await decode(['--jwks', 'jwks.json'], { cwd, input: damaged(token) })).stdout).toContain('not verified')
  })

  it('an expired token that verifies is a warning', async () => {
    const { cwd } = await example({ exp: 1_700_003_600 })
    const { status, stderr, stdout } = await decode(['token.jwt', '--jwks', 'jwks.json'], { cwd })
    expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining('expired') })
    expect(stdout).toContain('verified: RS256 with key main')
  })

  it('keys in other forms: PEM, certificate, JWK', async () => {
    const { cwd, jwk } = await example()
    await writeFile(join(cwd, 'jwk.json'), JSON.stringify(jwk))
    const pem = await oidc(['keys', 'convert', 'jwk.json', '--format', 'pem', '--out', 'key.pem'], { cwd })
    expect(pem.stderr + pem.stdout).not.toContain('Error')
    const chain = await oidc(['certs', 'generate', '--key', 'key.pem', '--san', 'auth.example.com'], { cwd })
    await writeFile(join(cwd, 'chain.pem'), chain.stdout)
    for (const file of ['jwk.json', 'key.pem', 'chain.pem']) {
      const { stdout } = await decode(['token.jwt', '--jwks', file, '--json'], { cwd })
      expect(JSON.parse(stdout), file).toMatchObject({ verified: true })
    }
  })

  it('HS256: the client secret from a file, or asked for', async () => {
    const cwd = await temporaryFolder()
    const token = await new SignJWT({ sub: 'a' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from('correct horse'))
    await writeFile(join(cwd, 'token.jwt'), token)
    await writeFile(join(cwd, 'secret.txt'), 'correct horse\n')
    await writeFile(join(cwd, 'wrong.txt'), 'battery staple\n')
    expect((await decode(['token.jwt', '--secret-file', 'secret.txt'], { cwd })).status).toBe(0)
    const wrong = await decode(['token.jwt', '--secret-file', 'wrong.txt'], { cwd })
    expect(wrong.status).toBe(3)
    expect(wrong.stdout + wrong.stderr).not.toContain('battery')
    const terminal = onTerminal(['token', 'decode', 'token.jwt', '--ask-secret'], { cwd })
    await terminal.shows('Client secret:')
    terminal.type(`correct horse${ENTER}`)
    await terminal.shows('verified')
    expect(await terminal.ended()).toBe(0)
    expect(terminal.screen()).not.toContain('horse')
    expect((await decode(['token.jwt', '--ask-secret'], { cwd })).status).toBe(2)
  })

  it('a secret is of no use for another algorithm: exit 2', async () => {
    const { cwd } = await example()
    await writeFile(join(cwd, 'secret.txt'), 'x')
    expect((await decode(['token.jwt', '--secret-file', 'secret.txt'], { cwd })).status).toBe(2)
  })

  it('opaque: its kind, exit 0; asked to check it, 3', async () => {
    const token = `authelia_at_${'a'.repeat(43)}.${'b'.repeat(43)}`
    const { stdout, status } = await decode([], { input: token })
    expect(status).toBe(0)
    expect(stdout).toContain('opaque access token')
    expect(stdout).toContain('introspection')
    expect((await decode(['--issuer', 'https://nobody.invalid'], { input: token })).status).toBe(3)
  })

  it('a terminal is asked, without an echo', async () => {
    const { token } = await example({ alg: 'ES256' })
    const terminal = onTerminal(['token', 'decode'])
    await terminal.shows('Token:')
    terminal.type(`${token}${ENTER}`)
    await terminal.shows('ID token')
    expect(await terminal.ended()).toBe(0)
    expect(terminal.screen()).not.toContain(token)
  })
})

describe('token decode: refusals', () => {
  it.each([
    ['no token', 'hello', 1],
    ['nothing', '\n', 2],
  ])('%s', async (_, input, expected) => {
    const { status, stdout } = await decode(['--json'], { input })
    expect(status).toBe(expected)
    expect(JSON.parse(stdout).error.code).toMatch(/^ERR_/)
  })

  it.each([
    ['alone', (token: string) => [token]],
    ['with its scheme', (token: string) => ['Bearer', token]],
    ['in one word', (token: string) => [`Bearer ${token}`]],
    ['in a flag', (token: string) => [`--jwks=${token}`]],
    ['opaque', () => ['authelia_at_secretsecret.secretsecret']],
  ])('a token as an argument, %s: exit 2, and it is not repeated', async (_, words) => {
    const { token } = await example({ alg: 'ES256' })
    for (const json of [[], ['--json']]) {
      const { status, stdout, stderr } = await decode([...words(token), ...json])
      expect(status).toBe(2)
      expect(stdout + stderr).not.toContain(token)
      expect(stdout + stderr).not.toContain('secretsecret')
      expect(stdout + stderr).toContain('standard input')
    }
  })

  it.each([
    ['http beyond this machine', 'http://auth.example.com', 'ERR_FETCH_REFUSED', 1],
    ['nobody there', 'http://127.0.0.1:1', 'ERR_FETCH_FAILED', 1],
    ['another scheme', 'file:///etc/passwd', 'ERR_FETCH_REFUSED', 1],
    ['no URL', 'auth.example.com', 'ERR_USAGE', 2],
  ])('--issuer: %s', async (_, issuer, code, expected) => {
    const { cwd } = await example({ alg: 'ES256' })
    const { status, stdout } = await decode(['token.jwt', '--issuer', issuer, '--json'], { cwd })
    expect(status).toBe(expected)
    expect(JSON.parse(stdout).error.code).toBe(code)
  })

  it('--issuer: keys at another origin inside a private network are not fetched', async () => {
    const { cwd } = await example({ alg: 'ES256' })
    const asked: string[] = []
    const server = createServer(({ url = '' }, response) => {
      asked.push(url)
      const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ issuer, jwks_uri: 'https://127.0.0.1:1/jwks.json' }))
    })
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
    onTestFinished(() => void server.close())
    const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
    const { stdout } = await decode(['token.jwt', '--issuer', issuer, '--json'], { cwd })
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'ERR_FETCH_REFUSED',
      hint: expect.stringContaining('--jwks'),
    })
    expect(asked).toEqual(['/.well-known/openid-configuration'])
  })
})

describe('token decode with a running provider', () => {
  const REDIRECT_URI = 'http://localhost:3000/callback'

  async function logIn(issuer: string) {
    const config = await client.discovery(new URL(issuer), 'spa', undefined, client.None(), {
      execute: [client.allowInsecureRequests],
    })
    const pkceCodeVerifier = client.randomPKCECodeVerifier()
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT_URI,
      scope: 'openid profile',
      nonce: 'a-nonce-of-the-test',
      state: 'a-state-of-the-test',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    })
    const { url: callback } = await new Browser().open(url)
    const checks = { pkceCodeVerifier, expectedNonce: 'a-nonce-of-the-test', expectedState: 'a-state-of-the-test' }
    return client.authorizationCodeGrant(config, callback, checks)
  }

  it('its ID token verifies with --issuer, its opaque access token is told', async () => {
    const { ready } = await serve(['--dev', '--login-as', 'alice', '--consent'])
    const { id_token = '', access_token } = await logIn(ready.issuer)
    const id = await decode(['--issuer', ready.issuer, '--json'], { input: id_token })
    expect(id.status).toBe(0)
    expect(JSON.parse(id.stdout)).toMatchObject({
      kind: 'jwt',
      profile: 'ID token',
      verified: true,
      claims: { iss: ready.issuer, aud: ['spa'], nonce: 'a-nonce-of-the-test' },
      warnings: [],
    })
    const text = (await decode([], { input: id_token })).stdout
    const claims = text.slice(text.indexOf('Claims'), text.indexOf('Signature')).trim().split('\n').slice(1)
    expect(claims.length).toBeGreaterThan(8)
    for (const line of claims) expect(line).toMatch(/ {2}[a-z]/i)
    const access = await decode(['--json'], { input: access_token })
    expect(JSON.parse(access.stdout)).toEqual({ kind: 'opaque', opaque: 'access_token', warnings: [] })
    expect((await decode(['--issuer', ready.issuer], { input: damaged(id_token) })).status).toBe(3)
  })

  it('over https with the local CA, as the ready text says', async () => {
    const state = await temporaryFolder()
    const { ready } = await serve(['--dev', '--tls'], { env: { XDG_STATE_HOME: state } })
    const { cwd } = await example({ alg: 'ES256' })
    const flags = ['token.jwt', '--issuer', ready.issuer]
    const ca = join(state, 'oidc', 'local-ca.crt.pem')
    expect(await readFile(ca, 'utf8')).toContain('BEGIN CERTIFICATE')
    const trusting = await decode(flags, { cwd, env: { NODE_EXTRA_CA_CERTS: ca } })
    expect(trusting.status).toBe(3)
    expect(trusting.stdout).toContain('there is no key')
    expect((await decode(flags, { cwd })).status).toBe(1)
  })
})
