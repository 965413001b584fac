/** Request objects and client assertions of the fixtures: a base with some members replaced, null removes one. */
import { createPrivateKey } from 'node:crypto'
import { CompactSign } from 'jose'
import { vectorFile } from '../support/provider.ts'
import { FIXTURES, type Json, type SignedFixture } from './vectors.ts'
import { fill, type World } from './world.ts'

function replace<V>(base: Readonly<Record<string, V>>, over: Readonly<Record<string, V>>): Record<string, V> {
  return Object.fromEntries(Object.entries({ ...base, ...over }).filter(([, value]) => value !== null))
}

function claimsOf(world: World, base: SignedFixture, own: SignedFixture): Record<string, Json> {
  const now = Math.floor(world.clock.now / 1000)
  const claims = replace<Json>(base.claims ?? {}, own.claims ?? {})
  const filled = Object.entries(claims).map(([name, value]) => [
    name,
    typeof value === 'string' ? fill(world, value) : value,
  ])
  const expires = own.expires_in === undefined ? base.expires_in : own.expires_in
  return { ...Object.fromEntries(filled), ...(typeof expires === 'number' ? { exp: now + expires } : {}) }
}

function secretOf(world: World): Uint8Array {
  const client = world.clients.find(({ client_id }) => client_id === world.names.get('client'))
  return Buffer.from(String(client?.['client_secret'] ?? '').replace('$plaintext$', ''))
}

/** RFC 7519 §6. */
function unsecured(header: Record<string, string>, claims: Record<string, Json>): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${encode(header)}.${encode(claims)}.`
}

async function sign(world: World, kind: 'request_objects' | 'assertions', name: string): Promise<string> {
  const base = FIXTURES[kind]['base']
  const own = FIXTURES[kind][name]
  if (base === undefined || own === undefined) throw new Error(`no ${kind} ${name}`)
  const header = replace<string | null>(base.header ?? {}, own.header ?? {}) as Record<string, string>
  const claims = claimsOf(world, base, own)
  const { alg = 'none', kid = '' } = header
  if (alg === 'none') return unsecured({ ...header, alg }, claims)
  const key = alg.startsWith('HS') ? secretOf(world) : createPrivateKey(vectorFile(FIXTURES.keys[kid]?.file ?? ''))
  return new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader({ ...header, alg }).sign(key)
}

export function requestObject(world: World, name: string): Promise<string> {
  return sign(world, 'request_objects', name)
}

export function assertion(world: World, name: string): Promise<string> {
  return sign(world, 'assertions', name)
}
