/** The address of an application (`--url`) and what follows from it. */
import { isLoopbackHost } from '../../config/uri.ts'
import { TemplateValueWrong } from './errors.ts'

export interface Address {
  /** Without a slash at the end. */
  url: string
  /** Without the port. */
  host: string
  /** The parent domain of the host; the host itself where it has none. */
  domain: string
  /** The address with the port written out, also the usual one. */
  url_with_port: string
  /** Plain http to another machine, which the provider refuses as a redirect URI. */
  isInsecure: boolean
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' }

function wrong(flag: string, reason: string): TemplateValueWrong {
  return new TemplateValueWrong(`${flag}: the address ${reason}`, {
    hint: `write the address as users open it, such as ${flag} https://app.example.com`,
  })
}

function parse(text: string, flag: string): URL {
  if (/[\s\p{Cc}]/u.test(text)) throw wrong(flag, 'holds white space')
  if (!/^https?:\/\/[^/]/i.test(text)) throw wrong(flag, 'does not begin with https:// or http://')
  if (!URL.canParse(text)) throw wrong(flag, 'cannot be read')
  return new URL(text)
}

function refuseExtras(url: URL, text: string, flag: string): void {
  if (url.username !== '' || url.password !== '') throw wrong(flag, 'holds a user name or password')
  if (text.includes('?')) throw wrong(flag, 'has a query')
  if (text.includes('#')) throw wrong(flag, 'has a fragment')
}

function parentDomain(host: string): string {
  const isAddress = host.startsWith('[') || /^[\d.]+$/.test(host)
  const labels = host.split('.')
  return isAddress || labels.length < 3 ? host : labels.slice(1).join('.')
}

/**
 * Reads an address: http or https, no user, query or fragment; slashes at the end are dropped, the host is lower case
 * and a port that goes without saying is left out.
 *
 * @throws {@link TemplateValueWrong} naming `flag`
 */
export function parseAddress(text: string, flag = '--url'): Address {
  const url = parse(text, flag)
  refuseExtras(url, text, flag)
  const path = url.pathname.replace(/\/+$/, '')
  const port = url.port === '' ? DEFAULT_PORTS[url.protocol] : url.port
  return {
    url: url.origin + path,
    host: url.hostname,
    domain: parentDomain(url.hostname),
    url_with_port: `${url.protocol}//${url.hostname}:${port}${path}`,
    isInsecure: url.protocol === 'http:' && !isLoopbackHost(url.hostname),
  }
}
