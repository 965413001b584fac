import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { oidc, temporaryFolder } from '../../support/run-oidc.ts'
import { example } from './examples.ts'

async function folderWith(text: string): Promise<string> {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'configuration.yml'), text, { mode: 0o640 })
  return folder
}

describe('oidc config migrate', () => {
  it('prints a diff and a line for each change, and writes nothing', async () => {
    const cwd = await folderWith(example(2))
    const { stdout, stderr, status } = await oidc(['config', 'migrate'], { cwd })
    expect(status).toBe(0)
    expect(stdout).toContain('--- configuration.yml')
    expect(stdout).toContain("+      - client_id: 'wiki'")
    expect(stderr).toMatch(/renamed identity_providers\.oidc\.clients\[0\]\.id: /)
    expect(await readFile(join(cwd, 'configuration.yml'), 'utf8')).toBe(example(2))
    expect(await readdir(cwd)).toEqual(['configuration.yml'])
  })

  it('--write changes the file, keeps its mode, and leaves a private copy of the old one', async () => {
    const cwd = await folderWith(example(3))
    const { status } = await oidc(['config', 'migrate', 'configuration.yml', '--write'], { cwd })
    expect(status).toBe(0)
    expect(await readFile(join(cwd, 'configuration.yml'), 'utf8')).toContain('client_id:')
    expect(await readFile(join(cwd, 'configuration.yml.bak'), 'utf8')).toBe(example(3))
    expect((await stat(join(cwd, 'configuration.yml'))).mode & 0o777).toBe(0o640)
    expect((await stat(join(cwd, 'configuration.yml.bak'))).mode & 0o777).toBe(0o600)
  })

  it('a second run writes nothing and makes no second copy', async () => {
    const cwd = await folderWith(example(4))
    await oidc(['config', 'migrate', '--write'], { cwd })
    const { stdout, stderr, status } = await oidc(['config', 'migrate', '--write'], { cwd })
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 })
    expect(stderr).toContain('nothing to migrate')
    expect((await readdir(cwd)).sort()).toEqual(['configuration.yml', 'configuration.yml.bak'])
  })

  it('--json is one document with from, to, changes and yaml', async () => {
    const { stdout, stderr, status } = await oidc(['config', 'migrate', '-', '--json'], { input: example(1) })
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
    const document = JSON.parse(stdout)
    expect(Object.keys(document).sort()).toEqual(['changes', 'from', 'to', 'yaml'])
    expect(document).toMatchObject({ from: 1, to: 5 })
    for (const change of document.changes) expect(Object.keys(change).sort()).toEqual(['kind', 'message', 'path', 'to'])
  })

  it.each([
    ['a wrong generation', ['--from', '6'], 2],
    ['a file that is not there', ['nowhere.yml'], 1],
  ])('%s ends with its status', async (_case, args, status) => {
    const cwd = await folderWith(example(1))
    expect((await oidc(['config', 'migrate', ...args], { cwd })).status).toBe(status)
  })

  it('a file that is no YAML is status 1', async () => {
    const cwd = await folderWith('identity_providers:\n  oidc: "\n')
    expect((await oidc(['config', 'migrate'], { cwd })).status).toBe(1)
  })
})
