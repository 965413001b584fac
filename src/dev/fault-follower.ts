/** Faults at work: which rules are about a request, and what they do to its answer. */
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
import {
  type ArmedFault,
  assertMeaningful,
  type ErrorFault,
  endpointOf,
  FaultRefused,
  type FaultRule,
  type Faults,
  RULE_LIMIT,
} from './faults.ts'
import type { Follower, SeenRequest } from './follow.ts'

const DOCUMENTS: readonly unknown[] = ['openid-configuration', 'oauth-authorization-server']

function isThrough({ applied, times = 1 }: ArmedFault): boolean {
  return applied >= times
}

function isDue(rule: ArmedFault): boolean {
  return rule.seen >= (rule.nth ?? 1) && !isThrough(rule)
}

/** One more call that the rule is about; whether it goes wrong. */
function count(rule: ArmedFault): boolean {
  rule.seen += 1
  if (!isDue(rule)) return false
  rule.applied += 1
  return true
}

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

/** The rules of one namespace. */
class Rules implements Faults {
  #rules: ArmedFault[] = []
  #made = 0

  get all(): readonly ArmedFault[] {
    return this.#rules
  }

  add(rule: FaultRule): ArmedFault {
    assertMeaningful(rule)
    if (this.#rules.length >= RULE_LIMIT) this.#rules = this.#rules.filter((one) => !isThrough(one))
    if (this.#rules.length >= RULE_LIMIT) throw new FaultRefused(`there are ${RULE_LIMIT} rules that wait already`)
    this.#made += 1
    const armed = { ...rule, id: String(this.#made), seen: 0, applied: 0 }
    this.#rules.push(armed)
    return { ...armed }
  }

  list(): readonly ArmedFault[] {
    return this.#rules.map((rule) => ({ ...rule }))
  }

  clear(): void {
    this.#rules = []
  }
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

async function delay(due: readonly ArmedFault[]): Promise<void> {
  for (const { fault } of due) if (fault.kind === 'delay') await wait(fault.milliseconds)
}

/** Rules without any, and the follower that applies them. @param served for its CORS rules */
export function createFaults(served: () => Pick<ProviderOptions, 'config' | 'dev'>): {
  faults: Faults
  follower: Follower
} {
  const rules = new Rules()
  const dueFor = new WeakMap<SeenRequest, readonly ArmedFault[]>()
  const follower: Follower = {
    async before(seen): Promise<Reply | undefined> {
      if (rules.all.length === 0) return undefined
      const due = takeDue(rules.all, seen)
      dueFor.set(seen, due)
      await delay(due)
      const error = due.map(({ fault }) => fault).find((fault) => fault.kind === 'error')
      return error && errorReply(error, seen, served())
    },
    witness: (seen) => (rules.all.length === 0 ? undefined : witnessOf(rules.all, seen)),
    after: (seen, reply) => (dueFor.get(seen) ?? []).reduce((shown, { fault }) => spoilReply(fault.kind, shown), reply),
  }
  return { faults: rules, follower }
}
