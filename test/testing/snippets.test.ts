import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { libraryFolder, runNode, snippetsOf, writeSnippet } from '../support/library-folder.ts'

const PAGE = 'docs/testing.md'
const VITEST = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')

describe('docs/testing.md: its snippets run as printed', () => {
  it.each(['login.test.js', 'api.test.cjs'])('%s, by node:test', async (name) => {
    const folder = await libraryFolder()
    await writeSnippet(folder, PAGE, name)
    const { status, output } = await runNode(folder, '--test')
    expect(status, output).toBe(0)
    expect(output).toContain('# pass 1')
  })

  it('session.test.js, by vitest', async () => {
    const folder = await libraryFolder('openid-client', 'vitest')
    await writeSnippet(folder, PAGE, 'session.test.js')
    const { status, output } = await runNode(folder, VITEST, 'run', '--root', folder, '--pool', 'threads')
    expect(status, output).toBe(0)
    expect(output).toMatch(/2 passed/)
  })

  it('cypress.config.js gives Cypress its tasks', async () => {
    const folder = await libraryFolder()
    const cypress = join(folder, 'node_modules/cypress')
    await mkdir(cypress)
    await writeFile(join(cypress, 'package.json'), '{ "type": "module", "exports": "./index.js" }')
    await writeFile(join(cypress, 'index.js'), 'export const defineConfig = (config) => config\n')
    await writeSnippet(folder, PAGE, 'cypress.config.js')
    const script = `
      import config from './cypress.config.js'
      const handlers = {}
      const on = (event, handler) => Object.assign(handlers, { [event]: handler })
      const { env } = await config.e2e.setupNodeEvents(on, { env: {} })
      const { cookies } = await handlers.task.signedIn('alice')
      handlers.task.advance(60)
      console.log(env.issuer, cookies[0].name)
      await handlers['after:run']()`
    const { status, output } = await runNode(folder, '--input-type=module', '-e', script)
    expect(status, output).toBe(0)
    expect(output).toMatch(/^http:\/\/localhost:9091 oidc_session_/)
  })

  it('provider.js answers', async () => {
    const folder = await libraryFolder()
    await writeSnippet(folder, PAGE, 'provider.js')
    const script = `
      import { generateKeyPairSync } from 'node:crypto'
      import { start } from './provider.js'
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      const key = privateKey.export({ format: 'pem', type: 'pkcs8' })
      const clients = [{ client_id: 'web', public: true, redirect_uris: ['https://web.example.com/cb'] }]
      const oidc = { hmac_secret: 'of-the-test-of-the-test-of-the-test', jwks: [{ key }], clients }
      const session = { cookies: [{ domain: 'example.com', authelia_url: 'https://auth.example.com' }] }
      const provider = await start({ identity_providers: { oidc }, session })
      const response = await provider.fetch(new Request('https://auth.example.com/.well-known/openid-configuration'))
      console.log((await response.json()).issuer)
      await provider.close()`
    const { status, output } = await runNode(folder, '--input-type=module', '-e', script)
    expect([status, output.trim()]).toEqual([0, 'https://auth.example.com'])
  })

  it('every block of JavaScript is run by a test', async () => {
    const names = (await snippetsOf(PAGE)).filter(({ language }) => language === 'js').map(({ file }) => file)
    expect(names.sort()).toEqual([
      'api.test.cjs',
      'cypress.config.js',
      'cypress/e2e/home.cy.js',
      'fixtures.js',
      'home.spec.js',
      'login.test.js',
      'provider.js',
      'session.test.js',
    ])
  })
})
