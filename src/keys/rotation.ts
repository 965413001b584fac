/**
 * Rotation in three stages. Rotate: the new key stands behind the others of its algorithm, so it is published and not
 * used. Promote, once the caches of relying parties have expired: it moves first and signs. Retire, after the longest
 * lifetime of what the old key signed: it goes.
 */
import { EXIT, ToolError } from '../errors.ts'
import type { CheckedKey } from './issuer-key.ts'

type ListedKey = Pick<CheckedKey, 'use' | 'alg' | 'key_ids'>

/** No key of the configuration has this id. */
export class KeyNotFound extends ToolError {
  readonly code = 'ERR_KEY_NOT_FOUND'
  override readonly exitCode = EXIT.usage
}

/** The key is still needed: exit status 3. */
export class KeyInUse extends ToolError {
  readonly code = 'ERR_KEY_IN_USE'
  override readonly exitCode = EXIT.notGood
}

function isLike(wanted: ListedKey): (key: ListedKey) => boolean {
  return ({ use, alg }) => use === wanted.use && alg === wanted.alg
}

/** Where a new key goes in the list: behind the others of its algorithm, or first of them to sign at once. */
export function placeFor(keys: readonly ListedKey[], wanted: ListedKey, isFirst: boolean): number {
  const first = keys.findIndex(isLike(wanted))
  if (first === -1) return keys.length
  return isFirst ? first : keys.findLastIndex(isLike(wanted)) + 1
}

/**
 * The position of the key with this id; a computed id counts in both lengths.
 *
 * @throws {@link KeyNotFound}
 */
export function findKey(keys: readonly ListedKey[], key_id: string): number {
  const index = keys.findIndex(({ key_ids }) => key_ids.includes(key_id))
  if (index !== -1) return index
  const known = keys.map(({ key_ids }) => key_ids[0]).join(', ')
  throw new KeyNotFound(`no key has the id '${key_id}'`, { hint: known === '' ? undefined : `there are ${known}` })
}

/** Where a key must go to sign for its algorithm; undefined when it does already. */
export function promotion(keys: readonly ListedKey[], index: number): number | undefined {
  const key = keys[index]
  const first = key === undefined ? -1 : keys.findIndex(isLike(key))
  return first === -1 || first === index ? undefined : first
}

/**
 * Refuses to remove a key that signs while another of its algorithm stands ready.
 *
 * @throws {@link KeyInUse}
 */
export function assertRetirable(keys: readonly ListedKey[], index: number): void {
  const key = keys[index]
  if (!key || promotion(keys, index) !== undefined) return
  const next = keys.find((other, position) => position !== index && isLike(key)(other))
  if (!next) return
  throw new KeyInUse(`the key ${key.key_ids[0]} signs for ${key.alg}`, {
    hint: `let another sign first: oidc keys promote ${next.key_ids[0]}`,
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function referencesIn(options: unknown, ids: readonly string[]): string[] {
  if (!isObject(options)) return []
  return Object.keys(options).filter((name) => name.endsWith('_key_id') && ids.includes(String(options[name])))
}

/** Options of `identity_providers.oidc` and of its clients that name one of these ids. */
export function referencesTo(provider: unknown, ids: readonly string[]): string[] {
  const clients = isObject(provider) && Array.isArray(provider['clients']) ? provider['clients'] : []
  const own = referencesIn(provider, ids)
  return [
    ...own,
    ...clients.flatMap((client, index) => referencesIn(client, ids).map((name) => `clients[${index}].${name}`)),
  ]
}
