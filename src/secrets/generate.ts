/**
 * Random secrets: characters of a set, each as likely as the others. Loads nothing beyond `node:crypto`, since
 * `oidc secret generate` is to start at once.
 */

import { UsageError } from '../errors.ts'
import type { Random } from '../primitives/random.ts'

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()
const DIGITS = '0123456789'
const UNRESERVED = '-._~'

/** Names of character sets; rfc3986 is the unreserved set of RFC 3986 §2.3, which needs no escaping anywhere. */
export const CHARSETS = {
  rfc3986: UPPER + LOWER + DIGITS + UNRESERVED,
  'rfc3986-lower': LOWER + DIGITS + UNRESERVED,
  'rfc3986-upper': UPPER + DIGITS + UNRESERVED,
  alphanumeric: UPPER + LOWER + DIGITS,
  'alphanumeric-lower': LOWER + DIGITS,
  'alphanumeric-upper': UPPER + DIGITS,
  alphabetic: UPPER + LOWER,
  'alphabetic-lower': LOWER,
  'alphabetic-upper': UPPER,
  numeric: DIGITS,
  'numeric-hex': `${DIGITS}ABCDEF`,
  hex: `${DIGITS}abcdef`,
  base64url: `${UPPER + LOWER + DIGITS}-_`,
  ascii: Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i)).join(''),
} as const

export type CharsetName = keyof typeof CHARSETS

export interface GenerateRequest {
  /** Characters. */
  length: number
  /** The set to draw from; a character that is repeated counts once. */
  characters: string
}

const BYTE_VALUES = 256
const GREATEST_LENGTH = 1_048_576

/** The different characters of a set, in their order. @throws {@link UsageError} for fewer than 2 or more than 256 */
function distinct(characters: string): readonly string[] {
  const set = [...new Set(characters)]
  if (set.length < 2) throw new UsageError('a set of characters needs at least two different ones')
  if (set.length > BYTE_VALUES) throw new UsageError('a set of characters can have at most 256 different ones')
  return set
}

/**
 * Turns random bytes into characters. Bytes beyond the greatest multiple of the set's size are dropped, so that no
 * character is likelier than another; the result is shorter than `bytes` by their number.
 */
export function sampleCharacters(bytes: Uint8Array, set: readonly string[]): string[] {
  const fair = BYTE_VALUES - (BYTE_VALUES % set.length)
  return Array.from(
    bytes.filter((byte) => byte < fair),
    (byte) => set[byte % set.length] ?? '',
  )
}

/** Draws a secret. @throws {@link UsageError} for an unfit length or set of characters */
export function generateSecret({ length, characters }: GenerateRequest, random: Random): string {
  if (!Number.isInteger(length) || length < 1 || length > GREATEST_LENGTH) {
    throw new UsageError(`the length of a secret is from 1 to ${GREATEST_LENGTH} characters`)
  }
  const set = distinct(characters)
  let drawn: string[] = []
  while (drawn.length < length) drawn = drawn.concat(sampleCharacters(random(length - drawn.length + 16), set))
  return drawn.slice(0, length).join('')
}

/** The entropy of a secret drawn by {@link generateSecret}, in bits. */
export function entropyBits({ length, characters }: GenerateRequest): number {
  return length * Math.log2(distinct(characters).length)
}
