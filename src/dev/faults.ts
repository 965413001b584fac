/** What goes wrong on purpose: rules that say which request gets which wrong answer, in the order in which they were made. */
import { ToolError } from '../errors.ts'
import { ENDPOINTS, type EndpointName } from '../provider/endpoints.ts'
import type { JwtKind } from '../provider/witness.ts'

/** An answer in the provider's place; the authorization endpoint sends it to the client (RFC 6749 §4.1.2.1). */
export interface ErrorFault {
  kind: 'error'
  /** Default 503; given, the authorization endpoint answers by itself, too. */
  status?: number | undefined
  /** Default `temporarily_unavailable`. */
  error?: string | undefined
  error_description?: string | undefined
}

/** The right answer, late. */
export interface DelayFault {
  kind: 'delay'
  /** Real ones, whatever the clock of the namespace does. */
  milliseconds: number
}

/** Wrong in one place. */
export interface WrongFault {
  kind:
    | 'cut'
    | 'malformed'
    | 'wrong_iss'
    | 'wrong_aud'
    | 'wrong_nonce'
    | 'wrong_signature'
    | 'wrong_kid'
    | 'wrong_at_hash'
    | 'expired'
}

export type Fault = ErrorFault | DelayFault | WrongFault
export type FaultKind = Fault['kind']

export interface FaultRule {
  /** Default: every endpoint whose answers can be wrong in this way. */
  endpoint?: EndpointName | undefined
  /** What the request says itself, by a parameter, the Basic header or a client assertion. */
  client_id?: string | undefined
  /** Which JWT of the answer is wrong; default: any but access tokens, which are for others than the client. */
  jwt?: JwtKind | undefined
  /** The first call that goes wrong, counted from 1 since the rule was made; default 1. */
  nth?: number | undefined
  /** How many calls go wrong; default 1. */
  times?: number | undefined
  fault: Fault
}

/** A rule and what has become of it. */
export interface ArmedFault extends FaultRule {
  id: string
  /** Calls that the rule is about. */
  seen: number
  /** Calls that went wrong by it. */
  applied: number
}

export interface Faults {
  /** @throws {@link FaultRefused} for a rule that could never apply, or that is out of bounds */
  add(rule: FaultRule): ArmedFault
  list(): readonly ArmedFault[]
  clear(): void
}

export class FaultRefused extends ToolError {
  readonly code = 'ERR_FAULT_REFUSED'
}

/** Rules that are kept; those that are through are forgotten first. */
export const RULE_LIMIT = 100
export const LONGEST_DELAY_MS = 60_000
const LARGEST_COUNT = 1_000_000

const PAGES: ReadonlySet<EndpointName> = new Set(
  ENDPOINTS.flatMap(({ name, errors }) => (errors === 'page' && name !== 'authorization' ? [name] : [])),
)
const ALL = ENDPOINTS.map(({ name }) => name)
const ID_TOKEN: readonly EndpointName[] = ['token', 'authorization']
const JWT: readonly EndpointName[] = [...ID_TOKEN, 'userinfo', 'introspection']

/** Whose answers can be wrong in which way. */
const ENDPOINTS_OF: Readonly<Record<FaultKind, readonly EndpointName[]>> = {
  error: ALL,
  delay: ALL,
  cut: ALL,
  malformed: ALL.filter((name) => name !== 'authorization' && !PAGES.has(name)),
  wrong_iss: [...JWT, 'openid-configuration', 'oauth-authorization-server'],
  wrong_aud: JWT,
  wrong_nonce: ID_TOKEN,
  wrong_signature: JWT,
  wrong_kid: JWT,
  wrong_at_hash: ID_TOKEN,
  expired: ID_TOKEN,
}

/** The endpoint that a request belongs to: pages that a browser passes on its way are the authorization endpoint's. */
export function endpointOf(name: EndpointName | undefined): EndpointName | undefined {
  return name !== undefined && PAGES.has(name) ? 'authorization' : name
}

/** What may stand in `error` and `error_description` (RFC 6749 §4.1.2.1). */
const ERROR_TEXT = /^[\x20\x21\x23-\x5b\x5d-\x7e]{1,500}$/

function refuseUnless(isRight: boolean, path: string, message: string): void {
  if (!isRight) throw new FaultRefused(message, { path })
}

function isCount(value: number | undefined): boolean {
  return value === undefined || (Number.isInteger(value) && value >= 1 && value <= LARGEST_COUNT)
}

function assertFault(fault: Fault): void {
  if (fault.kind === 'delay') {
    const { milliseconds } = fault
    const isBounded = milliseconds >= 0 && milliseconds <= LONGEST_DELAY_MS
    refuseUnless(isBounded, 'fault.milliseconds', `a delay is between 0 and ${LONGEST_DELAY_MS} milliseconds`)
  }
  if (fault.kind !== 'error') return
  const { status = 400, error = 'x', error_description = 'x' } = fault
  const isError = Number.isInteger(status) && status >= 400 && status <= 599
  refuseUnless(isError, 'fault.status', 'the status of an error is between 400 and 599')
  const message = 'RFC 6749 §4.1.2.1: 1 to 500 printable ASCII characters without quotation marks and backslashes'
  refuseUnless(ERROR_TEXT.test(error), 'fault.error', message)
  refuseUnless(ERROR_TEXT.test(error_description), 'fault.error_description', message)
}

/** @throws {@link FaultRefused} */
export function assertMeaningful({ endpoint, fault, nth, times }: FaultRule): void {
  const fitting = ENDPOINTS_OF[fault.kind]
  if (fitting === undefined) throw new FaultRefused(`there is no fault '${fault.kind}'`, { path: 'fault.kind' })
  const fits = endpoint === undefined || fitting.includes(endpoint)
  refuseUnless(fits, 'endpoint', `${fault.kind} is for the answers of ${fitting.join(', ')}`)
  refuseUnless(isCount(nth), 'nth', `nth is between 1 and ${LARGEST_COUNT}`)
  refuseUnless(isCount(times), 'times', `times is between 1 and ${LARGEST_COUNT}`)
  assertFault(fault)
}
