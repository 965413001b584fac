/** Everything that can be said about a token. */
import type { JWK } from 'jose'
import { EXIT, type ExitStatus } from '../errors.ts'
import { profileOf } from './profile.ts'
import type { Reader } from './times.ts'
import { type JsonObject, type OpaqueKind, readToken, type Token } from './token.ts'
import { type Verification, verifySignature } from './verify.ts'
import { type TokenWarning, warningsOf } from './warnings.ts'

/** The `--json` document. */
export interface DecodedToken {
  kind: Token['kind']
  /** Of a JWT: what it is used for, by its type or its claims. */
  profile?: string
  /** Of an opaque token. */
  opaque?: OpaqueKind
  header?: JsonObject
  claims?: JsonObject
  /** Only where keys were given. */
  verified?: boolean
  /** With which key, or why not. */
  verification?: string
  warnings: TokenWarning[]
}

export interface TrustedKeys {
  keys: readonly JWK[]
  /** Whose keys they are: the token has to name the same. */
  issuer?: string | undefined
}

/** Gets the keys for a token with this header. */
export type FindKeys = (header: JsonObject) => Promise<TrustedKeys>

/** What an opaque and an encrypted token cannot show. */
const UNSIGNED: Readonly<Record<'opaque' | 'jwe', string>> = {
  opaque: 'an opaque token has no signature that a key could check: the introspection endpoint tells',
  jwe: 'the signature, if there is one, is inside the encrypted content',
}

async function verificationOf(token: Token, findKeys: FindKeys): Promise<Verification> {
  if (token.kind === 'opaque' || token.kind === 'jwe') return { verified: false, reason: UNSIGNED[token.kind] }
  const { keys, issuer } = await findKeys(token.header)
  const checked = await verifySignature(token, keys)
  const iss = token.claims?.['iss']
  if (!checked.verified || issuer === undefined || iss === undefined || iss === issuer) return checked
  return { verified: false, reason: `the token names another issuer: ${JSON.stringify(iss)}` }
}

function contentOf(token: Token, reader: Reader): Omit<DecodedToken, 'verified' | 'verification'> {
  if (token.kind === 'opaque') return { kind: token.kind, opaque: token.opaque, warnings: [] }
  const { kind, header } = token
  if (token.kind === 'jwe' || token.claims === undefined) {
    return { kind, header, warnings: warningsOf(header, {}, reader) }
  }
  const { claims } = token
  const profile = profileOf(header, claims)?.name
  return { kind, ...(profile && { profile }), header, claims, warnings: warningsOf(header, claims, reader) }
}

/**
 * Reads, explains and, with `findKeys`, checks a token.
 *
 * @throws {@link TokenUnreadable}, what finding keys throws
 */
export async function decodeToken(text: string, reader: Reader, findKeys?: FindKeys): Promise<DecodedToken> {
  const token = readToken(text)
  const content = contentOf(token, reader)
  if (findKeys === undefined) return content
  const { verified, reason } = await verificationOf(token, findKeys)
  const { warnings, ...shown } = content
  return { ...shown, verified, verification: reason, warnings }
}

/** 3 for what was checked and did not verify. */
export function exitStatusOf({ verified }: DecodedToken): ExitStatus {
  return verified === false ? EXIT.notGood : EXIT.done
}
