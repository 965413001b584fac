/** Tells which template a client in a configuration came from, and with which address and values. */
import { fillText } from './fill-parts.ts'
import { readGiven } from './given.ts'
import type { TemplateSummary } from './list.ts'
import { FILTERS, placeholdersIn, solePlaceholder } from './placeholders.ts'
import type { Template } from './schema.ts'
import { searchTemplates } from './search.ts'

export interface Recognised {
  url?: string
  set: Readonly<Record<string, string>>
}

const ADDRESS = 'https?://[^/?#]+(?:/[^?#]*?)?'

/** A pattern that finds the values behind the placeholders of a redirect URI. */
function patternOf(template: Template, redirectUri: string): RegExp {
  const names = placeholdersIn(redirectUri).map(({ name }) => name)
  const parts = redirectUri.split(/\{\{[a-z0-9_|]+\}\}/).map(FILTERS.regex)
  const groups = names.map((name) => {
    if (name === 'url' || name === 'url_with_port') return `(?<${name}>${ADDRESS})`
    return template.values?.[name]?.kind === 'path' ? `(?<${name}>/[^?#]*)` : `(?<${name}>[^/?#&]+)`
  })
  return new RegExp(`^${parts.map((part, index) => part + (groups[index] ?? '')).join('')}$`, 'u')
}

function readValues(pattern: RegExp, uri: string): Recognised | undefined {
  const match = pattern.exec(uri)
  if (match === null) return undefined
  const { url, url_with_port, ...set } = match.groups ?? {}
  const address = url ?? url_with_port
  return { ...(address === undefined ? {} : { url: address }), set: { ...set } }
}

function gives(template: Template, found: Recognised, fixed: readonly string[], uris: readonly string[]): boolean {
  try {
    const { values } = readGiven(template, found)
    return fixed.every((uri) => uris.includes(fillText(uri, values)))
  } catch {
    return false
  }
}

/**
 * The address and values with which the template gives these redirect URIs; undefined when it cannot. Redirect URIs
 * that an application shows say nothing, so a template with nothing else is never recognised.
 */
export function recognise(template: Template, redirectUris: readonly string[]): Recognised | undefined {
  const fixed = (template.client.redirect_uris ?? []).filter((uri) => solePlaceholder(uri) !== 'redirect_uri')
  const [first] = fixed
  if (first === undefined) return undefined
  const pattern = patternOf(template, first)
  return redirectUris
    .map((uri) => readValues(pattern, uri))
    .find((found) => found !== undefined && gives(template, found, fixed, redirectUris))
}

/** Templates that a client may have come from, by its id and name; the likeliest first. */
export function likelyTemplates(
  client: { client_id: string; client_name?: string | undefined },
  summaries: readonly TemplateSummary[],
): TemplateSummary[] {
  const found = [client.client_id, client.client_name ?? ''].flatMap((text) =>
    text === '' ? [] : searchTemplates(text, summaries),
  )
  return [...new Set(found)]
}
