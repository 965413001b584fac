/**
 * Finds the place that a path names, and refuses places that an edit must not touch.
 */
import { isAlias, isCollection, isMap, isScalar, isSeq, type Node } from 'yaml'
import { type EditPath, formatPath } from './edit.ts'
import { type Collection, type Entry, entriesOf } from './entries.ts'
import { EditInsideAlias, EditInsideTemplate, EditNotPossible } from './errors.ts'
import { positionAt } from './lines.ts'
import type { SourceDocument } from './source-document.ts'

export interface Step {
  collection: Collection
  entry: Entry
}

export type Found =
  /** The path names this entry. */
  | { kind: 'found'; steps: readonly Step[]; entry: Entry; collection: Collection }
  /** The collection has no such key or item; `rest` begins with it. */
  | { kind: 'missing'; steps: readonly Step[]; collection: Collection; rest: EditPath }
  /** The value of the last step (or the document) is empty; `rest` is what it lacks. */
  | { kind: 'empty'; steps: readonly Step[]; rest: EditPath }

/** Where something stands, as the options of an error. */
export function errorAt(document: SourceDocument, offset: number, path: EditPath, hint?: string) {
  return { position: positionAt(document.source, offset, document.file), path: formatPath(path), hint }
}

function keyText(entry: Entry): string | undefined {
  if (!isScalar(entry.key)) return undefined
  return String(entry.key.value)
}

function find(document: SourceDocument, collection: Collection, path: EditPath, depth: number): Entry | undefined {
  const part = path[depth]
  const entries = entriesOf(document, collection)
  const offset = collection.range?.[0] ?? 0
  const at = path.slice(0, depth)
  if (isSeq(collection)) {
    if (typeof part === 'number') return entries[part]
    throw new EditNotPossible(`${formatPath(at)} is a list, not a mapping`, errorAt(document, offset, at))
  }
  if (typeof part === 'number')
    throw new EditNotPossible(`${formatPath(at)} is a mapping, not a list`, errorAt(document, offset, at))
  const [entry, second] = entries.filter((candidate) => keyText(candidate) === part)
  if (second !== undefined)
    throw new EditNotPossible(
      `${formatPath(path.slice(0, depth + 1))} stands here twice`,
      errorAt(document, second.start, path, 'keep one of the two'),
    )
  return entry
}

function definitionOf(document: SourceDocument, node: Node, path: EditPath) {
  const name = isAlias(node) ? node.source : ''
  return new EditInsideAlias(
    `${formatPath(path)} is the alias *${name}`,
    errorAt(document, node.range?.[0] ?? 0, path, `edit the value that is marked &${name}, or write it out here`),
  )
}

function refuseShared(document: SourceDocument, node: Node, path: EditPath): void {
  if (isAlias(node)) throw definitionOf(document, node, path)
  const anchor = isScalar(node) || isCollection(node) ? node.anchor : undefined
  if (anchor === undefined || !document.sharedAnchors.has(anchor)) return
  throw new EditInsideAlias(
    `${formatPath(path) || 'the document'} is used again elsewhere as *${anchor}`,
    errorAt(document, node.range?.[0] ?? 0, path, 'write the aliases out first, or edit this place by hand'),
  )
}

/** The key that a merge key (`<<`) brings into a mapping, if one may. */
function mergeKeyOf(document: SourceDocument, collection: Collection): Entry | undefined {
  return isMap(collection) ? entriesOf(document, collection).find((entry) => keyText(entry) === '<<') : undefined
}

/** Names of the keys that come into a mapping through its merge key. */
export function mergedKeys(document: SourceDocument, collection: Collection): Set<string> {
  const merge = mergeKeyOf(document, collection)?.value?.node
  const sources = isSeq(merge) ? merge.items : [merge]
  const maps = sources.map((node) =>
    isAlias(node) ? document.documents[0] && node.resolve(document.documents[0]) : node,
  )
  return new Set(
    maps
      .filter(isMap)
      .flatMap((map) => [
        ...map.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : [])),
        ...(map === collection ? [] : mergedKeys(document, map)),
      ]),
  )
}

/** Refuses to edit inside of what a merge key brings into a mapping. */
export function refuseMerged(document: SourceDocument, collection: Collection, key: unknown, path: EditPath): void {
  if (!mergedKeys(document, collection).has(String(key))) return
  throw new EditInsideAlias(
    `${String(key)} comes from a merge key here`,
    errorAt(document, mergeKeyOf(document, collection)?.start ?? 0, path, 'write it out here, then edit it'),
  )
}

function isTemplateValue(document: SourceDocument, node: Node): boolean {
  const [start, end] = [node.range?.[0] ?? 0, node.range?.[1] ?? 0]
  return isScalar(node) && document.expressions.some((expression) => expression.start >= start && expression.end <= end)
}

function refuseScalar(document: SourceDocument, node: Node, path: EditPath): never {
  const at = node.range?.[0] ?? 0
  if (isTemplateValue(document, node))
    throw new EditInsideTemplate(
      `${formatPath(path)} is made by a template expression`,
      errorAt(document, at, path, 'edit the file that it reads, or write the value out here'),
    )
  throw new EditNotPossible(`${formatPath(path) || 'the document'} is a single value`, errorAt(document, at, path))
}

/**
 * Follows a path into the first document.
 *
 * @throws {@link EditInsideAlias}, {@link EditInsideTemplate} or {@link EditNotPossible} where the way is barred
 */
export function findPath(document: SourceDocument, path: EditPath): Found {
  const steps: Step[] = []
  let node: Node | null = document.root
  for (const [depth, part] of path.entries()) {
    const at = path.slice(0, depth)
    if (node !== null) refuseShared(document, node, at)
    if (node === null || (isScalar(node) && node.value === null))
      return { kind: 'empty', steps, rest: path.slice(depth) }
    if (!isCollection(node)) return refuseScalar(document, node, at)
    const collection: Collection = node as Collection
    const entry = find(document, collection, path, depth)
    if (entry === undefined) {
      const rest = path.slice(depth)
      if (rest.length > 1) refuseMerged(document, collection, part, path)
      return { kind: 'missing', steps, collection, rest }
    }
    steps.push({ collection, entry })
    node = entry.value?.node ?? null
  }
  const last = steps.at(-1)
  if (last === undefined) throw new EditNotPossible('the whole document cannot be edited at once')
  return { kind: 'found', steps: steps.slice(0, -1), ...last }
}
