/**
 * How a text is written, so that what is added looks like what stands around it.
 */
import { isCollection, isMap, isScalar, isSeq, type Node, visit } from 'yaml'
import { type Collection, findEntries, isFlow } from './entries.ts'
import { columnOf, lineStart } from './lines.ts'
import type { SourceDocument } from './source-document.ts'

export type Quote = 'single' | 'double' | 'plain'

export interface Style {
  /** Columns from a key to the keys of the mapping below it. */
  step: number
  /** Columns from a key to the dashes of the list below it: 0 or more. */
  dashOffset: number
  /** Columns from a dash to its item. */
  dashWidth: number
  /** How strings are written that need no quotes. */
  quote: Quote
  /** How keys are written. */
  keyQuote: Quote
  /** Lists of single values are written in brackets. */
  flowLists: boolean
  /** Texts of several lines are written as literal blocks where they can be. */
  literals: boolean
}

const DEFAULT_STEP = 2

function mostCommon<T>(values: readonly T[], fallback: T): T {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].reduce((best, candidate) => (candidate[1] > best[1] ? candidate : best), [fallback, 0] as const)[0]
}

function quoteOf(node: unknown): Quote | undefined {
  if (!isScalar(node) || typeof node.value !== 'string') return undefined
  if (node.type === 'QUOTE_SINGLE') return 'single'
  if (node.type === 'QUOTE_DOUBLE') return 'double'
  return node.type === 'PLAIN' && !/[\uE000-\uE07F]/.test(node.value) ? 'plain' : undefined
}

/** As many collections or strings tell how a text is written. */
const ENOUGH = 1000

function collectionsOf(document: SourceDocument): Collection[] {
  const collections: Collection[] = []
  const collect = (_key: unknown, node: Collection) => {
    if (node.srcToken !== undefined) collections.push(node)
    return collections.length < ENOUGH ? undefined : visit.BREAK
  }
  if (document.root !== null) visit(document.root, { Map: collect, Seq: collect })
  return collections
}

interface Observations {
  steps: number[]
  dashOffsets: number[]
  dashWidths: number[]
  flowLists: boolean[]
}

function observe(document: SourceDocument, collection: Collection, seen: Observations): void {
  const { source } = document
  for (const { start, indicatorEnd, value } of findEntries(document, collection) ?? []) {
    if (value === undefined || !isCollection(value.node) || value.node.items.length === 0) continue
    const child = value.node as Collection
    const isBelow = lineStart(source, value.start) > start
    if (isFlow(child) && isSeq(child)) seen.flowLists.push(true)
    if (isFlow(child)) continue
    const distance = value.start - lineStart(source, value.start) - columnOf(source, start)
    if (isMap(collection) && isMap(child) && isBelow) seen.steps.push(distance)
    if (isMap(collection) && isSeq(child) && isBelow) seen.dashOffsets.push(distance)
    if (isSeq(child) && child.items.every(isScalar)) seen.flowLists.push(false)
    if (isSeq(collection) && !isBelow && indicatorEnd !== undefined) seen.dashWidths.push(value.start - start)
  }
}

/** Strings of a collection itself, without what is deeper. */
function quotesIn(collection: Collection): Quote[] {
  const values: readonly unknown[] = isMap(collection) ? collection.items.map(({ value }) => value) : collection.items
  return values.map(quoteOf).filter((quote) => quote !== undefined)
}

function quotesBelow(node: Node): Quote[] {
  let quotes: Quote[] = []
  const collect = (_key: unknown, collection: Collection) => {
    quotes = quotes.concat(quotesIn(collection))
    return quotes.length < ENOUGH ? undefined : visit.BREAK
  }
  visit(node, { Map: collect, Seq: collect })
  return quotes
}

function keyQuotesIn(collection: Collection): Quote[] {
  if (!isMap(collection)) return []
  return collection.items.map(({ key }) => quoteOf(key)).filter((quote) => quote !== undefined)
}

/** The nearest place around the edit where strings are written says how. */
function nearestQuote(around: readonly Collection[]): Quote {
  for (const collection of around.toReversed()) {
    const quotes = quotesIn(collection)
    const found = quotes.length > 0 ? quotes : quotesBelow(collection)
    if (found.length > 0) return mostCommon(found, 'single')
  }
  return 'single'
}

function nearestKeyQuote(around: readonly Collection[]): Quote {
  const quotes =
    around
      .toReversed()
      .map(keyQuotesIn)
      .find(({ length }) => length > 0) ?? []
  return mostCommon(quotes, 'plain')
}

/** Reads the style of a document for an edit inside the given collections, outermost first. */
export function detectStyle(document: SourceDocument, around: readonly Collection[]): Style {
  const seen: Observations = { steps: [], dashOffsets: [], dashWidths: [], flowLists: [] }
  for (const collection of collectionsOf(document)) observe(document, collection, seen)
  const step = mostCommon(seen.steps, DEFAULT_STEP)
  return {
    step,
    dashOffset: mostCommon(seen.dashOffsets, step),
    dashWidth: mostCommon(seen.dashWidths, 2),
    quote: nearestQuote(around),
    keyQuote: nearestKeyQuote(around),
    flowLists: mostCommon(seen.flowLists, false),
    literals: document.care !== 'all',
  }
}
