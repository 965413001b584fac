/** SHA-256 of what is short, in one call: an object for each hash costs more than the hash. */
import { hash, timingSafeEqual } from 'node:crypto'

export function sha256(data: Uint8Array | string): Uint8Array {
  return hash('sha256', data, 'buffer')
}

/** In base64url without padding: a key for what must not be kept itself. */
export function sha256Text(data: Uint8Array | string): string {
  return hash('sha256', data, 'base64url')
}

/** Compares two values without telling by its time where or whether their lengths differ. */
export function equalInConstantTime(one: Uint8Array | string, other: Uint8Array | string): boolean {
  return timingSafeEqual(sha256(one), sha256(other))
}
