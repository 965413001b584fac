/** Keys that a signature is tried with: a JWK Set as it stands, or keys of any other form; never their private halves. */
import type { JWK } from 'jose'
import { ToolError } from '../errors.ts'
import type { Material } from '../keys/material.ts'
import { anyPublicJwk } from '../keys/plain-key.ts'

/** What was given as keys is none: exit status 1. */
export class KeysUnreadable extends ToolError {
  readonly code = 'ERR_TOKEN_KEYS'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** RFC 7518 §6: the members of public keys, and `k` of symmetric ones, which have no other half. */
const USABLE = ['kty', 'crv', 'x', 'y', 'n', 'e', 'k', 'kid', 'alg', 'use']

function usable(jwk: Record<string, unknown>): JWK[] {
  const { kty } = jwk
  if (typeof kty !== 'string') return []
  return [{ ...Object.fromEntries(USABLE.filter((name) => name in jwk).map((name) => [name, jwk[name]])), kty }]
}

/**
 * The keys of a JWK Set or a single JWK; members of a set that are no keys are passed over (RFC 7517 §5).
 *
 * @throws {@link KeysUnreadable}
 */
export function keysOfJson(text: string, where: string): JWK[] {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (cause) {
    throw new KeysUnreadable(`${where} is not JSON`, { cause })
  }
  const list = isObject(document) && Array.isArray(document['keys']) ? document['keys'] : [document]
  const keys = list.filter(isObject).flatMap(usable)
  if (keys.length > 0) return keys
  throw new KeysUnreadable(`${where} holds no key`, { hint: 'a JWK Set is an object with "keys"' })
}

/** The keys of files in any other form, and those of certificates. */
export function keysOfMaterial({ keys, certificates }: Pick<Material, 'keys' | 'certificates'>): JWK[] {
  return [
    ...keys.map(({ key, labels }) => ({ ...anyPublicJwk(key), ...labels })),
    ...certificates.map(({ publicKey }) => anyPublicJwk(publicKey)),
  ]
}
