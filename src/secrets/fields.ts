/**
 * The pieces that the text forms of digests are made of: fields between `$`, `key=value` lists, and the base64
 * alphabets, read the way Go's decoder reads them (CR and LF are skipped, left-over bits are not looked at).
 */
import { EXIT, ToolError, type ToolErrorOptions } from '../errors.ts'

/** A value that begins like a digest and is none. `variant` names the form as far as it was recognised. */
export class DigestInvalid extends ToolError {
  readonly code = 'ERR_DIGEST_INVALID'
  override readonly exitCode = EXIT.usage
  readonly variant: string

  constructor(variant: string, message: string, options: ToolErrorOptions = {}) {
    super(message, options)
    this.variant = variant
  }
}

/** A digest that is well formed and cannot be computed on this machine or within the limits. */
export class NotComputable extends ToolError {
  readonly code = 'ERR_DIGEST_NOT_COMPUTABLE'
}

/** A request to hash with values outside the limits that the provider sets for new digests. */
export class CostOutOfRange extends ToolError {
  readonly code = 'ERR_COST_OUT_OF_RANGE'
  override readonly exitCode = EXIT.usage
}

interface Alphabet {
  /** Its letters as a class inside `[…]`. */
  letters: string
  name: string
  hint: string
}

/** Standard base64 (RFC 4648 §4) without padding. */
const STANDARD: Alphabet = {
  letters: 'A-Za-z0-9+/',
  name: 'standard base64 (A-Z a-z 0-9 + /)',
  hint: 'the alphabet of argon2 and scrypt digests has + and no . - _',
}

/** The same with `.` in the place of `+`, as passlib writes PBKDF2. */
const ADAPTED: Alphabet = {
  letters: 'A-Za-z0-9./',
  name: 'the adapted base64 of PBKDF2 digests (A-Z a-z 0-9 . /)',
  hint: 'write . in the place of every +, and / in the place of every _',
}

export interface FieldContext {
  variant: string
  /** What the field is, for messages: `salt`, `key`. */
  field: string
}

function decode(text: string, { letters, name, hint }: Alphabet, { variant, field }: FieldContext): Uint8Array {
  const compact = text.replace(/[\r\n]/g, '')
  if (/=$/.test(compact)) {
    throw new DigestInvalid(variant, `the ${field} of the ${variant} digest ends in base64 padding`, {
      hint: 'remove every = at the end of the salt and of the key',
    })
  }
  if (!new RegExp(`^[${letters}]*$`).test(compact)) {
    throw new DigestInvalid(variant, `the ${field} of the ${variant} digest is not in ${name}`, { hint })
  }
  if (compact.length % 4 === 1) {
    throw new DigestInvalid(
      variant,
      `the ${field} of the ${variant} digest is cut off: one character is missing or too many`,
    )
  }
  return Buffer.from(compact.replaceAll('.', '+'), 'base64')
}

function decodeKey(text: string, alphabet: Alphabet, variant: string): Uint8Array {
  const key = decode(text, alphabet, { variant, field: 'key' })
  if (key.length === 0) throw new DigestInvalid(variant, `the key of the ${variant} digest is empty`)
  return key
}

/** Salt and key in standard base64 without padding. @throws {@link DigestInvalid} */
export function decodeStandard(salt: string, key: string, variant: string): { salt: Uint8Array; key: Uint8Array } {
  return { salt: decode(salt, STANDARD, { variant, field: 'salt' }), key: decodeKey(key, STANDARD, variant) }
}

/** Salt and key in the adapted alphabet. @throws {@link DigestInvalid} */
export function decodeAdapted(salt: string, key: string, variant: string): { salt: Uint8Array; key: Uint8Array } {
  return { salt: decode(salt, ADAPTED, { variant, field: 'salt' }), key: decodeKey(key, ADAPTED, variant) }
}

/** Standard base64 without padding. */
export function encodeStandard(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}

/** The adapted alphabet: standard base64 without padding, `.` for `+`. */
export function encodeAdapted(bytes: Uint8Array): string {
  return encodeStandard(bytes).replaceAll('+', '.')
}

/** A bare decimal number, at least `least`. @throws {@link DigestInvalid} */
export function parseCount(text: string, { variant, field }: FieldContext, least = 1): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(count) || count < least) {
    throw new DigestInvalid(
      variant,
      `the ${field} of the ${variant} digest is not a plain decimal number from ${least} on`,
    )
  }
  return count
}

/** Reads `a=1,b=2` in any order; only `allowed` keys may occur. @throws {@link DigestInvalid} */
export function parseParameters(
  text: string,
  allowed: readonly string[],
  variant: string,
): ReadonlyMap<string, string> {
  const pairs = text.split(',').map((pair): [string, string] => {
    const [key = '', value, ...rest] = pair.split('=')
    if (value === undefined || rest.length > 0 || !allowed.includes(key)) {
      throw new DigestInvalid(variant, `the parameters of the ${variant} digest must be ${allowed.join('=…, ')}=…`)
    }
    return [key, value]
  })
  return new Map(pairs)
}

/** Refuses a digest that has not the number of fields its form needs. @throws {@link DigestInvalid} */
export function assertFieldCount(fields: readonly string[], counts: readonly number[], variant: string): void {
  if (counts.includes(fields.length)) return
  throw new DigestInvalid(
    variant,
    `the ${variant} digest has ${fields.length} fields after its name where ${counts.join(' or ')} are needed`,
    { hint: 'a $ or what follows it got lost or was added; copy the whole digest and keep it in single quotes' },
  )
}
