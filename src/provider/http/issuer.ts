/** Which issuer a request is for: fixed, or the request's own host where that is one of ours. */
import { isIP } from 'node:net'
import type { ResolvedConfiguration } from '../../config/resolved.ts'
import { networkList } from '../../primitives/networks.ts'
import type { IncomingRequest } from './request.ts'

export interface IssuerOptions {
  /** Fixes the issuer, a path prefix included. */
  issuer?: string | undefined
  base_path: string
  cookies: ResolvedConfiguration['session']['cookies']
  /** CIDR blocks whose `X-Forwarded-*` headers count. */
  trustedProxies: readonly string[]
  /** Plain http and only the issuer's and loopback hosts. */
  dev: boolean
}

type PeerRequest = Pick<IncomingRequest, 'url' | 'headers' | 'peer'>

export interface IssuerPolicy {
  /** Path prefix of every endpoint, `''` without one. */
  basePath: string
  /** The effective issuer, or `undefined` for a host that is not ours. */
  issuerOf(request: PeerRequest): string | undefined
  /** The address of the user's browser: what a trusted proxy says, else the peer. */
  clientAddress(request: PeerRequest): string
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK_HOSTS.has(hostname)
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, '')
}

function ownHosts(cookies: IssuerOptions['cookies']): (host: string) => boolean {
  const hosts = new Set<string>()
  const domains: string[] = []
  for (const { authelia_url, domain } of cookies) {
    if (authelia_url !== undefined && URL.canParse(authelia_url)) hosts.add(new URL(authelia_url).host)
    else domains.push(domain)
  }
  return (host) => {
    if (hosts.has(host)) return true
    const name = hostName(host)
    return domains.some((domain) => name === domain || name.endsWith(`.${domain}`))
  }
}

function fixedIssuer(issuer: string, dev: boolean): Pick<IssuerPolicy, 'basePath' | 'issuerOf'> {
  const { pathname, hostname } = new URL(issuer)
  return {
    basePath: pathname.replace(/\/$/, ''),
    // In --dev any page of the developer's browser can reach us: only our own names are answered (DNS rebinding).
    issuerOf: ({ url }) => (!dev || url.hostname === hostname || isLoopbackHost(url.hostname) ? issuer : undefined),
  }
}

function derivedIssuer(
  options: IssuerOptions,
  forwarded: ForwardedReader,
): Pick<IssuerPolicy, 'basePath' | 'issuerOf'> {
  const isOwn = ownHosts(options.cookies)
  return {
    basePath: options.base_path,
    issuerOf(request) {
      const { scheme, host } = forwarded(request)
      const loopback = isLoopbackHost(hostName(host))
      if (!loopback && !isOwn(host)) return undefined
      if (scheme !== 'https' && !(scheme === 'http' && (loopback || options.dev))) return undefined
      return `${scheme}://${host}${options.base_path}`
    },
  }
}

type ForwardedReader = (request: PeerRequest) => { scheme: string; host: string }

function forwardedReader(isTrusted: (address: string) => boolean): ForwardedReader {
  return ({ url, headers, peer }) => {
    const trusted = isTrusted(peer)
    const scheme = (trusted && headers.get('x-forwarded-proto')) || url.protocol.slice(0, -1)
    const host = (trusted && headers.get('x-forwarded-host')) || url.host
    return { scheme: scheme.toLowerCase(), host: host.toLowerCase() }
  }
}

/** The issuer rules of one provider; `X-Forwarded-*` of anybody but a trusted proxy is not looked at. */
export function createIssuerPolicy(options: IssuerOptions): IssuerPolicy {
  const isTrusted = options.trustedProxies.length === 0 ? () => false : networkList(options.trustedProxies)
  const rules =
    options.issuer === undefined
      ? derivedIssuer(options, forwardedReader(isTrusted))
      : fixedIssuer(options.issuer, options.dev)
  return {
    ...rules,
    clientAddress({ headers, peer }) {
      if (!isTrusted(peer)) return peer
      // Proxies append: the last entry that is not a proxy of ours is the one that nobody could make up.
      const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim())
      return hops.findLast((hop) => isIP(hop) !== 0 && !isTrusted(hop)) ?? peer
    },
  }
}
