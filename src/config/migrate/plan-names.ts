/** Names that changed: options renamed in place, lifespans and pushed authorizations moved. */
import { parseDuration } from '../duration.ts'
import { isTree, type Tree, valueAt } from '../merge.ts'
import type { OptionPath } from '../resolved.ts'
import { change, left, type Operation } from './operation.ts'
import { OPTION_HISTORY, type OptionHistory } from './option-history.ts'
import { clientName, clientsOf, type OldClient } from './section.ts'

const CLIENT = 'clients[].'
/** Moved by rules of their own. */
const SINGLE_KEY = ['issuer_private_key', 'issuer_certificate_chain']

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

function providerNote({ provider }: OptionHistory): string {
  return provider === 'refuses' ? '; the current provider refuses the old name' : ''
}

function dropped(path: OptionPath, by: OptionPath): Operation {
  const message = `removed, since '${by.at(-1)}' is given too and counts`
  return { kind: 'remove', path, change: change('removed', path, null, message) }
}

function renameInClient(client: OldClient, entry: OptionHistory): Operation[] {
  const key = entry.path.slice(CLIENT.length)
  if (entry.fate.kind !== 'renamed' || !Object.hasOwn(client.options, key)) return []
  const name = lastOf(entry.fate.to)
  const [from, to] = [
    ['clients', client.index, key],
    ['clients', client.index, name],
  ]
  if (Object.hasOwn(client.options, name)) return [dropped(from, to)]
  if (key === 'sector_identifier') return renameSector(client, from, to)
  const message = `${clientName(client)}: '${key}' is called '${name}' now${providerNote(entry)}`
  return [{ kind: 'rename', path: from, key: name, change: change('renamed', from, to, message) }]
}

/** The text is the key of every subject of the client, so it stays letter by letter. */
function renameSector(client: OldClient, from: OptionPath, to: OptionPath): Operation[] {
  const { sector_identifier: value } = client.options
  if (value === '' || value === null) {
    const message = `${clientName(client)}: an empty 'sector_identifier' says nothing`
    return [{ kind: 'remove', path: from, change: change('removed', from, null, message) }]
  }
  const rename: Operation = {
    kind: 'rename',
    path: from,
    key: 'sector_identifier_uri',
    change: change(
      'renamed',
      from,
      to,
      `${clientName(client)}: 'sector_identifier' is called 'sector_identifier_uri' now`,
    ),
  }
  return [rename, left(to, sectorNote(String(value)))]
}

function sectorNote(value: string): string {
  const keep = 'changing the text in any way gives every user of the client a new subject'
  return /:\d+$/.test(value)
    ? `a host with a port is refused under the new name: write an https URL whose document lists the redirect URIs; ${keep}`
    : `a bare host draws a warning under the new name; an https URL is expected, but ${keep}`
}

function moveInProvider(section: Tree, entry: OptionHistory): Operation[] {
  if (entry.fate.kind !== 'moved' || SINGLE_KEY.includes(entry.path)) return []
  const from = entry.path.split('.')
  const to = entry.fate.to.split('.')
  if (valueAt(section, from) === undefined) return []
  if (valueAt(section, to) !== undefined) return [dropped(from, to)]
  const message = `'${entry.path}' is '${entry.fate.to}' now${providerNote(entry)}`
  return [{ kind: 'move', from, to, change: change('moved', from, to, message) }]
}

function dropPushedAuthorizations(section: Tree): Operation[] {
  const { pushed_authorizations: pushed } = section
  if (!isTree(pushed)) return Object.hasOwn(section, 'pushed_authorizations') ? [removeSection()] : []
  const known = ['enforce', 'context_lifespan']
  const strange = Object.keys(pushed).filter((key) => !known.includes(key))
  if (strange.length > 0) return [left(['pushed_authorizations'], 'it holds unknown keys, so it was not removed')]
  return [...dropContextLifespan(pushed), removeSection()]
}

function removeSection(): Operation {
  const path = ['pushed_authorizations']
  return { kind: 'remove', path, change: change('removed', path, null, 'there is no such section any more') }
}

function dropContextLifespan({ context_lifespan: value }: Tree): Operation[] {
  const path = ['pushed_authorizations', 'context_lifespan']
  if (value === undefined) return []
  const parsed = parseDuration(String(value ?? ''))
  const differs = !('seconds' in parsed) || ![0, 300].includes(parsed.seconds)
  const message = differs
    ? 'removed: a pushed authorization request lives for 5 minutes now, which differs from what stood here'
    : 'removed: a pushed authorization request always lives for 5 minutes now'
  return [{ kind: 'remove', path, change: change('removed', path, null, message) }]
}

/** Renames and moves, in the order of the table; what stays behind empty goes. */
export function planNames(section: Tree): Operation[] {
  const clients = clientsOf(section)
  return [
    ...OPTION_HISTORY.flatMap((entry) =>
      entry.path.startsWith(CLIENT)
        ? clients.flatMap((client) => renameInClient(client, entry))
        : moveInProvider(section, entry),
    ),
    ...dropPushedAuthorizations(section),
  ]
}
