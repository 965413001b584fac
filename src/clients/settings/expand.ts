/**
 * Settings with their values put in. A setting whose value is not known is left out and reported, so that no
 * placeholder ever reaches an application.
 */
import { stringify } from 'yaml'
import { replacePlaceholders } from '../templates/placeholders.ts'
import type { Json } from '../templates/schema.ts'
import type { SettingValues } from './values.ts'

export interface Omission {
  /** The setting, such as `OIDC_CLIENT_SECRET` or `oidc.client_secret`. */
  setting: string
  /** The placeholders without a value. */
  missing: readonly string[]
}

export interface Expansion {
  values: SettingValues
  /** Stands for what is not known; without it the setting is left out. */
  standIn?: (name: string) => string
  omitted: Omission[]
}

/** YAML that 1.1 readers (PyYAML and others) and 1.2 readers understand alike. */
export const YAML_STYLE = { compat: 'yaml-1.1', lineWidth: 0, singleQuote: true, aliasDuplicateObjects: false } as const

/** A text inside a text: JSON or YAML of its own, or a piece of program. */
type Embedded = { $json: Json } | { $yaml: Json } | { $code: string }

function isEmbedded(value: object): value is Embedded {
  const [key, ...others] = Object.keys(value)
  return others.length === 0 && (key === '$json' || key === '$yaml' || key === '$code')
}

/** Quotes of the shell are spelled out, so that the text can stand between them. */
function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("'", '\\u0027')
}

function expandEmbedded(value: Embedded, path: string, expansion: Expansion): Json {
  if ('$code' in value) return value.$code
  if ('$json' in value) return embeddedJson(expand(value.$json, path, expansion))
  return stringify(expand(value.$yaml, path, expansion), YAML_STYLE)
}

function expandText(text: string, path: string, { values, standIn, omitted }: Expansion): string | undefined {
  const { text: known, missing } = replacePlaceholders(text, (name) => values.get(name))
  if (missing.length === 0) return known
  omitted.push({ setting: path, missing })
  return standIn && replacePlaceholders(text, (name) => values.get(name) ?? standIn(name)).text
}

function expandMapping(mapping: Readonly<Record<string, Json>>, path: string, expansion: Expansion): Json {
  const entries: [string, Json][] = []
  for (const [rawKey, rawValue] of Object.entries(mapping)) {
    const key = expandText(rawKey, path, expansion)
    if (key === undefined) continue
    const value = expand(rawValue, path === '' ? key : `${path}.${key}`, expansion)
    if (value !== undefined) entries.push([key, value])
  }
  return Object.fromEntries(entries)
}

/** A value with its placeholders replaced; undefined where it cannot be known. */
export function expand(value: Json, path: string, expansion: Expansion): Json | undefined {
  if (typeof value === 'string') return expandText(value, path, expansion)
  if (Array.isArray(value)) {
    return value.map((item, index) => expand(item, `${path}[${index}]`, expansion)).filter((item) => item !== undefined)
  }
  if (typeof value !== 'object' || value === null) return value
  return isEmbedded(value) ? expandEmbedded(value, path, expansion) : expandMapping(value, path, expansion)
}

/** The settings of a group, name → value. */
export function expandAll(values: Readonly<Record<string, Json>>, expansion: Expansion): Record<string, Json> {
  const expanded = expandMapping(values, '', expansion)
  return typeof expanded === 'object' && expanded !== null && !Array.isArray(expanded) ? expanded : {}
}

/** A single value as text; lists and mappings as JSON. */
export function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
