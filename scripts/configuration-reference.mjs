// Writes docs/configuration.md and the table of codes in docs/validate.md from the descriptions in src/config;
// with --check it only compares, and fails when a page is not what it would write.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const MARK = '<!-- codes: made from src/config/rules by scripts/configuration-reference.mjs -->'

async function loadGenerators() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: {
      contents:
        "export { configurationReference } from './src/config/reference.ts'\nexport { problemReference } from './src/config/problem-reference.ts'",
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
  const { configurationReference, problemReference } = await loadGenerators()
  const validate = readFileSync(join(root, 'docs/validate.md'), 'utf8')
  const [before] = validate.split(MARK)
  return new Map([
    ['docs/configuration.md', configurationReference()],
    ['docs/validate.md', `${before}${MARK}\n\n${problemReference()}`],
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
