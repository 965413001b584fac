/** Runs the rules of every client. */
import { STANDARD_SCOPES } from '../../../spec/scopes.ts'
import { clientPath } from '../../path.ts'
import type { ProviderOptions } from '../../schema/provider-options.ts'
import { customClaimNames } from '../claims.ts'
import type { RuleContext } from '../context.ts'
import { AUTHENTICATION_RULES } from './authentication.ts'
import { BEARER_RULES } from './bearer.ts'
import {
  type ClientContext,
  type ClientReferences,
  type ClientRule,
  clientContext,
  clientLabel,
} from './client-context.ts'
import { FLOW_RULES } from './flow.ts'
import { IDENTITY_RULES } from './identity.ts'
import { KEY_RULES } from './keys.ts'
import { MODE_RULES } from './modes.ts'
import { RESPONSE_RULES } from './responses.ts'
import { SCOPE_RULES } from './scopes.ts'
import { URI_RULES } from './uris.ts'

function deprecatedValues({ willBeRefused, client, index, report }: ClientContext): void {
  if (!willBeRefused.yes) return
  const message = `${clientLabel(client, index)}: a later release of the provider refuses what only warns here`
  report('ERR_CLIENT_DEPRECATED_VALUES', clientPath(index), message)
}

const CLIENT_RULES: readonly ClientRule[] = [
  ...IDENTITY_RULES,
  ...AUTHENTICATION_RULES,
  ...URI_RULES,
  ...SCOPE_RULES,
  ...FLOW_RULES,
  ...MODE_RULES,
  ...RESPONSE_RULES,
  ...KEY_RULES,
  ...BEARER_RULES,
  deprecatedValues,
]

function keysOf(named: Readonly<Record<string, unknown>> | undefined): ReadonlySet<string> {
  return new Set(Object.keys(named ?? {}))
}

function customScopeClaims(provider: ProviderOptions): ReadonlyMap<string, readonly string[]> {
  const custom = new Set(Object.values(provider.claims_policies ?? {}).flatMap(customClaimNames))
  return new Map(
    Object.entries(provider.scopes ?? {}).map(([name, { claims = [] }]) => [
      name,
      claims.filter((claim) => custom.has(claim)),
    ]),
  )
}

/** The names that clients may refer to. */
function clientReferences(provider: ProviderOptions): ClientReferences {
  const policies = Object.entries(provider.claims_policies ?? {})
  return {
    policies: keysOf(provider.authorization_policies),
    lifespans: keysOf(provider.lifespans?.custom),
    claimsPolicies: keysOf(provider.claims_policies),
    scopes: new Set([...STANDARD_SCOPES, ...Object.keys(provider.scopes ?? {})]),
    customScopeClaims: customScopeClaims(provider),
    policyClaims: new Map(policies.map(([name, policy]) => [name, new Set(customClaimNames(policy))])),
  }
}

function duplicateIds({ provider, report }: RuleContext): void {
  const first = new Map<string, number>()
  for (const [index, { client_id: id = '' }] of (provider.clients ?? []).entries()) {
    const earlier = first.get(id)
    if (id === '' || earlier === undefined) first.set(id, index)
    else {
      report('ERR_CLIENT_ID_DUPLICATE', clientPath(index, 'client_id'), `client '${id}' is configured twice`, {
        hint: 'rename or remove one; the other one stands at',
        elsewhere: clientPath(earlier, 'client_id'),
      })
    }
  }
}

/** Checks all clients; returns what the rules saw of each. */
export function checkClients(context: RuleContext): readonly ClientContext[] {
  const references = clientReferences(context.provider)
  duplicateIds(context)
  return (context.provider.clients ?? []).map((client, index) => {
    const seen = clientContext(context, references, client, index)
    for (const rule of CLIENT_RULES) rule(seen)
    return seen
  })
}
