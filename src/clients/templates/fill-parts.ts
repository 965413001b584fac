/** Puts values into the parts of a template: texts, lists and mappings. */
import { replacePlaceholders, solePlaceholder } from './placeholders.ts'

/** Placeholder → its values; most have one. */
export type Values = ReadonlyMap<string, readonly string[]>

export function fillText(text: string, values: Values): string {
  return replacePlaceholders(text, (name) => values.get(name)?.join(' ')).text
}

/** An entry that is one placeholder becomes as many entries as it has values. */
function fillList(items: readonly unknown[], values: Values): unknown[] {
  return items.flatMap((item): readonly unknown[] => {
    const sole = typeof item === 'string' ? solePlaceholder(item) : undefined
    return sole === undefined ? [fillPart(item, values)] : (values.get(sole) ?? [])
  })
}

/** A list that held nothing but optional values, none of which was given, goes. */
function isEmptied(before: unknown, after: unknown): boolean {
  return Array.isArray(before) && before.length > 0 && Array.isArray(after) && after.length === 0
}

function fillEntries(part: object, values: Values): Record<string, unknown> {
  const entries = Object.entries(part).flatMap(([key, before]) => {
    const after = fillPart(before, values)
    return isEmptied(before, after) ? [] : [[fillText(key, values), after] as const]
  })
  return Object.fromEntries(entries)
}

function fillPart(part: unknown, values: Values): unknown {
  if (typeof part === 'string') return fillText(part, values)
  if (Array.isArray(part)) return fillList(part, values)
  return typeof part === 'object' && part !== null ? fillEntries(part, values) : part
}

/** Fills a mapping; only texts change and lists grow or go, so its shape stays. */
export function fillMapping<T extends object>(part: T, values: Values): T {
  return fillEntries(part, values) as T
}
