/**
 * Each kind of edit as splices of the source.
 */
import { isMap, isScalar, isSeq } from 'yaml'
import { moveBlockItem, removeBlockEntry, rotateItems } from './block-edit.ts'
import { fillDocument, fillValue, insertEntry, placeIn, replaceRoot, replaceValue, siteOf } from './change.ts'
import { type Edit, type EditPath, type EditValue, formatPath, nestValue } from './edit.ts'
import { type Entry, entriesOf, isFlow } from './entries.ts'
import { EditNotPossible, EditPathExists, EditPathNotFound } from './errors.ts'
import { errorAt, type Found, findPath, mergedKeys, refuseMerged } from './find.ts'
import { removeFlowEntry } from './flow-edit.ts'
import { positionAt } from './lines.ts'
import { renderInline } from './render.ts'
import { refuseLostAnchors, refuseSharedValue } from './shared-anchors.ts'
import type { SourceDocument } from './source-document.ts'
import type { Splice } from './splice.ts'
import { refuseFilledByTemplate } from './templates-around.ts'

function refuseMissing(document: SourceDocument, path: EditPath, offset: number): never {
  throw new EditPathNotFound(`there is no ${formatPath(path)}`, errorAt(document, offset, path))
}

/** Adds what a path lacks, parents included. */
function create(document: SourceDocument, path: EditPath, found: Found, value: EditValue, comment?: string): Splice[] {
  if (found.kind === 'found') return []
  const [first, ...rest] = found.rest
  const offset = found.steps.at(-1)?.entry.start ?? 0
  if (typeof first !== 'string' || rest.some((part) => typeof part === 'number'))
    return refuseMissing(document, path, offset)
  if (found.kind === 'missing') {
    const site = siteOf(document, path, found.steps, found.collection)
    return insertEntry(site, found.collection, found.collection.items.length, {
      key: first,
      value: nestValue(rest, value),
      comment,
    })
  }
  const site = siteOf(document, path, found.steps)
  const holder = found.steps.at(-1)
  const nested = nestValue(found.rest, value)
  return holder === undefined ? fillDocument(site, nested, comment) : fillValue(site, holder, nested)
}

function refuseOtherDocument({ documents, source, file }: SourceDocument, path: EditPath): void {
  const other = documents.slice(1).find(({ contents }) => isMap(contents) && contents.has(path[0]))
  if (other === undefined) return
  throw new EditNotPossible(`${path[0]} stands in a later document of ${file}, and only the first is read`, {
    path: formatPath(path),
    position: positionAt(source, other.range[0], file),
    hint: 'move it into the first document, or remove the --- between them',
  })
}

function setEdit(document: SourceDocument, edit: Extract<Edit, { kind: 'set' | 'add' }>): Splice[] {
  const { path, value, comment } = edit
  const found = findPath(document, path)
  if (
    found.kind === 'missing' &&
    edit.kind === 'add' &&
    mergedKeys(document, found.collection).has(String(path.at(-1)))
  )
    throw new EditPathExists(`${formatPath(path)} comes from a merge key already`, errorAt(document, 0, path))
  if (found.kind !== 'found') return create(document, path, found, value, comment)
  const { collection, entry, steps } = found
  if (edit.kind === 'add')
    throw new EditPathExists(`${formatPath(path)} is there already`, errorAt(document, entry.start, path))
  refuseSharedValue(document, entry, path)
  refuseLostAnchors(document, entry, path)
  refuseFilledValue(document, entry, path)
  return replaceValue(siteOf(document, path, steps, collection), { collection, entry }, value)
}

function refuseFilledValue(document: SourceDocument, entry: Entry, path: EditPath): void {
  const node = entry.value?.node
  if (node === undefined || (isScalar(node) && node.value === null)) refuseFilledByTemplate(document, entry.end, path)
}

function insertEdit(
  document: SourceDocument,
  { path, value, at, comment }: Extract<Edit, { kind: 'insert' }>,
): Splice[] {
  const found = findPath(document, path)
  if (found.kind === 'missing') refuseMerged(document, found.collection, found.rest[0], path)
  if (found.kind !== 'found') return create(document, path, found, [value], comment)
  const { collection, entry, steps } = found
  refuseSharedValue(document, entry, path)
  const node = entry.value?.node
  const inside = [...steps, { collection, entry }]
  if (node === undefined || (isScalar(node) && node.value === null))
    return fillValue(siteOf(document, path, inside), { collection, entry }, [value])
  findPath(document, [...path, 0])
  if (!isSeq(node)) throw new EditNotPossible(`${formatPath(path)} is not a list`, errorAt(document, entry.start, path))
  return insertEntry(siteOf(document, path, inside, node), node, at ?? node.items.length, {
    key: undefined,
    value,
    comment,
  })
}

function removeEdit(document: SourceDocument, { path }: Extract<Edit, { kind: 'remove' }>): Splice[] {
  const found = findPath(document, path)
  if (found.kind !== 'found') return refuseMissing(document, path, found.steps.at(-1)?.entry.start ?? 0)
  const { collection, entry, steps } = found
  refuseLostAnchors(document, entry, path)
  refuseFilledByTemplate(document, entry.end, path)
  const site = siteOf(document, path, steps, collection)
  const entries = entriesOf(document, collection)
  if (isFlow(collection)) return removeFlowEntry(document, collection, entries, entry, path)
  if (entries.length > 1) return removeBlockEntry(document, entries, entry, placeIn(site, collection, entries))
  const empty = isSeq(collection) ? [] : {}
  const holder = steps.at(-1)
  return holder === undefined
    ? replaceRoot(site, collection, [renderInline(empty, site.style)])
    : replaceValue(site, holder, empty)
}

function moveEdit(document: SourceDocument, { path, to }: Extract<Edit, { kind: 'move' }>): Splice[] {
  const found = findPath(document, path)
  if (found.kind !== 'found') return refuseMissing(document, path, found.steps.at(-1)?.entry.start ?? 0)
  const { collection, entry, steps } = found
  const entries = entriesOf(document, collection)
  if (!isSeq(collection) || entries[to] === undefined)
    throw new EditNotPossible(`there is no item ${to} to move it to`, errorAt(document, entry.start, path))
  if (to === entry.index) return []
  if (isFlow(collection)) return rotateItems(document.source, entries, entry.index, to)
  const site = siteOf(document, path, steps, collection)
  return moveBlockItem(document, entries, entry, to, placeIn(site, collection, entries))
}

/** The splices that make an edit. */
export function splicesOf(document: SourceDocument, edit: Edit): Splice[] {
  refuseOtherDocument(document, edit.path)
  switch (edit.kind) {
    case 'set':
    case 'add':
      return setEdit(document, edit)
    case 'insert':
      return insertEdit(document, edit)
    case 'remove':
      return removeEdit(document, edit)
    case 'move':
      return moveEdit(document, edit)
  }
}
