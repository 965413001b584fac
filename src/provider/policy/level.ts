/** Authentication levels and the policies that demand them. */
import type {
  AuthorizationPolicy,
  PolicyLevel,
  PolicyRule,
  ResolvedClient,
  ResolvedProvider,
} from '../../config/resolved.ts'
import { networkList } from '../../primitives/networks.ts'
import type { SessionRow } from '../storage/storage.ts'
import type { User } from '../user-store.ts'

export type SessionLevel = 'one_factor' | 'two_factor'

const BUILT_IN: readonly PolicyLevel[] = ['one_factor', 'two_factor', 'deny']

export function levelOf({ totp_at }: Pick<SessionRow, 'totp_at'>): SessionLevel {
  return totp_at === null ? 'one_factor' : 'two_factor'
}

export function satisfies(level: SessionLevel, needed: PolicyLevel): boolean {
  return needed !== 'deny' && (level === 'two_factor' || needed === 'one_factor')
}

function isSubject(subject: string, user: User): boolean {
  const [kind = '', ...rest] = subject.split(':')
  const name = rest.join(':').trim()
  if (kind.trim() === 'user') return name === user.username
  return kind.trim() === 'group' && user.groups.includes(name)
}

function matches({ subject, networks }: PolicyRule, user: User, address: string): boolean {
  const isForUser = subject.length === 0 || subject.some((all) => all.every((one) => isSubject(one, user)))
  return isForUser && (networks.length === 0 || networkList(networks)(address))
}

function evaluate({ default_policy, rules }: AuthorizationPolicy, user: User, address: string): PolicyLevel {
  return rules.find((rule) => matches(rule, user, address))?.policy ?? default_policy
}

/** The level that a client's policy demands of a user; the first rule that matches decides. An unknown policy is two_factor. */
export function neededLevel(
  { authorization_policies }: Pick<ResolvedProvider, 'authorization_policies'>,
  { authorization_policy }: Pick<ResolvedClient, 'authorization_policy'>,
  user: User,
  address: string,
): PolicyLevel {
  if (BUILT_IN.includes(authorization_policy as PolicyLevel)) return authorization_policy as PolicyLevel
  const policy = authorization_policies[authorization_policy]
  return policy === undefined ? 'two_factor' : evaluate(policy, user, address)
}
