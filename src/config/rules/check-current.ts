/** All rules of the current generation over one decoded section. */

import type { Tree } from '../merge.ts'
import { formatPath } from '../path.ts'
import type { ProviderOptions } from '../schema/provider-options.ts'
import { ADVICE_RULES } from './advice.ts'
import { CLAIMS_RULES } from './claims.ts'
import { checkClients } from './clients/check-clients.ts'
import type { ClientContext } from './clients/client-context.ts'
import type { RuleContext } from './context.ts'
import { CORS_RULES } from './cors.ts'
import { readDefinitions } from './definitions.ts'
import { checkIssuerKeys } from './issuer-keys.ts'
import { POLICY_RULES } from './policies.ts'
import { PROVIDER_RULES } from './provider.ts'
import type { Report } from './report.ts'

export interface CurrentSection {
  provider: ProviderOptions
  /** The whole configuration, for what other sections define. */
  tree: Tree
  /** Paths whose value could not be read. */
  broken: ReadonlySet<string>
  report: Report
  /** Milliseconds since 1970. */
  now: number
}

export interface CheckedSection {
  context: RuleContext
  clients: readonly ClientContext[]
}

/** Checks everything; returns what the rules saw. */
export function checkCurrent({ provider, tree, broken, report, now }: CurrentSection): CheckedSection {
  const context: RuleContext = {
    provider,
    definitions: readDefinitions(tree, report),
    keys: checkIssuerKeys(provider, report, now),
    report,
    isBroken: (path) => broken.size > 0 && broken.has(formatPath(path)),
    now,
  }
  for (const rule of [...PROVIDER_RULES, ...CORS_RULES, ...POLICY_RULES, ...CLAIMS_RULES]) rule(context)
  const clients = checkClients(context)
  for (const rule of ADVICE_RULES) rule(context)
  return { context, clients }
}
