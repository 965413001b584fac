/** How several sources become one: mappings merge deeply, lists and scalars of the later source replace. */

export type Tree = Readonly<Record<string, unknown>>

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Sets an own property whatever its name. */
function withEntry(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}

/** Lays `later` over `earlier`; neither is changed. A null of the later source replaces nothing. */
export function mergeTrees(earlier: Tree, later: Tree): Tree {
  const merged: Record<string, unknown> = { ...earlier }
  for (const [key, value] of Object.entries(later)) {
    const before = Object.hasOwn(merged, key) ? merged[key] : undefined
    if (isTree(before) && isTree(value)) withEntry(merged, key, mergeTrees(before, value))
    else if (value !== null || before === undefined) withEntry(merged, key, value)
  }
  return merged
}

/** The value at a path of keys; undefined where a step is missing. */
export function valueAt(tree: unknown, path: readonly (string | number)[]): unknown {
  let value = tree
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string | number, unknown>)[step]
  }
  return value
}

/** A tree with one value at the end of `path`. */
export function treeOf(path: readonly string[], value: unknown): Tree {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Tree
}
