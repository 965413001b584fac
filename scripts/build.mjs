// Builds dist/: one CommonJS bundle of the program, the manifest that help and the list of commands are read from,
// and V8's code cache for the Node that builds.
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)

async function bundle() {
  await build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli.ts' },
    outdir: 'dist',
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
    // argon2 is native code; the others are only loaded by oclif when it looks for TypeScript, which it never does here.
    external: ['argon2', 'typescript', 'ts-node', 'tsx'],
  })
}

async function writeManifest() {
  globalThis.oclif = { enableAutoTranspile: false }
  const { loadEveryCommand } = require('../dist/cli.cjs')
  await loadEveryCommand()
  const { Plugin } = require('@oclif/core')
  const plugin = new Plugin({ root, isRoot: true, ignoreManifest: true, type: 'core', errorOnManifestCreate: true })
  await plugin.load()
  writeFileSync(join(root, 'oclif.manifest.json'), `${JSON.stringify(plugin.manifest)}\n`)
}

function warmCodeCache() {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'oidc.cjs'), 'help'])
  if (status !== 0) throw new Error(`the built program does not start:\n${stderr}`)
}

rmSync(join(root, 'dist'), { recursive: true, force: true })
await bundle()
await writeManifest()
warmCodeCache()
