import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { itRunsAsPrinted } from '../support/run-docs.ts'

/** `serve` does not end by itself (test/serve runs it); npm sets up the clone. */
const EXCEPT = [/^npm /, /^oidc serve /]

/** Pages without a command line. */
const WITHOUT_COMMANDS = ['compat.md', 'configuration.md', 'conformance.md', 'inspector.md', 'provider.md']

/** Pages whose command lines ask a server that runs: they have tests of their own. */
const WITH_SERVER = ['dev-mode.md', 'docker.md', 'testing.md']

const FOLDER = join(import.meta.dirname, '../../docs')
const OTHERS = [...WITHOUT_COMMANDS, ...WITH_SERVER]
const PAGES = readdirSync(FOLDER).filter((name) => name.endsWith('.md') && !OTHERS.includes(name))

describe('documentation', () => {
  itRunsAsPrinted('README.md', { except: EXCEPT })
  for (const page of PAGES) itRunsAsPrinted(`docs/${page}`, { except: EXCEPT })

  it('every page of docs/ is linked from the README', async () => {
    const { readFile } = await import('node:fs/promises')
    const readme = await readFile(join(FOLDER, '../README.md'), 'utf8')
    for (const page of [...PAGES, ...OTHERS]) expect(readme).toContain(`](docs/${page})`)
  })
})
