/** The keys that an issuer publishes, found by its discovery document (OpenID Connect Discovery §4). */
import type { JWK } from 'jose'
import { ToolError, UsageError } from '../errors.ts'
import { createFetcher, FetchRefused } from '../primitives/http.ts'
import { keysOfJson } from './candidate-keys.ts'
import { visible } from './visible.ts'

/** The discovery document does not serve: exit status 1. */
export class DiscoveryInvalid extends ToolError {
  readonly code = 'ERR_DISCOVERY_INVALID'
}

/** GETs a document; `sameOrigin` says that the user named the server. */
export type FetchText = (url: string, options: { sameOrigin: boolean }) => Promise<string>

/**
 * The one door for outgoing requests. A server that the user names may be anywhere; where its document points to may not be
 * inside the user's network.
 */
export async function fetchFromIssuer(url: string, { sameOrigin }: { sameOrigin: boolean }): Promise<string> {
  try {
    return await createFetcher({ allowPrivate: sameOrigin, plainLoopback: sameOrigin })(url)
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error
    throw new FetchRefused(error.message, {
      hint: 'fetch the keys yourself, and give them with --jwks FILE',
      cause: error,
    })
  }
}

function parse(text: string, url: string): { issuer?: unknown; jwks_uri?: unknown } {
  try {
    const document: unknown = JSON.parse(text)
    if (typeof document === 'object' && document !== null) return document
  } catch {
    // Told below.
  }
  throw new DiscoveryInvalid(`${url} is not a JSON object`)
}

function jwksUri(document: ReturnType<typeof parse>, issuer: string): URL {
  // OpenID Connect Discovery §4.3: else a server could speak for another one.
  if (document.issuer !== issuer) {
    const named = typeof document.issuer === 'string' ? visible(document.issuer) : 'none'
    const hint = named === `${issuer}/` || `${named}/` === issuer ? `write --issuer ${named}` : undefined
    throw new DiscoveryInvalid(`the discovery document of ${issuer} names another issuer: ${named}`, { hint })
  }
  const { jwks_uri } = document
  if (typeof jwks_uri === 'string' && URL.canParse(jwks_uri)) return new URL(jwks_uri)
  throw new DiscoveryInvalid(`the discovery document of ${issuer} has no jwks_uri`)
}

/**
 * Fetches the keys of an issuer.
 *
 * @throws {@link UsageError} for what is no URL, {@link DiscoveryInvalid}, {@link KeysUnreadable}, {@link FetchRefused},
 * {@link FetchFailed}
 */
export async function fetchIssuerKeys(issuer: string, fetchText: FetchText): Promise<JWK[]> {
  if (!URL.canParse(issuer) || /[?#]/.test(issuer)) {
    throw new UsageError(`--issuer takes a URL without query and fragment, not '${issuer}'`, {
      hint: 'for example --issuer https://auth.example.com',
    })
  }
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const keys = jwksUri(parse(await fetchText(url, { sameOrigin: true }), url), issuer)
  const sameOrigin = keys.origin === new URL(issuer).origin
  return keysOfJson(await fetchText(keys.href, { sameOrigin }), keys.href)
}
