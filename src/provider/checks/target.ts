/** Audiences and resources that a client may ask for (RFC 8707). */
import type { ResolvedClient } from '../../config/resolved.ts'
import type { Parameters } from '../http/parameters.ts'

/** Values of `audience`: one of them may hold several; repeated ones are taken whole. */
export function requestedAudience(parameters: Parameters): string[] {
  const sent = parameters.all('audience')
  return sent.length === 1 ? (sent[0] ?? '').split(' ').filter((part) => part !== '') : [...sent]
}

/** RFC 8707 §2: an absolute URI without a fragment. */
export function isResourceUri(text: string): boolean {
  return URL.canParse(text) && !text.includes('#')
}

function isUnder(path: string, base: string): boolean {
  return path === base || path.startsWith(base.endsWith('/') ? base : `${base}/`)
}

/** Whether a resource is a registered audience or lies below one, on a segment boundary. */
export function coversResource(audience: string, resource: string): boolean {
  if (!URL.canParse(audience)) return false
  const registered = new URL(audience)
  const asked = new URL(resource)
  return (
    registered.protocol === asked.protocol &&
    registered.host === asked.host &&
    isUnder(asked.pathname, registered.pathname)
  )
}

/** The first audience or resource that the client may not ask for. */
export function foreignTarget(
  client: Pick<ResolvedClient, 'audience'>,
  audience: readonly string[],
  resource: readonly string[],
): string | undefined {
  return (
    audience.find((one) => !client.audience.includes(one)) ??
    resource.find((one) => !client.audience.some((registered) => coversResource(registered, one)))
  )
}
