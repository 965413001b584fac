/** What a module of the certification is here: its name, where it applies, and what it does. */
import type { RelyingParty } from './relying-party.ts'

export type PlanName = 'Config' | 'Basic' | 'Implicit' | 'Hybrid'

/** Passed; or passed with a warning; or not run, with the reason. All three certify. */
export type Result = 'passed' | { warning: string } | { skipped: string }

export interface Module {
  name: string
  plans: readonly PlanName[]
  /** Response types of those plans to which it applies; default: all. */
  response_types?: readonly string[]
  run: (rp: RelyingParty) => Promise<Result>
}

export const WITH_CODE: readonly PlanName[] = ['Basic', 'Hybrid']
export const ALL_PLANS: readonly PlanName[] = ['Basic', 'Implicit', 'Hybrid']
