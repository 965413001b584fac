/** Rules of `claims_policies` and `scopes`. */
import { closest } from '../../primitives/closest.ts'
import { ID_TOKEN_RESERVED_CLAIMS, RESERVED_CLAIMS, STANDARD_CLAIMS } from '../../spec/claims.ts'
import { STANDARD_SCOPES } from '../../spec/scopes.ts'
import { USER_ATTRIBUTES } from '../../spec/user-attributes.ts'
import { providerPath } from '../path.ts'
import type { OptionPath } from '../resolved.ts'
import type { Decoded } from '../schema/option.ts'
import type { CLAIMS_POLICY_OPTIONS } from '../schema/policy-options.ts'
import type { ProviderRule, RuleContext } from './context.ts'
import { checkOneOf } from './one-of.ts'
import type { Report } from './report.ts'

type Policy = Decoded<typeof CLAIMS_POLICY_OPTIONS>

/** Names of the custom claims that a policy makes. */
export function customClaimNames(policy: Policy | undefined): readonly string[] {
  return Object.entries(policy?.custom_claims ?? {}).map(([key, { name }]) => name || key)
}

interface ClaimList {
  claims: readonly string[]
  path: OptionPath
  reserved: readonly string[]
  known: ReadonlySet<string>
}

function checkClaims({ claims, path, reserved, known }: ClaimList, report: Report): void {
  for (const [index, claim] of claims.entries()) {
    const at = [...path, index]
    if (reserved.includes(claim)) {
      report('ERR_CLAIM_RESERVED', path, `the claim '${claim}' belongs to the protocol`, { at, hint: 'remove it' })
    } else if (!known.has(claim)) {
      const near = closest(claim, [...known])
      const hint =
        near === undefined ? `define it under custom_claims, or use a standard claim` : `did you mean '${near}'?`
      report('ERR_CLAIM_UNKNOWN', path, `the claim '${claim}' is unknown`, { at, hint })
    }
  }
}

function checkNames(policy: Policy, path: OptionPath, report: Report): void {
  const seen = new Set<string>()
  for (const [key, { name }] of Object.entries(policy.custom_claims ?? {})) {
    const claim = name || key
    const here = [...path, 'custom_claims', key]
    if (RESERVED_CLAIMS.includes(claim)) {
      report('ERR_CLAIM_RESERVED', here, `the claim '${claim}' belongs to the protocol`, {
        hint: 'choose another name',
      })
    }
    if (seen.has(claim)) report('ERR_CLAIM_TWICE', here, `the claim '${claim}' is made twice`, { hint: 'rename one' })
    seen.add(claim)
  }
}

function checkAttributes(policy: Policy, path: OptionPath, { definitions, report }: RuleContext): void {
  for (const [key, { attribute }] of Object.entries(policy.custom_claims ?? {})) {
    const wanted = attribute || key
    if (USER_ATTRIBUTES.includes(wanted) || definitions.attributes.has(wanted)) continue
    const near = closest(wanted, [...USER_ATTRIBUTES, ...definitions.attributes])
    report('ERR_CLAIM_ATTRIBUTE', [...path, 'custom_claims', key], `there is no user attribute '${wanted}'`, {
      hint:
        near === undefined
          ? 'declare it under authentication_backend.file.extra_attributes, or compute it under definitions.user_attributes'
          : `did you mean '${near}'? Others are declared under authentication_backend.file.extra_attributes`,
    })
  }
}

function checkPolicy(policy: Policy, path: OptionPath, context: RuleContext): void {
  const { report } = context
  const known = new Set([...STANDARD_CLAIMS, ...customClaimNames(policy)])
  checkNames(policy, path, report)
  checkAttributes(policy, path, context)
  const { id_token = [], access_token = [] } = policy
  checkClaims({ claims: id_token, path: [...path, 'id_token'], reserved: ID_TOKEN_RESERVED_CLAIMS, known }, report)
  checkClaims({ claims: access_token, path: [...path, 'access_token'], reserved: RESERVED_CLAIMS, known }, report)
  const modes = ['specification', 'experimental-merged']
  checkOneOf(report, [...path, 'id_token_audience_mode'], policy.id_token_audience_mode, modes)
}

function claimsPolicies(context: RuleContext): void {
  for (const [name, policy] of Object.entries(context.provider.claims_policies ?? {})) {
    checkPolicy(policy, providerPath('claims_policies', name), context)
  }
}

const OWN_PREFIX = 'authelia.'

/** A name with dots belongs to no single option, so the finding is about the mapping. */
function scopeName(name: string, report: Report): void {
  const at = providerPath('scopes', name)
  if ((STANDARD_SCOPES as readonly string[]).includes(name)) {
    report('ERR_SCOPE_STANDARD', at, `the scope '${name}' is a standard one and cannot be redefined`, {
      hint: 'choose another name; a claims policy can add claims for a client',
      part: 'key',
    })
  } else if (name.startsWith(OWN_PREFIX) && name !== 'authelia.pam') {
    const hint = "choose a name that does not begin with 'authelia.'"
    report('ERR_SCOPE_RESERVED', providerPath('scopes'), `the scope name '${name}' is reserved`, {
      at,
      hint,
      part: 'key',
    })
  }
}

function scopes({ provider, report }: RuleContext): void {
  const custom = Object.values(provider.claims_policies ?? {}).flatMap(customClaimNames)
  const known = new Set([...STANDARD_CLAIMS, ...custom])
  for (const [name, scope] of Object.entries(provider.scopes ?? {})) {
    scopeName(name, report)
    const path = providerPath('scopes', name, 'claims')
    checkClaims({ claims: scope.claims ?? [], path, reserved: RESERVED_CLAIMS, known }, report)
  }
}

export const CLAIMS_RULES: readonly ProviderRule[] = [claimsPolicies, scopes]
