/** What each fault does to an answer: wrong in one place, right everywhere else. */
import { encodeBase64url } from '../primitives/base64url.ts'
import type { ProviderOptions } from '../provider/app.ts'
import { ENDPOINTS } from '../provider/endpoints.ts'
import { configuredOrigins, corsHeaders } from '../provider/http/cors.ts'
import { json, type Reply, withHeaders } from '../provider/http/reply.ts'
import type { JwtDraft } from '../provider/witness.ts'
import { ERROR_CODES } from '../spec/error-codes.ts'
import type { ErrorFault, FaultKind } from './faults.ts'
import type { SeenRequest } from './follow.ts'

export const WRONG_ISSUER = 'https://wrong-issuer.example'
const WRONG_AUDIENCE = 'wrong-audience'
const WRONG_NONCE = 'wrong-nonce'
const WRONG_KID = 'wrong-kid'
/** As long as a right one of RS256 is. */
const WRONG_HASH = 'AAAAAAAAAAAAAAAAAAAAAA'

/** Seconds: more than any client tolerates. */
const LONG_AGO = 3600

export const UNAVAILABLE = 'temporarily_unavailable'

/** Faults of a JWT before it is signed. */
const DRAFT_EFFECTS: Readonly<Partial<Record<FaultKind, (draft: JwtDraft, now: number) => JwtDraft>>> = {
  wrong_iss: (draft) => ({ ...draft, claims: { ...draft.claims, iss: WRONG_ISSUER } }),
  wrong_aud: (draft) => ({ ...draft, claims: { ...draft.claims, aud: [WRONG_AUDIENCE] } }),
  wrong_nonce: (draft) => ({ ...draft, claims: { ...draft.claims, nonce: WRONG_NONCE } }),
  wrong_at_hash: (draft) => ({ ...draft, claims: { ...draft.claims, at_hash: WRONG_HASH } }),
  wrong_kid: (draft) => ({ ...draft, header: { ...draft.header, kid: WRONG_KID } }),
  expired: (draft, now) => ({
    ...draft,
    claims: { ...draft.claims, iat: now - 2 * LONG_AGO, exp: now - LONG_AGO },
  }),
  wrong_signature: (draft) => draft,
}

const NEEDED_CLAIM: Readonly<Partial<Record<FaultKind, string>>> = {
  wrong_iss: 'iss',
  wrong_aud: 'aud',
  wrong_nonce: 'nonce',
  wrong_at_hash: 'at_hash',
  expired: 'exp',
}

export function isJwtFault(kind: FaultKind): boolean {
  return DRAFT_EFFECTS[kind] !== undefined
}

/** Whether the JWT has what the fault makes wrong. */
export function canSpoil(kind: FaultKind, { header, claims }: JwtDraft): boolean {
  if (kind === 'wrong_kid') return header.kid !== undefined
  const needed = NEEDED_CLAIM[kind]
  return needed === undefined || claims[needed] !== undefined
}

/** The JWT that is signed instead. @param now seconds */
export function spoilDraft(kind: FaultKind, draft: JwtDraft, now: number): JwtDraft {
  return DRAFT_EFFECTS[kind]?.(draft, now) ?? draft
}

/** The JWT with a signature that belongs to nothing. */
export function spoilSignature(jwt: string): string {
  const at = jwt.lastIndexOf('.') + 1
  const wrong = Buffer.from(jwt.slice(at), 'base64url').map((byte) => byte ^ 0xff)
  return jwt.slice(0, at) + encodeBase64url(wrong)
}

/** RFC 6750 §3, RFC 6749 §5.2: 401 says how to authenticate. */
function challenge({ endpoint }: SeenRequest, status: number, error: string): Record<string, string> {
  if (endpoint === 'userinfo') return { 'WWW-Authenticate': `Bearer error="${error}"` }
  return status === 401 ? { 'WWW-Authenticate': 'Basic realm="fault"' } : {}
}

type Served = Pick<ProviderOptions, 'config' | 'dev'>

/** Scripts of other origins read errors as they read answers. */
function crossOrigin(seen: SeenRequest, { config: { provider }, dev }: Served): Record<string, string> {
  const endpoint = ENDPOINTS.find(({ name }) => name === seen.endpoint)
  if (endpoint === undefined) return {}
  const policy = {
    origins: configuredOrigins(provider),
    enabled: new Set(provider.cors.endpoints),
    dev: dev !== undefined,
  }
  const { method, url, headers } = seen
  return corsHeaders(endpoint, policy, { method, url, headers, peer: '', text: () => Promise.resolve('') })
}

function statusOf({ status, error = UNAVAILABLE }: ErrorFault): number {
  if (status !== undefined) return status
  const known = Object.entries(ERROR_CODES).find(([code]) => code === error)
  return known?.[1].status ?? 400
}

/** An error in the provider's place (RFC 6749 §5.2). */
export function errorReply(fault: ErrorFault, seen: SeenRequest, served: Served): Reply {
  const { error = UNAVAILABLE, error_description } = fault
  const status = statusOf(fault)
  const body = { error, ...(error_description !== undefined && { error_description }) }
  return withHeaders(json(status, body), { ...challenge(seen, status, error), ...crossOrigin(seen, served) })
}

function halfOf(text: string): string {
  return text.slice(0, Math.ceil(text.length / 2))
}

function withWrongIssuer(reply: Reply): Reply {
  const isDocument = reply.status === 200 && reply.body !== null
  return isDocument
    ? { ...reply, body: JSON.stringify({ ...JSON.parse(reply.body ?? ''), issuer: WRONG_ISSUER }) }
    : reply
}

/** Faults of a whole answer. */
export function spoilReply(kind: FaultKind, reply: Reply): Reply {
  switch (kind) {
    case 'cut':
      return { ...reply, cut: true }
    case 'malformed':
      return { ...reply, body: halfOf(reply.body ?? '{') }
    case 'wrong_iss':
      return withWrongIssuer(reply)
    default:
      return reply
  }
}
