/**
 * bcrypt digests: `$2b$CC$` + 22 characters of salt + 31 of key in bcrypt's own base64 (2a, 2x and 2y are computed as
 * 2b), and bcrypt-sha256 version 2: `$bcrypt-sha256$v=2,t=2b,r=CC$SALT$KEY`, bcrypt over an HMAC-SHA-256 of the secret.
 */
import { createHmac } from 'node:crypto'
import { assertFieldCount, DigestInvalid, parseCount, parseParameters } from './fields.ts'
import { loadBcrypt } from './installed.ts'

export interface BcryptDigest {
  algorithm: 'bcrypt'
  variant: 'bcrypt' | 'bcrypt-sha256'
  /** As written; below 4 it counts as 10. */
  parameters: { cost: number }
  /** 22 and 31 characters, in bcrypt's base64. */
  salt: string
  key: string
}

/** What bcrypt looks at: the bytes behind these are not part of the digest. */
export const BCRYPT_BYTES = 72

const GREATEST_COST = 31

const SALT = /^[./A-Za-z0-9]{22}$/
const KEY = /^[./A-Za-z0-9]{31}$/
const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function build(variant: BcryptDigest['variant'], cost: number, salt: string, key: string): BcryptDigest {
  if (!SALT.test(salt) || !KEY.test(key)) {
    throw new DigestInvalid(
      variant,
      `the ${variant} digest has ${salt.length + key.length} characters of salt and key where 53 of ./A-Za-z0-9 are needed`,
      { hint: 'it was cut, or something was added at its end; copy the whole digest' },
    )
  }
  return { algorithm: 'bcrypt', variant, parameters: { cost }, salt, key }
}

/** Reads the fields behind `$2a$`, `$2b$`, `$2x$` or `$2y$`. @throws {@link DigestInvalid} */
export function parseBcrypt(fields: readonly string[]): BcryptDigest {
  assertFieldCount(fields, [2], 'bcrypt')
  const [costText = '', rest = ''] = fields
  const cost = parseCount(costText, { variant: 'bcrypt', field: 'cost' }, 0)
  return build('bcrypt', cost, rest.slice(0, 22), rest.slice(22))
}

/** Reads the fields behind `$bcrypt-sha256$`; of the parameters only `r` counts. @throws {@link DigestInvalid} */
export function parseBcryptSha256(fields: readonly string[]): BcryptDigest {
  const variant = 'bcrypt-sha256'
  assertFieldCount(fields, [3], variant)
  const [parameterText = '', salt = '', key = ''] = fields
  const cost = parseCount(
    parseParameters(parameterText, ['v', 't', 'r'], variant).get('r') ?? '',
    { variant, field: 'parameter r' },
    0,
  )
  return build(variant, cost, salt, key)
}

/** The provider reads a cost over 31 and fails at the first use. @throws {@link DigestInvalid} */
export function assertBcryptCost({ variant, parameters: { cost } }: BcryptDigest): void {
  if (cost <= GREATEST_COST) return
  throw new DigestInvalid(variant, `the cost of the ${variant} digest is ${cost}, beyond the highest, ${GREATEST_COST}`)
}

/** The cost that is computed. */
export function effectiveCost({ cost }: BcryptDigest['parameters']): number {
  return cost < 4 ? 10 : cost
}

/** 16 bytes of salt as 22 characters. */
export function encodeBcryptSalt(salt: Uint8Array): string {
  const standard = Buffer.from(salt).toString('base64').replace(/=+$/, '')
  return Array.from(standard, (letter) => ALPHABET.charAt(STANDARD.indexOf(letter))).join('')
}

/** What bcrypt is computed over: the secret, or for bcrypt-sha256 the base64 of its HMAC under the salt's text. */
function bcryptInput({ variant, salt }: Omit<BcryptDigest, 'key'>, secret: Uint8Array): Buffer {
  return Buffer.from(variant === 'bcrypt' ? secret : createHmac('sha256', salt).update(secret).digest('base64'))
}

/** Derives the key (31 characters) of `digest` from a secret, in the thread pool. */
export async function deriveBcrypt(digest: Omit<BcryptDigest, 'key'>, secret: Uint8Array): Promise<string> {
  const cost = effectiveCost(digest.parameters)
  const setting = `$2b$${String(cost).padStart(2, '0')}$${digest.salt}`
  return (await loadBcrypt().hash(bcryptInput(digest, secret), setting)).slice(-31)
}

export function formatBcrypt({ variant, parameters, salt, key }: BcryptDigest): string {
  const cost = String(parameters.cost).padStart(2, '0')
  return variant === 'bcrypt' ? `$2b$${cost}$${salt}${key}` : `$bcrypt-sha256$v=2,t=2b,r=${cost}$${salt}$${key}`
}
