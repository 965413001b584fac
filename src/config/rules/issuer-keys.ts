/** `jwks`, `issuer_private_key` and `issuer_certificate_chain`: the keys of the provider, and what signs with which. */
import { type CheckedKey, checkIssuerKey, type IssuerKeyEntry } from '../../keys/issuer-key.ts'
import { checkRs256, checkUniqueKeyIds, type ListProblem } from '../../keys/issuer-keys.ts'
import type { KeyProblem } from '../../keys/problems.ts'
import { isUnreadableValue } from '../filters/unreadable.ts'
import { providerPath } from '../path.ts'
import type { Severity } from '../problem.ts'
import type { OptionPath } from '../resolved.ts'
import type { ProviderOptions } from '../schema/provider-options.ts'
import { explainChainOrder } from './chain-order.ts'
import type { Report } from './report.ts'

export interface ListedKey {
  entry: IssuerKeyEntry
  checked: CheckedKey
  /** Where an option of the entry stands. */
  pathOf(option: KeyProblem['option']): OptionPath
}

export interface IssuerKeys {
  list: readonly ListedKey[]
  /** Key id → algorithm of the signing keys; computed ids in both lengths. */
  signing: ReadonlyMap<string, string>
  /** Algorithm → id of the first signing key that has it. */
  first: ReadonlyMap<string, string>
  /** Whether some key cannot be judged, so that what refers to keys cannot be judged either. */
  isUncertain: boolean
}

/** The entries of `jwks`, with the single key of earlier releases in front. */
function entriesOf(provider: ProviderOptions): Pick<ListedKey, 'entry' | 'pathOf'>[] {
  const { issuer_private_key, issuer_certificate_chain, jwks = [] } = provider
  const listed = jwks.map((entry, index) => ({
    entry: { ...entry, key: entry.key ?? '' },
    pathOf: (option: KeyProblem['option']) => providerPath('jwks', index, option),
  }))
  if (!issuer_private_key) return listed
  const entry = { key: issuer_private_key, algorithm: 'RS256', certificate_chain: issuer_certificate_chain }
  const pathOf = (option: KeyProblem['option']) =>
    providerPath(option === 'certificate_chain' ? 'issuer_certificate_chain' : 'issuer_private_key')
  return [{ entry, pathOf }, ...listed]
}

/** What can be said of an entry whose key stands in a file that is not here. */
function unjudged({ use, algorithm, key_id }: IssuerKeyEntry): CheckedKey {
  const isEncryption = use === 'enc'
  return {
    problems: [],
    use: isEncryption ? 'enc' : 'sig',
    alg: algorithm || undefined,
    key_ids: key_id ? [key_id] : [],
  }
}

function isUnreadable({ key, certificate_chain }: IssuerKeyEntry): boolean {
  return isUnreadableValue(key) || isUnreadableValue(certificate_chain)
}

function check(entry: IssuerKeyEntry, now: number): CheckedKey {
  if (isUnreadableValue(entry.key)) return unjudged(entry)
  const chain = isUnreadableValue(entry.certificate_chain) ? {} : { certificate_chain: entry.certificate_chain }
  return checkIssuerKey({ ...entry, certificate_chain: undefined, ...chain }, { now })
}

function severityOf({ severity, code }: KeyProblem): Severity {
  if (severity === 'error') return 'error'
  return code === 'ERR_KEY_RSA1_5' ? 'warning' : 'advice'
}

/** Tells a problem of a key; the position is that of the option, or of the entry where the option is not given. */
export function reportKeyProblem(report: Report, problem: KeyProblem, path: OptionPath): void {
  const code = problem.code as `ERR_KEY_${string}`
  report(code, path, problem.message, { hint: problem.hint, severity: severityOf(problem) })
}

function reportListProblem(report: Report, { index, problem }: ListProblem, list: readonly ListedKey[]): void {
  const path = index === undefined ? undefined : list[index]?.pathOf(problem.option)
  reportKeyProblem(report, problem, path ?? providerPath('jwks'))
}

function signingTables(list: readonly ListedKey[]): Pick<IssuerKeys, 'signing' | 'first'> {
  const signing = new Map<string, string>()
  const first = new Map<string, string>()
  for (const { checked } of list) {
    const { alg, use, key_ids } = checked
    if (use !== 'sig' || alg === undefined) continue
    for (const id of key_ids) if (!signing.has(id)) signing.set(id, alg)
    if (!first.has(alg) && key_ids[0] !== undefined) first.set(alg, key_ids[0])
  }
  return { signing, first }
}

/** Reads and checks every key of the provider. */
export function checkIssuerKeys(provider: ProviderOptions, report: Report, now: number): IssuerKeys {
  const list = entriesOf(provider).map(({ entry, pathOf }) => ({ entry, pathOf, checked: check(entry, now) }))
  for (const { entry, checked, pathOf } of list) {
    for (const problem of explainChainOrder(entry, checked.problems))
      reportKeyProblem(report, problem, pathOf(problem.option))
  }
  const keys = list.map(({ checked }) => checked)
  for (const problem of checkUniqueKeyIds(keys)) reportListProblem(report, problem, list)
  const unreadable = list.some(({ entry }) => isUnreadable(entry))
  if (!unreadable) for (const problem of checkRs256(keys)) reportListProblem(report, problem, list)
  const isRefused = keys.some(({ problems }) => problems.some(({ severity }) => severity === 'error'))
  return { list, ...signingTables(list), isUncertain: unreadable || isRefused }
}
