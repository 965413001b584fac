/** Rules of templates that go beyond the shape of single fields. */
import { ADDRESS_NAMES, CLIENT_NAMES, SETTING_NAMES } from './known-names.ts'
import { isFilter, namesIn, placeholdersIn, visitTexts } from './placeholders.ts'
import type { SettingGroup, Template } from './schema.ts'
import { checkValue, splitValues } from './values.ts'

export interface TemplateFault {
  message: string
  path: readonly (string | number)[]
}

type Rule = (template: Template) => TemplateFault[]

function unknownPlaceholders(part: unknown, at: string, known: readonly string[]): TemplateFault[] {
  const faults: TemplateFault[] = []
  visitTexts(part, (text, path) => {
    for (const { name, filter } of placeholdersIn(text)) {
      if (!known.includes(name))
        faults.push({ message: `nothing gives a value to {{${name}}} here`, path: [at, ...path] })
      if (filter !== undefined && !isFilter(filter)) {
        faults.push({ message: `there is no filter '${filter}'`, path: [at, ...path] })
      }
    }
  })
  return faults
}

const placeholdersAreKnown: Rule = (template) => {
  const own = [...Object.keys(template.values ?? {}), ...ADDRESS_NAMES]
  const later = [...own, ...CLIENT_NAMES]
  return [
    ...unknownPlaceholders(template.client, 'client', own),
    ...unknownPlaceholders(template.extra_clients ?? [], 'extra_clients', own),
    ...unknownPlaceholders(template.needs ?? {}, 'needs', later),
    ...unknownPlaceholders(template.settings ?? [], 'settings', [...later, ...SETTING_NAMES, 'label']),
  ]
}

const valuesAreUsed: Rule = (template) => {
  const used = namesIn([template.client, template.extra_clients, template.needs, template.settings])
  return Object.keys(template.values ?? {})
    .filter((name) => !used.has(name))
    .map((name) => ({ message: `{{${name}}} is used nowhere`, path: ['values', name] }))
}

function acceptedBy(check: () => void): string | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const defaultsFitTheirKind: Rule = (template) =>
  Object.entries(template.values ?? {}).flatMap(([name, declared]) => {
    const text = declared.default
    if (text === undefined) return []
    const message = acceptedBy(() => {
      for (const part of splitValues(declared, text)) checkValue(declared.kind, part, 'default')
    })
    return message === undefined ? [] : [{ message, path: ['values', name, 'default'] }]
  })

const patternCompiles: Rule = ({ url }) => {
  const pattern = url?.pattern
  if (pattern === undefined) return []
  const message = acceptedBy(() => new RegExp(pattern, 'u'))
  return message === undefined ? [] : [{ message, path: ['url', 'pattern'] }]
}

const methodsHaveSettings: Rule = ({ methods = [], settings = [] }) => {
  const kinds = new Set<string>(settings.map((group) => group.kind))
  const named = new Set<string>(methods.flat())
  const empty = methods.flatMap((method, index) =>
    method
      .filter((kind) => !kinds.has(kind))
      .map((kind) => ({ message: `there are no settings of the kind '${kind}'`, path: ['methods', index] })),
  )
  const unnamed = settings.flatMap((group, index) =>
    group.optional === true || named.has(group.kind)
      ? []
      : [{ message: `no method names the kind '${group.kind}'`, path: ['settings', index, 'kind'] }],
  )
  return [...empty, ...unnamed]
}

const publicClientsHaveNoSecret: Rule = ({ client, settings = [] }) =>
  client.public === true && namesIn(settings).has('client_secret')
    ? [{ message: 'a public client has no secret', path: ['settings'] }]
    : []

function fileFault(group: SettingGroup, index: number): TemplateFault | undefined {
  if (group.kind !== 'file') return undefined
  if (
    (group.format === 'text') !== (group.text !== undefined) ||
    (group.text === undefined) === (group.content === undefined)
  ) {
    return { message: "a file has 'content', or 'text' where its format is text", path: ['settings', index] }
  }
  const isDeep = (value: unknown): boolean => typeof value === 'object' && value !== null
  const tooDeep =
    group.format === 'ini' &&
    Object.values(group.content ?? {}).some((section) => isDeep(section) && Object.values(section ?? {}).some(isDeep))
  return tooDeep
    ? { message: 'an INI file has sections of single values', path: ['settings', index, 'content'] }
    : undefined
}

const filesCanBeWritten: Rule = ({ settings = [] }) => settings.map(fileFault).filter((fault) => fault !== undefined)

const RULES: readonly Rule[] = [
  placeholdersAreKnown,
  valuesAreUsed,
  defaultsFitTheirKind,
  patternCompiles,
  methodsHaveSettings,
  publicClientsHaveNoSecret,
  filesCanBeWritten,
]

/** Everything about a template that its schema cannot say. */
export function checkTemplate(template: Template): TemplateFault[] {
  return RULES.flatMap((rule) => rule(template))
}
