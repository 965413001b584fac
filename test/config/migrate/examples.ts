/** The example configurations, one for each generation. */
import { readFileSync } from 'node:fs'
import { isTree, type Tree, valueAt } from '../../../src/config/merge.ts'
import { PROVIDER_PATH } from '../../../src/config/path.ts'
import { readDocument } from '../../../src/config/yaml/read-document.ts'

export const GENERATIONS = [1, 2, 3, 4, 5] as const

export function example(generation: number): string {
  return readFileSync(`examples/configurations/g${generation}.yml`, 'utf8')
}

export function sectionOf(yaml: string): Tree {
  const section = valueAt(readDocument(yaml).value, PROVIDER_PATH)
  return isTree(section) ? section : {}
}

/** The options of a section as paths without indexes: `clients[].id`. */
export function optionsIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => optionsIn(item, `${path}[]`))
  if (!isTree(value)) return []
  return Object.entries(value).flatMap(([key, item]) => {
    const here = path === '' ? key : `${path}.${key}`
    return [here, ...optionsIn(item, here)]
  })
}
