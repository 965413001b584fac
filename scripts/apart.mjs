// Packages that few commands use, in files of their own: their text would be in the memory of every process otherwise, a
// fifth of the bundle. The bundle requires a file when it first needs one of its packages.
import { join } from 'node:path'
import { build } from 'esbuild'
import { BUNDLE_OPTIONS, escapeToAscii } from './bundle-options.mjs'

/** File in dist/ → packages; those of one file share their classes. */
const GROUPS = {
  'apart-cel.cjs': ['@marcbachmann/cel-js', '@marcbachmann/cel-js/evaluator', 're2js'],
  'apart-diff.cjs': ['diff'],
  'apart-forge.cjs': ['node-forge'],
}

const NAMESPACE = 'apart'
const FILE_OF = new Map(Object.entries(GROUPS).flatMap(([file, names]) => names.map((name) => [name, file])))

/** In the bundle, such a package is what its file has under the package's name. */
export const apart = {
  name: NAMESPACE,
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^(@marcbachmann\/cel-js|re2js|diff|node-forge)(\/|$)/ }, ({ path }) => {
      if (!FILE_OF.has(path)) throw new Error(`${path} has no file: look at scripts/apart.mjs`)
      return { path, namespace: NAMESPACE }
    })
    onResolve({ filter: /^\.\/apart-/ }, ({ path }) => ({ path, external: true }))
    onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({
      contents: `module.exports = require('./${FILE_OF.get(path)}')[${JSON.stringify(path)}]`,
    }))
  },
}

/** Writes the files into `folder`. */
export async function bundleApart(folder, root) {
  const made = Object.entries(GROUPS).map(async ([file, names]) => {
    const members = names.map((name) => `${JSON.stringify(name)}: require(${JSON.stringify(name)})`)
    const outfile = join(folder, file)
    await build({
      ...BUNDLE_OPTIONS,
      absWorkingDir: root,
      stdin: { contents: `module.exports = { ${members} }`, resolveDir: root },
      outfile,
    })
    escapeToAscii(outfile)
  })
  await Promise.all(made)
}
