import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'
import { documentOf } from './documents.ts'

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const cwd = await temporaryFolder()
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text)
  return cwd
}

const BROKEN = documentOf({ client: 'scopes: [openid, emial]', provider: 'colour: red' })
const WARNED = documentOf({ client: 'scopes: [openid, emial]' })

describe('oidc config validate', () => {
  it('a good configuration: exit status 0', async () => {
    const cwd = await folderWith({ 'configuration.yml': documentOf() })
    expect(await oidc(['config', 'validate'], { cwd })).toEqual({
      status: 0,
      stdout: 'generation 5: no problems\n',
      stderr: '',
    })
  })

  it('an error: exit status 3, every problem on stdout', async () => {
    const cwd = await folderWith({ 'x.yml': BROKEN })
    const { status, stdout, stderr } = await oidc(['config', 'validate', 'x.yml'], { cwd })
    expect(status).toBe(3)
    expect(stderr).toBe('')
    expect(stdout).toContain("x.yml:33:5 error there is no option 'colour' here [ERR_OPTION_UNKNOWN]")
    expect(stdout).toContain("hint: did you mean 'email'?")
    expect(stdout).toMatch(/generation 5: 1 error, 2 warnings\n$/)
  })

  it.each([
    [[], 0],
    [['--strict'], 3],
  ])('warnings alone: with %j exit status %d', async (flags, status) => {
    const cwd = await folderWith({ 'configuration.yml': WARNED })
    expect((await oidc(['config', 'validate', ...flags], { cwd })).status).toBe(status)
  })

  it('--json: one document, the fields of each problem', async () => {
    const cwd = await folderWith({ 'configuration.yml': BROKEN })
    const { status, stdout } = await oidc(['config', 'validate', '--json'], { cwd })
    const document = JSON.parse(stdout)
    expect(status).toBe(3)
    expect(document).toMatchObject({ valid: false, generation: 5 })
    expect(Object.keys(document.problems[0])).toEqual([
      'severity',
      'code',
      'path',
      'message',
      'hint',
      'file',
      'line',
      'column',
    ])
  })

  it('--format sarif: a log of version 2.1.0', async () => {
    const cwd = await folderWith({ 'configuration.yml': BROKEN })
    const { status, stdout } = await oidc(['config', 'validate', '--format', 'sarif'], { cwd })
    expect(status).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ version: '2.1.0' })
  })

  it('a file that is no YAML: exit status 3 with its place', async () => {
    const { status, stdout } = await oidc(['config', 'validate', '-'], { input: 'a: [' })
    expect(status).toBe(3)
    expect(stdout).toMatch(/^-:1:5 error .*\[ERR_YAML_SYNTAX\]/)
  })

  it('no file: exit status 1; a wrong generation: 2', async () => {
    const cwd = await folderWith({ 'configuration.yml': WARNED })
    expect((await oidc(['config', 'validate', 'nowhere.yml'], { cwd })).status).toBe(1)
    expect((await oidc(['config', 'validate', '--generation', '6'], { cwd })).status).toBe(2)
  })

  it('--no-advice leaves advice out', async () => {
    const cwd = await folderWith({ 'configuration.yml': documentOf({ hmacSecret: 'short' }) })
    expect((await oidc(['config', 'validate'], { cwd })).stdout).toContain('ERR_HMAC_SECRET_SHORT')
    expect((await oidc(['config', 'validate', '--no-advice'], { cwd })).stdout).toBe('generation 5: no problems\n')
  })

  it('--fix repairs the file, says so, and keeps its mode', async () => {
    const cwd = await folderWith({ 'configuration.yml': documentOf({ client: 'description: x # mine' }) })
    await chmod(join(cwd, 'configuration.yml'), 0o600)
    const { status, stdout, stderr } = await oidc(['config', 'validate', '--fix'], { cwd })
    expect([status, stdout]).toEqual([0, 'generation 5: no problems\n'])
    expect(stderr).toContain('1 problem repaired')
    expect(await readFile(join(cwd, 'configuration.yml'), 'utf8')).toContain('client_name: x # mine')
    expect((await stat(join(cwd, 'configuration.yml'))).mode & 0o777).toBe(0o600)
  })

  it('several files are merged in order, a folder stands for its YAML files', async () => {
    const cwd = await folderWith({})
    await mkdir(join(cwd, 'conf'))
    await writeFile(join(cwd, 'conf', 'a.yml'), documentOf({ provider: 'enforce_pkce: sometimes' }))
    await writeFile(join(cwd, 'conf', 'b.yml'), 'identity_providers: {oidc: {enforce_pkce: always}}\n')
    expect((await oidc(['config', 'validate', 'conf'], { cwd })).status).toBe(0)
    expect((await oidc(['config', 'validate', 'conf/b.yml', 'conf/a.yml'], { cwd })).status).toBe(3)
  })
})

