/** Randomness that repeats: the same text gives the same bytes, so that two runs give the same answers. */
import { createCipheriv, hkdfSync } from 'node:crypto'
import type { Random } from '../primitives/random.ts'

const KEY_BYTES = 32
const COUNTER_BYTES = 16

/**
 * The bytes that belong to `seed` and `purpose`: AES-256 in counter mode under a key by HKDF (RFC 5869). They are as good
 * as random for everybody who does not know the seed, and no secret for everybody who does.
 */
export function seededRandom(seed: string, purpose: string): Random {
  const key = Buffer.from(hkdfSync('sha256', seed, '', `oidc dev seed: ${purpose}`, KEY_BYTES))
  const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(COUNTER_BYTES))
  return (length) => stream.update(Buffer.alloc(length))
}
