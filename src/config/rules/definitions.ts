/** Names that other sections define for the provider's: networks and user attributes. */
import { isIP } from 'node:net'
import { extraAttributes, USER_ATTRIBUTES_PATH } from '../attributes/definitions.ts'
import { isTree, type Tree, valueAt } from '../merge.ts'
import type { Report } from './report.ts'

export interface Definitions {
  /** Name → networks. */
  networks: ReadonlyMap<string, readonly string[]>
  /** Attributes that administrators add to the standard ones. */
  attributes: ReadonlySet<string>
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(',')
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function definedNetworks(tree: Tree): Map<string, readonly string[]> {
  const defined = valueAt(tree, ['definitions', 'network'])
  return new Map(Object.entries(isTree(defined) ? defined : {}).map(([name, list]) => [name, texts(list)]))
}

function addOldNetworks(tree: Tree, networks: Map<string, readonly string[]>, report: Report): void {
  const old = valueAt(tree, ['access_control', 'networks'])
  for (const [index, entry] of (Array.isArray(old) ? old : []).entries()) {
    const name = valueAt(entry, ['name'])
    if (typeof name !== 'string') continue
    if (networks.has(name)) {
      const path = ['access_control', 'networks', index, 'name']
      report('ERR_NETWORK_DEFINED_TWICE', path, `the network '${name}' is defined in definitions.network too`)
    } else networks.set(name, texts(valueAt(entry, ['networks'])))
  }
}

function keysAt(tree: Tree, path: readonly string[]): readonly string[] {
  const value = valueAt(tree, path)
  return isTree(value) ? Object.keys(value) : []
}

/** Reads the definitions of a configuration. */
export function readDefinitions(tree: Tree, report: Report): Definitions {
  const networks = definedNetworks(tree)
  addOldNetworks(tree, networks, report)
  const attributes = new Set([...Object.keys(extraAttributes(tree)), ...keysAt(tree, USER_ATTRIBUTES_PATH)])
  return { networks, attributes }
}

/** Whether a text is an address or a CIDR block (RFC 4632 §3.1, RFC 4291 §2.3). */
export function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0 || address.includes('%')) return false
  return prefix === undefined || (/^(0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128))
}
