// Builds dist/: one CommonJS bundle of the program, the manifest that help and the list of commands are read from,
// and V8's code cache for the Node that builds.
import { spawnSync } from 'node:child_process'
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { apart, bundleApart } from './apart.mjs'
import { bundleLibrary } from './build-library.mjs'
import { BUNDLE_OPTIONS, escapeToAscii, withoutEditor } from './bundle-options.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)
const dist = join(root, 'dist')
const made = join(root, `.dist-${process.pid}`)

/**
 * The bundle is a function of what CommonJS gives a module. Node calls it at once; the launcher, which reads the file as a
 * script, gets it to call: wrapping the text there would keep a second copy of it, 3 MiB of every process.
 */
const PARAMETERS = '(exports, require, module, __filename, __dirname)'
const BANNER = `((program) => typeof module === 'object' ? program${PARAMETERS} : program)(function ${PARAMETERS} {`
const FOOTER = '})'

async function bundle() {
  await build({
    ...BUNDLE_OPTIONS,
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli.ts' },
    outdir: basename(made),
    outExtension: { '.js': '.cjs' },
    // A dynamic import of an external package fails inside a script that came from the code cache (Node 20).
    supported: { 'dynamic-import': false },
    banner: { js: BANNER },
    footer: { js: FOOTER },
    plugins: [...BUNDLE_OPTIONS.plugins, withoutEditor, apart],
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

/** The first run writes the code cache, with the functions that it used. */
function warmCodeCache() {
  const command = ['keys', 'generate', '--alg', 'ES256']
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'oidc.cjs'), ...command])
  if (status !== 0) throw new Error(`the built program does not start:\n${stderr}`)
}

/** The old program stays in place until the new one is whole; declarations are built apart (scripts/build-types.mjs). */
function replaceDist() {
  const old = `${made}-old`
  if (existsSync(join(dist, 'types'))) renameSync(join(dist, 'types'), join(made, 'types'))
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(made, dist)
  rmSync(old, { recursive: true, force: true })
}

await Promise.all([bundle(), bundleApart(made, root), bundleLibrary(made)])
escapeToAscii(join(made, 'cli.cjs'))
replaceDist()
await writeManifest()
warmCodeCache()
