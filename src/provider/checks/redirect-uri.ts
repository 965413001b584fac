/** Where an authorization response may go: exact comparison with what is registered (RFC 6749 §3.1.2, RFC 9700 §4.1). */
import type { ResolvedClient } from '../../config/resolved.ts'
import { splitList } from '../authorization/request.ts'
import type { Exchange } from '../context.ts'
import { isLoopbackHost } from '../http/issuer.ts'
import type { Objection, Received } from './check.ts'
import { setOption } from './remedy.ts'

function isLoopbackLiteral(hostname: string): boolean {
  return /^127(?:\.\d{1,3}){3}$/.test(hostname) || hostname === '[::1]'
}

/** The URI without its port, where RFC 8252 §7.3 lets the port differ: http to a loopback address literal. */
function withoutLoopbackPort(uri: string): string | undefined {
  const [, scheme, host, rest] = /^(http:\/\/)([^/?#@:[\]]+|\[[^\]]+\])(?::\d+)?([/?][^#]*|)$/.exec(uri) ?? []
  if (scheme === undefined || host === undefined || !isLoopbackLiteral(host)) return undefined
  return `${scheme}${host}${rest}`
}

/** Whether `sent` is the registered URI: the same text, or a loopback address with another port. */
export function matchesRegistered(sent: string, registered: string): boolean {
  if (sent === registered) return true
  const plain = withoutLoopbackPort(sent)
  return plain !== undefined && plain === withoutLoopbackPort(registered)
}

/** An http(s) URI of this machine: what made-up clients of `--dev` may ask for. */
export function isLoopbackUri(uri: string): boolean {
  if (!URL.canParse(uri)) return false
  const { protocol, hostname, username, password } = new URL(uri)
  return (
    (protocol === 'http:' || protocol === 'https:') && isLoopbackHost(hostname) && username === '' && password === ''
  )
}

/** What the button of `--dev` may accept: a URI of this machine that nothing else is wrong with. */
export function isLearnable(uri: string): boolean {
  return isLoopbackUri(uri) && !uri.includes('#')
}

/** http to anywhere but this machine: a code sent there can be read on the way. */
export function isInsecureUri(uri: string): boolean {
  const { protocol, hostname } = new URL(uri)
  if (protocol !== 'http:') return false
  return hostname !== 'localhost' && !hostname.endsWith('.localhost') && !isLoopbackLiteral(hostname)
}

function isAllowed(client: ResolvedClient, sent: string, exchange: Exchange): boolean {
  if (client.redirect_uris.some((registered) => matchesRegistered(sent, registered))) return true
  const { dev, learnedRedirects } = exchange.context
  if (dev === undefined) return false
  if (learnedRedirects.has(client.client_id, sent)) return true
  return dev.madeUpClients.has(client.client_id) && isLoopbackUri(sent)
}

function notRegistered(client: ResolvedClient, sent: string, exchange: Exchange): Objection {
  return {
    error: 'invalid_request',
    hint: 'The redirect_uri is not one of those registered for the client; it is compared exactly.',
    option: exchange.context.clients.optionPath(client, 'redirect_uris'),
    sent,
    expected: client.redirect_uris,
    change: `add '${sent}' to the client's redirect_uris`,
    command: setOption(client, 'redirect_uris', '+=', sent),
    ...(isLearnable(sent) ? { learn: { client_id: client.client_id, redirect_uri: sent } } : {}),
  }
}

/** RFC 6749 §3.1.2.3: an omitted redirect_uri stands for the only one that is registered; OpenID Connect wants it sent. */
export function proveRedirectUri(received: Received, exchange: Exchange): Received | Objection {
  const { client, parameters } = received
  if (client === undefined) return { error: 'invalid_client', hint: 'The client does not exist.' }
  const sent = parameters.get('redirect_uri')
  if (sent !== undefined) {
    return isAllowed(client, sent, exchange)
      ? { ...received, redirect_uri: sent }
      : notRegistered(client, sent, exchange)
  }
  const [only, ...others] = client.redirect_uris
  if (only === undefined || others.length > 0 || splitList(parameters.get('scope')).includes('openid')) {
    return {
      error: 'invalid_request',
      hint: "The redirect_uri is missing: it is required with scope 'openid' and for clients with several.",
      option: exchange.context.clients.optionPath(client, 'redirect_uris'),
      sent: '',
      change: 'in the application: send one of the registered redirect URIs',
      expected: client.redirect_uris,
    }
  }
  return { ...received, redirect_uri: only }
}

/** RFC 6749 §3.1.2: an absolute URI without a fragment. */
export function assertAbsolute(received: Received): Received | Objection {
  const uri = received.redirect_uri ?? ''
  if (URL.canParse(uri) && !uri.includes('#')) return received
  return {
    error: 'invalid_request',
    hint: 'The redirect_uri must be absolute and without a fragment.',
    sent: uri,
    change: 'in the application and in redirect_uris: take the fragment away',
  }
}
