/**
 * Entries of mappings and sequences as ranges of the source, from the tokens of the syntax tree.
 */
import { type CST, isCollection, isNode, isPair, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml'
import { EditNotPossible } from './errors.ts'
import { isBlank, lineEnd, nextLine, positionAt } from './lines.ts'
import type { SourceDocument } from './source-document.ts'

export type Collection = YAMLMap | YAMLSeq

export interface Range {
  start: number
  end: number
}

export interface Entry {
  index: number
  /** First character of the key, its property, the `?` or the `-`. */
  start: number
  key: Node | undefined
  keyEnd: number
  /** After the `:` or `-`; undefined for an item of a flow sequence and a flow key without value. */
  indicatorEnd: number | undefined
  /** Anchor and tag of the value. */
  properties: readonly Range[]
  /** Undefined where nothing is written for the value. */
  value: { node: Node; start: number; end: number } | undefined
  /** End of the last character that belongs to the entry, without a comment behind it. */
  end: number
}

type TokenItem = {
  start: CST.SourceToken[]
  key?: CST.Token | null
  sep?: CST.SourceToken[]
  value?: CST.Token
}

const LAYOUT = new Set(['space', 'newline', 'comment', 'comma'])

/** Whether a collection is written with brackets or braces. */
export function isFlow(collection: Collection): boolean {
  return collection.flow === true
}

function refuse(document: SourceDocument, offset: number): never {
  throw new EditNotPossible('this place is written in a form that cannot be edited', {
    hint: 'write it as an ordinary mapping or list',
    position: positionAt(document.source, offset, document.file),
  })
}

function tokenItems(collection: Collection): TokenItem[] | undefined {
  const token = collection.srcToken
  if (token === undefined || !('items' in token)) return undefined
  const items: TokenItem[] = token.items
  return items.filter((item) => item.key || item.sep || item.value || item.start.some(({ type }) => !LAYOUT.has(type)))
}

function isProperty({ type }: CST.SourceToken): boolean {
  return type === 'anchor' || type === 'tag'
}

function rangeOf({ offset, source }: CST.SourceToken): Range {
  return { start: offset, end: offset + source.length }
}

/** A block scalar ends with its last line that is not blank, unless its header keeps all line ends (`+`). */
function blockScalarEnd({ source }: SourceDocument, start: number, end: number): number {
  const header = lineEnd(source, start)
  const keeps = /^[|>]\d?\+/.test(source.slice(start, header))
  let last = header
  for (let line = nextLine(source, header); line < end; line = nextLine(source, line)) {
    const stop = lineEnd(source, line)
    if (keeps || !isBlank(source.slice(line, stop))) last = stop
  }
  return last
}

function asBlock(node: Node): Collection | undefined {
  return isCollection(node) && !isFlow(node as Collection) ? (node as Collection) : undefined
}

function nodeEnd(document: SourceDocument, node: Node): number {
  if (isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'))
    return blockScalarEnd(document, node.range?.[0] ?? 0, node.range?.[1] ?? 0)
  const block = asBlock(node)
  const items = block === undefined ? undefined : tokenItems(block)
  const last = items?.at(-1)
  if (block === undefined || items === undefined || last === undefined) return node.range?.[1] ?? 0
  return entryOf(document, block, last, items.length - 1).end
}

function nodeStart(node: Node): number {
  const block = asBlock(node)
  const first = block === undefined ? undefined : tokenItems(block)?.[0]
  return (first === undefined ? undefined : itemStart(first)) ?? node.range?.[0] ?? 0
}

function itemStart({ start, key, sep, value }: TokenItem): number | undefined {
  return start.find(({ type }) => !LAYOUT.has(type))?.offset ?? key?.offset ?? sep?.[0]?.offset ?? value?.offset
}

function writtenValue(document: SourceDocument, item: TokenItem, node: unknown): Entry['value'] {
  if (!item.value || !isNode(node)) return undefined
  return { node, start: nodeStart(node), end: nodeEnd(document, node) }
}

function entryOf(document: SourceDocument, collection: Collection, item: TokenItem, index: number): Entry {
  const content: unknown = collection.items[index]
  const pair = isPair(content) ? content : undefined
  const key = isNode(pair?.key) ? pair.key : undefined
  const lead = isSeq(collection) ? item.start : (item.sep ?? [])
  const indicator = lead.find(({ type }) => type === 'map-value-ind' || type === 'seq-item-ind')
  const indicatorEnd = indicator === undefined ? undefined : rangeOf(indicator).end
  const properties = lead.filter(isProperty).map(rangeOf)
  const value = writtenValue(document, item, pair === undefined ? content : pair.value)
  const start = itemStart(item) ?? refuse(document, collection.range?.[0] ?? 0)
  const keyEnd = key?.range?.[1] ?? start
  const end = value?.end ?? Math.max(keyEnd, indicatorEnd ?? 0, ...properties.map((property) => property.end))
  return { index, start, key, keyEnd, indicatorEnd, properties, value, end }
}

/** As {@link entriesOf}, but undefined for a form that cannot be edited. */
export function findEntries(document: SourceDocument, collection: Collection): readonly Entry[] | undefined {
  const items = tokenItems(collection)
  if (items === undefined || items.length !== collection.items.length) return undefined
  return items.map((item, index) => entryOf(document, collection, item, index))
}

/**
 * The entries of a mapping or sequence in the order of the source.
 *
 * @throws {@link EditNotPossible} for forms such as the pair without braces in `[a: 1]`
 */
export function entriesOf(document: SourceDocument, collection: Collection): readonly Entry[] {
  return findEntries(document, collection) ?? refuse(document, collection.range?.[0] ?? 0)
}

/** Offset of the comma behind an entry of a flow collection, undefined where there is none. */
export function commaAfter(collection: Collection, index: number): number | undefined {
  const token = collection.srcToken
  if (token === undefined || !('items' in token)) return undefined
  const commas = token.items.flatMap(({ start }) => start.filter(({ type }) => type === 'comma'))
  return commas[index]?.offset
}
