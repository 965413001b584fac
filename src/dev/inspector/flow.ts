/**
 * What the inspector keeps: flows, each with its requests in the order in which they came. Nothing in here can be used:
 * secrets, codes and tokens are {@link MaskedValue}s.
 */
import type { EndpointName } from '../../provider/endpoints.ts'
import type { JwtKind } from '../../provider/witness.ts'
import type { SecretKind } from './secret-kinds.ts'

/** Stands for a value that is not kept. */
export interface MaskedValue {
  kind: SecretKind
  /** The same for the same value in the same run, and no way back to it. */
  mark: string
  /** Characters. */
  length: number
}

/** A parameter or member as it is shown: as it was, or masked. */
export interface Shown {
  name: string
  value?: string
  masked?: MaskedValue
  /** Characters that were left out at the end. */
  cut?: number
}

export interface ShownDecision {
  decision: string
  rule: string | undefined
  option: string | undefined
}

/** Why a request was refused, as the log has it. */
export interface ShownRefusal {
  error: string
  hint?: string
  rule?: string
  option?: string
  position?: string
  sent?: string
  expected?: readonly string[]
  change?: string
  command?: string
}

export interface ShownClaim {
  name: string
  /** JSON. */
  value: string
  /** Where it comes from. */
  because: string
}

/** A token's or an answer's claims. */
export interface ShownClaims {
  kind: JwtKind | 'assertion' | 'request_object'
  /** JOSE header; absent: the claims came as plain JSON. */
  header?: Readonly<Record<string, unknown>>
  claims: readonly ShownClaim[]
  /** Seconds; `exp` of the claims. */
  expires_at?: number
}

/** A request and its answer. */
export interface Step {
  /** Names it in the log. */
  request_id: string
  /** Milliseconds. */
  at: number
  /** Milliseconds. */
  duration: number
  method: string
  path: string
  endpoint: EndpointName | undefined
  client_id: string | undefined
  /** How the client proved who it is. */
  authentication: string | undefined
  headers: readonly Shown[]
  parameters: readonly Shown[]
  status: number
  /** Where the browser is sent, without its parameters. */
  location: string | undefined
  /** `data-page` of an answer that is a page. */
  page: string | undefined
  answer: readonly Shown[]
  decisions: readonly ShownDecision[]
  refusal: ShownRefusal | undefined
  claims: readonly ShownClaims[]
}

export const FLOW_KINDS = ['authorization', 'device', 'client_credentials', 'token', 'discovery', 'other'] as const

export type FlowKind = (typeof FLOW_KINDS)[number]

/** `answered`: nothing was to be granted. */
export type FlowOutcome = 'waiting' | 'granted' | 'refused' | 'answered'

/** What the list of flows shows of one. */
export interface FlowSummary {
  /** Counts from 1. */
  id: string
  kind: FlowKind
  outcome: FlowOutcome
  /** Milliseconds. */
  started_at: number
  /** Milliseconds. */
  changed_at: number
  client_id: string | undefined
  user: string | undefined
  /** Steps, forgotten ones included. */
  count: number
  last: Pick<Step, 'method' | 'path' | 'status'>
}

export interface Flow extends Omit<FlowSummary, 'count' | 'last'> {
  steps: readonly Step[]
  /** Steps at the beginning that are forgotten. */
  forgotten: number
}
