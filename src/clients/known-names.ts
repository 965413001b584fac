/** What a new client may refer to and must not repeat: names that the configuration defines. */
import { isTree, type Tree, valueAt } from '../config/merge.ts'
import { PROVIDER_PATH } from '../config/path.ts'
import { STANDARD_SCOPES } from '../spec/scopes.ts'

export interface KnownNames {
  /** Ids of the clients that are there. */
  clients: readonly string[]
  /** Besides `one_factor` and `two_factor`. */
  policies: readonly string[]
  lifespans: readonly string[]
  claimsPolicies: readonly string[]
  /** Standard scopes and those of the configuration. */
  scopes: readonly string[]
}

function keysAt(tree: Tree, ...path: readonly string[]): readonly string[] {
  const value = valueAt(tree, [...PROVIDER_PATH, ...path])
  return isTree(value) ? Object.keys(value) : []
}

/** The entries of `clients` as they are written; what is no mapping is an empty one, so that indexes stay right. */
export function clientsIn(tree: Tree): readonly Tree[] {
  const clients = valueAt(tree, [...PROVIDER_PATH, 'clients'])
  return Array.isArray(clients) ? clients.map((client) => (isTree(client) ? client : {})) : []
}

/** The id of an entry, under its present or its earlier name. */
export function idOf(client: Tree): string {
  const id = client['client_id'] ?? client['id']
  return id === undefined || id === null ? '' : String(id)
}

/** The first client of that id, as it is written. */
export function clientNamed(clients: readonly Tree[], id: string): Tree {
  return clients.find((client) => idOf(client) === id) ?? {}
}

/** Collects the names of a merged configuration. */
export function knownNames(tree: Tree): KnownNames {
  return {
    clients: clientsIn(tree).map(idOf),
    policies: keysAt(tree, 'authorization_policies'),
    lifespans: keysAt(tree, 'lifespans', 'custom'),
    claimsPolicies: keysAt(tree, 'claims_policies'),
    scopes: [...new Set([...STANDARD_SCOPES, ...keysAt(tree, 'scopes')])],
  }
}
