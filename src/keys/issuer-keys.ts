/** The rules of `identity_providers.oidc.jwks` that concern the list as a whole. */
import type { CheckedKey } from './issuer-key.ts'
import type { KeyProblem } from './problems.ts'

/** A problem of the entry at `index` (from 0), or of the whole list without one. */
export interface ListProblem {
  index?: number
  problem: KeyProblem
}

type ListedKey = Pick<CheckedKey, 'use' | 'alg' | 'key_ids'>

function clashes(keys: readonly ListedKey[], index: number, { use, key_ids }: ListedKey): boolean {
  return keys.slice(0, index).some((other) => other.use === use && other.key_ids.some((id) => key_ids.includes(id)))
}

/** Key ids are unique among the keys of one use; of a computed id both lengths count, since servers publish either. */
export function checkUniqueKeyIds(keys: readonly ListedKey[]): ListProblem[] {
  return keys.flatMap((key, index) => {
    if (!clashes(keys, index, key)) return []
    const message = `the key_id '${key.key_ids[0]}' is used by an earlier key with the same use`
    const hint = 'give this key a key_id of its own'
    return [{ index, problem: { severity: 'error', option: 'key_id', code: 'ERR_KEY_ID_NOT_UNIQUE', message, hint } }]
  })
}

/** If anything signs, something must sign with RS256 (OpenID Connect Core §15.1, and the provider's own rule). */
export function checkRs256(keys: readonly ListedKey[]): ListProblem[] {
  const signing = keys.flatMap(({ use, alg }) => (use === 'sig' && alg !== undefined ? [alg] : []))
  if (signing.length === 0 || signing.includes('RS256')) return []
  const message = 'no key signs with RS256, which the provider insists on'
  const hint = 'add one with `oidc keys generate --alg RS256 --add`'
  return [{ problem: { severity: 'error', option: 'algorithm', code: 'ERR_KEY_NO_RS256', message, hint } }]
}
