/** How large values are: what the cost of an expression is reckoned from before it is evaluated. */

/** Of a text: its characters. Of a list or a map: its entries, with the largest of them. */
export interface Extent {
  length: number
  inner?: Extent
}

/** Numbers, booleans, and whatever else has no length. */
export const SINGLE: Extent = { length: 1 }

/** Everything in it counted together. */
export function total({ length, inner }: Extent): number {
  return inner === undefined ? length : length * (1 + total(inner))
}

/** At least as large as either. */
export function larger(left: Extent, right: Extent): Extent {
  const inner = left.inner && right.inner ? larger(left.inner, right.inner) : (left.inner ?? right.inner)
  return { length: Math.max(left.length, right.length), ...(inner === undefined ? {} : { inner }) }
}

/** One after the other: texts and lists that are added. */
export function joined(left: Extent, right: Extent): Extent {
  return { ...larger(left, right), length: left.length + right.length }
}

/** A list of entries of these extents. */
export function listOf(entries: readonly Extent[]): Extent {
  return { length: entries.length, inner: entries.reduce(larger, SINGLE) }
}

/** The extent of a value. */
export function extentOf(value: unknown): Extent {
  if (typeof value === 'string' || value instanceof Uint8Array) return { length: value.length }
  if (Array.isArray(value)) return listOf(value.map(extentOf))
  if (typeof value !== 'object' || value === null) return SINGLE
  const entries = Object.entries(value)
  return { length: entries.length, inner: listOf(entries.flat().map(extentOf)).inner ?? SINGLE }
}
