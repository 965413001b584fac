import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const SCRIPT = join(import.meta.dirname, '../../scripts/record-session.mjs')

it('docs/clients.md shows the session that the program has today', () => {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, '--check'], { encoding: 'utf8', timeout: 25_000 })
  expect(status, stderr).toBe(0)
})
