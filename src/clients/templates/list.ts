/**
 * What templates there are. A listing reads the first lines of each file only (`name`, `keywords` and the like stand
 * there, one line each): parsing all of them would take longer than everything else that a command does.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { FileNotReadable, MIB } from '../../primitives/files.ts'

/** Templates are short; anything larger is no template. */
export const TEMPLATE_LIMIT = MIB

/** Bytes in which the lines of a listing stand. */
const HEAD_LENGTH = 2048

export interface TemplateFolder {
  path: string
  /** A folder that may be missing, such as the user's own. */
  optional?: boolean
}

export interface TemplateSummary {
  id: string
  name: string
  keywords: readonly string[]
  /** A kind of application, not one application. */
  generic: boolean
  file: string
}

const FILE = /^([a-z0-9]+(?:-[a-z0-9]+)*)\.ya?ml$/
const HEAD_LINE = /^(name|keywords|generic): +(.+?) *\r?$/gm

function scalar(text: string): string {
  const quote = text[0]
  if (quote === "'") return text.slice(1, -1).replaceAll("''", "'")
  return quote === '"' ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text
}

function flowList(text: string): string[] {
  const inside = /^\[(.*)\]$/.exec(text)?.[1] ?? ''
  return inside
    .split(',')
    .map((part) => scalar(part.trim()))
    .filter((part) => part !== '')
}

/** Reads the head of a template's text; a file of another layout is listed under its id alone. */
export function summarize(source: string, { id, file }: { id: string; file: string }): TemplateSummary {
  const head = new Map<string, string>()
  for (const [, key = '', value = ''] of source.matchAll(HEAD_LINE)) if (!head.has(key)) head.set(key, value)
  return {
    id,
    name: scalar(head.get('name') ?? id),
    keywords: flowList(head.get('keywords') ?? ''),
    generic: head.get('generic') === 'true',
    file,
  }
}

async function filesIn({ path, optional = false }: TemplateFolder): Promise<string[]> {
  try {
    return (await readdir(path)).filter((name) => FILE.test(name)).sort()
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (optional && isMissing) return []
    throw new FileNotReadable(isMissing ? `there is no folder ${path}` : `cannot read the folder ${path}`, {
      cause: error,
    })
  }
}

/** Synchronous: for many short reads the way through the thread pool costs more than the reads. */
function readHead(file: string): string {
  const descriptor = openSync(file, 'r')
  try {
    const head = Buffer.alloc(HEAD_LENGTH)
    return head.toString('utf8', 0, readSync(descriptor, head))
  } finally {
    closeSync(descriptor)
  }
}

function summarizeFile(folder: string, name: string): TemplateSummary {
  const file = join(folder, name)
  const id = FILE.exec(name)?.[1] ?? name
  try {
    return summarize(readHead(file), { id, file })
  } catch (error) {
    throw new FileNotReadable(`cannot read ${file}`, { cause: error })
  }
}

async function listFolder(folder: TemplateFolder): Promise<TemplateSummary[]> {
  return (await filesIn(folder)).map((name) => summarizeFile(folder.path, name))
}

/** All templates of the folders by id; where two folders have the same id, the earlier one wins. */
export async function listTemplates(folders: readonly TemplateFolder[]): Promise<TemplateSummary[]> {
  const found = new Map<string, TemplateSummary>()
  for (const listed of await Promise.all(folders.map(listFolder))) {
    for (const summary of listed) if (!found.has(summary.id)) found.set(summary.id, summary)
  }
  return [...found.values()].sort((left, right) => (left.id < right.id ? -1 : 1))
}
