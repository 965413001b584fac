/** The snippets of docs/testing.md for other languages, and its Playwright fixture in a real browser. */
import { chmod, cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chromiumPath } from '../support/chromium.ts'
import { libraryFolder, runIn, writeSnippet } from '../support/library-folder.ts'
import { PROGRAM } from '../support/run-oidc.ts'

const PAGE = 'docs/testing.md'

/** A folder with `oidc` in the PATH that is the result. */
async function folderWithProgram(): Promise<{ folder: string; environment: NodeJS.ProcessEnv }> {
  const folder = await libraryFolder()
  const bin = join(folder, 'bin')
  await mkdir(bin)
  await writeFile(join(bin, 'oidc'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`)
  await chmod(join(bin, 'oidc'), 0o755)
  return { folder, environment: { PATH: `${bin}:${process.env['PATH']}`, XDG_STATE_HOME: folder } }
}

describe('docs/testing.md: other languages', () => {
  it('curl: a namespace, a client, a token, a fault, the clock and the events', async () => {
    const { folder, environment } = await folderWithProgram()
    await writeSnippet(folder, PAGE, 'control.sh')
    const { status, output } = await runIn(folder, 'bash', ['-e', 'control.sh'], environment)
    expect(status, output).toBe(0)
    expect(output).toMatch(/"access_token":"[^"]+"/)
    expect(output).toMatch(/"kind":"error"/)
    expect(output).toMatch(/"event":"token_issued"/)
  })

  it('Python: the fixture gives a test a provider of its own', async () => {
    const { folder, environment } = await folderWithProgram()
    await writeSnippet(folder, PAGE, 'conftest.py')
    const test = `
import json, urllib.error, urllib.parse, urllib.request
import pytest

CLIENT = {"client_secret": "of-the-test", "grant_types": ["client_credentials"], "scopes": ["jobs"]}

def token(provider):
    form = {"grant_type": "client_credentials", "scope": "jobs", "client_id": "job", "client_secret": "of-the-test"}
    with urllib.request.urlopen(provider.issuer + "/api/oidc/token", urllib.parse.urlencode(form).encode()) as response:
        return json.loads(response.read())

def test_token(provider):
    provider.ask("PUT", provider.path + "/clients/job", CLIENT)
    assert token(provider)["token_type"] == "bearer"

def test_fault(provider):
    provider.ask("PUT", provider.path + "/clients/job", CLIENT)
    provider.fault(endpoint="token", fault={"kind": "error", "status": 503})
    with pytest.raises(urllib.error.HTTPError, match="503"):
        token(provider)
    provider.advance(60)
    assert token(provider)["expires_in"] > 0
`
    await writeFile(join(folder, 'test_provider.py'), test)
    const { status, output } = await runIn(folder, 'python3', ['-m', 'pytest', '-q'], environment)
    expect(status, output).toBe(0)
    expect(output).toContain('2 passed')
  })
})

describe('docs/testing.md: Playwright', () => {
  it('the fixture gives each worker a provider and each test a browser that is signed in', async () => {
    const folder = await libraryFolder('playwright-core')
    const runner = join(folder, 'node_modules/@playwright/test')
    await mkdir(runner, { recursive: true })
    await cp(join(import.meta.dirname, '../support/playwright-stand-in.mjs'), join(runner, 'index.mjs'))
    await writeFile(join(runner, 'package.json'), '{ "exports": "./index.mjs" }')
    await writeSnippet(folder, PAGE, 'fixtures.js')
    await writeSnippet(folder, PAGE, 'home.spec.js')
    const script = `
      import { run } from '@playwright/test'
      import './home.spec.js'
      console.log((await run()).join(', '))`
    const environment = { CHROMIUM_PATH: chromiumPath() }
    const { status, output } = await runIn(folder, process.execPath, ['--input-type=module', '-e', script], environment)
    expect([status, output.trim()]).toEqual([0, 'whoever is signed in is greeted, has a session of his own'])
  })
})