describe('oidc config init', () => {
  it('writes a private file whose one problem is that it has no client', async () => {
    const cwd = await temporaryFolder()
    const { status, stdout } = await oidc(['config', 'init', '--yes', '--json'], { cwd })
    expect([status, JSON.parse(stdout)]).toEqual([0, { config: 'configuration.yml', files: [] }])
    expect((await stat(join(cwd, 'configuration.yml'))).mode & 0o777).toBe(0o600)
    const { problems } = JSON.parse((await oidc(['config', 'validate', '--json'], { cwd })).stdout)
    expect(problems.map((problem: { code: string }) => problem.code)).toEqual(['ERR_CLIENTS_MISSING'])
  })

  it('--secrets files: the configuration names files that only the owner reads', async () => {
    const cwd = await temporaryFolder()
    const made = await oidc(['config', 'init', '--yes', '--secrets', 'files', '--json'], { cwd })
    const { files } = JSON.parse(made.stdout)
    expect(files).toHaveLength(5)
    for (const file of files) expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(cwd, 'secrets'))).mode & 0o777).toBe(0o700)
    expect(await readFile(join(cwd, 'configuration.yml'), 'utf8')).not.toContain('PRIVATE KEY')
    const { problems } = JSON.parse((await oidc(['config', 'validate', '--json'], { cwd })).stdout)
    expect(problems.map((problem: { code: string }) => problem.code)).toEqual(['ERR_CLIENTS_MISSING'])
  })

  it('never replaces a file without --force', async () => {
    const cwd = await folderWith({ 'configuration.yml': 'mine: true\n' })
    expect((await oidc(['config', 'init', '--yes'], { cwd })).status).toBe(1)
    expect(await readFile(join(cwd, 'configuration.yml'), 'utf8')).toBe('mine: true\n')
    expect((await oidc(['config', 'init', '--yes', '--force'], { cwd })).status).toBe(0)
  })

  it('without a terminal what is missing is named by its flag', async () => {
    const { status, stderr } = await oidc(['config', 'init'], { cwd: await temporaryFolder() })
    expect(status).toBe(2)
    expect(stderr).toContain('--url')
  })

  it.each(['http://auth.example.com', 'https://localhost', 'nonsense'])('refuses %s as the portal', async (url) => {
    const run = await oidc(['config', 'init', '--yes', '--url', url], { cwd: await temporaryFolder() })
    expect(run.status).toBe(2)
  })
})

describe('oidc config show, diff, explain, schema', () => {
  it('show: values with their origin, secrets hidden; a path may leave out the section', async () => {
    const cwd = await folderWith({ 'configuration.yml': documentOf({ provider: 'lifespans: {id_token: 2h}' }) })
    const { stdout } = await oidc(['config', 'show', 'lifespans.id_token'], { cwd })
    expect(stdout).toBe('identity_providers.oidc.lifespans.id_token: 7200  # configuration.yml:33:27\n')
    const hidden = await oidc(['config', 'show', 'hmac_secret'], { cwd })
    expect(hidden.stdout).toContain('(hidden)')
    const client = JSON.parse((await oidc(['config', 'show', '--client', 'app', 'scopes', '--json'], { cwd })).stdout)
    expect(client.values).toMatchObject([{ value: ['openid', 'groups', 'profile', 'email'], origin: 'default' }])
  })

  it('show: a configuration with errors is 3, one that is no YAML 1, an unknown client 2', async () => {
    const cwd = await folderWith({ 'bad.yml': BROKEN, 'no.yml': 'a: [', 'ok.yml': documentOf() })
    expect((await oidc(['config', 'show', '--config', 'bad.yml'], { cwd })).status).toBe(3)
    expect((await oidc(['config', 'show', '--config', 'no.yml'], { cwd })).status).toBe(1)
    expect((await oidc(['config', 'show', '--config', 'ok.yml', '--client', 'x'], { cwd })).status).toBe(2)
  })

  it('show: standard input as the configuration', async () => {
    const { status, stdout } = await oidc(['config', 'show', '--config', '-', 'enforce_pkce'], { input: documentOf() })
    expect([status, stdout]).toEqual([0, 'identity_providers.oidc.enforce_pkce: public_clients_only  # default\n'])
  })

  it('diff: what differs in effect', async () => {
    const cwd = await folderWith({
      'a.yml': documentOf({ provider: 'enforce_pkce: public_clients_only' }),
      'b.yml': documentOf({ client: 'consent_mode: implicit' }),
    })
    const { status, stdout } = await oidc(['config', 'diff', 'a.yml', 'b.yml'], { cwd })
    expect(status).toBe(0)
    expect(stdout).toBe(
      '- identity_providers.oidc.clients.app.consent_mode: explicit\n+ identity_providers.oidc.clients.app.consent_mode: implicit\n',
    )
  })

  it('explain: an option, a code, and neither', async () => {
    expect((await oidc(['config', 'explain', 'clients[].client_id'])).stdout).toContain(
      'identity_providers.oidc.clients[].client_id',
    )
    expect((await oidc(['config', 'explain', 'ERR_KEY_TOO_SMALL'])).stdout).toContain('2048')
    expect((await oidc(['config', 'explain', 'nothing-like-it'])).status).toBe(2)
  })

  it('schema: JSON Schema 2020-12, the same with --json', async () => {
    const plain = JSON.parse((await oidc(['config', 'schema'])).stdout)
    expect(plain).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' })
    expect(JSON.parse((await oidc(['config', 'schema', '--json'])).stdout)).toEqual(plain)
  })
})
