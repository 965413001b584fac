// Writes docs/configuration.md, the table of codes in docs/validate.md and that of options in docs/migrate.md from the descriptions in src/config;
// with --check it only compares, and fails when a page is not what it would write.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const OPTIONS_MARK = '<!-- options: made from src/config/migrate by scripts/configuration-reference.mjs -->'
const MARK = '<!-- codes: made from src/config/rules by scripts/configuration-reference.mjs -->'

async function loadGenerators() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: {
      contents:
        "export { configurationReference } from './src/config/reference.ts'\nexport { problemReference } from './src/config/problem-reference.ts'\nexport { optionHistoryReference } from './src/config/migrate/option-history-reference.ts'",
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    logLevel: 'warning',
  })
  const code = Buffer.from(outputFiles[0].contents).toString('base64')
  return import(`data:text/javascript;base64,${code}`)
}

/** The pages as they should be: path → text. */
async function pages() {
  const { configurationReference, problemReference, optionHistoryReference } = await loadGenerators()
  const before = (path, mark) => readFileSync(join(root, path), 'utf8').split(mark)[0] + mark
  return new Map([
    ['docs/configuration.md', configurationReference()],
    ['docs/validate.md', `${before('docs/validate.md', MARK)}\n\n${problemReference()}`],
    ['docs/migrate.md', `${before('docs/migrate.md', OPTIONS_MARK)}\n\n${optionHistoryReference()}`],
  ])
}

function current(path) {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}

/** The pages that are not what the descriptions say; empty when all is well. */
export async function configurationReferenceDrift() {
  return [...(await pages())].filter(([path, text]) => current(path) !== text).map(([path]) => path)
}

/** Writes the pages. */
export async function writeConfigurationReference() {
  for (const [path, text] of await pages()) writeFileSync(join(root, path), text)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--check')) {
    const drift = await configurationReferenceDrift()
    for (const path of drift) console.error(`${path} is out of date: run node scripts/configuration-reference.mjs`)
    if (drift.length > 0) process.exitCode = 1
  } else await writeConfigurationReference()
}
