// Runs the conformance modules and writes docs/conformance.md from what they found; with --check it fails when the page
// is not what the run says.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const writing = process.argv.includes('--check') ? {} : { OIDC_WRITE_PAGE: '1' }

const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/conformance'], {
  cwd: root,
  env: { ...process.env, ...writing },
  stdio: 'inherit',
})
process.exitCode = status ?? 1
