/** The package as npm packs it, installed from the tarball as its users install it. */
import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runIn, runNode, writeSnippet } from '../support/library-folder.ts'

const ROOT = join(import.meta.dirname, '../..')
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc')

const TEST = `
import { createMemoryStorage, createProvider, readConfiguration, systemClock, systemRandom, type User, type UserStore } from 'oidc-toolkit'
import { startProvider, type GivenClient, type TestProvider, type Tokens } from 'oidc-toolkit/testing'

const client: GivenClient = { client_id: 'web', redirect_uris: ['http://localhost/cb'], id_token_signed_response_alg: 'RS256' }
// @ts-expect-error: there is no such option
const wrong: GivenClient = { client_id: 'web', redirect_ur: [] }

export async function start(): Promise<TestProvider> {
  const provider = await startProvider({ clients: [client, wrong], users: { ann: { email: 'ann@example.com' } }, listen: true })
  const tokens: Tokens = await (await provider.loginAs('ann', { clientId: 'web' })).tokens()
  const sub: string | undefined = tokens.claims?.sub
  provider.faults.add({ endpoint: 'token', fault: { kind: 'error', status: 503 } })
  // @ts-expect-error: there is no such fault
  provider.faults.add({ fault: { kind: 'wrong' } })
  provider.clock.set(new Date(0))
  const port: number | undefined = provider.port
  void [sub, port]
  await provider.fetch(provider.issuer)
  return provider
}

export async function compose(ann: User) {
  const { config, keys } = await readConfiguration('configuration.yml')
  const users: UserStore = { find: async () => ann, verifyPassword: async () => undefined }
  const storage = createMemoryStorage()
  return createProvider({ config, keys, users, storage, clock: systemClock, random: systemRandom, log: ({ event }) => void event })
}
`

describe('the packed tarball', () => {
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'oidc-packed-'))
    const npm = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' })
      expect(status, stdout + stderr).toBe(0)
      return stdout
    }
    await writeFile(join(folder, 'package.json'), '{ "private": true }')
    const packed = npm('pack', ROOT, '--ignore-scripts', '--json')
    const [{ filename }] = JSON.parse(packed)
    npm('install', '--no-audit', '--no-fund', `./${filename}`)
    await mkdir(join(folder, 'node_modules/@types'), { recursive: true })
    for (const name of ['node', '../undici-types']) {
      const target = join(ROOT, 'node_modules/@types', name)
      await symlink(target, join(folder, 'node_modules/@types', name)).catch(() => undefined)
    }
  }, 300_000)

  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('serves a CommonJS project with node:test', async () => {
    await writeSnippet(folder, 'docs/testing.md', 'api.test.cjs')
    const { status, output } = await runNode(folder, '--test')
    expect(status, output).toBe(0)
    expect(output).toContain('# pass 1')
  })

  it('serves a project of ES modules', async () => {
    const project = join(folder, 'esm')
    await mkdir(project)
    await writeFile(join(project, 'package.json'), '{ "type": "module" }')
    await writeSnippet(project, 'docs/testing.md', 'login.test.js')
    const { status, output } = await runNode(project, '--test')
    expect(status, output).toBe(0)
  })

  it.each([
    ['module', 'node16', 'node16'],
    ['commonjs', 'node16', 'node16'],
    ['module', 'esnext', 'bundler'],
  ])('has types for a %s project (module %s, resolution %s)', async (type, module, moduleResolution) => {
    const project = join(folder, `types-${type}-${moduleResolution}`)
    await mkdir(project)
    await writeFile(join(project, 'package.json'), JSON.stringify({ type }))
    await writeFile(join(project, 'use.ts'), TEST)
    const compilerOptions = { module, moduleResolution, target: 'es2022', strict: true, noEmit: true, types: ['node'] }
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }))
    const { status, output } = await runNode(project, TSC, '-p', '.')
    expect(status, output).toBe(0)
  })

  it.each(['express-app', 'single-page-app', 'api'])(
    'the example %s is started and tested by one command',
    async (name) => {
      const project = join(folder, name)
      await cp(join(ROOT, 'examples', name), project, {
        recursive: true,
        filter: (path) => !path.includes('node_modules'),
      })
      const example = JSON.parse(
        await (await import('node:fs/promises')).readFile(join(project, 'package.json'), 'utf8'),
      )
      example.devDependencies['oidc-toolkit'] = `file:${join(folder, 'node_modules/oidc-toolkit')}`
      await writeFile(join(project, 'package.json'), JSON.stringify(example))
      const { status, output } = await runIn(project, 'npm', ['test'])
      expect(status, output).toBe(0)
      const started = await runIn(project, 'timeout', ['20', 'npm', 'start'], { PORT: '0', PROVIDER_PORT: '0' })
      expect(started.output).toMatch(/^(open|the API: )/m)
    },
  )
})
