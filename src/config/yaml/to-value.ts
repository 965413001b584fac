/**
 * The syntax tree of a YAML document as plain values, in one pass that also refuses duplicate keys, aliases that grow
 * without bound and nesting without end. An alias shares the value of its anchor; nothing is copied.
 */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml'
import { DEPTH_LIMIT, YamlBeyondLimit } from '../../primitives/yaml-tokens.ts'
import { ALIAS_FACTOR, PROBLEM_LIMIT } from '../limits.ts'
import { DocumentFault, type Fault } from './fault.ts'

interface Anchored {
  node: Node
  value: unknown
  /** Nodes that an alias to this anchor stands for. */
  size: number
}

/** Where each alias leads; lookups of positions follow it. */
export type AliasTargets = ReadonlyMap<Alias, Node>

export interface ConvertedDocument {
  value: unknown
  aliases: AliasTargets
  faults: readonly Fault[]
}

interface Conversion {
  anchors: Map<string, Anchored>
  aliases: Map<Alias, Node>
  faults: Fault[]
  /** Nodes with aliases counted at the size of what they stand for. */
  expanded: number
  limit: number
}

export function offsetOf(node: unknown): number {
  const range = (node as { range?: readonly number[] | null } | null)?.range
  return range?.[0] ?? 0
}

export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && (key.type === undefined || key.type === 'PLAIN')
}

/** The text of a mapping key; numbers and booleans as they are written. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined
  if (typeof key.value === 'string') return key.value
  return typeof key.source === 'string' ? key.source : String(key.value)
}

function grow(conversion: Conversion, size: number, node: unknown): void {
  conversion.expanded += size
  if (conversion.expanded <= conversion.limit) return
  throw new DocumentFault({
    code: 'yaml-alias-expansion',
    message: `the aliases make the document more than ${ALIAS_FACTOR} times larger than it is written`,
    offset: offsetOf(node),
  })
}

/** Integers beyond 2^53 keep their digits. */
function scalarValue({ value, source }: Scalar): unknown {
  const isLarge = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
  return isLarge && source !== undefined && /^[-+]?\d+$/.test(source) ? BigInt(source) : value
}

function convertAlias(alias: Alias, conversion: Conversion): unknown {
  const target = conversion.anchors.get(alias.source)
  if (target === undefined) {
    conversion.faults.push({
      code: 'yaml-alias-unknown',
      message: `the alias *${alias.source} names no anchor before it`,
      offset: offsetOf(alias),
    })
    return undefined
  }
  conversion.aliases.set(alias, target.node)
  grow(conversion, target.size, alias)
  return target.value
}

function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  } else target[key] = value
}

/** Keys of the mapping itself win over merged ones, and the first merged mapping over those after it. */
function mergeInto(target: Record<string, unknown>, merged: unknown, pair: Pair, conversion: Conversion): void {
  const sources = Array.isArray(merged) ? merged : [merged]
  for (const source of sources) {
    if (typeof source !== 'object' || source === null || Array.isArray(source)) {
      conversion.faults.push({
        code: 'yaml-syntax',
        message: 'a merge key takes a mapping or a list of mappings',
        offset: offsetOf(pair.key),
      })
      continue
    }
    const entries = Object.entries(source)
    grow(conversion, entries.length, pair.key)
    for (const [key, value] of entries) if (!Object.hasOwn(target, key)) setOwn(target, key, value)
  }
}

function reportKey(pair: Pair, key: string | undefined, conversion: Conversion): void {
  if (conversion.faults.length >= PROBLEM_LIMIT) return
  conversion.faults.push(
    key === undefined
      ? { code: 'yaml-key-not-text', message: 'a key must be plain text', offset: offsetOf(pair.key) }
      : {
          code: 'yaml-duplicate-key',
          message: `the key '${key}' stands twice in this mapping`,
          hint: 'keep one of the two',
          offset: offsetOf(pair.key),
        },
  )
}

function convertMap(map: YAMLMap, conversion: Conversion, depth: number): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  const merges: { pair: Pair; value: unknown }[] = []
  for (const pair of map.items) {
    const value = convertNode(pair.value, conversion, depth)
    const key = isAlias(pair.key) ? String(convertAlias(pair.key, conversion)) : keyText(pair.key)
    if (isMergeKey(pair.key) && merges.length === 0) merges.push({ pair, value })
    else if (key === undefined || isMergeKey(pair.key) || Object.hasOwn(result, key)) reportKey(pair, key, conversion)
    else setOwn(result, key, value)
  }
  for (const { pair, value } of merges) mergeInto(result, value, pair, conversion)
  return result
}

function convertContent(node: unknown, conversion: Conversion, depth: number): unknown {
  if (isScalar(node)) return scalarValue(node)
  if (depth > DEPTH_LIMIT) throw new YamlBeyondLimit('too-deep', offsetOf(node))
  if (isMap(node)) return convertMap(node, conversion, depth + 1)
  return isSeq(node) ? node.items.map((item) => convertNode(item, conversion, depth + 1)) : null
}

function convertNode(node: unknown, conversion: Conversion, depth: number): unknown {
  if (isAlias(node)) return convertAlias(node, conversion)
  const before = conversion.expanded
  grow(conversion, 1, node)
  const value = convertContent(node, conversion, depth)
  const anchor = (node as { anchor?: string } | null)?.anchor
  if (anchor !== undefined) {
    conversion.anchors.set(anchor, { node: node as Node, value, size: conversion.expanded - before })
  }
  return value
}

/** Counts what is written: the nodes of the tree, each alias as one. */
function countWritten(node: unknown): number {
  if (isMap(node)) return node.items.reduce((sum, { value }) => sum + countWritten(value), 1)
  if (isSeq(node)) return node.items.reduce<number>((sum, item) => sum + countWritten(item), 1)
  return 1
}

/**
 * Converts the content of a document.
 *
 * @throws {@link DocumentFault} or {@link YamlBeyondLimit} where a limit is passed
 */
export function convertDocument(content: unknown, { hasAliases }: { hasAliases: boolean }): ConvertedDocument {
  const limit = hasAliases ? ALIAS_FACTOR * countWritten(content) : Number.POSITIVE_INFINITY
  const conversion: Conversion = { anchors: new Map(), aliases: new Map(), faults: [], expanded: 0, limit }
  const value = convertNode(content, conversion, 0)
  return { value, aliases: conversion.aliases, faults: conversion.faults }
}
