/**
 * Secrets and their digests: this folder reads, computes, checks and makes the values of `client_secret` and of the
 * user file's `password`, and draws random secrets. A digest is read as the provider reads it: the identifier between
 * the first two `$` picks the form, a value without a leading `$` is the secret itself.
 */
import { ARGON2_VARIANTS, type Argon2Digest, parseArgon2 } from './argon2.ts'
import { type BcryptDigest, parseBcrypt, parseBcryptSha256 } from './bcrypt.ts'
import { DigestInvalid } from './fields.ts'
import { type Pbkdf2Digest, parsePbkdf2 } from './pbkdf2.ts'
import { parseScrypt, type ScryptDigest } from './scrypt.ts'
import { parseSha2Crypt, type Sha2CryptDigest } from './sha2crypt.ts'
import { parseYescrypt, type YescryptDigest } from './yescrypt.ts'

export { DigestInvalid, NotComputable } from './fields.ts'

export interface PlaintextDigest {
  algorithm: 'plaintext'
  variant: 'plaintext'
  parameters: Record<string, never>
  secret: string
}

export type Digest =
  | Pbkdf2Digest
  | Argon2Digest
  | ScryptDigest
  | BcryptDigest
  | Sha2CryptDigest
  | YescryptDigest
  | PlaintextDigest

type Parse = (fields: readonly string[], text: string) => Digest

function plaintext(secret: string): PlaintextDigest {
  if (secret === '') throw new DigestInvalid('plaintext', 'the secret is empty')
  return { algorithm: 'plaintext', variant: 'plaintext', parameters: {}, secret }
}

const PLAINTEXT_PREFIX = '$plaintext$'

/** Identifiers that the provider knows; they are case-sensitive. */
const FORMS: ReadonlyMap<string, Parse> = new Map<string, Parse>([
  ...ARGON2_VARIANTS.map((variant): [string, Parse] => [variant, (fields) => parseArgon2(variant, fields)]),
  ...['2a', '2b', '2x', '2y'].map((identifier): [string, Parse] => [identifier, parseBcrypt]),
  ['bcrypt-sha256', parseBcryptSha256],
  ['pbkdf2', (fields) => parsePbkdf2('pbkdf2', fields)],
  ['pbkdf2-sha1', (fields) => parsePbkdf2('pbkdf2', fields)],
  ['pbkdf2-sha224', (fields) => parsePbkdf2('pbkdf2-sha224', fields)],
  ['pbkdf2-sha256', (fields) => parsePbkdf2('pbkdf2-sha256', fields)],
  ['pbkdf2-sha384', (fields) => parsePbkdf2('pbkdf2-sha384', fields)],
  ['pbkdf2-sha512', (fields) => parsePbkdf2('pbkdf2-sha512', fields)],
  ['scrypt', parseScrypt],
  ['5', (fields) => parseSha2Crypt('sha2crypt-sha256', fields)],
  ['6', (fields) => parseSha2Crypt('sha2crypt-sha512', fields)],
  ['y', parseYescrypt],
  ['plaintext', (_fields, text) => plaintext(text.slice(PLAINTEXT_PREFIX.length))],
])

/** Forms that other programs know and the provider refuses. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['base64', 'base64'],
  ['1', 'md5crypt'],
  ['md5', 'sunmd5'],
  ['sha1', 'sha1crypt'],
])

function unknown(identifier: string): DigestInvalid {
  const refused = REFUSED.get(identifier)
  if (refused !== undefined) {
    return new DigestInvalid(refused, `the provider does not accept ${refused} digests`, {
      hint: 'make a new one with: oidc secret hash',
    })
  }
  if (identifier === '2') {
    return new DigestInvalid('unknown', 'bcrypt digests that begin with $2$ are not accepted', {
      hint: 'make a new one with: oidc secret hash --algorithm bcrypt',
    })
  }
  if (FORMS.has(identifier.toLowerCase())) {
    return new DigestInvalid(
      'unknown',
      `the identifier of the digest must be in lower case: $${identifier.toLowerCase()}$`,
    )
  }
  return new DigestInvalid('unknown', 'the value begins with $ and is no digest that the provider knows', {
    hint: 'a secret that really begins with $ is written as $plaintext$SECRET; a new digest is made by: oidc secret hash',
  })
}

/**
 * Reads a stored secret as the provider reads it; without a leading `$` it is plaintext.
 *
 * @throws {@link DigestInvalid} saying what is wrong with it
 */
export function parseDigest(text: string): Digest {
  if (!text.startsWith('$')) return plaintext(text)
  const [, identifier = '', ...fields] = text.split('$')
  const parse = FORMS.get(identifier)
  if (parse === undefined || fields.length === 0) throw unknown(identifier)
  return parse(fields, text)
}
