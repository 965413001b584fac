/** Settings for people: what to type where, alternative by alternative. */
import { stringify } from 'yaml'
import { quoteForShell } from '../../primitives/shell.ts'
import type { FileSettings, Json, SettingGroup, Template } from '../templates/schema.ts'
import { asText, type Expansion, expand, expandAll, YAML_STYLE } from './expand.ts'
import { fitsIni, writeIni } from './ini.ts'
import { quoteForEnvironmentFile } from './quote.ts'

function indent(text: string): string {
  return text.trimEnd().replace(/^(?=.)/gm, '  ')
}

function list(entries: readonly (readonly [string, string])[], separator: string): string {
  return entries.map(([name, value]) => `${name}${separator}${value.replaceAll('\n', '\n  ')}`).join('\n')
}

function literal(value: Json, format: FileSettings['format']): string {
  if (typeof value === 'boolean' && format === 'python') return value ? 'True' : 'False'
  return asText(value)
}

/** Dotted names of the single values inside nested ones. */
function flatten(value: Json, format: FileSettings['format'], path = ''): [string, string][] {
  const isNested = (item: Json): boolean => typeof item === 'object' && item !== null
  if (Array.isArray(value) && value.some(isNested)) {
    return value.flatMap((item, index) => flatten(item, format, `${path}[${index}]`))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, literal(value, format)]]
  return Object.entries(value).flatMap(([key, item]) => flatten(item, format, path === '' ? key : `${path}.${key}`))
}

function fileText({ format, content, text }: FileSettings, expansion: Expansion): string {
  if (text !== undefined) return asText(expand(text, '', expansion) ?? '')
  const tree = expandAll(content ?? {}, expansion)
  if (format === 'yaml') return stringify(tree, YAML_STYLE)
  if (format === 'json') return JSON.stringify(tree, null, 2)
  return format === 'ini' && fitsIni(tree) ? writeIni(tree) : list(flatten(tree, format), ' = ')
}

function command(group: Extract<SettingGroup, { kind: 'flag' }>, expansion: Expansion): string {
  const flags = Object.entries(expandAll(group.values, expansion))
  const words = flags.map(([name, value]) => `${name}=${quoteForShell(asText(value))}`)
  return [asText(expand(group.command, '', expansion) ?? ''), ...words].join(' \\\n  ')
}

function pairs(values: Readonly<Record<string, Json>>, expansion: Expansion): [string, string][] {
  return Object.entries(expandAll(values, expansion)).map(([name, value]) => [name, asText(value)])
}

function heading(group: SettingGroup, expansion: Expansion): string {
  const optional = group.optional === true ? ' (optional)' : ''
  switch (group.kind) {
    case 'env':
      return `Environment variables${optional}`
    case 'ui':
      return `${asText(expand(group.where, '', expansion) ?? '')}${optional}`
    case 'flag':
      return `Command${optional}`
    case 'file':
      return `File ${group.file}${optional}`
  }
}

function body(group: SettingGroup, expansion: Expansion): string {
  switch (group.kind) {
    case 'env':
      return list(
        pairs(group.values, expansion).map(([name, value]) => [name, quoteForEnvironmentFile(value)] as const),
        '=',
      )
    case 'ui':
      return list(pairs(group.values, expansion), ': ')
    case 'flag':
      return command(group, expansion)
    case 'file':
      return fileText(group, expansion)
  }
}

function section(group: SettingGroup, expansion: Expansion): string {
  return `${heading(group, expansion)}\n${indent(body(group, expansion))}`
}

function alternatives({ methods = [], settings = [] }: Template): SettingGroup[][] {
  return methods.map((kinds) => settings.filter((group) => kinds.some((kind) => kind === group.kind)))
}

/** All settings of a template as text; what is not known is said in words. */
export function writeText(template: Template, expansion: Expansion): string {
  const ways = alternatives(template)
  const shown = ways.map((groups) => groups.map((group) => section(group, expansion)).join('\n\n'))
  const others = (template.settings ?? []).filter((group) => !ways.some((groups) => groups.includes(group)))
  const parts = [
    shown.join('\n\nOr:\n\n'),
    ...others.map((group) => section(group, expansion)),
    ...(template.notes === undefined ? [] : [`Notes\n${indent(template.notes.join('\n'))}`]),
  ]
  const text = parts.filter((part) => part !== '').join('\n\n')
  return text === '' ? '' : `${text}\n`
}
