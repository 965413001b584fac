/** `at_hash`, `c_hash`, `s_hash`: the left half of a hash over a token (OpenID Connect Core 1.0 §3.1.3.6, §3.3.2.11). */
import { createHash } from 'node:crypto'
import type { AsReleased } from '../compat.ts'

function hashOf(alg: string, asReleased: AsReleased): string {
  if (asReleased('hash_claims')) return 'sha256'
  return { '384': 'sha384', '512': 'sha512' }[alg.slice(2)] ?? 'sha256'
}

/** The hash is that of the ID token's own `alg`. */
export function hashClaim(token: string, alg: string, asReleased: AsReleased): string {
  const digest = createHash(hashOf(alg, asReleased)).update(token, 'ascii').digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}
