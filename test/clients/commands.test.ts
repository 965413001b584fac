import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseDigest } from '../../src/secrets/digest.ts'
import { verifySecret } from '../../src/secrets/verify.ts'
import { itRunsAsPrinted } from '../support/run-docs.ts'
import { addedLines, configuration, DIGEST, SPA, WITH_WIKI, workplace } from './workplace.ts'

const GRAFANA = ['add', '--template', 'grafana', '--url', 'https://grafana.example.com', '--yes']
const ISSUER = ['--issuer', 'https://auth.example.com']

describe('oidc client list', () => {
  it('shows each client with what takes effect', async () => {
    const { run } = await workplace(configuration(WITH_WIKI))
    const { stdout } = await run(['list'])
    expect(stdout).toMatch(/^CLIENT ID +NAME +TYPE/)
    expect(stdout).toMatch(/^wiki +The Wiki +confidential +authorization_code +two_factor +https:\/\/wiki/m)
    const { stdout: json } = await run(['list', '--json'])
    expect(JSON.parse(json).clients).toMatchObject([
      {
        client_id: 'wiki',
        type: 'confidential',
        scopes: ['openid', 'profile'],
        token_endpoint_auth_method: 'client_secret_basic',
        file: 'configuration.yml',
      },
    ])
  })

  it('works on a configuration of an earlier release and on one with errors', async () => {
    const { run } = await workplace(`identity_providers: {oidc: {clients: [{id: old, description: Old}, 7]}}\n`)
    const { stdout, status } = await run(['list', '--json'])
    expect(status).toBe(0)
    expect(JSON.parse(stdout).clients).toMatchObject([{ client_id: 'old', client_name: 'Old' }, { client_id: '' }])
  })

  it('no client: an empty result, and how to add one', async () => {
    const { run } = await workplace(configuration(''))
    const { stdout, stderr, status } = await run(['list'])
    expect([stdout, status]).toEqual(['', 0])
    expect(stderr).toContain('oidc client add')
  })
})

