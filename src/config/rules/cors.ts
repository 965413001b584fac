/** Rules of `cors`. */
import { providerPath } from '../path.ts'
import { CORS_ENDPOINTS } from '../schema/cors-options.ts'
import type { ProviderOptions } from '../schema/provider-options.ts'
import { parseUri } from '../uri.ts'
import type { ProviderRule, RuleContext } from './context.ts'
import { checkOneOf } from './one-of.ts'
import type { Report } from './report.ts'

interface CorsContext {
  provider: Pick<ProviderOptions, 'cors'>
  report: Report
}

function endpoints({ provider, report }: RuleContext): void {
  const path = providerPath('cors', 'endpoints')
  for (const [index, endpoint] of (provider.cors?.endpoints ?? []).entries()) {
    if (!checkOneOf(report, path, endpoint, CORS_ENDPOINTS, { at: [...path, index] })) continue
    if (endpoint === '') report('ERR_OPTION_VALUE', path, 'an endpoint is empty', { at: [...path, index] })
  }
}

const ORIGINS = providerPath('cors', 'allowed_origins')

function checkOrigin(origin: string, index: number, report: Report): void {
  const at = [...ORIGINS, index]
  const uri = parseUri(origin)
  if (uri === undefined) {
    report('ERR_CORS_ORIGIN', ORIGINS, `the origin '${origin}' is no URI`, { at })
    return
  }
  const bare = `${uri.scheme}://${uri.host}${uri.port === '' ? '' : `:${uri.port}`}`
  if (uri.path !== '' && origin !== '') {
    const fix = uri.host === '' ? {} : { fix: [{ kind: 'set', path: at, value: bare } as const] }
    report('ERR_CORS_ORIGIN', ORIGINS, `the origin '${origin}' has a path`, { at, hint: `write '${bare}'`, ...fix })
  }
  if (uri.query !== undefined) {
    report('ERR_CORS_ORIGIN', ORIGINS, `the origin '${origin}' has a query`, { at, hint: `write '${bare}'` })
  }
  const isUsual = (uri.scheme === 'https' || uri.scheme === 'http') && uri.userinfo === undefined
  if (uri.path === '' && (!isUsual || uri.fragment !== undefined)) {
    report('ERR_CORS_ORIGIN_SCHEME', ORIGINS, `no page has the origin '${origin}'`, {
      at,
      hint: 'write scheme, host and port: https://app.example.com',
    })
  }
}

function origins({ provider, report }: CorsContext): void {
  for (const [index, origin] of (provider.cors?.allowed_origins ?? []).entries()) {
    if (origin !== '*') checkOrigin(origin, index, report)
  }
}

function wildcard({ provider, report }: CorsContext): void {
  const { allowed_origins = [], allowed_origins_from_client_redirect_uris = false } = provider.cors ?? {}
  const index = allowed_origins.indexOf('*')
  if (index === -1) return
  const at = [...ORIGINS, index]
  if (allowed_origins.length > 1) {
    report('ERR_CORS_WILDCARD', ORIGINS, "'*' stands beside other origins", {
      at,
      hint: "keep '*' alone, or remove it",
    })
  }
  if (allowed_origins_from_client_redirect_uris) {
    report('ERR_CORS_WILDCARD', ORIGINS, "'*' stands beside allowed_origins_from_client_redirect_uris", {
      at,
      hint: 'keep one of the two',
    })
  }
}

/** The rules that earlier generations had too. */
export const CORS_OTHER_RULES = [origins, wildcard] as const

export const CORS_RULES: readonly ProviderRule[] = [endpoints, ...CORS_OTHER_RULES]
