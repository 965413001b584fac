/** What the rules see: the decoded section, what stands around it, and the way to tell what they found. */

import type { OptionPath } from '../resolved.ts'
import type { ProviderOptions } from '../schema/provider-options.ts'
import type { Definitions } from './definitions.ts'
import type { IssuerKeys } from './issuer-keys.ts'
import type { Report } from './report.ts'

export interface RuleContext {
  provider: ProviderOptions
  definitions: Definitions
  keys: IssuerKeys
  report: Report
  /** Whether the value at a path could not be read; then its problem is told already. */
  isBroken(path: OptionPath): boolean
  /** Milliseconds since 1970. */
  now: number
}

export type ProviderRule = (context: RuleContext) => void
