/** What the provider makes of an entry as it is written, also where the configuration has errors. */
import { isTree, type Tree } from '../config/merge.ts'
import { derivedGrantTypes, derivedResponseModes } from '../config/resolve/client.ts'
import { CLIENT_OPTIONS } from '../config/schema/client-options.ts'
import { GRANT_TYPE } from '../spec/grant-types.ts'

/** The texts of a list; one text is split at commas. Undefined where the provider takes the default. */
export function writtenList(client: Tree, option: string): readonly string[] | undefined {
  const value = client[option]
  if (typeof value === 'string' && value !== '') return option.endsWith('_uris') ? [value] : value.split(',')
  return Array.isArray(value) && value.length > 0 ? value.filter((one) => !isTree(one)).map(String) : undefined
}

export function writtenText(client: Tree, option: string): string | undefined {
  const value = client[option]
  return value === undefined || value === null || value === '' || typeof value === 'object' ? undefined : String(value)
}

const DEFAULTS: Readonly<Record<string, (client: Tree) => readonly string[]>> = {
  response_types: () => CLIENT_OPTIONS.response_types.default,
  grant_types: (client) => derivedGrantTypes(effectiveList(client, 'response_types')),
  response_modes: (client) => derivedResponseModes(effectiveList(client, 'response_types')),
  scopes: (client) => (isService(client) ? [] : CLIENT_OPTIONS.scopes.default),
}

/** The entries of a list that take effect. */
export function effectiveList(client: Tree, option: string): readonly string[] {
  return writtenList(client, option) ?? (Object.hasOwn(DEFAULTS, option) ? (DEFAULTS[option]?.(client) ?? []) : [])
}

/** Whether it gets tokens for itself. */
export function isService(client: Tree): boolean {
  return writtenList(client, 'grant_types')?.includes(GRANT_TYPE.clientCredentials) ?? false
}

export function isPublic(client: Tree): boolean {
  return client['public'] === true || client['public'] === 'true'
}

export function effectivePolicy(client: Tree): string {
  return writtenText(client, 'authorization_policy') ?? (isService(client) ? 'one_factor' : 'two_factor')
}

export function effectiveMethod(client: Tree): string {
  return writtenText(client, 'token_endpoint_auth_method') ?? (isPublic(client) ? 'none' : 'client_secret_basic')
}
