/**
 * Opaque tokens: `authelia_<kind>_<key>.<signature>`. The key is 32 random bytes, the signature an HMAC over them; only
 * the signature is stored, so that a leaked store holds no token.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { decodeBase64url, encodeBase64url } from '../../primitives/base64url.ts'
import type { Random } from '../../primitives/random.ts'
import type { AsReleased } from '../compat.ts'

/** Authorization code, access token, refresh token, device code. */
export type OpaqueKind = 'ac' | 'at' | 'rt' | 'dc'

const KEY_BYTES = 32
const ALGORITHM = 'sha512-256'

/** What a presented text turned out to be. */
export interface PresentedToken {
  /** Where it would be stored. */
  signature: string
  /** Whether the signature is ours: without it nothing may be concluded from what is stored (RFC 9700 §4.14). */
  genuine: boolean
}

export interface OpaqueTokens {
  issue(kind: OpaqueKind): { token: string; signature: string }
  /** `undefined`: not of that kind at all. */
  read(kind: OpaqueKind, text: string): PresentedToken | undefined
  /** Where a device flow's user code is stored. */
  userCodeSignature(userCode: string): string
}

function hmacKey(hmacSecret: string, asReleased: AsReleased): Uint8Array {
  const digest = createHash('sha256').update(hmacSecret, 'utf8').digest()
  return asReleased('hmac_key') ? Buffer.from(digest.toString('hex').slice(0, KEY_BYTES), 'ascii') : digest
}

/** The token format under one `hmac_secret`. */
export function createOpaqueTokens(hmacSecret: string, random: Random, asReleased: AsReleased): OpaqueTokens {
  const key = hmacKey(hmacSecret, asReleased)
  const sign = (data: Uint8Array | string) => createHmac(ALGORITHM, key).update(data).digest()
  return {
    issue(kind) {
      const bytes = random(KEY_BYTES)
      const signature = encodeBase64url(sign(bytes))
      return { token: `authelia_${kind}_${encodeBase64url(bytes)}.${signature}`, signature }
    },
    read(kind, text) {
      const prefix = `authelia_${kind}_`
      const parts = text.startsWith(prefix) ? text.slice(prefix.length).split('.') : []
      const [keyText = '', signature = ''] = parts
      if (parts.length !== 2 || signature === '') return undefined
      const bytes = decodeBase64url(keyText)
      const presented = decodeBase64url(signature)
      const expected = bytes?.length === KEY_BYTES ? sign(bytes) : undefined
      return { signature, genuine: expected?.length === presented?.length && equal(expected, presented) }
    },
    userCodeSignature: (userCode) => encodeBase64url(sign(userCode)),
  }
}

function equal(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  return left !== undefined && right !== undefined && timingSafeEqual(left, right)
}
