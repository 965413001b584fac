/** Makes the operations of a migration in a parsed section; the value given is not changed. */
import { type EditValue, isMapping, isSequence } from '../../editor/edit.ts'
import { isTree, type Tree, valueAt } from '../merge.ts'
import type { OptionPath } from '../resolved.ts'
import type { Operation } from './operation.ts'

type Change = (value: unknown) => unknown

/** A copy in which the value at a path is what `change` makes of it; undefined removes it. */
function changed(value: unknown, path: OptionPath, change: Change): unknown {
  const [step, ...rest] = path
  if (step === undefined) return change(value)
  if (Array.isArray(value) && typeof step === 'number') return value.with(step, changed(value[step], rest, change))
  const entries = isTree(value) ? value : {}
  const key = String(step)
  const inner = changed(Object.hasOwn(entries, key) ? entries[key] : undefined, rest, change)
  const others = Object.entries(entries).filter(([name]) => name !== key)
  return Object.fromEntries(inner === undefined ? others : replaced(entries, key, inner))
}

/** The entries with one value replaced in its place, or added at the end. */
function replaced(entries: Tree, key: string, value: unknown): [string, unknown][] {
  if (!Object.hasOwn(entries, key)) return [...Object.entries(entries), [key, value]]
  return Object.entries(entries).map(([name, old]) => [name, name === key ? value : old])
}

function set(section: unknown, path: OptionPath, value: unknown): unknown {
  return changed(section, path, () => value)
}

function remove(section: unknown, path: OptionPath): unknown {
  return valueAt(section, path) === undefined && valueAt(section, path.slice(0, -1)) === undefined
    ? section
    : changed(section, path, () => undefined)
}

function rename(section: unknown, path: OptionPath, name: string): unknown {
  const old = path.at(-1)
  return changed(section, path.slice(0, -1), (value) =>
    isTree(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key === old ? name : key, item]))
      : value,
  )
}

/** Plain data of what the editor would write. */
function plain(value: EditValue): unknown {
  if (isSequence(value)) return value.map(plain)
  return isMapping(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item ?? null)]))
    : value
}

function insert(section: unknown, path: OptionPath, at: number, item: string): unknown {
  return changed(section, path, (value) => (Array.isArray(value) ? value.toSpliced(at, 0, item) : value))
}

/** Makes one operation. Hashing is left to texts: in memory a plain secret serves as it is. */
export function applyToValue(section: unknown, operation: Operation): unknown {
  switch (operation.kind) {
    case 'rename':
      return rename(section, operation.path, operation.key)
    case 'move':
      return remove(set(section, operation.to, valueAt(section, operation.from)), operation.from)
    case 'remove':
      return remove(section, operation.path)
    case 'set':
      return set(section, operation.path, plain(operation.value))
    case 'insert':
      return insert(section, operation.path, operation.at, operation.value)
    case 'wrap key': {
      const entry = { ...operation.entry, key: valueAt(section, operation.from) }
      return remove(set(section, operation.to, [entry]), operation.from)
    }
    default:
      return section
  }
}
