/** The values that take effect, under the names of the options, with the place that each comes from. */

import { isTree } from './merge.ts'
import { formatPath } from './path.ts'
import type { OptionPath, ResolvedClient, ResolvedConfiguration } from './resolved.ts'
import { AUTHENTICATED_ENDPOINTS } from './schema/client-authentication-options.ts'
import type { Option, Options } from './schema/option.ts'
import { OTHER_SECTION_OPTIONS } from './schema/other-options.ts'
import { PROVIDER_OPTIONS } from './schema/provider-options.ts'

export interface EffectiveValue {
  path: OptionPath
  value: string | number | boolean | readonly unknown[]
  /** `file:line:column`, or `default` for what no file says. */
  origin: string
  isSecret: boolean
}

export const HIDDEN = '(hidden)'

/** A client under the names that the file uses. */
function clientOptions(client: ResolvedClient): Record<string, unknown> {
  const options: Record<string, unknown> = { ...client }
  for (const endpoint of AUTHENTICATED_ENDPOINTS) {
    const methods = client[`${endpoint}_auth_methods`]
    delete options[`${endpoint}_auth_methods`]
    options[`${endpoint}_auth_method`] = methods.length === 1 ? methods[0] : methods
  }
  return options
}

/** The configuration as one tree of options. */
function optionTree(resolved: ResolvedConfiguration): Record<string, unknown> {
  const { provider, base_path, session, users, user_attributes, totp, storage_encryption_key } = resolved
  const oidc = { ...provider, clients: provider.clients.map(clientOptions) }
  const { search_email, search_case_insensitive, ...file } = users
  const computed = Object.entries(user_attributes).map(([name, expression]) => [name, { expression }])
  return {
    server: { path: base_path },
    session,
    authentication_backend: {
      file: { ...file, search: { email: search_email, case_insensitive: search_case_insensitive } },
    },
    definitions: { user_attributes: Object.fromEntries(computed) },
    totp,
    storage: { encryption_key: storage_encryption_key },
    identity_providers: { oidc },
  }
}

const ALL_OPTIONS: Options = {
  ...OTHER_SECTION_OPTIONS,
  identity_providers: {
    type: 'object',
    description: '',
    options: { oidc: { type: 'object', description: '', options: PROVIDER_OPTIONS } },
  },
}

function optionsBelow(option: Option | undefined, step: string | number): Option | undefined {
  if (option === undefined) return undefined
  if (option.type === 'named') return option.value
  if (option.type === 'entries') return typeof step === 'number' ? { ...option, type: 'object' } : undefined
  return option.type === 'object' && Object.hasOwn(option.options, step) ? option.options[step] : undefined
}

/** The description of the option at a path. */
export function optionAt(path: OptionPath): Option | undefined {
  const root: Option = { type: 'object', description: '', options: ALL_OPTIONS }
  return path.reduce<Option | undefined>(optionsBelow, root)
}

function isSecretOption(path: OptionPath): boolean {
  const option = optionAt(path)
  return option !== undefined && 'secret' in option && option.secret === true
}

function isMappingList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0 && value.every(isTree)
}

function* leaves(value: unknown, path: OptionPath): Generator<{ path: OptionPath; value: EffectiveValue['value'] }> {
  if (isTree(value)) for (const [key, inner] of Object.entries(value)) yield* leaves(inner, [...path, key])
  else if (isMappingList(value)) for (const [index, inner] of value.entries()) yield* leaves(inner, [...path, index])
  else if (Array.isArray(value)) yield { path, value }
  else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') yield { path, value }
}

/** Every effective value; secrets are replaced unless `reveal` asks for them. */
export function effectiveValues(
  resolved: ResolvedConfiguration,
  { reveal }: { reveal: boolean },
): readonly EffectiveValue[] {
  return [...leaves(optionTree(resolved), [])].map(({ path, value }) => {
    const position = resolved.positionOf(path)
    const isSecret = isSecretOption(path) && value !== ''
    return {
      path,
      value: isSecret && !reveal ? HIDDEN : value,
      origin: position === undefined ? 'default' : `${position.file}:${position.line}:${position.column}`,
      isSecret,
    }
  })
}

/** Whether `path` is `prefix` or below it. */
export function isBelow(path: OptionPath, prefix: OptionPath): boolean {
  return prefix.every((step, index) => path[index] === step)
}

/** A value on one line. */
export function valueText(value: EffectiveValue['value']): string {
  return typeof value === 'string' && !value.includes('\n') && value !== '' ? value : JSON.stringify(value)
}

/** Where a difference between two configurations lies. */
export interface Difference {
  path: string
  before: EffectiveValue['value'] | null
  after: EffectiveValue['value'] | null
}

/** Clients are the same where their ids are, keys where their place is. */
function comparablePath({ path }: EffectiveValue, ids: readonly string[]): string {
  const isClient = path[2] === 'clients' && typeof path[3] === 'number'
  return formatPath(isClient ? [...path.slice(0, 3), ids[Number(path[3])] ?? '', ...path.slice(4)] : path)
}

function byPath(resolved: ResolvedConfiguration): ReadonlyMap<string, EffectiveValue['value']> {
  const ids = resolved.provider.clients.map(({ client_id }) => client_id)
  return new Map(effectiveValues(resolved, { reveal: true }).map((value) => [comparablePath(value, ids), value.value]))
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}

function hidden(path: string, value: EffectiveValue['value'] | undefined, secrets: ReadonlySet<string>) {
  if (value === undefined) return null
  return secrets.has(path) && value !== '' ? HIDDEN : value
}

function secretPaths(resolved: ResolvedConfiguration): readonly string[] {
  const ids = resolved.provider.clients.map(({ client_id }) => client_id)
  return effectiveValues(resolved, { reveal: false })
    .filter(({ isSecret }) => isSecret)
    .map((value) => comparablePath(value, ids))
}

/** Effective values that differ between two configurations; of secrets only that they differ. */
export function differences(before: ResolvedConfiguration, after: ResolvedConfiguration): readonly Difference[] {
  const [left, right] = [byPath(before), byPath(after)]
  const secrets = new Set([...secretPaths(before), ...secretPaths(after)])
  const paths = [...new Set([...left.keys(), ...right.keys()])]
  return paths.flatMap((path) => {
    const [old, current] = [left.get(path), right.get(path)]
    if (isSame(old, current)) return []
    return [{ path, before: hidden(path, old, secrets), after: hidden(path, current, secrets) }]
  })
}
