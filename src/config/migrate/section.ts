/** Reading a section of any generation: its clients, and options under their old or new name. */

import { isUnreadableValue } from '../filters/unreadable.ts'
import type { Generation } from '../generations/detect.ts'
import { isTree, type Tree } from '../merge.ts'

export interface OldClient {
  index: number
  options: Tree
}

export function clientsOf(section: Tree): OldClient[] {
  const { clients } = section
  if (!Array.isArray(clients)) return []
  return clients.flatMap((options: unknown, index) => (isTree(options) ? [{ index, options }] : []))
}

/** The value of an option that an entry holds under one of several names; undefined where none is given. */
export function optionOf(options: Tree, ...names: string[]): unknown {
  const name = names.find((candidate) => Object.hasOwn(options, candidate) && options[candidate] !== null)
  return name === undefined ? undefined : options[name]
}

/** A list as the configuration reads it: one text is split at commas. Undefined where none is given. */
export function listOf(value: unknown): readonly string[] | undefined {
  if (Array.isArray(value)) return value.map(String)
  if (typeof value !== 'string') return undefined
  return value === '' ? [] : value.split(',')
}

export function isOn(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(1|t|true)$/i.test(value)) || value === 1
}

/** Whether a text is known here: given, no stand-in for a file, no hidden template expression. */
export function isKnownText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !isUnreadableValue(value) && !/[\ue000-\uf8ff]|\{\{/.test(value)
}

/** How a client is named to people. */
export function clientName({ index, options }: OldClient): string {
  const id = optionOf(options, 'client_id', 'id')
  return typeof id === 'string' || typeof id === 'number' ? `client '${id}'` : `client ${index + 1}`
}

export interface MigrationContext {
  section: Tree
  generation: Generation
}
