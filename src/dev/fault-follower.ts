/** Faults at work: which rules are about a request, and what they do to its answer. */
import { setMaxListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { ProviderOptions } from '../provider/app.ts'
import type { Reply } from '../provider/http/reply.ts'
import type { AuthorizationAnswer, JwtDraft, Witness } from '../provider/witness.ts'
import {
  canSpoil,
  errorReply,
  isJwtFault,
  spoilDraft,
  spoilReply,
  spoilSignature,
  UNAVAILABLE,
  WRONG_ISSUER,
} from './fault-effects.ts'
import { count, createFaultRules } from './fault-rules.ts'
import { type ArmedFault, type ErrorFault, endpointOf, type Faults } from './faults.ts'
import type { Follower, SeenRequest } from './follow.ts'

const DOCUMENTS: readonly unknown[] = ['openid-configuration', 'oauth-authorization-server']

/** An error that the authorization endpoint sends to the client, when there is something to answer. */
function isSentToClient({ endpoint, fault }: ArmedFault): boolean {
  return endpoint === 'authorization' && fault.kind === 'error' && fault.status === undefined
}

/** Whether the rule makes something wrong that is signed or sent to the client on the way, not the answer as such. */
function isInside(rule: ArmedFault): boolean {
  const { fault, endpoint } = rule
  return (isJwtFault(fault.kind) && !DOCUMENTS.includes(endpoint)) || isSentToClient(rule)
}

/** A request that a browser or a client means; the question before it is no call. */
function isAbout({ endpoint, client_id, fault }: ArmedFault, seen: SeenRequest): boolean {
  if (seen.endpoint === undefined || seen.method === 'OPTIONS') return false
  if (client_id !== undefined && client_id !== seen.client_id) return false
  if (endpoint !== undefined) return endpoint === seen.endpoint
  return fault.kind !== 'malformed' || endpointOf(seen.endpoint) !== 'authorization'
}

function isSigned({ endpoint, client_id, jwt, fault }: ArmedFault, seen: SeenRequest, draft: JwtDraft): boolean {
  const { azp, client_id: owner, aud } = draft.claims
  const clients = [seen.client_id, azp, owner, ...[aud].flat()]
  return (
    (endpoint === undefined || endpoint === endpointOf(seen.endpoint)) &&
    (client_id === undefined || clients.includes(client_id)) &&
    (jwt === undefined ? draft.kind !== 'access_token' : jwt === draft.kind) &&
    canSpoil(fault.kind, draft)
  )
}

/** Goes along with one request; each rule applies once to it. */
function witnessOf(rules: readonly ArmedFault[], seen: SeenRequest): Omit<Witness, 'id'> {
  const done = new Set<ArmedFault>()
  const spoilt = new Set<string>()
  const applies = (rule: ArmedFault) => {
    if (done.has(rule)) return false
    done.add(rule)
    return count(rule)
  }
  return {
    signs(draft) {
      const due = rules.filter((rule) => isJwtFault(rule.fault.kind) && isSigned(rule, seen, draft) && applies(rule))
      if (due.some(({ fault }) => fault.kind === 'wrong_signature')) spoilt.add(draft.kind)
      const now = Math.floor(seen.at / 1000)
      return due.reduce((shown, { fault }) => spoilDraft(fault.kind, shown, now), draft)
    },
    signed: (kind, jwt) => (spoilt.delete(kind) ? spoilSignature(jwt) : jwt),
    answers(answer) {
      const due = rules.filter((rule) => isAnswered(rule, answer) && applies(rule))
      return due.reduce((parameters, { fault }) => spoilAnswer(fault, parameters), answer.parameters)
    },
  }
}

function isAnswered(rule: ArmedFault, { client_id, parameters }: AuthorizationAnswer): boolean {
  if (rule.endpoint !== 'authorization' || (rule.client_id !== undefined && rule.client_id !== client_id)) return false
  const { kind } = rule.fault
  return isSentToClient(rule) || (kind === 'wrong_iss' && rule.jwt === undefined && parameters['iss'] !== undefined)
}

type Parameters = AuthorizationAnswer['parameters']

/** RFC 6749 §4.1.2.1; `state` and `iss` stay. */
function asError({ state, iss }: Parameters, { error = UNAVAILABLE, error_description }: ErrorFault): Parameters {
  return {
    error,
    ...(error_description !== undefined && { error_description }),
    ...(state !== undefined && { state }),
    ...(iss !== undefined && { iss }),
  }
}

function spoilAnswer(fault: ArmedFault['fault'], parameters: Parameters): Parameters {
  return fault.kind === 'error' ? asError(parameters, fault) : { ...parameters, iss: WRONG_ISSUER }
}

/** The first error that is due answers; one that is due at the same time waits for the next call. */
function takeDue(rules: readonly ArmedFault[], seen: SeenRequest): readonly ArmedFault[] {
  const about = rules.filter((rule) => !isInside(rule) && isAbout(rule, seen))
  const due: ArmedFault[] = []
  for (const rule of about) {
    const waits = rule.fault.kind === 'error' && due.some(({ fault }) => fault.kind === 'error')
    if (waits) rule.seen += 1
    else if (count(rule)) due.push(rule)
  }
  return due
}

/** Until the time is over, or the provider ends. */
async function delay(due: readonly ArmedFault[], end: AbortSignal): Promise<void> {
  for (const { fault } of due) {
    if (fault.kind === 'delay') await wait(fault.milliseconds, undefined, { signal: end }).catch(() => undefined)
  }
}

/** Rules without any, and the follower that applies them. @param served for its CORS rules */
export function createFaults(served: () => Pick<ProviderOptions, 'config' | 'dev'>): {
  faults: Faults
  follower: Follower
  /** Nobody waits any longer. */
  close(): void
} {
  const end = new AbortController()
  setMaxListeners(0, end.signal)
  const { faults, current } = createFaultRules()
  const dueFor = new WeakMap<SeenRequest, readonly ArmedFault[]>()
  const follower: Follower = {
    async before(seen): Promise<Reply | undefined> {
      if (current().length === 0) return undefined
      const due = takeDue(current(), seen)
      dueFor.set(seen, due)
      await delay(due, end.signal)
      const error = due.map(({ fault }) => fault).find((fault) => fault.kind === 'error')
      return error && errorReply(error, seen, served())
    },
    witness: (seen) => (current().length === 0 ? undefined : witnessOf(current(), seen)),
    after: (seen, reply) => (dueFor.get(seen) ?? []).reduce((shown, { fault }) => spoilReply(fault.kind, shown), reply),
  }
  return { faults, follower, close: () => end.abort() }
}
