/** Rules of `redirect_uris`, `request_uris`, `jwks_uri` and `sector_identifier_uri`. */
import type { Edit } from '../../../editor/edit.ts'
import { isLoopbackHost, parseUri, type UriReference } from '../../uri.ts'
import type { ClientContext, ClientOptionName, ClientRule } from './client-context.ts'

const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob'

/** Indexes of the entries that stood in the list before. */
export function duplicates(values: readonly string[]): readonly number[] {
  if (values.length < 2) return []
  const seen = new Set<string>()
  return values.flatMap((value, index) => {
    const isRepeated = seen.has(value)
    seen.add(value)
    return isRepeated ? [index] : []
  })
}

/** The edit that takes a repeated entry out. */
export function removal({ pathOf }: ClientContext, option: ClientOptionName, index: number): readonly Edit[] {
  return [{ kind: 'remove', path: pathOf(option, index) }]
}

function checkRedirectUri(text: string, index: number, { isPublic, tell, pathOf }: ClientContext): void {
  const at = pathOf('redirect_uris', index)
  if (text === OUT_OF_BAND) {
    if (isPublic) return
    tell('ERR_CLIENT_REDIRECT_URI_OUT_OF_BAND', 'redirect_uris', `'${OUT_OF_BAND}' is for public clients`, { at })
    return
  }
  const uri = parseUri(text)
  if (uri === undefined || uri.scheme === '') {
    const fault = uri === undefined ? 'cannot be parsed' : 'has no scheme'
    tell('ERR_CLIENT_REDIRECT_URI', 'redirect_uris', `the redirect URI '${text}' ${fault}`, {
      at,
      hint: 'write it whole, such as https://app.example.com/callback',
    })
  } else adviseRedirectUri(uri, text, { tell, at })
}

function adviseRedirectUri(
  uri: UriReference,
  text: string,
  { tell, at }: Pick<ClientContext, 'tell'> & { at: readonly (string | number)[] },
): void {
  if (/,\s*[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    tell('ERR_CLIENT_REDIRECT_URI_COMMA', 'redirect_uris', `'${text}' counts as one URI, which nothing matches`, {
      at,
      hint: "write a list, one URI in each line behind '- '",
    })
  }
  if (uri.fragment !== undefined) {
    tell('ERR_CLIENT_REDIRECT_URI_FRAGMENT', 'redirect_uris', `'${text}' has a fragment and is refused at run time`, {
      at,
      hint: 'remove everything from # on',
    })
  }
  if (uri.scheme === 'http' && !isLoopbackHost(uri.host)) {
    tell('ERR_CLIENT_REDIRECT_URI_HTTP', 'redirect_uris', `'${text}' is plain http and is refused at run time`, {
      at,
      hint: 'use https; http is for localhost, 127.0.0.1 and [::1]',
    })
  }
}

function redirectUris(context: ClientContext): void {
  const { client, tell, pathOf, willBeRefused } = context
  const uris = client.redirect_uris ?? []
  for (const [index, uri] of uris.entries()) checkRedirectUri(uri, index, context)
  for (const index of duplicates(uris)) {
    willBeRefused.yes = true
    tell('ERR_CLIENT_REDIRECT_URI_DUPLICATE', 'redirect_uris', `the redirect URI '${uris[index]}' stands there twice`, {
      at: pathOf('redirect_uris', index),
      fix: removal(context, 'redirect_uris', index),
    })
  }
}

const REDIRECTING_GRANTS = ['authorization_code', 'implicit']

function redirectUrisGiven({ client, tell, isBroken, pathOf }: ClientContext): void {
  if ((client.redirect_uris ?? []).length > 0 || isBroken(pathOf('redirect_uris'))) return
  const grants = client.grant_types ?? []
  if (grants.length > 0 && !grants.some((grant) => REDIRECTING_GRANTS.includes(grant))) return
  tell('ERR_CLIENT_REDIRECT_URI_MISSING', 'redirect_uris', 'there is no redirect URI, so nobody can log in', {
    hint: "add the one that the application's documentation names",
  })
}

function requestUris({ client, tell, pathOf }: ClientContext): void {
  const uris = client.request_uris ?? []
  for (const [index, text] of uris.entries()) {
    if (parseUri(text)?.scheme === 'https') continue
    tell('ERR_CLIENT_REQUEST_URI', 'request_uris', `the request URI '${text}' is no https address`, {
      at: pathOf('request_uris', index),
      hint: 'write https://…',
    })
  }
  for (const index of duplicates(uris)) {
    tell('ERR_CLIENT_REQUEST_URI_DUPLICATE', 'request_uris', `the request URI '${uris[index]}' stands there twice`, {
      at: pathOf('request_uris', index),
      fix: [{ kind: 'remove', path: pathOf('request_uris', index) }],
    })
  }
}

function jwksUri({ client, tell }: ClientContext): void {
  const text = client.jwks_uri ?? ''
  if (text === '') return
  if (parseUri(text)?.scheme !== 'https') {
    tell('ERR_CLIENT_JWKS_URI', 'jwks_uri', `'${text}' is no https address`, { hint: 'write https://…' })
  }
  if ((client.jwks ?? []).length > 0) {
    tell('ERR_CLIENT_JWKS_URI', 'jwks_uri', 'jwks_uri and jwks are both given', { hint: 'keep one of them' })
  }
}

/** Faults that need no look at the document. */
export function sectorFaults(text: string): readonly string[] {
  const uri = parseUri(text)
  if (uri === undefined) return []
  return [
    ...(uri.scheme === 'https' ? [] : [`the scheme is '${uri.scheme}' instead of https`]),
    ...(uri.fragment === undefined ? [] : ['it has a fragment']),
    ...(uri.userinfo === undefined ? [] : ['it has a user name or password']),
  ]
}

function sectorIdentifier({ client, tell, willBeRefused }: ClientContext): void {
  const text = client.sector_identifier_uri ?? ''
  if (text === '') return
  if (parseUri(text)?.scheme === '') {
    willBeRefused.yes = true
    tell('ERR_CLIENT_SECTOR_HOST', 'sector_identifier_uri', `'${text}' is no https address`, {
      hint: 'it keeps working as it is; a URL in its place would change every sub of this client',
    })
    return
  }
  const faults = sectorFaults(text)
  for (const fault of faults) {
    tell('ERR_CLIENT_SECTOR', 'sector_identifier_uri', `the sector identifier cannot be used: ${fault}`, {
      hint: 'write https://HOST/PATH of a JSON list of redirect URIs',
    })
  }
  if (faults.length === 0) {
    tell('ERR_CLIENT_SECTOR_UNCHECKED', 'sector_identifier_uri', 'the document was not fetched', {
      hint: 'check it with: oidc config validate --fetch',
    })
  }
}

export const URI_RULES: readonly ClientRule[] = [
  redirectUris,
  redirectUrisGiven,
  requestUris,
  jwksUri,
  sectorIdentifier,
]
