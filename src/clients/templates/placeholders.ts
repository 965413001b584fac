/**
 * Placeholders of templates: `{{name}}`, or `{{name|filter}}` where the place needs another spelling. Blanks inside the
 * braces make it text of the application (Jinja, Go), which stays as it is.
 */

export const FILTERS = {
  /** Percent-encoded, for a component of a URL (RFC 3986 §2.1). */
  uri: encodeURIComponent,
  /** Upper case, for names of variables. */
  upper: (text: string) => text.toUpperCase().replaceAll('-', '_'),
  /** Characters with a meaning in regular expressions lose it. */
  regex: (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
} as const

export type FilterName = keyof typeof FILTERS

export interface Placeholder {
  name: string
  filter: string | undefined
}

/** Gives the value of a placeholder; undefined where there is none. */
export type Lookup = (name: string) => string | undefined

export interface Replaced {
  text: string
  /** Names that had no value; their placeholders are gone from the text. */
  missing: readonly string[]
}

const PLACEHOLDER = /\{\{([a-z][a-z0-9_]*)(?:\|([a-z]+))?\}\}/g

export function isFilter(name: string): name is FilterName {
  return Object.hasOwn(FILTERS, name)
}

/** The placeholders of a text, in order. */
export function placeholdersIn(text: string): Placeholder[] {
  return Array.from(text.matchAll(PLACEHOLDER), ([, name = '', filter]) => ({ name, filter }))
}

/** The name of the placeholder that is the whole text; undefined for anything else. */
export function solePlaceholder(text: string): string | undefined {
  const [first, ...others] = placeholdersIn(text)
  return first !== undefined && others.length === 0 && text === `{{${first.name}}}` ? first.name : undefined
}

/** Puts values in, in one pass: what a value contains is never read as a placeholder again. */
export function replacePlaceholders(
  text: string,
  lookup: Lookup,
  spell: (value: string) => string = (value) => value,
): Replaced {
  const missing: string[] = []
  const replaced = text.replace(PLACEHOLDER, (_, name: string, filter?: string) => {
    const value = lookup(name)
    if (value === undefined) missing.push(name)
    const filtered = filter !== undefined && isFilter(filter) ? FILTERS[filter](value ?? '') : (value ?? '')
    return spell(filtered)
  })
  return { text: replaced, missing }
}

/** Visits every text inside a value, keys of mappings included. */
export function visitTexts(
  value: unknown,
  visit: (text: string, path: readonly (string | number)[]) => void,
  path: readonly (string | number)[] = [],
): void {
  if (typeof value === 'string') visit(value, path)
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) visitTexts(item, visit, [...path, index])
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      visit(key, [...path, key])
      visitTexts(item, visit, [...path, key])
    }
  }
}

/** The names of all placeholders inside a value. */
export function namesIn(value: unknown): Set<string> {
  const names = new Set<string>()
  visitTexts(value, (text) => {
    for (const { name } of placeholdersIn(text)) names.add(name)
  })
  return names
}
