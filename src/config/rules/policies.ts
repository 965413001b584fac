/** Rules of `authorization_policies`. */
import { providerPath } from '../path.ts'
import type { OptionPath } from '../resolved.ts'
import type { Decoded } from '../schema/option.ts'
import type { AUTHORIZATION_POLICY_OPTIONS, POLICY_RULE_OPTIONS } from '../schema/policy-options.ts'
import { POLICY_LEVELS } from '../schema/policy-options.ts'
import type { ProviderRule, RuleContext } from './context.ts'
import { isNetwork } from './definitions.ts'
import { checkOneOf } from './one-of.ts'
import type { Report } from './report.ts'

type Policy = Decoded<typeof AUTHORIZATION_POLICY_OPTIONS>
type Rule = Decoded<typeof POLICY_RULE_OPTIONS>

function policyName(name: string, path: OptionPath, report: Report): void {
  const isTaken = (POLICY_LEVELS as readonly string[]).includes(name)
  if (name !== '' && !isTaken) return
  report('ERR_POLICY_NAME', path, name === '' ? 'a policy has no name' : `'${name}' is the name of a built-in policy`, {
    hint: 'choose another name',
    part: 'key',
  })
}

function subjects({ subject = [] }: Rule, path: OptionPath, report: Report): void {
  for (const [index, all] of subject.entries()) {
    for (const one of all) {
      if (one.startsWith('user:') || one.startsWith('group:')) continue
      report('ERR_POLICY_SUBJECT', [...path, 'subject'], `the subject '${one}' is neither user:NAME nor group:NAME`, {
        at: [...path, 'subject', index],
        hint: one.startsWith('oauth2:client:')
          ? 'clients are subjects of access control rules only'
          : `write 'group:${one}' or 'user:${one}'`,
      })
    }
  }
}

function networks({ networks: listed = [] }: Rule, path: OptionPath, { definitions, report }: RuleContext): void {
  for (const [index, network] of listed.entries()) {
    if (isNetwork(network) || definitions.networks.has(network)) continue
    report('ERR_POLICY_NETWORK', [...path, 'networks'], `'${network}' is no address, CIDR block or defined network`, {
      at: [...path, 'networks', index],
      hint: 'write 10.0.0.0/8, 2001:db8::/32, or a name from definitions.network',
    })
  }
}

function checkRule(rule: Rule, path: OptionPath, context: RuleContext): void {
  const { report, isBroken } = context
  checkOneOf(report, [...path, 'policy'], rule.policy, POLICY_LEVELS)
  subjects(rule, path, report)
  networks(rule, path, context)
  const isEmpty = (rule.subject ?? []).length === 0 && (rule.networks ?? []).length === 0
  const isUnread = isBroken([...path, 'subject']) || isBroken([...path, 'networks'])
  if (isEmpty && !isUnread) {
    report('ERR_POLICY_RULE_EMPTY', path, 'the rule has neither subject nor networks, so it says nothing', {
      hint: "add 'subject', such as 'group:staff', or 'networks'",
    })
  }
}

function checkPolicy(policy: Policy, path: OptionPath, context: RuleContext): void {
  const { report, isBroken } = context
  checkOneOf(report, [...path, 'default_policy'], policy.default_policy, POLICY_LEVELS)
  const rules = policy.rules ?? []
  if (rules.length === 0 && !isBroken([...path, 'rules'])) {
    report('ERR_POLICY_RULES_MISSING', [...path, 'rules'], 'the policy has no rules', {
      hint: 'add a rule, or let the client use one_factor or two_factor',
    })
  }
  for (const [index, rule] of rules.entries()) checkRule(rule, [...path, 'rules', index], context)
}

function authorizationPolicies(context: RuleContext): void {
  for (const [name, policy] of Object.entries(context.provider.authorization_policies ?? {})) {
    const path = providerPath('authorization_policies', name)
    policyName(name, path, context.report)
    checkPolicy(policy, path, context)
  }
}

export const POLICY_RULES: readonly ProviderRule[] = [authorizationPolicies]
