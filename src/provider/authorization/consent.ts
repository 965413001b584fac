/** Whether the user has to be asked, and what was agreed to. */
import type { ResolvedClient } from '../../config/resolved.ts'
import { uuid } from '../../primitives/random.ts'
import { OFFLINE_SCOPES } from '../../spec/scopes.ts'
import { claimsSignature, requestedClaims } from '../claims/claims-parameter.ts'
import type { Exchange } from '../context.ts'
import type { ConsentRow } from '../storage/storage.ts'
import { type AuthorizationRequest, has } from './request.ts'

/** What an authorization gives. */
export interface Approval {
  scopes: readonly string[]
  /** Voluntary claims. */
  granted_claims: readonly string[]
}

/** Scopes whose grants outlive the browser: nobody hands them out unasked. */
const LASTING_SCOPES: readonly string[] = [...OFFLINE_SCOPES, 'authelia.bearer.authz']

/** The mode in force: explicit whenever the request asks for it or for something that lasts. */
export function consentMode(
  client: ResolvedClient,
  request: Pick<AuthorizationRequest, 'scopes' | 'prompt' | 'response_type'>,
): ResolvedClient['consent_mode'] {
  const asksForLasting = has(request, 'code') && request.scopes.some((scope) => LASTING_SCOPES.includes(scope))
  const isForced = request.prompt.includes('consent') || request.prompt.includes('login') || asksForLasting
  return isForced ? 'explicit' : client.consent_mode
}

/** Whether the page may offer to remember the answer. */
export function mayRemember(client: ResolvedClient, request: AuthorizationRequest): boolean {
  return consentMode(client, request) === 'pre-configured'
}

export function voluntaryClaims({ claims }: AuthorizationRequest): string[] {
  if (claims === null) return []
  return requestedClaims(claims).flatMap(({ name, essential }) => (essential ? [] : [name]))
}

/** What the implicit mode grants: everything but what lasts. */
export function implicitApproval(request: AuthorizationRequest): Approval {
  return {
    scopes: request.scopes.filter((scope) => !OFFLINE_SCOPES.includes(scope)),
    granted_claims: voluntaryClaims(request),
  }
}

/** What accepting the page grants: every scope, and the claims that were left ticked. */
export function acceptedApproval(request: AuthorizationRequest, ticked: readonly string[]): Approval {
  return { scopes: request.scopes, granted_claims: voluntaryClaims(request).filter((name) => ticked.includes(name)) }
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return new Set(left).size === new Set(right).size && left.every((one) => right.includes(one))
}

function signatureOf({ claims }: AuthorizationRequest): string | null {
  return claims === null ? null : claimsSignature(claims)
}

function isRemembered(row: ConsentRow, request: AuthorizationRequest, now: number): boolean {
  return (
    row.expires_at > now &&
    isSameSet(row.scopes, request.scopes) &&
    isSameSet(row.audience, [...request.audience, ...request.resource]) &&
    row.claims_signature === signatureOf(request)
  )
}

/** The remembered consent that covers a request exactly. */
export async function findRemembered(
  { context, now }: Exchange,
  request: AuthorizationRequest,
  subject: string,
): Promise<Approval | undefined> {
  const rows = await context.storage.findConsents(request.client_id, subject)
  const row = rows.find((one) => isRemembered(one, request, now))
  return row === undefined ? undefined : { scopes: request.scopes, granted_claims: row.granted_claims }
}

/** Remembers an answer for the client's time. */
export async function rememberConsent(
  { context, now }: Exchange,
  client: ResolvedClient,
  request: AuthorizationRequest,
  subject: string,
  approval: Approval,
): Promise<void> {
  await context.storage.saveConsent({
    id: uuid(context.random),
    client_id: client.client_id,
    subject,
    created_at: now,
    expires_at: now + client.pre_configured_consent_duration,
    scopes: request.scopes,
    audience: [...request.audience, ...request.resource],
    claims_signature: signatureOf(request),
    granted_claims: approval.granted_claims,
  })
}
