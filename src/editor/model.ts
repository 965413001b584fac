/**
 * What a YAML text means, as far as an edit may not change it: values, order, repeated keys, aliases, shared anchors
 * and tags. An edit is made on this model too, by other means than in the text, and both results must agree.
 */
import { isDeepStrictEqual } from 'node:util'
import { isAlias, isCollection, isMap, isPair, isScalar, isSeq } from 'yaml'
import {
  type Edit,
  type EditPath,
  type EditValue,
  entriesOfValue,
  isMapping,
  isSequence,
  TemplateExpression,
} from './edit.ts'
import type { SourceDocument } from './source-document.ts'
import { maskExpression } from './template-mask.ts'

interface Marks {
  anchor?: string | undefined
  tag?: string | undefined
}

export type Model =
  | ({ kind: 'scalar'; value: unknown } & Marks)
  | ({ kind: 'map'; entries: readonly (readonly [Model, Model])[] } & Marks)
  | ({ kind: 'seq'; items: readonly Model[] } & Marks)
  | { kind: 'alias'; source: string }

const EMPTY: Model = { kind: 'scalar', value: null, anchor: undefined, tag: undefined }

function modelOfNode(node: unknown, shared: ReadonlySet<string>): Model {
  if (isAlias(node)) return { kind: 'alias', source: node.source }
  if (!isScalar(node) && !isCollection(node)) return EMPTY
  const anchor = node.anchor !== undefined && shared.has(node.anchor) ? node.anchor : undefined
  const marks = { anchor, tag: node.tag }
  if (isScalar(node)) return { kind: 'scalar', value: node.value, ...marks }
  const inner = (child: unknown) => modelOfNode(child, shared)
  if (isSeq(node)) return { kind: 'seq', items: node.items.map(inner), ...marks }
  const pairs = isMap(node) ? node.items.filter(isPair) : []
  return { kind: 'map', entries: pairs.map(({ key, value }) => [inner(key), inner(value)] as const), ...marks }
}

/**
 * The meaning of a text, a model for each of its documents; without one, a single empty document. Of the anchors only
 * those named in `anchors` count.
 */
export function modelOfDocument({ documents }: SourceDocument, anchors: ReadonlySet<string>): Model[] {
  return documents.length === 0 ? [EMPTY] : documents.map(({ contents }) => modelOfNode(contents, anchors))
}

const UNMARKED = { anchor: undefined, tag: undefined }

/** The meaning of a value to be written. */
export function modelOfValue(value: EditValue): Model {
  if (value instanceof TemplateExpression) return { kind: 'scalar', value: maskExpression(value.text), ...UNMARKED }
  if (isSequence(value)) return { kind: 'seq', items: value.map(modelOfValue), ...UNMARKED }
  if (!isMapping(value)) return { kind: 'scalar', value, ...UNMARKED }
  const entries = entriesOfValue(value).map(([key, item]) => [modelOfValue(key), modelOfValue(item)] as const)
  return { kind: 'map', entries, ...UNMARKED }
}

function indexOf(model: Model, part: string | number): number {
  if (model.kind === 'seq') return typeof part === 'number' && part < model.items.length ? part : -1
  if (model.kind !== 'map') return -1
  return model.entries.findIndex(([key]) => key.kind === 'scalar' && String(key.value) === part)
}

/** Replaces the value at a path by what `change` makes of it; `undefined` stands for "not there". */
function changeAt(model: Model, path: EditPath, change: (old: Model | undefined) => Model | undefined): Model {
  const [part, ...rest] = path
  if (part === undefined) return change(model) ?? EMPTY
  const inner = (old: Model | undefined): Model | undefined => {
    if (rest.length === 0) return change(old)
    return changeAt(old ?? EMPTY, rest, change)
  }
  const index = indexOf(model, part)
  if (model.kind === 'seq') {
    const changed = inner(model.items[index])
    return { ...model, items: model.items.toSpliced(index, 1, ...(changed === undefined ? [] : [changed])) }
  }
  const marks = model.kind === 'map' ? model : { ...UNMARKED, kind: 'map' as const }
  const entries = model.kind === 'map' ? model.entries : []
  const entry = entries[index]
  const changed = inner(entry?.[1])
  if (changed === undefined) return { ...marks, entries: entries.toSpliced(index, 1) }
  const kept = [entry?.[0] ?? modelOfValue(String(part)), changed] as const
  return { ...marks, entries: entry === undefined ? [...entries, kept] : entries.with(index, kept) }
}

function insertItem(old: Model | undefined, at: number | undefined, item: Model): Model {
  if (old?.kind !== 'seq') return { kind: 'seq', items: [item], ...UNMARKED }
  return { ...old, items: old.items.toSpliced(at ?? old.items.length, 0, item) }
}

function moveItem(old: Model | undefined, from: string | number | undefined, to: number): Model | undefined {
  if (old?.kind !== 'seq' || typeof from !== 'number') return old
  const item = old.items[from]
  return item === undefined ? old : { ...old, items: old.items.toSpliced(from, 1).toSpliced(to, 0, item) }
}

/** What a text should mean after an edit. */
export function applyToModel(models: readonly Model[], edit: Edit): Model[] {
  const [first = EMPTY, ...others] = models
  switch (edit.kind) {
    case 'set':
    case 'add':
      return [changeAt(first, edit.path, () => modelOfValue(edit.value)), ...others]
    case 'insert':
      return [changeAt(first, edit.path, (old) => insertItem(old, edit.at, modelOfValue(edit.value))), ...others]
    case 'remove':
      return [changeAt(first, edit.path, () => undefined), ...others]
    case 'move':
      return [changeAt(first, edit.path.slice(0, -1), (old) => moveItem(old, edit.path.at(-1), edit.to)), ...others]
  }
}

function isSameValue(left: unknown, right: unknown): boolean {
  return Object.is(left, right) || (typeof left === 'object' && left !== null && isDeepStrictEqual(left, right))
}

function isSame(left: Model, right: Model): boolean {
  if (left === right) return true
  if (left.kind === 'alias' || right.kind === 'alias')
    return left.kind === 'alias' && right.kind === 'alias' && left.source === right.source
  if (left.anchor !== right.anchor || left.tag !== right.tag) return false
  if (left.kind === 'scalar') return right.kind === 'scalar' && isSameValue(left.value, right.value)
  if (left.kind === 'seq') return right.kind === 'seq' && areSame(left.items, right.items)
  if (right.kind !== 'map' || left.entries.length !== right.entries.length) return false
  return left.entries.every(([key, value], index) => {
    const entry = right.entries[index]
    return entry !== undefined && isSame(key, entry[0]) && isSame(value, entry[1])
  })
}

/** Whether two texts mean the same. */
export function areSame(left: readonly Model[], right: readonly Model[]): boolean {
  return (
    left.length === right.length &&
    left.every((model, index) => {
      const other = right[index]
      return other !== undefined && isSame(model, other)
    })
  )
}
