import { randomBytes } from 'node:crypto'

/** Draws `length` random bytes. The only source of randomness that domain functions see. */
export type Random = (length: number) => Uint8Array

export const systemRandom: Random = (length) => randomBytes(length)

/** A version 4 UUID (RFC 9562 §5.4) from 16 random bytes. */
export function uuid(random: Random): string {
  const bytes = Buffer.from(random(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
