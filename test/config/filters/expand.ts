/** Applies filters with files and variables that the test names. */
import { applyFilters, type FilteredText, type FilterOptions } from '../../../src/config/filters/apply-filters.ts'
import type { FolderEntry } from '../../../src/config/filters/template/template-function.ts'

export const FILES: Readonly<Record<string, string>> = {
  '/run/secret': 'hunter2\n\n',
  '/run/crlf': 'hunter2\r\n',
  '/run/rsa.key': '-----BEGIN KEY-----\nabc\n-----END KEY-----\n',
  '/etc/oidc/clients/a.yml': 'a: 1\n',
  '/etc/oidc/clients/b.yml': 'b: 2\n',
  '/etc/oidc/clients/old/c.yml': 'c: 3\n',
  '/etc/oidc/readme.txt': 'hello\n',
}

export const ENVIRONMENT = {
  NAME: 'value',
  EMPTY: '',
  AUTHELIA_JWT_SECRET: 'do not show',
  X_AUTHELIA_API_TOKEN: 'do not show',
  AUTHELIA_THEME: 'dark',
}

function readFile(path: string): string {
  const text = FILES[path]
  if (text === undefined) throw new Error('there is no such file')
  return text
}

function listFolder(path: string): FolderEntry[] {
  const prefix = path === '/' ? '/' : `${path}/`
  const inside = Object.keys(FILES).filter((name) => name.startsWith(prefix))
  if (inside.length === 0) throw new Error('there is no such folder')
  const names = new Map(inside.map((name) => [name.slice(prefix.length).split('/')[0] ?? '', name]))
  return [...names].map(([name, full]) => {
    const directory = full !== prefix + name
    return { name, directory, size: directory ? 0 : (FILES[full]?.length ?? 0), mode: 0o644, modified: 0 }
  })
}

export function filter(text: string, options: Partial<FilterOptions> = {}): FilteredText {
  const random = (length: number): Uint8Array => new Uint8Array(length).fill(7)
  return applyFilters(text, {
    filters: ['template'],
    environment: ENVIRONMENT,
    readFile,
    listFolder,
    file: 'configuration.yml',
    now: Date.UTC(2023, 10, 14, 22, 13, 20),
    random,
    ...options,
  })
}

export function expand(text: string, options: Partial<FilterOptions> = {}): string {
  return filter(text, options).text
}
