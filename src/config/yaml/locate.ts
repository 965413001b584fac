/** Where an option stands in a YAML document: follows a path through the syntax tree, aliases and merge keys. */
import { isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml'
import type { OptionPath } from '../resolved.ts'
import { type AliasTargets, isMergeKey, keyText, offsetOf } from './to-value.ts'

export interface Location {
  /** Steps of the path that were found. */
  depth: number
  /** Whether a list was met, which owns everything below it. */
  passedList: boolean
  /** Offset of the key, or of the list entry. */
  key: number
  /** Offset of the value; of the key where the value is a mapping or a list. */
  value: number
}

/** Mappings with more entries than this get an index at the first lookup. */
const INDEX_FROM = 16

export class Locator {
  readonly #content: unknown
  readonly #aliases: AliasTargets
  readonly #indexes = new WeakMap<YAMLMap, Map<string, Pair>>()

  constructor(content: unknown, aliases: AliasTargets) {
    this.#content = content
    this.#aliases = aliases
  }

  /** Follows `path` as far as the document goes. */
  locate(path: OptionPath): Location {
    let node = this.#follow(this.#content)
    const location: Location = { depth: 0, passedList: false, key: offsetOf(node), value: offsetOf(node) }
    for (const step of path) {
      if (isSeq(node)) location.passedList = true
      const found = this.#step(node, step)
      if (found === undefined) break
      location.depth += 1
      location.key = found.key
      location.value = isScalar(found.node) ? offsetOf(found.node) : found.key
      node = found.node
    }
    return location
  }

  #follow(node: unknown): unknown {
    return isAlias(node) ? this.#aliases.get(node) : node
  }

  #step(node: unknown, step: string | number): { key: number; node: unknown } | undefined {
    if (typeof step === 'number') {
      const item = isSeq(node) ? node.items[step] : undefined
      return item === undefined ? undefined : { key: offsetOf(item), node: this.#follow(item) }
    }
    const pair = isMap(node) ? this.#pair(node, step) : undefined
    return pair === undefined ? undefined : { key: offsetOf(pair.key), node: this.#follow(pair.value) }
  }

  #pair(map: YAMLMap, key: string): Pair | undefined {
    const own =
      map.items.length > INDEX_FROM ? this.#index(map).get(key) : map.items.find((p) => keyText(p.key) === key)
    return own ?? this.#merged(map, key)
  }

  #index(map: YAMLMap): Map<string, Pair> {
    const known = this.#indexes.get(map)
    if (known !== undefined) return known
    const index = new Map(map.items.map((pair) => [keyText(pair.key) ?? '', pair]))
    this.#indexes.set(map, index)
    return index
  }

  #merged(map: YAMLMap, key: string): Pair | undefined {
    const merge = this.#follow(map.items.find((pair) => isMergeKey(pair.key))?.value)
    const sources = isSeq(merge) ? merge.items.map((item) => this.#follow(item)) : [merge]
    for (const source of sources) {
      const pair = isMap(source) ? this.#pair(source, key) : undefined
      if (pair !== undefined) return pair
    }
    return undefined
  }
}
