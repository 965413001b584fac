/** Rules of the provider's own options, those about keys and named parts excepted. */
import { PROVIDER_PATH, providerPath } from '../path.ts'
import { PKCE_ENFORCEMENTS } from '../schema/provider-options.ts'
import type { ProviderRule, RuleContext } from './context.ts'
import { checkOneOf } from './one-of.ts'
import { reportSigning, resolveSigning } from './signing.ts'

const ENTROPY = 8
/** Characters; fewer can be guessed. */
const HMAC_SECRET_LENGTH = 32

function hmacSecret({ provider, report, isBroken }: RuleContext): void {
  const path = providerPath('hmac_secret')
  const { hmac_secret = '' } = provider
  if (isBroken(path)) return
  const hint = 'draw one with: oidc secret generate --for hmac'
  if (hmac_secret === '') report('ERR_HMAC_SECRET_MISSING', path, 'there is no hmac_secret', { hint })
  else if (hmac_secret.length < HMAC_SECRET_LENGTH) {
    report('ERR_HMAC_SECRET_SHORT', path, `hmac_secret has fewer than ${HMAC_SECRET_LENGTH} characters`, { hint })
  }
}

function parameterEntropy({ provider, report }: RuleContext): void {
  const path = providerPath('minimum_parameter_entropy')
  const value = provider.minimum_parameter_entropy ?? 0
  if (value === -1) {
    report('ERR_ENTROPY_DISABLED', path, 'the length of state and nonce is not checked at all', {
      hint: 'leave the option out',
    })
  } else if (value > 0 && value < ENTROPY) {
    report('ERR_ENTROPY_LOW', path, `state and nonce of ${value} characters can be guessed`, {
      hint: `leave the option out, or set ${ENTROPY} or more`,
    })
  }
}

function pkceEnforcement({ provider, report }: RuleContext): void {
  checkOneOf(report, providerPath('enforce_pkce'), provider.enforce_pkce, PKCE_ENFORCEMENTS)
}

function statelessIntrospection({ provider, report }: RuleContext): void {
  if (provider.enable_jwt_access_token_stateless_introspection !== true) return
  const hasJwtClient = (provider.clients ?? []).some(
    ({ access_token_signed_response_alg: alg = '', access_token_signed_response_key_id: key = '' }) =>
      (alg !== '' && alg !== 'none') || key !== '',
  )
  if (hasJwtClient) return
  report(
    'ERR_STATELESS_INTROSPECTION_UNUSED',
    providerPath('enable_jwt_access_token_stateless_introspection'),
    'no client has JWT access tokens, so this has no effect',
    { hint: 'set access_token_signed_response_alg for a client, or remove the option' },
  )
}

function issuerKeys({ provider, report, isBroken }: RuleContext): void {
  const path = providerPath('jwks')
  const isSingle = Boolean(provider.issuer_private_key || provider.issuer_certificate_chain)
  const isListed = (provider.jwks ?? []).length > 0
  if (isListed && isSingle) {
    report('ERR_JWKS_AND_SINGLE_KEY', path, 'jwks and issuer_private_key or issuer_certificate_chain are both given', {
      hint: 'move the key into jwks',
    })
  }
  if (!isListed && !provider.issuer_private_key && !isBroken(path)) {
    report('ERR_JWKS_MISSING', path, 'there is no key', { hint: 'add one with: oidc keys generate --add' })
  }
}

function singleKey({ provider, report, keys }: RuleContext): void {
  for (const option of ['issuer_private_key', 'issuer_certificate_chain'] as const) {
    if (!provider[option]) continue
    report('ERR_SINGLE_KEY_DEPRECATED', providerPath(option), `'${option}' is deprecated in favour of jwks`, {
      hint: 'oidc config migrate moves it',
      part: 'key',
    })
  }
  const kind = keys.list[0]?.checked.issuerKey?.privateKey.asymmetricKeyType
  const isOther = keys.list[0]?.checked.problems.some(({ code }) => code === 'ERR_KEY_ALGORITHM_MISMATCH')
  if (provider.issuer_private_key && (isOther || (kind !== undefined && kind !== 'rsa'))) {
    report('ERR_SINGLE_KEY_NOT_RSA', providerPath('issuer_private_key'), 'issuer_private_key takes an RSA key alone')
  }
}

function discoverySigning({ provider, report, keys }: RuleContext): void {
  const resolution = resolveSigning(keys, {
    alg: provider.discovery_signed_response_alg ?? '',
    keyId: provider.discovery_signed_response_key_id ?? '',
    fallback: '',
  })
  const path = (option: string) => providerPath(`discovery_signed_response_${option}`)
  reportSigning(report, resolution, { alg: path('alg'), keyId: path('key_id'), keys })
}

function clientsGiven({ provider, report, isBroken }: RuleContext): void {
  const path = providerPath('clients')
  if ((provider.clients ?? []).length > 0 || isBroken(path) || isBroken(PROVIDER_PATH)) return
  report('ERR_CLIENTS_MISSING', path, 'there is no client', { hint: 'add one with: oidc client add' })
}

export const PROVIDER_RULES: readonly ProviderRule[] = [
  hmacSecret,
  issuerKeys,
  singleKey,
  parameterEntropy,
  pkceEnforcement,
  statelessIntrospection,
  discoverySigning,
  clientsGiven,
]
