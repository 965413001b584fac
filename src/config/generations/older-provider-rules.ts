/** Rules of the provider's own options that generations 1 to 4 share or differ in. */
import { checkIssuerKey } from '../../keys/issuer-key.ts'
import { isUnreadableValue } from '../filters/unreadable.ts'
import { clientPath, providerPath } from '../path.ts'
import { CORS_OTHER_RULES } from '../rules/cors.ts'
import { checkOneOf } from '../rules/one-of.ts'
import { PKCE_ENFORCEMENTS } from '../schema/provider-options.ts'
import type { OlderContext, OlderRule } from './older-generation.ts'

const KEY = providerPath('issuer_private_key')

/** The key must be there; release 4.29 looked no further. */
export function keyRequired({ provider, report, isBroken }: OlderContext): void {
  if (provider.issuer_private_key || isBroken(KEY)) return
  report('ERR_JWKS_MISSING', KEY, 'there is no issuer_private_key', {
    hint: 'make one with: oidc keys generate --format pem',
  })
}

/** RSA of 2048 bits or more, and a chain that belongs to it. */
export function keyUsable({ provider, report, now }: OlderContext): void {
  const { issuer_private_key: key = '', issuer_certificate_chain: chain = '' } = provider
  if (key === '' || isUnreadableValue(key)) return
  const certificate_chain = isUnreadableValue(chain) ? '' : chain
  const { problems } = checkIssuerKey({ key, algorithm: 'RS256', certificate_chain }, { now })
  for (const problem of problems) {
    const isOther = problem.code === 'ERR_KEY_ALGORITHM_MISMATCH'
    const path = problem.option === 'certificate_chain' ? providerPath('issuer_certificate_chain') : KEY
    if (isOther) report('ERR_SINGLE_KEY_NOT_RSA', KEY, 'issuer_private_key takes an RSA key alone')
    else if (problem.severity === 'error')
      report(problem.code as `ERR_KEY_${string}`, path, problem.message, { hint: problem.hint })
  }
}

export function clientsRequired({ provider, report, isBroken }: OlderContext): void {
  const path = providerPath('clients')
  if ((provider.clients ?? []).length > 0 || isBroken(path)) return
  report('ERR_CLIENTS_MISSING', path, 'there is no client')
}

/** Ids were compared without case before generation 5. */
export function idsDiffer({ provider, report }: OlderContext): void {
  const seen = new Set<string>()
  for (const [index, { id = '' }] of (provider.clients ?? []).entries()) {
    const folded = id.toLowerCase()
    if (id !== '' && seen.has(folded)) {
      report('ERR_CLIENT_ID_DUPLICATE', clientPath(index, 'id'), `client '${id}' is configured twice`, {
        hint: 'ids are compared without case in this generation',
      })
    }
    seen.add(folded)
  }
}

/** Every value below 8 but 0 was warned about, -1 too. */
export function entropyLow({ provider, report }: OlderContext): void {
  const value = provider.minimum_parameter_entropy ?? 0
  if (value === 0 || value >= 8) return
  report(
    'ERR_ENTROPY_LOW',
    providerPath('minimum_parameter_entropy'),
    `state and nonce of ${value} characters can be guessed`,
    {
      hint: 'leave the option out, or set 8 or more',
    },
  )
}

export function pkceEnforcement({ provider, report }: OlderContext): void {
  checkOneOf(report, providerPath('enforce_pkce'), provider.enforce_pkce, PKCE_ENFORCEMENTS)
}

/** CORS: the endpoints of the generation, and the origins as ever since. */
export function cors(endpoints: readonly string[]): OlderRule {
  return ({ provider, report }) => {
    const path = providerPath('cors', 'endpoints')
    for (const [index, endpoint] of (provider.cors?.endpoints ?? []).entries()) {
      checkOneOf(report, path, endpoint, endpoints, { at: [...path, index] })
    }
    for (const rule of CORS_OTHER_RULES) rule({ provider, report })
  }
}
