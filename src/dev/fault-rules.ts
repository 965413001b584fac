/** The rules of one namespace: kept in the order in which they were made, each with what has become of it. */
import { type ArmedFault, assertMeaningful, FaultRefused, type Faults, RULE_LIMIT } from './faults.ts'

function isThrough({ applied, times = 1 }: ArmedFault): boolean {
  return applied >= times
}

function isDue(rule: ArmedFault): boolean {
  return rule.seen >= (rule.nth ?? 1) && !isThrough(rule)
}

/** One more call that the rule is about; whether it goes wrong. */
export function count(rule: ArmedFault): boolean {
  rule.seen += 1
  if (!isDue(rule)) return false
  rule.applied += 1
  return true
}

/** No rule yet; `current` gives those that requests are counted by. */
export function createFaultRules(): { faults: Faults; current: () => readonly ArmedFault[] } {
  let rules: ArmedFault[] = []
  let made = 0
  const faults: Faults = {
    add(rule) {
      assertMeaningful(rule)
      if (rules.length >= RULE_LIMIT) rules = rules.filter((one) => !isThrough(one))
      if (rules.length >= RULE_LIMIT) throw new FaultRefused(`there are ${RULE_LIMIT} rules that wait already`)
      made += 1
      const armed = { ...rule, id: String(made), seen: 0, applied: 0 }
      rules.push(armed)
      return { ...armed }
    },
    list: () => rules.map((rule) => ({ ...rule })),
    clear() {
      rules = []
    },
  }
  return { faults, current: () => rules }
}
