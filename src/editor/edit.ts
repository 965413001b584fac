/**
 * What can be asked of the editor.
 */
import { isExpression } from './template-mask.ts'

/** Keys of mappings and indexes of sequences, from the root: `['identity_providers', 'oidc', 'clients', 0]`. */
export type EditPath = readonly (string | number)[]

/** A template expression such as `{{ secret "/run/key.pem" | mindent 10 "|" | msquote }}`, written as it is. */
export class TemplateExpression {
  readonly text: string

  constructor(text: string) {
    if (!isExpression(text)) throw new TypeError('a template expression is one {{ … }} and nothing else')
    this.text = text
  }
}

/** What can be written: plain values, and template expressions in them. */
export type EditValue =
  | string
  | number
  | boolean
  | null
  | TemplateExpression
  | readonly EditValue[]
  | { readonly [key: string]: EditValue | undefined }

interface Addition {
  value: EditValue
  /** Written above a new entry, each line behind `# `; left out where the entry shares its line with others. */
  comment?: string
}

/**
 * One change. Missing parents are created as mappings; a parent that is empty (`key:`, `null`, `{}`, `[]`) is filled.
 *
 * - `set`: the entry or item at `path` gets the value; a key that is not there is added at the end of its mapping.
 * - `add`: the same for a key that must not be there yet.
 * - `insert`: a new item of the sequence at `path`, before item `at`, by default at the end.
 * - `remove`: the entry or item at `path` goes; a collection that loses its last entry becomes `[]` or `{}`.
 * - `move`: the item at `path` becomes item `to` of its sequence, with the comments directly above it.
 */
export type Edit =
  | ({ kind: 'set' | 'add'; path: EditPath } & Addition)
  | ({ kind: 'insert'; path: EditPath; at?: number } & Addition)
  | { kind: 'remove'; path: EditPath }
  | { kind: 'move'; path: EditPath; to: number }

/** A path as people write it: `identity_providers.oidc.clients[0]`. */
export function formatPath(path: EditPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? part : `${text}.${part}`
  }, '')
}

/** Whether a value is a mapping, and not one of the other kinds. */
export function isMapping(value: EditValue): value is { readonly [key: string]: EditValue | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof TemplateExpression)
}

/** Whether a value is a sequence. */
export function isSequence(value: EditValue): value is readonly EditValue[] {
  return Array.isArray(value)
}

/** The entries of a mapping that have a value. */
export function entriesOfValue(value: { readonly [key: string]: EditValue | undefined }): [string, EditValue][] {
  return Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, item]]))
}

/** Wraps a value into the mappings that the rest of a path asks for. */
export function nestValue(rest: EditPath, value: EditValue): EditValue {
  return rest.reduceRight<EditValue>((inner, part) => ({ [part]: inner }), value)
}
