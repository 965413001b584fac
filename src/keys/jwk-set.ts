/** The JWK Set that a provider with these keys publishes (RFC 7517 §5). */
import type { JWK } from 'jose'
import { type ConvertibleKey, toPublicJwk } from './convert.ts'
import { type CheckMoment, checkIssuerKey, type IssuerKeyEntry } from './issuer-key.ts'
import { checkUniqueKeyIds } from './issuer-keys.ts'
import { type KeyProblem, KeyRefused, keyError } from './problems.ts'

const FAMILIES = ['RS', 'ES', 'PS']

function family(alg: string): number {
  const index = FAMILIES.indexOf(alg.slice(0, 2))
  return index === -1 ? FAMILIES.length : index
}

/** The published order: families RS, ES, PS, then the rest; inside a family by algorithm, then by key id. */
function byFamily(a: JWK, b: JWK): number {
  const compare = (x = '', y = '') => (x < y ? -1 : Number(x > y))
  return family(a.alg ?? '') - family(b.alg ?? '') || compare(a.alg, b.alg) || compare(a.kid, b.kid)
}

/** Any keys as a public set, whether the provider would take them or not. */
export function publicSet(keys: readonly ConvertibleKey[]): JWK[] {
  return keys.map((key) => toPublicJwk(key)).sort(byFamily)
}

function refuse(index: number, problem: KeyProblem | undefined): never {
  const fatal = problem ?? keyError('ERR_KEY_ALGORITHM', 'the key serves no known algorithm')
  throw new KeyRefused({ ...fatal, message: `key ${index + 1}: ${fatal.message}` })
}

/**
 * The public halves in the published order.
 *
 * @throws {@link KeyRefused} for the first key that cannot be served
 */
export function publishedKeys(entries: readonly IssuerKeyEntry[], moment: CheckMoment): JWK[] {
  const checked = entries.map((entry) => checkIssuerKey(entry, moment))
  const keys = checked.map(({ issuerKey, problems }, index) => {
    const fatal = problems.find(({ severity, unusable }) => severity === 'error' || unusable)
    return issuerKey ?? refuse(index, fatal)
  })
  const [clash] = checkUniqueKeyIds(checked)
  if (clash) refuse(clash.index ?? 0, clash.problem)
  return keys.map(({ publicJwk }) => publicJwk).sort(byFamily)
}
