#!/usr/bin/env node
'use strict'
// Starts the bundled program with V8's code cache beside it: half of the time of a start is compiling otherwise.
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { dirname, join } = require('node:path')
const vm = require('node:vm')

const root = dirname(__dirname)
const bundle = join(root, 'dist', 'cli.cjs')
const codeCache = join(root, 'dist', `cli-${process.version}-${process.arch}.cache`)

function printVersion() {
  const { name, version } = require('../package.json')
  console.log(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}`)
}

function readCodeCache() {
  try {
    return readFileSync(codeCache)
  } catch {
    return undefined
  }
}

/** A code cache is a convenience: where the folder cannot be written, the next start is slower and nothing is lost. */
function keepCodeCache(script) {
  try {
    const temporary = `${codeCache}.${process.pid}`
    writeFileSync(temporary, script.createCachedData())
    renameSync(temporary, codeCache)
  } catch {}
}

function loadProgram() {
  const cachedData = readCodeCache()
  const script = new vm.Script(readFileSync(bundle, 'latin1'), {
    filename: bundle,
    cachedData,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  if (cachedData === undefined || script.cachedDataRejected) process.once('exit', () => keepCodeCache(script))
  const module = { exports: {} }
  script.runInThisContext()(module.exports, createRequire(bundle), module, bundle, dirname(bundle))
  return module.exports
}

if (process.argv.length === 3 && process.argv[2] === '--version') {
  printVersion()
} else if (!existsSync(bundle)) {
  console.error('Error: the program is not built yet\n  Hint: npm ci && npm run build')
  process.exitCode = 1
} else {
  // oclif looks for TypeScript at every start under NODE_ENV=test and development; there is none to find.
  globalThis.oclif = { ...globalThis.oclif, enableAutoTranspile: false }
  // The engines that npm checked at install need no second check with semver, a tenth of a start.
  process.env.OCLIF_DISABLE_ENGINE_WARNING = '1'
  loadProgram().main(process.argv.slice(2), root)
}
