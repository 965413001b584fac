import { describe, expect, it } from 'vitest'
import { libraryFolder, runNode } from '../support/library-folder.ts'

const SCRIPT = `
  const provider = await startProvider({ listen: true })
  const { tokens } = await provider.loginAs('alice')
  await tokens()
  await fetch(provider.issuer + '/jwks.json')
  const other = provider.namespace()
  await (await other.loginAs('bob')).tokens()
  void provider.events[Symbol.asyncIterator]().next()
  await provider.close()
  console.log('closed')`

describe('the library in a process', () => {
  it('leaves nothing behind that keeps the process alive', async () => {
    const folder = await libraryFolder()
    const { status, output } = await runNode(
      folder,
      '--input-type=module',
      '-e',
      `import { startProvider } from 'oidc-toolkit/testing';${SCRIPT}`,
    )
    expect([status, output.trim()]).toEqual([0, 'closed'])
  })

  it('is one copy for ES modules and CommonJS', async () => {
    const script = `
      import { createRequire } from 'node:module'
      import { ToolError } from 'oidc-toolkit'
      import { startProvider, ToolError as OfTesting } from 'oidc-toolkit/testing'
      const require = createRequire(process.cwd() + '/x.js')
      const commonJs = require('oidc-toolkit/testing')
      const error = await startProvider({ port: -1 }).catch((error) => error)
      console.log(commonJs.startProvider === startProvider, OfTesting === ToolError, error instanceof ToolError, error.code)`
    const { output } = await runNode(await libraryFolder(), '--input-type=module', '-e', script)
    expect(output.trim()).toBe('true true true ERR_USAGE')
  })

  it('does nothing when it is imported', async () => {
    const script = `
      const state = async () => {
        await new Promise((resolve) => setTimeout(resolve, 10))
        return [process.eventNames(), process.getActiveResourcesInfo(), Object.keys(globalThis)].map(String).join()
      }
      const before = await state()
      await Promise.all([import('oidc-toolkit'), import('oidc-toolkit/testing')])
      console.log((await state()) === before)`
    const { output } = await runNode(await libraryFolder(), '--input-type=module', '-e', script)
    expect(output.trim()).toBe('true')
  })
})
