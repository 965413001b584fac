// Builds dist/: one CommonJS bundle of the program, the manifest that help and the list of commands are read from,
// and V8's code cache for the Node that builds.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)
const dist = join(root, 'dist')
const made = join(root, `.dist-${process.pid}`)

/** Replaces what stands in the one file of a package that `filter` names, and fails when it does not stand there any more. */
function replaceIn(filter, found, replacement) {
  return {
    name: `replace in ${filter}`,
    setup({ onLoad }) {
      onLoad({ filter }, ({ path }) => {
        const source = readFileSync(path, 'utf8')
        if (!source.includes(found)) throw new Error(`${path} has changed: look at scripts/build.mjs`)
        return { contents: source.replace(found, replacement) }
      })
    },
  }
}

/**
 * hono/jsx keeps its contexts in an AsyncLocalStorage; our pages have none and wait for nothing. On Node 20 its hooks, once
 * the first page is rendered, cost every promise of the process: a fifth of each request.
 */
const withoutAsyncHooks = replaceIn(
  /hono[\\/]dist[\\/]jsx[\\/]context\.js$/,
  'asyncLocalStorage = new AsyncLocalStorage()',
  'asyncLocalStorage = undefined',
)

/** No prompt of ours opens an editor; its tables of character sets would be an eighth of the bundle. */
const withoutEditor = replaceIn(
  /@inquirer[\\/]prompts[\\/]dist[\\/]esm[\\/]index\.(m?)js$/,
  "export { default as editor } from '@inquirer/editor';",
  '',
)

/**
 * The bundle is a function of what CommonJS gives a module. Node calls it at once; the launcher, which reads the file as a
 * script, gets it to call: wrapping the text there would keep a second copy of it, 3 MiB of every process.
 */
const PARAMETERS = '(exports, require, module, __filename, __dirname)'
const BANNER = `((program) => typeof module === 'object' ? program${PARAMETERS} : program)(function ${PARAMETERS} {`
const FOOTER = '})'

async function bundle() {
  await build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli.ts' },
    outdir: basename(made),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'linked',
    logLevel: 'warning',
    // A dynamic import of an external package fails inside a script that came from the code cache (Node 20).
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__filename' },
    // argon2 and bcrypt are native code; the others are only loaded by oclif when it looks for TypeScript, which it never does here.
    external: ['argon2', 'bcrypt', 'typescript', 'ts-node', 'tsx'],
    banner: { js: BANNER },
    footer: { js: FOOTER },
    plugins: [withoutAsyncHooks, withoutEditor],
  })
}

async function writeManifest() {
  globalThis.oclif = { enableAutoTranspile: false }
  const { loadEveryCommand } = require('../dist/cli.cjs')
  await loadEveryCommand()
  const { Plugin } = require('@oclif/core')
  const plugin = new Plugin({ root, isRoot: true, ignoreManifest: true, type: 'core', errorOnManifestCreate: true })
  await plugin.load()
  // What a default is said to be is text, known now: help needs no command's class for it.
  for (const command of Object.values(plugin.manifest.commands)) command.hasDynamicHelp = false
  writeFileSync(join(root, 'oclif.manifest.json'), `${JSON.stringify(plugin.manifest)}\n`)
}

/** esbuild escapes all but regular expressions; a bundle in pure ASCII is read as one-byte text, several times faster. */
function escapeToAscii() {
  const path = join(made, 'cli.cjs')
  const escapeCharacter = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/[^\0-\x7f]/g, escapeCharacter))
}

/** The first run writes the code cache, with the functions that it used. */
function warmCodeCache() {
  const command = ['keys', 'generate', '--alg', 'ES256']
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'oidc.cjs'), ...command])
  if (status !== 0) throw new Error(`the built program does not start:\n${stderr}`)
}

/** The old program stays in place until the new one is whole. */
function replaceDist() {
  const old = `${made}-old`
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(made, dist)
  rmSync(old, { recursive: true, force: true })
}

await bundle()
escapeToAscii()
replaceDist()
await writeManifest()
warmCodeCache()
