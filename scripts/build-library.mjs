// Bundles what `import … from 'oidc-toolkit'` and `'oidc-toolkit/testing'` give: one CommonJS file with the code of both, so
// that a process which uses both, or both module systems, has one copy; and a small file for each entry and system.
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { apart } from './apart.mjs'
import { BUNDLE_OPTIONS, escapeToAscii } from './bundle-options.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)

/** Entries of package.json's `exports`, by their names in dist/, and the module that each one is. */
export const ENTRIES = { index: 'src/library/main.ts', testing: 'src/library/testing.ts' }

/** Node and bundlers find the names of a CommonJS module by reading it: they stand there one by one. */
function writeEntry(folder, entry, names) {
  const part = `require('./library.cjs').${entry}`
  const commonJs = names.map((name) => `exports.${name} = entry.${name}`)
  const esm = names.map((name) => `export const ${name} = library.${entry}.${name}`)
  writeFileSync(join(folder, `${entry}.cjs`), ["'use strict'", `const entry = ${part}`, ...commonJs, ''].join('\n'))
  writeFileSync(join(folder, `${entry}.js`), ["import library from './library.cjs'", ...esm, ''].join('\n'))
}

/** Bundles both entries into `folder`. */
export async function bundleLibrary(folder) {
  const contents = Object.entries(ENTRIES).map(([entry, path]) => `export * as ${entry} from './${path}'`)
  const outfile = join(folder, 'library.cjs')
  await build({
    ...BUNDLE_OPTIONS,
    absWorkingDir: root,
    stdin: { contents: contents.join('\n'), resolveDir: root, sourcefile: 'library.ts' },
    outfile,
    plugins: [...BUNDLE_OPTIONS.plugins, apart],
  })
  escapeToAscii(outfile)
  const library = require(outfile)
  for (const entry of Object.keys(ENTRIES)) writeEntry(folder, entry, Object.keys(library[entry]))
}
