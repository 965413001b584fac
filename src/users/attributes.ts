/** The attributes of one entry of the user file: their types, their rules, and the claims' names for them. */
import type { OptionPath } from '../config/resolved.ts'
import { ADDRESS_PARTS, type UserAddress } from '../spec/user-attributes.ts'
import type { ReadingContext } from './findings.ts'
import type { User, UserFileOptions } from './user.ts'

type Entry = Readonly<Record<string, unknown>>

const PLAIN = [
  'given_name',
  'middle_name',
  'family_name',
  'nickname',
  'gender',
  'birthdate',
  'zoneinfo',
  'phone_number',
  'phone_extension',
] as const
const WEB_ADDRESSES = ['website', 'profile', 'picture'] as const

export function isMapping(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text, or a number, boolean or date as it is written; empty and missing ones are `undefined`. */
export function readText(value: unknown, path: OptionPath, { report, textOf }: ReadingContext): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  const text = textOf(path)
  if (text === undefined) report({ path, code: 'ERR_USERS_TYPE', message: `${String(path.at(-1))} must be a text` })
  return text
}

function readWebAddress(value: unknown, path: OptionPath, context: ReadingContext): string | undefined {
  const text = readText(value, path, context)
  if (text === undefined || (/^https?:\/\/[^/]/i.test(text) && URL.canParse(text))) return text
  context.report({
    path,
    code: 'ERR_USERS_URL',
    message: `${String(path.at(-1))} must be an absolute http or https URL`,
    hint: 'such as https://example.com/ann',
  })
  return undefined
}

function readLocale(value: unknown, path: OptionPath, context: ReadingContext): string | undefined {
  const text = readText(value, path, context)
  if (text === undefined) return undefined
  try {
    return Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0]
  } catch {
    context.report({
      path,
      code: 'ERR_USERS_LOCALE',
      message: 'locale must be a language tag (BCP 47)',
      hint: 'such as en-AU',
    })
    return undefined
  }
}

function readAddress(value: unknown, path: OptionPath, context: ReadingContext): UserAddress | undefined {
  if (value === undefined || value === null) return undefined
  if (!isMapping(value)) {
    context.report({
      path,
      code: 'ERR_USERS_TYPE',
      message: `address must be a mapping of ${ADDRESS_PARTS.join(', ')}`,
    })
    return undefined
  }
  return present(ADDRESS_PARTS.map((part) => [part, readText(value[part], [...path, part], context)]))
}

function readGroups(value: unknown, path: OptionPath, context: ReadingContext): string[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) {
    context.report({
      path,
      code: 'ERR_USERS_TYPE',
      message: 'groups must be a list of texts',
      hint: "such as ['staff', 'ops']",
    })
    return []
  }
  return value.flatMap((group, index) => readText(group, [...path, index], context) ?? [])
}

const EXTRA_TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => typeof value === 'number' || typeof value === 'bigint',
  boolean: (value) => typeof value === 'boolean',
}

function readExtra(
  value: unknown,
  path: OptionPath,
  { context, declared }: { context: ReadingContext; declared: UserFileOptions['extra_attributes'] },
): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined || value === null) return undefined
  if (!isMapping(value)) {
    context.report({ path, code: 'ERR_USERS_TYPE', message: 'extra must be a mapping of attributes' })
    return undefined
  }
  for (const [name, attribute] of Object.entries(value)) {
    const rule = Object.hasOwn(declared, name) ? declared[name] : undefined
    if (rule === undefined) {
      context.report({
        path: [...path, name],
        code: 'ERR_USERS_EXTRA_UNKNOWN',
        message: `the extra attribute ${name} is not declared`,
        hint: `declare it under authentication_backend.file.extra_attributes.${name}`,
      })
    } else if (!fits(attribute, rule)) {
      const wanted = rule.multi_valued ? `a list of ${rule.value_type} values` : `one ${rule.value_type} value`
      context.report({
        path: [...path, name],
        code: 'ERR_USERS_EXTRA_TYPE',
        message: `the extra attribute ${name} must be ${wanted}`,
      })
    }
  }
  return value
}

function fits(
  attribute: unknown,
  { value_type, multi_valued }: { value_type: string; multi_valued: boolean },
): boolean {
  const isOfType = EXTRA_TYPES[value_type] ?? (() => false)
  return multi_valued ? Array.isArray(attribute) && attribute.every(isOfType) : isOfType(attribute)
}

function present<T>(entries: readonly (readonly [string, T | undefined])[]): Record<string, T> {
  return Object.fromEntries(entries.filter((entry): entry is [string, T] => entry[1] !== undefined))
}

function readDisplayName(entry: Entry, path: OptionPath, context: ReadingContext): string {
  const name = readText(entry['displayname'], [...path, 'displayname'], context)
  if (name !== undefined) return name
  context.report({
    path: [...path, 'displayname'],
    code: 'ERR_USERS_DISPLAYNAME',
    message: `the user ${String(path.at(-1))} has no displayname`,
    ...('display_name' in entry && { hint: 'in this file the key is displayname, without the underscore' }),
  })
  return ''
}

/** Reads all attributes of the entry at `path` (`users`, NAME). */
export function readUser(
  entry: Entry,
  path: OptionPath,
  { context, declared }: { context: ReadingContext; declared: UserFileOptions['extra_attributes'] },
): User {
  const at = (key: string): OptionPath => [...path, key]
  return {
    username: String(path.at(-1)),
    display_name: readDisplayName(entry, path, context),
    groups: readGroups(entry['groups'], at('groups'), context),
    ...present([['email', readText(entry['email'], at('email'), context)]]),
    ...present(PLAIN.map((key) => [key, readText(entry[key], at(key), context)])),
    ...present(WEB_ADDRESSES.map((key) => [key, readWebAddress(entry[key], at(key), context)])),
    ...present([['locale', readLocale(entry['locale'], at('locale'), context)]]),
    ...present([['address', readAddress(entry['address'], at('address'), context)]]),
    ...present([['extra', readExtra(entry['extra'], at('extra'), { context, declared })]]),
  }
}
