// What esbuild is told for the program and the library alike.
import { readFileSync, writeFileSync } from 'node:fs'

/** Replaces what stands in the one file of a package that `filter` names, and fails when it does not stand there any more. */
function replaceIn(filter, found, replacement) {
  return {
    name: `replace in ${filter}`,
    setup({ onLoad }) {
      onLoad({ filter }, ({ path }) => {
        const source = readFileSync(path, 'utf8')
        if (!source.includes(found)) throw new Error(`${path} has changed: look at scripts/bundle-options.mjs`)
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
export const withoutEditor = replaceIn(
  /@inquirer[\\/]prompts[\\/]dist[\\/]esm[\\/]index\.(m?)js$/,
  "export { default as editor } from '@inquirer/editor';",
  '',
)

/** CommonJS for the oldest Node that is supported. */
export const BUNDLE_OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'linked',
  logLevel: 'warning',
  define: { 'import.meta.url': '__filename' },
  // argon2 and bcrypt are native code; the others are only loaded by oclif when it looks for TypeScript, which it never does here.
  external: ['argon2', 'bcrypt', 'typescript', 'ts-node', 'tsx'],
  plugins: [withoutAsyncHooks],
}

/** esbuild escapes all but regular expressions; a bundle in pure ASCII is read as one-byte text, several times faster. */
export function escapeToAscii(path) {
  const escapeCharacter = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/[^\0-\x7f]/g, escapeCharacter))
}
