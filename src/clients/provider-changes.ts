/** What a client needs of the provider beside itself, and the edits that add what is not there. */
import { isTree, type Tree, valueAt } from '../config/merge.ts'
import { PROVIDER_PATH } from '../config/path.ts'
import type { Edit, EditPath, EditValue } from '../editor/edit.ts'
import { ProviderChangesNeeded } from './errors.ts'
import type { FilledNeeds } from './templates/fill.ts'

export interface ProviderChange {
  /** In words: `claims policy 'grafana'`. */
  what: string
  edits: readonly Edit[]
}

interface Need {
  what: string
  path: EditPath
  value: EditValue
}

function named(what: string, path: EditPath, name: string, value: EditValue | undefined): Need[] {
  return value === undefined ? [] : [{ what: `${what} '${name}'`, path: [...path, name], value }]
}

function entriesNeeded({ name, ...needs }: FilledNeeds): Need[] {
  const at = (...path: readonly string[]) => [...PROVIDER_PATH, ...path]
  return [
    ...named('claims policy', at('claims_policies'), name, needs.claims_policy),
    ...named('authorization policy', at('authorization_policies'), name, needs.authorization_policy),
    ...named('set of lifespans', at('lifespans', 'custom'), name, needs.lifespan),
    ...Object.entries(needs.scopes ?? {}).flatMap(([scope, value]) => named('scope', at('scopes'), scope, value)),
    ...Object.entries(needs.user_attributes ?? {}).flatMap(([attribute, value]) =>
      named('user attribute', ['definitions', 'user_attributes'], attribute, value),
    ),
  ]
}

/** What is there under the same name is taken as it is. */
function missingEntries(needs: FilledNeeds, tree: Tree): ProviderChange[] {
  return entriesNeeded(needs)
    .filter(({ path }) => valueAt(tree, path) === undefined)
    .map(({ what, path, value }) => ({ what, edits: [{ kind: 'set', path, value }] }))
}

function corsChanges({ cors }: FilledNeeds, tree: Tree): ProviderChange[] {
  if (cors === undefined) return []
  const path = [...PROVIDER_PATH, 'cors']
  const present = valueAt(tree, [...path, 'endpoints'])
  const endpoints: readonly unknown[] = Array.isArray(present) ? present : []
  const missing = cors.endpoints.filter((endpoint) => !endpoints.includes(endpoint))
  const wantsOrigins =
    cors.allowed_origins_from_client_redirect_uris === true &&
    valueAt(tree, [...path, 'allowed_origins_from_client_redirect_uris']) !== true
  const edits: Edit[] = [
    ...(Array.isArray(present)
      ? missing.map((value): Edit => ({ kind: 'insert', path: [...path, 'endpoints'], value }))
      : missing.length > 0
        ? [{ kind: 'set', path: [...path, 'endpoints'], value: missing } as const]
        : []),
    ...(wantsOrigins
      ? [{ kind: 'set', path: [...path, 'allowed_origins_from_client_redirect_uris'], value: true } as const]
      : []),
  ]
  const what = missing.length > 0 ? `CORS at ${missing.join(', ')}` : 'CORS for the origins of redirect URIs'
  return edits.length === 0 ? [] : [{ what, edits }]
}

/** What of the needs is not there yet. */
export function providerChanges(needs: FilledNeeds | undefined, tree: Tree): ProviderChange[] {
  return needs === undefined ? [] : [...missingEntries(needs, tree), ...corsChanges(needs, tree)]
}

/** Signing algorithms that no key of the provider is written for; a key without an algorithm may have any. */
export function missingAlgorithms(needs: FilledNeeds | undefined, tree: Tree): string[] {
  const jwks = valueAt(tree, [...PROVIDER_PATH, 'jwks'])
  const entries = Array.isArray(jwks) ? jwks.filter(isTree) : []
  const written = new Set(entries.map(({ algorithm }) => algorithm ?? 'RS256'))
  return (needs?.signing_algorithms ?? []).filter((algorithm) => !written.has(algorithm))
}

/** @throws {@link ProviderChangesNeeded} where something is missing */
export function refuseChanges(what: readonly string[]): void {
  if (what.length === 0) return
  throw new ProviderChangesNeeded(`the client needs changes of the provider: ${what.join(', ')}`, {
    hint: '--allow-provider-changes makes them too; --dry-run shows them',
  })
}