describe('oidc client show', () => {
  it('says what the client may do, and every value with its place; the secret is hidden', async () => {
    const { run } = await workplace(configuration(WITH_WIKI))
    const { stdout } = await run(['show', 'wiki'])
    expect(stdout).toContain('users log in with password and second factor (two_factor)')
    expect(stdout).toContain('need not use PKCE')
    expect(stdout).toMatch(/^client_name: The Wiki {2}# configuration\.yml:\d+:\d+$/m)
    expect(stdout).toMatch(/^consent_mode: explicit {2}# default$/m)
    expect(stdout).not.toContain(DIGEST.slice(30))
    const { stdout: json } = await run(['show', 'wiki', '--json'])
    expect(JSON.parse(json)).toMatchObject({ client: { grant_types: ['authorization_code'] }, may: expect.any(Array) })
  })

  it('a configuration with errors has no effective values', async () => {
    const { run } = await workplace(configuration(WITH_WIKI).replace('wide\n', 'narrow\n'))
    expect((await run(['show', 'wiki'])).status).toBe(3)
  })
})

describe('oidc client set', () => {
  it('sets, adds to lists and takes from them; other bytes stay', async () => {
    const text = configuration(WITH_WIKI)
    const { run, read } = await workplace(text)
    const { status, stderr } = await run([
      'set',
      'wiki',
      'authorization_policy=staff',
      'scopes+=email,offline_access',
      'scopes-=profile',
      'redirect_uris+=https://wiki.example.org/callback',
      'response_types=code',
      'grant_types+=refresh_token',
      'require_pkce=true',
    ])
    expect(status, stderr).toBe(0)
    const expected = text
      .replace('[openid, profile]', '[openid, email, offline_access]')
      .replace(
        "'https://wiki.example.com/callback'  # production\n",
        "'https://wiki.example.com/callback'  # production\n          - 'https://wiki.example.org/callback'\n",
      )
    const added = addedLines(expected, await read()).map((line) => line.trim())
    expect(added).toEqual([
      "authorization_policy: 'staff'",
      "response_types: ['code']",
      "grant_types: ['authorization_code', 'refresh_token']",
      'require_pkce: true',
    ])
  })

  it('OPTION= goes back to the default', async () => {
    const { run, clients } = await workplace(configuration(WITH_WIKI))
    await run(['set', 'wiki', 'scopes=', 'client_name='])
    expect((await clients())[0]).not.toHaveProperty('scopes')
    expect((await clients())[0]).not.toHaveProperty('client_name')
  })

  it('a change that changes nothing leaves the file as it is', async () => {
    const text = configuration(WITH_WIKI)
    const { run, read } = await workplace(text)
    const { stdout } = await run(['set', 'wiki', 'client_name=The Wiki', 'scopes+=openid', '--json'])
    expect(JSON.parse(stdout).changed).toBe(false)
    expect(await read()).toBe(text)
  })

  it('the id can be changed', async () => {
    const { run, clients } = await workplace(configuration(WITH_WIKI))
    const { stdout } = await run(['set', 'wiki', 'client_id=wiki2', '--json'])
    expect(JSON.parse(stdout).client.client_id).toBe('wiki2')
    expect((await clients())[0]?.client_id).toBe('wiki2')
  })
})

describe('oidc client rotate-secret', () => {
  it('replaces the digest alone and shows the new secret once', async () => {
    const text = configuration(WITH_WIKI)
    const { run, read, clients } = await workplace(text)
    const { stdout } = await run(['rotate-secret', 'wiki', '--json'])
    const { client_secret } = JSON.parse(stdout)
    const digest = (await clients())[0]?.client_secret ?? ''
    expect(await verifySecret(parseDigest(digest), client_secret)).toBe(true)
    expect(await read()).toBe(text.replace(DIGEST, digest))
  })
})

describe('oidc client remove', () => {
  it('removes the client alone and tells what it leaves behind', async () => {
    const text = configuration(WITH_WIKI.replace('\n# the end', `${SPA}\n# the end`))
    const { run, clients, read } = await workplace(text)
    const { stdout } = await run(['remove', 'wiki', '--yes', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      client_id: 'wiki',
      traces: ['access_control.rules[0].subject names it', 'claims_policies.wide is used by no other client'],
    })
    expect(await clients()).toMatchObject([{ client_id: 'spa' }])
    expect(addedLines(await read(), text).every((line) => !line.includes('spa'))).toBe(true)
  })

  it('the last client stays: without one the provider refuses the configuration', async () => {
    const text = configuration(WITH_WIKI)
    const { run, read } = await workplace(text)
    const { status, stderr } = await run(['remove', 'wiki', '--yes'])
    expect(status).toBe(3)
    expect(stderr).toContain('there is no client')
    expect(await read()).toBe(text)
  })

  it('errors of the clients behind it are no new errors', async () => {
    const broken = `      - client_id: 'bad'\n        client_secret: '$1$x'\n        redirect_uris: ['nowhere']\n`
    const { run } = await workplace(configuration(WITH_WIKI.replace('\n# the end', `${broken}\n# the end`)))
    const { status, stderr } = await run(['remove', 'wiki', '--yes'])
    expect(status, stderr).toBe(0)
    expect(stderr).toContain('nowhere')
  })
})

describe('oidc client add --template', () => {
  it('without leave to change the provider it says what it needs', async () => {
    const text = configuration('')
    const { run, read } = await workplace(text)
    const { stdout, status } = await run([...GRAFANA, '--json'])
    expect(status).toBe(2)
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'ERR_PROVIDER_CHANGES',
      message: expect.stringContaining("claims policy 'grafana'"),
      hint: expect.stringContaining('--allow-provider-changes'),
    })
    expect(await read()).toBe(text)
  })

  it('writes the client with what it needs, and gives the settings of the application', async () => {
    const { run, clients, read } = await workplace(configuration(WITH_WIKI))
    const { stdout } = await run([...GRAFANA, ...ISSUER, '--allow-provider-changes', '--json'])
    const { client, client_secret, settings } = JSON.parse(stdout)
    expect((await clients()).at(-1)).toEqual(client)
    expect(client).toMatchObject({
      client_id: 'grafana',
      client_name: 'Grafana',
      redirect_uris: ['https://grafana.example.com/login/generic_oauth'],
      claims_policy: 'grafana',
    })
    expect(settings).toMatchObject({ template: 'grafana', format: 'env', omitted: [] })
    expect(settings.text).toContain(client_secret)
    expect(await read()).not.toContain(client_secret)
  })

  it('flags go before what the template says', async () => {
    const { run, clients } = await workplace(configuration(''))
    const flags = ['--id', 'grafana2', '--name', 'Second', '--authorization-policy', 'staff']
    await run([...GRAFANA, ...flags, '--allow-provider-changes'])
    expect(await clients()).toMatchObject([
      { client_id: 'grafana2', client_name: 'Second', authorization_policy: 'staff', claims_policy: 'grafana' },
    ])
  })

  it('warns where the template is weaker than it could be', async () => {
    const { run } = await workplace(configuration(''))
    const { stderr } = await run([
      'add',
      '--template',
      'jellyfin',
      '--url',
      'https://tv.example.com',
      '--yes',
      '--dry-run',
    ])
    expect(stderr).toMatch(/Warning: .*(client_secret_post|token_endpoint_auth_method|require_pkce)/)
  })

  it('--url without a template is refused, and a misspelt template is told', async () => {
    const { run } = await workplace(configuration(''))
    expect((await run(['add', '--url', 'https://a.example.com', '--yes'])).stderr).toContain('--template')
    const { stderr, status } = await run(['add', '--template', 'grafna', '--yes'])
    expect(status).toBe(2)
    expect(stderr).toContain('did you mean grafana')
  })
})

