/**
 * URI references as the provider reads them (RFC 3986 §4.1, with the provider's own strictness about hosts, ports and
 * percent signs). The URL class of the platform repairs what it reads, so it cannot tell what the provider refuses.
 */

export interface UriReference {
  /** Lower case, without the colon; empty for a relative reference. */
  scheme: string
  /** What follows the scheme when no slash does, as in `urn:…`. */
  opaque: string
  userinfo: string | undefined
  /** With brackets for IPv6, without the port. */
  host: string
  port: string
  path: string
  query: string | undefined
  fragment: string | undefined
}

const CONTROL = /\p{Cc}/u
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/
const BAD_PERCENT = /%(?![0-9A-Fa-f]{2})/
const USERINFO = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/
/** Everything but letters and digits of any script and what RFC 3986 §3.2.2 allows. */
const BAD_HOST = /[\p{Cc} #%/?@[\\\]^`{|}]/u
const IP_LITERAL = /^\[[0-9A-Fa-f:.]+(%25[^\]]+)?\]$/
const PORT = /^(.*?)(?::(\d*))?$/

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)]
}

function parseHost(text: string): { host: string; port: string } | undefined {
  const bracket = text.startsWith('[') ? text.indexOf(']') + 1 : 0
  const [, rest = '', port = ''] = PORT.exec(text.slice(bracket)) ?? []
  const host = text.slice(0, bracket) + rest
  if (bracket > 0) return IP_LITERAL.test(host) ? { host, port } : undefined
  return text.startsWith('[') || host.includes(':') || BAD_HOST.test(host) ? undefined : { host, port }
}

type Authority = Pick<UriReference, 'userinfo' | 'host' | 'port'>

function parseAuthority(text: string): Authority | undefined {
  const at = text.lastIndexOf('@')
  const userinfo = at === -1 ? undefined : text.slice(0, at)
  if (userinfo !== undefined && (!USERINFO.test(userinfo) || BAD_PERCENT.test(userinfo))) return undefined
  const host = parseHost(text.slice(at + 1))
  return host && { userinfo, ...host }
}

const NO_AUTHORITY: Authority = { userinfo: undefined, host: '', port: '' }

function parseHierarchy(
  text: string,
  scheme: string,
): Pick<UriReference, keyof Authority | 'opaque' | 'path'> | undefined {
  if (scheme !== '' && !text.startsWith('/')) return { ...NO_AUTHORITY, opaque: text, path: '' }
  if (scheme === '' && /^[^/]*:/.test(text)) return undefined
  const slash = text.startsWith('//') ? text.indexOf('/', 2) : 0
  const end = slash === -1 ? text.length : slash
  const authority = text.startsWith('//') ? parseAuthority(text.slice(2, end)) : NO_AUTHORITY
  const path = text.slice(end)
  return authority && !BAD_PERCENT.test(path) ? { ...authority, opaque: '', path } : undefined
}

/** Parses a URI reference; undefined where the provider cannot. */
export function parseUri(text: string): UriReference | undefined {
  if (CONTROL.test(text) || text.startsWith(':')) return undefined
  const [beforeFragment, fragment] = splitOnce(text, '#')
  if (fragment !== undefined && BAD_PERCENT.test(fragment)) return undefined
  const scheme = SCHEME.exec(beforeFragment)?.[0] ?? ''
  const [hierarchy, query] = splitOnce(beforeFragment.slice(scheme.length), '?')
  const name = scheme.slice(0, -1).toLowerCase()
  const parsed = parseHierarchy(hierarchy, name)
  return parsed && { scheme: name, ...parsed, query, fragment }
}

/** Loopback hosts of RFC 8252 §7.3 and `localhost`. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}
