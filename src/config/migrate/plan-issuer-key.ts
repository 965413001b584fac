/** `issuer_private_key` and its chain: they become the first entry of `jwks`, with the key id that clients have seen. */
import { checkIssuerKey } from '../../keys/issuer-key.ts'
import type { Generation } from '../generations/detect.ts'
import type { Tree } from '../merge.ts'
import { change, left, type Operation } from './operation.ts'
import { isKnownText } from './section.ts'

const KEY = ['issuer_private_key']
const CHAIN = ['issuer_certificate_chain']
const ENTRY = ['jwks', 0]

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
}

/** The 6-digit id that released servers compute; undefined for a key that cannot be read here. */
function releasedKeyId(key: unknown): string | undefined {
  if (!isKnownText(key)) return undefined
  const { key_ids } = checkIssuerKey({ key, algorithm: 'RS256', use: 'sig' }, { now: 0 })
  return key_ids[1]
}

const PUBLISHED_BEFORE: Readonly<Partial<Record<Generation, string>>> = {
  1: "a server of 4.29 published the key as 'main-key'",
  2: 'a server of 4.37 published the key under the first 6 hex digits of a SHA-1',
}

function keyIdNotes(key_id: string | undefined, generation: Generation): Operation[] {
  const path = [...ENTRY, 'key_id']
  if (key_id === undefined) {
    return [left(path, 'the key cannot be read here: write the id that production publishes, see `oidc keys inspect`')]
  }
  const before = PUBLISHED_BEFORE[generation]
  return before ? [left(path, `${before}; write that id here if clients have pinned it`)] : []
}

function wrapKey(section: Tree, generation: Generation): Operation[] {
  const key_id = releasedKeyId(section['issuer_private_key'])
  const to = [...ENTRY, 'key']
  const message =
    "'issuer_private_key' is the key of the first 'jwks' entry now, under the key id that is published today"
  const entry = { ...(key_id === undefined ? {} : { key_id }), algorithm: 'RS256', use: 'sig' } as const
  const wrap: Operation = {
    kind: 'wrap key',
    from: KEY,
    to: ['jwks'],
    entry,
    change: change('moved', KEY, to, message),
  }
  return [wrap, ...keyIdNotes(key_id, generation)]
}

function moveChain(): Operation {
  const to = [...ENTRY, 'certificate_chain']
  const message = "'issuer_certificate_chain' belongs to the entry of its key now"
  return { kind: 'move', from: CHAIN, to, change: change('moved', CHAIN, to, message) }
}

/** What to do with the one key of earlier releases. */
export function planIssuerKey(section: Tree, generation: Generation): Operation[] {
  const [key, chain, jwks] = [section['issuer_private_key'], section['issuer_certificate_chain'], section['jwks']].map(
    isGiven,
  )
  if (!key) return chain ? [left(CHAIN, "there is no 'issuer_private_key' for this chain")] : []
  if (jwks) return [left(KEY, "'jwks' is given too, which the provider refuses: move the key into it, or remove it")]
  const emptyList: Operation[] = Object.hasOwn(section, 'jwks')
    ? [{ kind: 'remove', path: ['jwks'], change: change('removed', ['jwks'], null, 'the list was empty') }]
    : []
  return [...emptyList, ...wrapKey(section, generation), ...(chain ? [moveChain()] : [])]
}
