/** The entries of a filled template: its options with what flags say instead. */
import { type ClientEntry, type OptionValue, type SecretKind, secretKindOf } from './client-entry.ts'
import type { FilledClient } from './templates/fill.ts'

/** Options as written, without those that are undefined. */
function given(options: object): [string, OptionValue][] {
  return Object.entries(options).filter((entry): entry is [string, OptionValue] => entry[1] !== undefined)
}

/**
 * The entry of a client of a template; `overrides` are options that flags gave, `secret` the stored form. The secret
 * stands behind the name.
 */
export function templateEntry(
  { options }: FilledClient,
  { overrides = {}, secret }: { overrides?: object; secret?: string | undefined } = {},
): ClientEntry {
  const { client_id, client_name, ...others } = Object.fromEntries([...given(options), ...given(overrides)])
  return {
    client_id: client_id ?? '',
    ...(client_name !== undefined && { client_name }),
    ...(secret !== undefined && { client_secret: secret }),
    ...others,
  }
}

/** How the secret of a client of a template is stored, after what flags say; a published one as its digest. */
export function storageOfTemplate({ secret, options }: FilledClient, overrides: object = {}): SecretKind {
  const kind = secretKindOf({ ...options, ...overrides })
  return kind === 'digest' && secret === 'plaintext' ? 'plaintext' : kind
}
