import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { libraryFolder, runNode } from '../support/library-folder.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')

describe('examples', () => {
  it.each([
    ['express-app', ['express', 'openid-client']],
    ['single-page-app', ['jose', 'oidc-client-ts']],
    ['api', ['jose']],
  ])('%s passes its own tests', async (name, packages) => {
    const folder = await libraryFolder(...packages)
    await cp(join(EXAMPLES, name), folder, { recursive: true, filter: (path) => !path.includes('node_modules') })
    const { status, output } = await runNode(folder, '--test')
    expect(status, output).toBe(0)
    expect(output).toMatch(/# fail 0/)
  })
})
