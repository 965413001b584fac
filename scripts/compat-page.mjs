// Writes docs/compat.md from the tables in src/provider/compat.ts; with --check it only compares, and fails when the
// page is not what it would write.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const PAGE = join(root, 'docs/compat.md')

async function loadTables() {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'src/provider/compat.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    logLevel: 'warning',
  })
  const code = Buffer.from(outputFiles[0].contents).toString('base64')
  return import(`data:text/javascript;base64,${code}`)
}

const row = (...cells) => `| ${cells.join(' | ')} |`

/** The page as it should be. */
async function page() {
  const { DIFFERENCES, NOT_SWITCHED } = await loadTables()
  return `<!-- made from src/provider/compat.ts by scripts/compat-page.mjs -->
# Differences from released Authelia

Where released Authelia (4.39) and the standards differ on the wire, this provider follows the standards. A client that works here and fails there, or the
other way round, may have met one of these rows. \`oidc serve --compat authelia\` answers as the released server does; that is for comparing on one machine, and
so it listens on loopback alone unless \`--dev\` is given too.

## Switched by \`--compat authelia\`

Each row has a test that sees both behaviours (\`test/provider/compat\`).

| rule | here | released Authelia |
| --- | --- | --- |
${Object.values(DIFFERENCES)
  .map(({ rule, standard, released }) => row(rule || 'its documentation', standard, released))
  .join('\n')}

## The same in both modes

| rule | here | released Authelia | why it is not switched |
| --- | --- | --- | --- |
${NOT_SWITCHED.map(({ rule, here, released, reason }) => row(rule, here, released, reason)).join('\n')}

Not switched either: the JSON consent API behind Authelia's pages. Login and consent are forms of our own here.
`
}

function current() {
  try {
    return readFileSync(PAGE, 'utf8')
  } catch {
    return undefined
  }
}

/** Whether the page is what the tables say. */
export async function isCompatPageCurrent() {
  return current() === (await page())
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (!process.argv.includes('--check')) writeFileSync(PAGE, await page())
  else if (!(await isCompatPageCurrent())) {
    console.error('docs/compat.md is out of date: run node scripts/compat-page.mjs')
    process.exitCode = 1
  }
}
