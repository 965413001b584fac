/** Claims that a developer edits for one login: a user as the fields of a form, and the form as a user. */
import { parse } from 'yaml'
import { ADDRESS_PARTS } from '../../spec/user-attributes.ts'
import type { ClaimsFields, EditedField } from '../interaction/interaction.ts'
import type { User } from '../user-store.ts'

/** Attributes of one line each. */
const LINES = [
  'display_name',
  'given_name',
  'middle_name',
  'family_name',
  'nickname',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'profile',
  'picture',
  'website',
  'phone_number',
  'phone_extension',
] as const satisfies readonly (keyof User & EditedField)[]

/** What fields say before anybody has edited them. */
export function fieldsOf(user: User): ClaimsFields {
  const { emails = user.email === undefined ? [] : [user.email], address = {}, extra = {} } = user
  const lines = LINES.map((name) => [name, user[name] ?? ''])
  const places = ADDRESS_PARTS.map((name) => [name, address[name] ?? ''])
  return {
    ...Object.fromEntries([...lines, ...places]),
    emails: emails.join('\n'),
    groups: user.groups.join('\n'),
    extra: Object.keys(extra).length === 0 ? '' : JSON.stringify(extra, undefined, 2),
    email_verified: user.email_verified === false ? '' : 'true',
    phone_number_verified: user.phone_number_verified === true ? 'true' : '',
  }
}

/** What was typed, field by field. */
export function typedFields(names: readonly EditedField[], get: (name: string) => string | undefined): ClaimsFields {
  return Object.fromEntries(names.map((name) => [name, (get(name) ?? '').replaceAll('\r\n', '\n').trim()]))
}

/** Entries of a list, one in a line. */
function entries(text = ''): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function filled<Name extends EditedField>(fields: ClaimsFields, names: readonly Name[]): Partial<Record<Name, string>> {
  const chosen: Partial<Record<Name, string>> = {}
  for (const name of names) if ((fields[name] ?? '') !== '') chosen[name] = fields[name]
  return chosen
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A mapping in YAML, which JSON is too; `undefined` for anything else. */
function readExtra(text = ''): Record<string, unknown> | undefined {
  if (text === '') return {}
  try {
    const value: unknown = parse(text, { logLevel: 'error' })
    return isMapping(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The user with what was typed; an empty field gives no claim. `undefined` when `extra` cannot be read. */
export function editUser({ username }: User, fields: ClaimsFields): User | undefined {
  const extra = readExtra(fields.extra)
  if (extra === undefined) return undefined
  const emails = entries(fields.emails)
  const [email] = emails
  const phone = fields.phone_number === '' ? {} : { phone_number_verified: fields.phone_number_verified !== '' }
  return {
    display_name: '',
    ...filled(fields, LINES),
    username,
    groups: entries(fields.groups),
    ...(email === undefined ? {} : { email, emails, email_verified: fields.email_verified !== '' }),
    ...phone,
    address: filled(fields, ADDRESS_PARTS),
    extra,
  }
}
