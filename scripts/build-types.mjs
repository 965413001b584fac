// Builds dist/types: the declarations of both library entries, once for each module system, since a `.d.ts` is read as a
// module of the system that the nearest package.json names.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { ENTRIES } from './build-library.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const target = join(root, 'dist', 'types')
const made = join(root, `.dist-types-${process.pid}`)

function optionsOf(file) {
  const { config, error } = ts.readConfigFile(file, ts.sys.readFile)
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'))
  return ts.parseJsonConfigFileContent(config, ts.sys, root).options
}

/** The declarations of everything that the entries reach, by their place below src/, from memory. */
function emitDeclarations() {
  const emitted = new Map()
  const options = {
    ...optionsOf(join(root, 'tsconfig.json')),
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    // `npm run lint` checks; here only the declarations are made, in a third of the time.
    noCheck: true,
    rewriteRelativeImportExtensions: true,
    rootDir: join(root, 'src'),
    outDir: made,
  }
  const program = ts.createProgram(
    Object.values(ENTRIES).map((path) => join(root, path)),
    options,
  )
  const { diagnostics } = program.emit(
    undefined,
    (file, text) => void emitted.set(resolve(file), text),
    undefined,
    true,
  )
  if (diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, ts.createCompilerHost(options)))
  return emitted
}

const RELATIVE_IMPORT = /(from\s+|import\()'(\.[^']*)\.tsx?'/g

/** Follows the imports from the entries: the rest is nobody's business. */
function reachable(emitted) {
  const wanted = Object.values(ENTRIES).map((path) => resolve(made, relative('src', path)).replace(/\.ts$/, '.d.ts'))
  const found = new Map()
  for (const file of wanted) {
    if (found.has(file)) continue
    const text = emitted.get(file)
    if (text === undefined) throw new Error(`there is no declaration ${file}`)
    found.set(file, text.replaceAll(RELATIVE_IMPORT, "$1'$2.js'"))
    for (const [, , path] of text.matchAll(RELATIVE_IMPORT)) wanted.push(resolve(dirname(file), `${path}.d.ts`))
  }
  return found
}

/** A CommonJS declaration says that the types of a package which is ES modules alone are those of a module. */
function forCommonJs(text) {
  return text.replaceAll(/^import (?:type )?\{([^}]*)\} from 'jose';/gm, (_whole, names) => {
    const types = names.replaceAll(/\btype /g, '')
    return `import type {${types}} from 'jose' with { 'resolution-mode': 'import' };`
  })
}

function write(declarations) {
  for (const [file, text] of declarations) {
    for (const [system, forSystem] of [
      ['esm', text],
      ['cjs', forCommonJs(text)],
    ]) {
      const place = join(made, system, relative(made, file))
      mkdirSync(dirname(place), { recursive: true })
      writeFileSync(place, forSystem)
    }
  }
  writeFileSync(join(made, 'esm', 'package.json'), '{ "type": "module" }\n')
  writeFileSync(join(made, 'cjs', 'package.json'), '{ "type": "commonjs" }\n')
}

const declarations = reachable(emitDeclarations())
write(declarations)
rmSync(target, { recursive: true, force: true })
if (!existsSync(dirname(target))) mkdirSync(dirname(target))
renameSync(made, target)
console.log(`${declarations.size} declarations`)
