/** Paths, and the two functions that look into folders. */
import { posix } from 'node:path'
import { matchesPattern } from '../path-pattern.ts'
import { type FolderEntry, type FunctionContext, ofStrings, type TemplateFunction } from '../template-function.ts'
import { fail } from '../template-invalid.ts'
import { compareBytes, type GoStruct, type GoValue, list } from '../values.ts'

const MOST_ENTRIES = 100_000
const DEEPEST_FOLDER = 100
const META = /[*?[\\]/

function clean(path: string): string {
  const normal = posix.normalize(path)
  return normal.length > 1 ? normal.replace(/\/+$/, '') : normal
}

function base(path: string): string {
  if (path === '') return '.'
  return posix.basename(path) === '' ? '/' : posix.basename(path)
}

function folder(path: string): string {
  return clean(path.slice(0, path.lastIndexOf('/') + 1) || '.')
}

function extension(path: string): string {
  return /\.[^./]*$/.exec(path)?.[0] ?? ''
}

function entries(path: string, { files, budget }: FunctionContext): readonly FolderEntry[] {
  const found = files.listFolder(posix.resolve(files.workingFolder, path))
  budget.spend(found.length * 1000)
  if (found.length > MOST_ENTRIES) fail(`the folder ${path} has more than ${MOST_ENTRIES} entries`)
  return [...found].sort((a, b) => compareBytes(a.name, b.name))
}

/** The entries of a folder; of one that is not there or may not be read, none. */
function entriesOrNone(path: string, context: FunctionContext): readonly FolderEntry[] {
  try {
    return entries(path, context)
  } catch {
    return []
  }
}

/** Matching paths in the order of their names; a pattern without special characters asks whether the file is there. */
function glob(pattern: string, context: FunctionContext): string[] {
  const absolute = pattern.startsWith('/')
  const segments = pattern.split('/').filter((segment) => segment !== '')
  let found = [absolute ? '/' : '']
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1
    const plain = !META.test(segment) && !last
    found = found.flatMap((start) => {
      if (plain) return [posix.join(start, segment)]
      return entriesOrNone(start === '' ? '.' : start, context)
        .filter((entry) => (last || entry.directory) && matchesPattern(segment, entry.name))
        .map(({ name }) => (start === '' ? name : posix.join(start, name)))
    })
  })
  return found
}

function info(path: string, entry: FolderEntry, { files, zone }: FunctionContext): GoStruct {
  return {
    kind: 'struct',
    type: 'templates.WalkInfo',
    fields: new Map<string, GoValue>([
      ['Path', path],
      ['AbsolutePath', posix.resolve(files.workingFolder, path)],
      ['Name', entry.name],
      ['Size', BigInt(entry.size)],
      ['IsDir', entry.directory],
      ['ModTime', { kind: 'time', milliseconds: entry.modified, zone }],
    ]),
  }
}

/** A folder and everything below it, in the order of names; the expression is matched against absolute paths. */
function walk(root: string, expression: string, skipFolders: boolean, context: FunctionContext): GoStruct[] {
  const wanted = expression === '' ? undefined : compile(expression)
  const found: GoStruct[] = []
  const visit = (path: string, entry: FolderEntry, depth: number): void => {
    const absolute = posix.resolve(context.files.workingFolder, path)
    if (!(skipFolders && entry.directory) && (!wanted || wanted.test(absolute))) found.push(info(path, entry, context))
    if (!entry.directory) return
    if (depth > DEEPEST_FOLDER) fail(`${path} is more than ${DEEPEST_FOLDER} folders deep`)
    for (const child of entries(path, context)) visit(posix.join(path, child.name), child, depth + 1)
  }
  visit(root, rootEntry(root, context), 0)
  return found
}

function rootEntry(root: string, context: FunctionContext): FolderEntry {
  const absolute = posix.resolve(context.files.workingFolder, root)
  const parent = absolute === '/' ? [] : entriesOrNone(posix.dirname(absolute), context)
  const entry = parent.find(({ name }) => name === posix.basename(absolute))
  return entry ?? { name: base(root), directory: true, size: 0, mode: 0o755, modified: 0 }
}

function compile(expression: string): RegExp {
  try {
    return new RegExp(expression, 'u')
  } catch {
    return fail('the second argument of walk is not a regular expression')
  }
}

const PATHS_OF_URLS = {
  base: ofStrings(1, (path = '') => base(path)),
  dir: ofStrings(1, (path = '') => folder(path)),
  ext: ofStrings(1, (path = '') => extension(path)),
  clean: ofStrings(1, (path = '') => clean(path)),
  isAbs: ofStrings(1, (path = '') => path.startsWith('/')),
}

export const PATHS: Readonly<Record<string, TemplateFunction>> = {
  ...PATHS_OF_URLS,
  osBase: PATHS_OF_URLS.base,
  osDir: PATHS_OF_URLS.dir,
  osExt: PATHS_OF_URLS.ext,
  osClean: PATHS_OF_URLS.clean,
  osIsAbs: PATHS_OF_URLS.isAbs,
  glob: { parameters: ['string'], call: (args, context) => list(glob(args.text(0), context), 'string') },
  walk: {
    parameters: ['string', 'string', 'bool'],
    call: (args, context) => {
      if (args.text(0) === '') fail('walk needs a folder')
      return list(walk(args.text(0), args.text(1), args.flag(2), context), 'templates.WalkInfo')
    },
  },
}
