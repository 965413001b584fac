import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { stepsOf } from '../support/run-docs.ts'
import { environment, temporaryFolder } from '../support/run-oidc.ts'
import { serve } from '../support/serve.ts'

const PAGE = join(import.meta.dirname, '../../docs/dev-mode.md')
/** What the page says the server prints, and where it listens. */
const PRINTED_ISSUER = 'http://localhost:9091'

describe('docs/dev-mode.md', () => {
  it('every command line runs as printed, beside the server that the page starts', async () => {
    const { ready } = await serve(['--dev'])
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'ready.json'), JSON.stringify(ready))
    const lines = stepsOf(await readFile(PAGE, 'utf8')).filter(({ text }) => !text.startsWith('oidc serve '))
    expect(lines.length).toBeGreaterThan(10)
    for (const { text, line } of lines) {
      const command = text.replaceAll(PRINTED_ISSUER, ready.issuer)
      const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
        cwd: folder,
        encoding: 'utf8',
        env: environment(),
      })
      expect(status, `${line}: ${command}\n${stdout}${stderr}`).toBe(0)
    }
  })
})