describe('oidc client templates', () => {
  it('finds by words', async () => {
    const { run } = await workplace('')
    expect((await run(['templates', 'graf'])).stdout).toMatch(/^grafana +Grafana/m)
    expect(JSON.parse((await run(['templates', '--json'])).stdout).templates.length).toBeGreaterThan(100)
    expect((await run(['templates', 'no such thing'])).status).toBe(0)
  })
})

describe('oidc client settings', () => {
  it('recognises the template, leaves the unknown secret out and says so', async () => {
    const { run } = await workplace(configuration(''))
    await run([...GRAFANA, '--allow-provider-changes'])
    const { stdout, stderr, status } = await run(['settings', 'grafana', ...ISSUER])
    expect(status, stderr).toBe(0)
    expect(stdout).toContain('GF_SERVER_ROOT_URL=https://grafana.example.com')
    expect(stdout).toContain('https://auth.example.com/api/oidc/token')
    expect(stderr).toContain('GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET')
  })

  it('--out writes them with the given secret, mode 0600, never over a file', async () => {
    const { run, cwd } = await workplace(configuration(''))
    await run([...GRAFANA, '--allow-provider-changes'])
    const out = ['settings', 'grafana', ...ISSUER, '--format', 'env', '--stdin', '--out', 'grafana.env']
    expect((await run(out, 'the secret\n')).status).toBe(0)
    const file = join(cwd, 'grafana.env')
    expect(await readFile(file, 'utf8')).toContain("CLIENT_SECRET='the secret'")
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await run(out, 'another')).status).toBe(1)
  })

  it('a client of no template, and an unknown issuer', async () => {
    const { run } = await workplace(configuration(WITH_WIKI))
    expect((await run(['settings', 'wiki'])).stderr).toContain('--issuer')
  })
})

itRunsAsPrinted('docs/clients.md')
