/** The rows of test/vectors/config-cases.yaml with their keys put in. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Generation } from '../../src/config/generations/detect.ts'

export type Verdict = 'ok' | 'warning' | 'error'

export interface ConfigCase {
  id: string
  generation: Generation
  verdict: Verdict
  verdict_current?: Verdict
  path: string
  gist: string
  yaml: string
}

interface VectorFile {
  keys: Record<string, string>
  cases: (Omit<ConfigCase, 'generation'> & { generation: `g${Generation}` })[]
}

const vectors = parse(readFileSync(new URL('../vectors/config-cases.yaml', import.meta.url), 'utf8')) as VectorFile

/** Keys by name, as the header of the vectors lists them. */
export const VECTOR_KEYS: Readonly<Record<string, string>> = vectors.keys

/** A placeholder alone on its line takes that line's indentation for every line of the value. */
export function insertKeys(text: string): string {
  return text
    .replace(/^([ \t]*)\$\{([A-Z0-9_]+)\}[ \t]*$/gm, (whole, indent: string, name: string) => {
      const value = vectors.keys[name]
      if (value === undefined) return whole
      const lines = value.replace(/\n$/, '').split('\n')
      return lines.map((line) => indent + line).join('\n')
    })
    .replace(/\$\{([A-Z0-9_]+)\}/g, (whole, name: string) => vectors.keys[name]?.trim() ?? whole)
}

export const CONFIG_CASES: readonly ConfigCase[] = vectors.cases.map((row) => ({
  ...row,
  generation: Number(row.generation.slice(1)) as Generation,
  yaml: insertKeys(row.yaml),
}))
