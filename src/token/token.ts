/**
 * What a text is that somebody calls a token: a JWT or another JWS in compact form (RFC 7515 §7.1), a JWE (RFC 7516 §7.1), or
 * one of the provider's opaque tokens. Nothing is believed here; no message holds the token.
 */
import { decodeProtectedHeader } from 'jose'
import { ToolError } from '../errors.ts'
import { decodeBase64url } from '../primitives/base64url.ts'

/** The text is no token: exit status 1. */
export class TokenUnreadable extends ToolError {
  readonly code = 'ERR_TOKEN_UNREADABLE'
}

export type JsonObject = Readonly<Record<string, unknown>>

/** What an opaque token gives access to, by the second word of its prefix. */
const OPAQUE_KINDS = {
  ac: 'authorization_code',
  at: 'access_token',
  rt: 'refresh_token',
  dc: 'device_code',
} as const

export type OpaqueKind = (typeof OPAQUE_KINDS)[keyof typeof OPAQUE_KINDS]

export interface SignedToken {
  kind: 'jwt' | 'jws'
  /** The token without what stood around it. */
  compact: string
  header: JsonObject
  /** The payload of a JWT; another JWS may carry anything. */
  claims?: JsonObject
}

export interface EncryptedToken {
  kind: 'jwe'
  header: JsonObject
}

export interface OpaqueToken {
  kind: 'opaque'
  opaque: OpaqueKind
}

export type Token = SignedToken | EncryptedToken | OpaqueToken

const OPAQUE = /^authelia_(ac|at|rt|dc)_[\w-]+\.[\w-]+$/

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function headerOf(compact: string): JsonObject {
  try {
    return { ...decodeProtectedHeader(compact) }
  } catch (cause) {
    throw new TokenUnreadable('the first part of the token is not a JOSE header (base64url of a JSON object)', {
      hint: 'was the token cut off, or is something in front of it?',
      cause,
    })
  }
}

/** Strict UTF-8 (RFC 7519 §7.2): a payload that is none is not a JSON text. */
function claimsOf(payload: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function readSigned(compact: string): SignedToken {
  const header = headerOf(compact)
  const [, payloadText = '', signature = ''] = compact.split('.')
  const payload = decodeBase64url(payloadText)
  if (payload === undefined) throw new TokenUnreadable('the second part of the token is not base64url')
  if (decodeBase64url(signature) === undefined) throw new TokenUnreadable('the signature of the token is not base64url')
  // RFC 7797 §5.2: with "b64" false the payload is not encoded; no JWT has that.
  const claims = header['b64'] === false ? undefined : claimsOf(payload)
  return claims === undefined ? { kind: 'jws', compact, header } : { kind: 'jwt', compact, header, claims }
}

function hintFor(text: string): string | undefined {
  if (text.startsWith('{')) return 'this is a JSON document: take one token out of it, for example with jq -r .id_token'
  if (text.startsWith('-----BEGIN')) return 'this is PEM: see `oidc keys inspect` and `oidc certs inspect`'
  if (text.startsWith('$')) return 'this looks like a digest: see `oidc secret verify`'
  return undefined
}

/** The token alone: without blanks, line ends and quotes around it, and the scheme of an Authorization header. */
function withoutSurroundings(text: string): string {
  const bare = text.trim().replace(/^authorization:\s*/i, '')
  return bare.replace(/^(?:bearer|dpop)\s+/i, '').replace(/^(["'])(.*)\1$/s, '$2')
}

/**
 * Reads a token.
 *
 * @throws {@link TokenUnreadable} for any other text
 */
export function readToken(text: string): Token {
  const compact = withoutSurroundings(text)
  const opaque = OPAQUE.exec(compact)?.[1]
  if (opaque !== undefined) return { kind: 'opaque', opaque: OPAQUE_KINDS[opaque as keyof typeof OPAQUE_KINDS] }
  if (!/^[\w-]+(\.[\w-]*){2,4}$/.test(compact)) {
    throw new TokenUnreadable('the text is neither a JWT nor an opaque token of the provider', {
      hint: hintFor(compact),
    })
  }
  const parts = compact.split('.').length
  if (parts === 3) return readSigned(compact)
  if (parts === 5) return { kind: 'jwe', header: headerOf(compact) }
  throw new TokenUnreadable(`the token has ${parts} parts; a signed one has three, an encrypted one five`)
}
