import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseDigest } from '../../src/secrets/digest.ts'
import { verifySecret } from '../../src/secrets/verify.ts'
import { oidc } from '../support/run-oidc.ts'
import { addedLines, configuration, WITH_WIKI, workplace } from './workplace.ts'

const CALLBACK = ['--redirect-uri', 'https://app.example.com/callback']
const APP = ['add', '--id', 'app', ...CALLBACK, '--yes']
const SHAPES = {
  'a list with entries': configuration(WITH_WIKI),
  'an empty list': configuration('    clients: []  # none yet\n'),
  'a list without a value': configuration('    clients:\n'),
  'no list': configuration(''),
}

describe('oidc client add', () => {
  describe.each(Object.entries(SHAPES))('with %s', (_, text) => {
    it('appends the client; every other line stays', async () => {
      const { run, read, clients } = await workplace(text)
      const { status, stderr } = await run(APP)
      expect(status, stderr).toBe(0)
      const known = text.replace('    clients: []  # none yet\n', '')
      expect(addedLines(known, (await read()).replace(/^ {4}clients:.*none yet\n/m, '')).join('\n')).toContain('app')
      expect((await clients()).at(-1)).toMatchObject({ client_id: 'app' })
    })
  })

  it('a file without the section gets it; what the section lacks is told as an old error', async () => {
    const { run, read, clients } = await workplace("theme: 'dark'  # everywhere\n")
    const { status, stderr } = await run(APP)
    expect(status, stderr).toBe(0)
    expect(stderr).toContain('errors before')
    expect(addedLines("theme: 'dark'  # everywhere\n", await read())[0]).toBe('identity_providers:')
    expect(await clients()).toHaveLength(1)
  })

  it('writes what differs from the defaults of the provider: a digest, the redirect URI and PKCE', async () => {
    const { run, clients } = await workplace(configuration(''))
    const { stdout } = await run([...APP, '--json'])
    const { client, client_secret, config } = JSON.parse(stdout)
    expect(client).toEqual({
      client_id: 'app',
      client_secret: expect.stringMatching(/^\$pbkdf2-sha512\$310000\$/),
      redirect_uris: ['https://app.example.com/callback'],
      require_pkce: true,
      pkce_challenge_method: 'S256',
    })
    expect(await clients()).toEqual([client])
    expect(config).toBe('configuration.yml')
    expect(client_secret).toMatch(/^[A-Za-z0-9._~-]{72}$/)
    expect(await verifySecret(parseDigest(client.client_secret), client_secret)).toBe(true)
  })

  it('the plain secret is on stderr alone, with both halves labelled, and not in the file', async () => {
    const { run, read } = await workplace(configuration(''))
    const { stdout, stderr } = await run(APP)
    const secret = /for the application: (\S+)/.exec(stderr)?.[1] ?? ''
    expect(secret).toHaveLength(72)
    expect(stderr).toMatch(/for the provider: +\$pbkdf2-sha512\$/)
    expect(stdout).not.toContain(secret)
    expect(await read()).not.toContain(secret)
  })

  it('a public client has no secret and must use PKCE with S256', async () => {
    const { run, clients } = await workplace(configuration(''))
    const { stdout } = await run([...APP, '--public', '--json'])
    expect(JSON.parse(stdout)).not.toHaveProperty('client_secret')
    expect(await clients()).toEqual([
      {
        client_id: 'app',
        public: true,
        redirect_uris: ['https://app.example.com/callback'],
        require_pkce: true,
        pkce_challenge_method: 'S256',
      },
    ])
  })

  it('--full writes the defaults too', async () => {
    const { run, clients } = await workplace(configuration(''))
    await run([...APP, '--public', '--full'])
    expect((await clients())[0]).toMatchObject({
      scopes: ['openid', 'groups', 'profile', 'email'],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      response_modes: ['form_post', 'query'],
      authorization_policy: 'two_factor',
      consent_mode: 'explicit',
      token_endpoint_auth_method: 'none',
    })
  })

  it('every flag becomes its option', async () => {
    const { run, clients } = await workplace(configuration(''))
    const { status, stdout } = await run([
      ...APP,
      ...['--name', 'The App', '--scope', 'openid', '--scope', 'books', '--scope', 'offline_access'],
      ...['--grant-type', 'authorization_code', '--grant-type', 'refresh_token', '--response-mode', 'query'],
      ...[
        '--authorization-policy',
        'staff',
        '--consent-mode',
        'pre-configured',
        '--audience',
        'https://api.example.com',
      ],
      ...['--lifespan', 'short', '--claims-policy', 'wide', '--token-endpoint-auth-method', 'client_secret_post'],
      ...['--sector-identifier-uri', 'https://app.example.com/sector.json', '--no-require-pkce', '--json'],
    ])
    expect(status, stdout).toBe(0)
    expect(await clients()).toEqual([
      {
        client_id: 'app',
        client_name: 'The App',
        client_secret: expect.any(String),
        sector_identifier_uri: 'https://app.example.com/sector.json',
        redirect_uris: ['https://app.example.com/callback'],
        audience: ['https://api.example.com'],
        scopes: ['openid', 'books', 'offline_access'],
        response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token'],
        response_modes: ['query'],
        authorization_policy: 'staff',
        lifespan: 'short',
        claims_policy: 'wide',
        consent_mode: 'pre-configured',
        token_endpoint_auth_method: 'client_secret_post',
      },
    ])
  })

  it('client_secret_jwt keeps the secret readable, since assertions are computed with it', async () => {
    const { run } = await workplace(configuration(''))
    const { stdout } = await run([...APP, '--token-endpoint-auth-method', 'client_secret_jwt', '--json'])
    const { client, client_secret } = JSON.parse(stdout)
    expect(client.client_secret).toBe(`$plaintext$${client_secret}`)
  })

  it('private_key_jwt is set for all four endpoints and has no secret', async () => {
    const { run, cwd } = await workplace(configuration(''))
    const keys = ['--token-endpoint-auth-method', 'private_key_jwt', '--jwks-uri', 'https://app.example.com/jwks.json']
    const { stdout } = await run([...APP, ...keys, '--json'])
    expect(JSON.parse(stdout)).not.toHaveProperty('client_secret')
    expect((await oidc(['config', 'validate', '--strict'], { cwd })).stdout).not.toContain('private_key_jwt')
  })

  it('a client of client_credentials needs neither redirect URI nor PKCE nor scopes', async () => {
    const { run, clients } = await workplace(configuration(''))
    await run(['add', '--id', 'job', '--grant-type', 'client_credentials', '--yes'])
    expect(await clients()).toEqual([
      { client_id: 'job', client_secret: expect.any(String), grant_types: ['client_credentials'] },
    ])
  })

  it('a secret of one’s own comes from standard input', async () => {
    const { run, clients } = await workplace(configuration(''))
    const { stderr } = await run([...APP, '--stdin'], 'a secret of my own\n')
    const [client] = await clients()
    expect(await verifySecret(parseDigest(client?.client_secret ?? ''), 'a secret of my own')).toBe(true)
    expect(stderr).toContain('a secret of my own')
  })

  it('--dry-run prints a unified diff without the plain secret and writes nothing', async () => {
    const text = configuration(WITH_WIKI)
    const { run, read } = await workplace(text)
    const { stdout, stderr, status } = await run([...APP, '--dry-run'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^--- configuration\.yml\n\+\+\+ configuration\.yml\n@@ /)
    expect(stdout).toContain("+      - client_id: 'app'")
    expect(stderr).toBe('')
    expect(await read()).toBe(text)
    const { stdout: json } = await run([...APP, '--dry-run', '--json'])
    expect(JSON.parse(json)).not.toHaveProperty('client_secret')
  })

  it('under expand-env a dollar sign is written twice, and the client is the same', async () => {
    const { run, read, clients } = await workplace(configuration(''))
    const { status, stderr } = await run([...APP, '--filters', 'expand-env'])
    expect(status, stderr).toBe(0)
    expect(await read()).toContain('$$pbkdf2-sha512$$310000$$')
    expect((await clients())[0]?.client_secret).toMatch(/^\$\$pbkdf2/)
  })

  it('template expressions stay as they are', async () => {
    const text = configuration(WITH_WIKI).replace("'The Wiki'", '{{ env "WIKI" | squote }}')
    const { run, read } = await workplace(text)
    expect((await run(APP)).status).toBe(0)
    addedLines(text, await read())
  })

  it('of several files, the one that holds the clients is edited', async () => {
    const { run, cwd, read } = await workplace(configuration(''))
    const before = await read()
    await writeFile(join(cwd, 'clients.yml'), `identity_providers: {oidc: {clients: []}}\n`)
    const { stdout } = await run([...APP, '--config', 'configuration.yml', '--config', 'clients.yml', '--json'])
    expect(JSON.parse(stdout).config).toBe('clients.yml')
    expect(await read()).toBe(before)
  })

  it('errors that were there before are told once and left alone', async () => {
    const { run, clients } = await workplace(configuration('    enforce_pkce: sometimes\n'))
    const { status, stderr } = await run(APP)
    expect(status).toBe(0)
    expect(stderr.match(/sometimes/g)).toHaveLength(1)
    expect(await clients()).toHaveLength(1)
  })

  it('two at once both stay', async () => {
    const { run, clients } = await workplace(configuration(''))
    const add = (id: string) => run(['add', '--id', id, ...CALLBACK, '--yes'])
    const runs = await Promise.all([add('one'), add('two')])
    expect(runs.map(({ status }) => status)).toEqual([0, 0])
    expect((await clients()).map(({ client_id }) => client_id).sort()).toEqual(['one', 'two'])
  })
})
